"""Rules that hold for some months only: formulas of two books, told apart by a switch.

A switch is a whole-number parameter that is 1 in the months asked for and 0 in all others. Where
two books differ in a condition, the joined book asks the switch: so a dated condition is read
day by day, like a dated age in the rule files, and every engine and explanation knows it. On the
first day of the first month some begin to be eligible and others cease to be; from which month
they are paid is the scheme's own timing.
"""

from __future__ import annotations

from attrs import evolve

from subsidy.dates import FIRST_DATE, Month, month_of, show_month
from subsidy.errors import Words
from subsidy.expression.nodes import And, Compare, Comparison, Literal, Node, Or, ParameterValue
from subsidy.money import HALF_UP_TO_FEN
from subsidy.rulebook.model import (
    Parameter,
    ParameterKind,
    ParameterVersion,
    Row,
    Rulebook,
    Scheme,
    Source,
)
from subsidy.rulebook.requests import Request

__all__ = ["in_months"]

_PREFIX = "in_months_"
_SOURCE = Source(document="a change of the reform")


def in_months(
    book: Rulebook, plain: Rulebook, changed: Rulebook, request: Request
) -> Rulebook | None:
    """*book* with what *changed* has otherwise than *plain*, in the months of a request only.

    *book* is *plain* with earlier dated changes. None where they differ in more than conditions
    and whole schemes, which have no months.
    """
    switch = _switch(request)
    schemes: list[Scheme] = []
    names = {scheme.name for scheme in changed.schemes}
    for scheme in changed.schemes:
        old = next((one for one in plain.schemes if one.name == scheme.name), None)
        if old is None:
            schemes.append(_existing(scheme, request))
            continue
        joined = _joined(book.scheme(scheme.name), old, scheme, switch.name)
        if joined is None:
            return None
        schemes.append(joined)
    gone = [one for one in book.schemes if one.name not in names]
    is_same = changed.parameters == plain.parameters and changed.overlaps == plain.overlaps
    if gone or not is_same or changed.facts != plain.facts:
        return None
    parameters = {**book.parameters, switch.name: switch}
    return evolve(
        book,
        schemes=tuple(schemes),
        parameters=parameters,
        files=tuple(sorted({*book.files, *changed.files})),
    )


def _joined(now: Scheme, old: Scheme, new: Scheme, switch: str) -> Scheme | None:
    """One scheme whose conditions are the new ones while the switch is on."""
    if new == old:
        return now
    pairs = zip(now.amount.rows, old.amount.rows, new.amount.rows, strict=False)
    rows = tuple(_joined_row(*three, switch) for three in pairs)
    eligible = _either(now.eligible, old.eligible, new.eligible, switch)
    alike = evolve(
        new,
        eligible=old.eligible,
        amount=evolve(
            new.amount,
            rows=tuple(
                evolve(one, condition=was.condition, place=was.place)
                for one, was in zip(new.amount.rows, old.amount.rows, strict=False)
            ),
        ),
        place=old.place,
    )
    if len(new.amount.rows) != len(old.amount.rows) or not _same_rules(alike, old):
        return None
    return evolve(now, eligible=eligible, amount=evolve(now.amount, rows=rows))


def _same_rules(one: Scheme, other: Scheme) -> bool:
    """Whether two schemes say the same, wherever it is written."""
    return evolve(one, source=other.source) == other


def _joined_row(now: Row, old: Row, new: Row, switch: str) -> Row:
    return evolve(now, condition=_either(now.condition, old.condition, new.condition, switch))


def _either(now: Node, old: Node, new: Node, switch: str) -> Node:
    """The new formula while the switch is on, else what held before."""
    if new == old:
        return now
    on, off = (
        Compare(Comparison.EQUAL, ParameterValue(switch), Literal(number)) for number in (1, 0)
    )
    return Or((And((on, new)), And((off, now))))


def _existing(scheme: Scheme, request: Request) -> Scheme:
    """A new scheme, in the months asked for."""
    first, end = scheme.from_month, scheme.until_month
    if request.first is not None:
        first = request.first if first is None else Month(max(first, request.first))
    if request.end is not None:
        end = request.end if end is None else Month(min(end, request.end))
    return evolve(scheme, from_month=first, until_month=end)


def _switch(request: Request) -> Parameter:
    """1 in the months of the request, 0 before and after them."""
    begin = month_of(FIRST_DATE)
    first = begin if request.first is None else request.first
    steps = [(begin, 0), (first, 1), *([] if request.end is None else [(request.end, 0)])]
    until = "" if request.end is None else f"_{show_month(request.end)}"
    name = f"{_PREFIX}{show_month(first)}{until}".replace("-", "_")
    versions = tuple(
        ParameterVersion(month, None, None, None, Literal(number), 0, _SOURCE, request.place)
        for month, number in dict(steps).items()
    )
    months = show_month(first) + (f" – {show_month(Month(request.end - 1))}" if request.end else "")
    labels = Words(f"months from {months}", f"{months} 起的月份" if not request.end else months)
    return Parameter(
        name, labels, ParameterKind.WHOLE, None, HALF_UP_TO_FEN, versions, request.place
    )
