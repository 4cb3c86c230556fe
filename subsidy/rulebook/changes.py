"""What a reform changed: each rate by name, as it was and as it is."""

from __future__ import annotations

from attrs import frozen

from subsidy.dates import Month, show_month
from subsidy.expression.show import show_formula
from subsidy.rulebook.model import Change, Rulebook
from subsidy.rulebook.requests import Request
from subsidy.rulebook.versions import first_month

__all__ = ["change_of"]


@frozen
class _Rate:
    """One version of a rate, as it is written."""

    from_month: Month
    formula: str
    is_from_the_beginning: bool


def change_of(book: Rulebook, reformed: Rulebook, request: Request) -> Change:
    """What a change of a rate replaces: every earlier value that holds no more in its months.

    Several old values say from when each held, as in ``600.00 per month@2021-07``. A percentage
    of several values, or a series, is told as it is written.
    """
    was, now = _rates(book, request.target), _rates(reformed, request.target)
    first = request.first
    old = was if first is None else _from(was, first)
    new = now[-1:] if first is None else _from(now, first)[:1]
    is_written = request.text.lstrip()[:1] in ("+", "-") and len(old) + ("@" in request.text) > 1
    return Change(request.key, _shown(old), request.text if is_written else _shown(new))


def _from(rates: list[_Rate], month: Month) -> list[_Rate]:
    """The rate that holds in a month, and those after it."""
    before = [rate for rate in rates if rate.from_month <= month]
    return [*before[-1:], *(rate for rate in rates if rate.from_month > month)]


def _shown(rates: list[_Rate]) -> str:
    if len(rates) == 1:
        return rates[0].formula
    return ", ".join(
        rate.formula
        if rate.is_from_the_beginning
        else f"{rate.formula}@{show_month(rate.from_month)}"
        for rate in rates
    )


def _rates(book: Rulebook, target: str) -> list[_Rate]:
    """The versions of a parameter or of a scheme's bracket."""
    if target in book.parameters:
        return [
            _Rate(one.from_month, show_formula(one.value), is_from_the_beginning=False)
            for one in book.parameters[target].versions
        ]
    scheme, _, bracket = target.partition(".")
    row = next(row for row in book.scheme(scheme).amount.rows if row.name == bracket)
    return [
        _Rate(first_month(one), show_formula(one.pay), one.from_month is None)
        for one in row.versions
    ]
