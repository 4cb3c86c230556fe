"""Which months rules can calculate: said first where a period lies outside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import frozen

from subsidy.dates import Month, Period, show_month
from subsidy.errors import Place, Problem, RulesRefused, Words

if TYPE_CHECKING:  # rules pull in much, which --help must not wait for
    from subsidy.rulebook.model import ParameterVersion, PayVersion, Rulebook

__all__ = ["Span", "months_covered", "with_months_covered"]

_OF_RATES = {"rate-missing", "rate-not-confirmed"}
_PERSONS = frozenset({"person"})
_MOST_SHOWN = 6  # spans, the last ones


@frozen
class Span:
    """Months from *first* up to, and not including, *end*; None where there is no bound."""

    first: Month | None
    end: Month | None

    @property
    def words(self) -> Words:
        """The first and the last month."""
        first = show_month(self.first) if self.first is not None else ""
        last = show_month(Month(self.end - 1)) if self.end is not None else ""
        if first and last:
            return Words(first, first) if first == last else Words(f"{first} to {last}", f"{first} 至 {last}")  # fmt: skip
        if first:
            return Words(f"{first} and later", f"{first} 及以后")
        return Words(f"up to {last}", f"{last} 及以前") if last else Words("any month", "任何月份")


def with_months_covered(
    refused: RulesRefused, book: Rulebook, period: Period, units: frozenset[str]
) -> RulesRefused:
    """The refusal, begun with the months that can be calculated if rates are all it lacks."""
    if units != _PERSONS or {problem.code for problem in refused.problems} - _OF_RATES:
        return refused  # with registers beside, plans need what only those registers tell
    covered = months_covered(book, units)
    return RulesRefused(_not_covered(book, period, covered), *refused.problems)


def months_covered(book: Rulebook, units: frozenset[str]) -> tuple[Span, ...]:
    """The months in which a scheme of these units exists and none lacks a rate, in order.

    Between two months in which some rate or scheme begins or ends nothing changes: the first of
    them is tried for all.
    """
    turns = sorted(set(_turns(book)))
    covered: list[Span] = []
    for first, end in pairwise([None, *turns, None]):
        tried = Month(turns[0] - 1) if first is None and turns else first
        if tried is None or not _is_covered(book, tried, units):
            continue
        if covered and first is not None and covered[-1].end == first:
            covered[-1] = Span(covered[-1].first, end)
        else:
            covered.append(Span(first, end))
    return tuple(covered)


def _is_covered(book: Rulebook, month: Month, units: frozenset[str]) -> bool:
    from subsidy.engine.units.plans import flat_book, plan_of, playing

    rules, _ = playing(book, units)
    if not any(
        (one.from_month is None or one.from_month <= month)
        and (one.until_month is None or month < one.until_month)
        for one in rules.schemes
    ):
        return False
    try:
        for unit in sorted(units):
            columns = frozenset(flat_book(rules, unit).facts)
            plan_of(rules, unit, Period(month, Month(month + 1)), columns)
    except RulesRefused:
        return False
    return True


def _turns(book: Rulebook) -> Iterator[Month]:
    """The months in which some rate or scheme begins or ends; read years later, then too."""
    for scheme in book.schemes:
        yield from (one for one in (scheme.from_month, scheme.until_month) if one is not None)
    later = {0, *(v.years_back for p in book.parameters.values() for v in p.versions)}
    for version in _versions(book):
        ends = version.until_month, version.last_confirmed
        turns = (version.from_month, ends[0], None if ends[1] is None else ends[1] + 1)
        yield from (Month(one + 12 * years) for one in turns if one is not None for years in later)


def _versions(book: Rulebook) -> Iterable[ParameterVersion | PayVersion]:
    for parameter in book.parameters.values():
        yield from parameter.versions
    for scheme in book.schemes:
        for row in scheme.amount.rows:
            yield from row.versions


def _not_covered(book: Rulebook, period: Period, covered: tuple[Span, ...]) -> Problem:
    name, asked = book.name, Span(period.first, period.end).words
    if covered:
        spans = [one.words for one in covered[-_MOST_SHOWN:]]
        english = ", ".join(one.en for one in spans)
        chinese = "、".join(one.zh for one in spans)
        message = Words(
            f"the months that {name} can calculate are {english};"
            f" {asked.en} does not lie within them",
            f"{name} 可计算的月份：{chinese}；{asked.zh} 不在其内或不全在其内",
        )
        cure = Words(
            "ask for months within them, or add the rates that are listed below",
            "请改用其中的月份，或补充下列标准",
        )
    else:
        message = Words(f"{name} lacks rates in every month", f"{name} 在任何月份都缺少标准")
        cure = Words("add the rates that are listed below", "请补充下列标准")
    return Problem("period-not-covered", Place("--period"), message, cure)
