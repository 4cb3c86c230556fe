"""Rates of the future: carried past their last confirmed month, and uprated, always marked.

A plain calculation refuses a rate that is not confirmed for a month. :func:`carry_on` makes a
book in which such rates go on, tells every one of them, and may let them grow. A rate grows
each January after the year of its last confirmed month; one that needs no confirmation each
January after the year in which the projection, or else the rate itself, begins. Only amounts written in yuan grow: shares
and formulas follow the parameters that they read. A grown amount is the written one times the
exact factor, rounded once to whole fen, halves up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from attrs import evolve, frozen

from subsidy.dates import MONTHS_PER_YEAR, Month, Period, show_month
from subsidy.errors import Place, Problem, UsageRefused, Words, nearest
from subsidy.expression.nodes import (
    Add,
    Greatest,
    Least,
    MoneyLiteral,
    Multiply,
    Node,
    Subtract,
)
from subsidy.expression.show import show_formula
from subsidy.expression.uses import leaves
from subsidy.money import HALF_UP_TO_FEN, AmountError, read_ratio, round_fen
from subsidy.rulebook.model import ParameterVersion, PayVersion, Rulebook, Source
from subsidy.rulebook.versions import first_month

__all__ = ["CarriedRate", "Uprating", "carry_on", "check_growth", "read_uprating", "signed_share"]

EVERY_RATE = "*"

_Dated = TypeVar("_Dated", ParameterVersion, PayVersion)


@frozen
class CarriedRate:
    """One rate that a projection took beyond what is confirmed, or let grow.

    ``last_confirmed`` is empty where the rules name no such month; ``values`` are the formulas
    of each stretch of months, as ``2024-01: 618.00 per year``.
    """

    name: str
    last_confirmed: str
    values: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The rate as plain values for JSON."""
        return {
            "name": self.name,
            "last_confirmed": self.last_confirmed,
            "values": list(self.values),
        }


@frozen
class Uprating:
    """Yearly growth by rate: the name of a parameter, scheme or scheme.bracket, or ``*`` for all.

    A name has one growth for every year, or one for each year that it names.
    """

    growth: Mapping[str, Fraction | Mapping[int, Fraction]]

    def factor(self, names: tuple[str, ...], after: int, year: int) -> Fraction:
        """How much a rate has grown by January of *year*, starting after the year *after*."""
        given = next((self.growth[name] for name in names if name in self.growth), Fraction(0))
        factor = Fraction(1)
        for each in range(after + 1, year + 1):
            factor *= 1 + (_in_year(given, each, names[0]) if isinstance(given, Mapping) else given)
        return factor

    def of(self, book: Rulebook) -> Uprating:
        """The growth of the rates that a book has."""
        known = _rate_names(book)
        return Uprating({name: one for name, one in self.growth.items() if name in known})

    def plus(self, points: Fraction) -> Uprating:
        """The same with so much more growth in every year."""
        return Uprating(
            {
                name: {year: one + points for year, one in given.items()}
                if isinstance(given, Mapping)
                else given + points
                for name, given in self.growth.items()
            }
        )


def _in_year(given: Mapping[int, Fraction], year: int, name: str) -> Fraction:
    if year in given:
        return given[year]
    message = Words(f"no growth of {name} is given for {year}", f"未给出 {name} 在 {year} 年的增幅")
    cure = Words(f"add {year}:0% or another growth", f"请补充 {year}:0% 或其他增幅")
    raise UsageRefused(Problem("uprating-year", Place("uprating"), message, cure, str(year)))


def read_uprating(given: str | Mapping[str, str] | Uprating | None) -> Uprating:
    """Growth as people write it: ``"3%"``, or by name ``{"elderly_allowance": "2024:3%,2025:2%"}``.

    Raises:
        UsageRefused: a growth that is none, all at once.
    """
    if isinstance(given, Uprating):
        return given
    named = dict(given or {}) if isinstance(given, Mapping | None) else {EVERY_RATE: given}
    growth: dict[str, Fraction | Mapping[int, Fraction]] = {}
    problems: list[Problem] = []
    for name, text in named.items():
        found = _growth(text)
        if found is None:
            message = Words("this is not a yearly growth", "不是年度增幅")
            cure = Words("write 3%, or 2024:3%,2025:2%", "请写 3% 或 2024:3%,2025:2%")
            place = Place("uprating", heading=name)
            problems.append(Problem("uprating-value", place, message, cure, str(text)))
            continue
        growth[name] = found
    if problems:
        raise UsageRefused(*problems)
    return Uprating(growth)


def _growth(text: str) -> Fraction | dict[int, Fraction] | None:
    if not isinstance(text, str) or ":" not in text:
        return signed_share(text)
    years: dict[int, Fraction] = {}
    for part in text.split(","):
        year, _, share = part.strip().partition(":")
        found = signed_share(share)
        if found is None or not (year.isdecimal() and len(year) == 4) or int(year) in years:
            return None
        years[int(year)] = found
    return years


def signed_share(text: str) -> Fraction | None:
    """A share such as ``3%`` or ``-1%`` above -100 %; None where it is none.

    Without its per cent sign a whole number is none: 3 would be three hundred per cent.
    """
    if not isinstance(text, str):
        return None
    number = text.strip().removeprefix("-").removeprefix("+")
    if number.isdecimal() and int(number):
        return None
    try:
        found = read_ratio(number)
    except AmountError:
        return None
    found = -found if text.strip().startswith("-") else found
    return found if found > -1 else None


def carry_on(
    book: Rulebook, months: Period, uprating: Uprating | None = None, *, since: Month | None = None
) -> tuple[Rulebook, tuple[CarriedRate, ...]]:
    """*book* with its rates carried through *months*, and every rate that this concerns.

    A version that ends, and months between versions, stay without a rate. *since* is the first
    month of the projection, if that is not the first of *months*.

    Raises:
        UsageRefused: the uprating names what is no rate.
    """
    growth = uprating or Uprating({})
    check_growth(growth, [book])
    span = _Span(months, months.first if since is None else since, growth)
    carried: list[CarriedRate] = []
    parameters = {}
    for name, parameter in book.parameters.items():
        versions = _carry((name,), parameter.versions, span, carried)
        parameters[name] = evolve(parameter, versions=versions)
    schemes = []
    for scheme in book.schemes:
        rows = []
        for row in scheme.amount.rows:
            full = f"{scheme.name}.{row.name}" if row.name else scheme.name
            versions_of_row = _carry((full, scheme.name), row.versions, span, carried)
            rows.append(evolve(row, versions=versions_of_row))
        schemes.append(evolve(scheme, amount=evolve(scheme.amount, rows=tuple(rows))))
    if not carried:
        return book, ()
    digest = hashlib.sha256(book.sha256.encode() + repr(carried).encode()).hexdigest()
    changed = evolve(book, parameters=parameters, schemes=tuple(schemes), sha256=digest)
    return changed, tuple(carried)


@frozen
class _Span:
    """Which months are projected, since when, and with what growth."""

    months: Period
    since: Month
    growth: Uprating


def _rate_names(book: Rulebook) -> list[str]:
    known = [EVERY_RATE, *book.parameters]
    for scheme in book.schemes:
        brackets = [f"{scheme.name}.{row.name}" for row in scheme.amount.rows if row.name]
        known += [scheme.name, *brackets]
    return known


def check_growth(growth: Uprating, books: Iterable[Rulebook]) -> None:
    """Every rate that grows is one of some book.

    Raises:
        UsageRefused: each that is none.
    """
    known = list(dict.fromkeys(name for book in books for name in _rate_names(book)))
    problems = []
    for name in growth.growth:
        if name in known:
            continue
        message = Words(f"{name} is no rate of these rules", f"规则中没有标准 {name}")
        near = nearest(name, known)
        listed = ", ".join(known)
        cure = (
            Words(f"did you mean {near}?", f"是否想写 {near}？")
            if near
            else Words(f"choose among: {listed}", f"可用：{listed}")
        )
        problems.append(Problem("uprating-name", Place("uprating"), message, cure, name))
    if problems:
        raise UsageRefused(*problems)


def _carry(
    names: tuple[str, ...],
    versions: tuple[_Dated, ...],
    span: _Span,
    carried: list[CarriedRate],
) -> tuple[_Dated, ...]:
    """The versions as they go on; what was carried or grown is noted."""
    every: list[_Dated] = []
    firsts = [first_month(version) for version in versions]
    for version, begins in zip(versions, firsts, strict=True):
        end = _end(begins, version.until_month, firsts, span)
        parts = list(_parts((*names, EVERY_RATE), version, end, span))
        every += parts
        if parts == [version]:
            continue
        confirmed = version.last_confirmed
        shown = tuple(
            f"{show_month(first_month(one))}: {_formula(one)}" if one.from_month else _formula(one)
            for one in parts
            if one.until_month is None or one.until_month > span.months.first
        )
        last = "" if confirmed is None else show_month(confirmed)
        carried.append(CarriedRate(names[0], last, shown))
    return tuple(every)


def _end(begins: Month, until: Month | None, others: Iterable[Month], span: _Span) -> Month:
    """The first month in which a version no longer holds, within the period."""
    ends = [month for month in others if month > begins]
    ends.append(span.months.end)
    return min(ends if until is None else [*ends, until])


def _parts(names: tuple[str, ...], version: _Dated, end: Month, span: _Span) -> Iterator[_Dated]:
    """The version itself, no longer bound to be confirmed, and a grown one for each later year."""
    confirmed = version.last_confirmed
    needs_carrying = confirmed is not None and confirmed + 1 < end
    known = max(span.since, first_month(version)) if confirmed is None else confirmed
    grown = _growth_of(names, version, (known // MONTHS_PER_YEAR, end), span)
    if end <= span.months.first or not (needs_carrying or grown):
        yield version
        return
    edges: list[Month] = [month for month, _ in grown]
    ends: list[Month | None] = [*edges, version.until_month]
    head = ends[0]
    if head is None or head > first_month(version):
        is_carried = needs_carrying and (head is None or head > (confirmed or 0) + 1)
        source = _marked(version.source) if is_carried else version.source
        yield evolve(version, last_confirmed=None, until_month=head, source=source)
    for (_, factor), first, last in zip(grown, edges, ends[1:], strict=True):
        later: _Dated = evolve(
            version,
            from_month=first,
            until_month=last,
            last_confirmed=None,
            source=_marked(version.source),
        )
        yield _with_formula(later, factor)


def _growth_of(
    names: tuple[str, ...],
    version: ParameterVersion | PayVersion,
    after: tuple[int, Month],
    span: _Span,
) -> list[tuple[Month, Fraction]]:
    """The growth from each January after the given year and before the given month.

    A version that begins later (a scenario's) has grown by then, and begins with it.
    """
    if not _is_written(version):
        return []
    (year, end), begins = after, first_month(version)
    years = range(max(year + 1, begins // MONTHS_PER_YEAR), (end - 1) // MONTHS_PER_YEAR + 1)
    factors = [
        (max(Month(one * MONTHS_PER_YEAR), begins), span.growth.factor(names, year, one))
        for one in years
    ]
    return factors if any(factor != 1 for _, factor in factors) else []


def _is_written(version: ParameterVersion | PayVersion) -> bool:
    return any(isinstance(leaf, MoneyLiteral) for leaf in leaves(_node(version)))


def _node(version: ParameterVersion | PayVersion) -> Node:
    return version.value if isinstance(version, ParameterVersion) else version.pay


def _with_formula(version: _Dated, factor: Fraction) -> _Dated:
    node = _grown(_node(version), factor)
    if isinstance(version, ParameterVersion):
        return evolve(version, value=node)
    return evolve(version, pay=node)


def _formula(version: ParameterVersion | PayVersion) -> str:
    return show_formula(_node(version))


def _marked(source: Source) -> Source:
    """Marked: from here on this is a projection and no rule."""
    why = "carried on as a projection, not confirmed by any document / 作为预测沿用，未经文件确认"
    old = source.assumed
    return evolve(source, assumed=f"{old}; {why}" if old else why)


def _grown(node: Node, factor: Fraction) -> Node:
    """Every amount in a formula times a factor, rounded to whole fen, halves up."""
    match node:
        case MoneyLiteral(fen, per_months):
            return MoneyLiteral(round_fen(fen * factor, HALF_UP_TO_FEN), per_months)
        case Add(left, right):
            return Add(_grown(left, factor), _grown(right, factor))
        case Subtract(left, right):
            return Subtract(_grown(left, factor), _grown(right, factor))
        case Multiply(value, by):
            return Multiply(_grown(value, factor), by)
        case Least(parts):
            return Least(tuple(_grown(part, factor) for part in parts))
        case Greatest(parts):
            return Greatest(tuple(_grown(part, factor) for part in parts))
        case _:
            return node
