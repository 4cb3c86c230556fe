"""Dated values: which version is in force in a month, and what it comes to, exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeVar

from subsidy.dates import MONTHS_PER_YEAR, Month, Period, show_month
from subsidy.errors import Place, Problem, RulesRefused, Words
from subsidy.expression.nodes import (
    Add,
    Greatest,
    Least,
    Literal,
    MoneyLiteral,
    Multiply,
    Node,
    ParameterValue,
    Subtract,
)
from subsidy.expression.uses import leaves
from subsidy.money import AmountError, round_fen
from subsidy.rulebook.model import (
    NetAmount,
    Parameter,
    ParameterKind,
    ParameterVersion,
    PayVersion,
    Row,
    Rulebook,
    Scheme,
)

__all__ = ["RateMissingError", "Rates", "demand_rates", "exists", "inexact", "rate_months"]

Number = int | Fraction
Version = TypeVar("Version", ParameterVersion, PayVersion)


class RateMissingError(LookupError):
    """No confirmed version of a rate is in force in a month; ``problem`` says which."""

    def __init__(self, name: str, month: Month, place: Place) -> None:
        super().__init__(name)
        when = show_month(month)
        self.problem = Problem(
            code="rate-missing",
            place=place,
            message=Words(
                en=f"{name} has no confirmed value for {when}; nothing was calculated.",
                zh=f"{name} 在 {when} 没有已确认的标准，未作任何计算。",
            ),
            cure=Words(
                en=f"add a version in force in {when}, or move last_confirmed to it or later.",
                zh=f"请补充在 {when} 有效的标准，或把 last_confirmed 延至该月或以后。",
            ),
            found=name,
        )


class Rates:
    """The dated values of one rulebook, looked up by month; each is worked out once."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._known: dict[tuple[str, Month], Number] = {}

    def value(self, name: str, month: Month) -> Number:
        """A parameter's value in *month*: whole fen for money, else an exact number.

        Raises:
            RateMissingError: there is no confirmed version of it, or of one that it is made of.
        """
        if (name, month) not in self._known:
            self._known[name, month] = self._work_out(self._book.values_by_month[name], month)
        return self._known[name, month]

    def version(self, name: str, month: Month) -> ParameterVersion:
        """The version of a parameter in force in *month*; RateMissingError where there is none."""
        parameter = self._book.values_by_month[name]
        found = _in_force(parameter.versions, month)
        if found is None:
            raise RateMissingError(name, month, parameter.place)
        return found

    def pay(self, row: Row, scheme: Scheme, month: Month) -> PayVersion:
        """The version of a row's pay in force in *month*; RateMissingError where there is none."""
        found = _in_force(row.versions, month)
        if found is None:
            name = f"{scheme.name}.{row.name}" if row.name else scheme.name
            raise RateMissingError(name, month, row.place)
        return found

    def _work_out(self, parameter: Parameter, month: Month) -> Number:
        version = self.version(parameter.name, month)
        read_in = Month(month - version.years_back * MONTHS_PER_YEAR)
        value = self._formula(version.value, read_in)
        if parameter.kind is not ParameterKind.MONEY:
            return value
        try:
            return round_fen(value, parameter.rounding)
        except AmountError:
            raise RulesRefused(inexact(parameter.name, version.place)) from None

    def _formula(self, node: Node, month: Month) -> Number:
        match node:
            case Literal(int() | Fraction() as value):
                return value
            case MoneyLiteral(fen, _):
                return fen
            case ParameterValue(name):
                return self.value(name, month)
            case Add(left, right):
                return self._formula(left, month) + self._formula(right, month)
            case Subtract(left, right):
                return self._formula(left, month) - self._formula(right, month)
            case Multiply(value, by):
                return self._formula(value, month) * self._formula(by, month)
            case Least(parts):
                return min(self._formula(part, month) for part in parts)
            case Greatest(parts):
                return max(self._formula(part, month) for part in parts)
            case _:
                raise TypeError(f"a parameter is not made of a {type(node).__name__}")


def exists(scheme: Scheme, month: Month) -> bool:
    """Whether the scheme exists in a month."""
    begun = scheme.from_month is None or scheme.from_month <= month
    return begun and (scheme.until_month is None or month < scheme.until_month)


def inexact(name: str, place: Place) -> Problem:
    """A value whose rounding is ``exact`` does not come out in whole steps."""
    return Problem(
        code="amount-inexact",
        place=place,
        message=Words(
            en=f"{name} does not come out in whole steps, and its rounding is exact.",
            zh=f"{name} 不能整除到规定单位，而取整规则为 exact（不得取整）。",
        ),
        cure=Words(en="name a rounding, such as half_up.", zh="请写明取整规则，例如 half_up。"),
        found=name,
    )


def rate_months(
    scheme: Scheme, rates: Rates, period: Period, looked_at: Collection[Month]
) -> dict[Month, Month]:
    """The month whose rates decide eligibility on the days of each month that is looked at.

    It is the month itself; but days outside the months of *period* in which the scheme exists
    only tell whether a run has already begun, so where a rate is missing there, the nearest
    month in which the scheme exists lends its rates.
    """
    months = sorted(set(looked_at))
    paid = [month for month in period.months() if exists(scheme, month)]
    if all(_has_rates(scheme, rates, month) for month in months):
        return {month: month for month in months}
    nearest = {month: min(paid, key=lambda m: abs(m - month)) for month in months}
    lent = {m for m in months if m not in paid and not _has_rates(scheme, rates, m)}
    return {month: nearest[month] if month in lent else month for month in months}


def _has_rates(scheme: Scheme, rates: Rates, month: Month) -> bool:
    try:
        for name in _parameters(scheme.eligible):
            rates.value(name, month)
    except RateMissingError:
        return False
    return True


def demand_rates(book: Rulebook, rates: Rates, spans: Mapping[str, Period]) -> None:
    """Refuse the rulebook where a rate is missing that a scheme's span needs, whoever is asked about.

    Raises:
        RulesRefused: with one problem for each rate, naming the first month that lacks it.
    """
    problems: dict[str, Problem] = {}
    needs = (
        (scheme, need) for scheme in book.schemes for need in _needs(scheme, spans[scheme.name])
    )
    for scheme, (rate, month) in needs:
        try:
            if isinstance(rate, Row):
                rates.pay(rate, scheme, month)
            else:
                rates.value(rate, month)
        except RateMissingError as missing:
            problems.setdefault(missing.problem.found, missing.problem)
    if problems:
        raise RulesRefused(*problems.values())


def _needs(scheme: Scheme, period: Period) -> Iterator[tuple[str | Row, Month]]:
    """Every rate that a month needs in which the scheme exists."""
    for month in period.months():
        if not exists(scheme, month):
            continue
        yield from ((name, month) for name in _parameters(scheme.eligible))
        for row in scheme.amount.rows:
            yield row, month
        for node in _amount_nodes(scheme, month):
            yield from ((name, month) for name in _parameters(node))


def _amount_nodes(scheme: Scheme, month: Month) -> Iterator[Node]:
    amount = scheme.amount
    for row in amount.rows:
        yield row.condition
        version = _in_force(row.versions, month)
        if version is not None:
            yield version.pay
    for net in amount.net_of:
        if isinstance(net, NetAmount):
            yield net.amount
            yield net.while_
    yield from (bound for bound in (amount.at_least, amount.at_most) if bound is not None)


def _parameters(node: Node) -> Iterator[str]:
    return (leaf.parameter for leaf in leaves(node) if isinstance(leaf, ParameterValue))


def _in_force(versions: Sequence[Version], month: Month) -> Version | None:
    """The one that began last; among equals the one decided last. None where unconfirmed."""
    candidates = [version for version in versions if _holds(version, month)]
    if not candidates:
        return None
    latest = max(reversed(candidates), key=_rank)
    confirmed = latest.last_confirmed is None or month <= latest.last_confirmed
    return latest if confirmed else None


def _holds(version: ParameterVersion | PayVersion, month: Month) -> bool:
    begun = version.from_month is None or version.from_month <= month
    return begun and (version.until_month is None or month < version.until_month)


def _rank(version: ParameterVersion | PayVersion) -> tuple[int, date]:
    began = -1 if version.from_month is None else version.from_month
    return began, version.decided_on or date.min
