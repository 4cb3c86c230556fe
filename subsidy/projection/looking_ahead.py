"""What the coming months bring: whose payment changes, when, from what to what, and why.

The changes are found by comparing calculated months, so that they are right under every timing
and every rule; the causes are the days that the scheme's formulas read. Rates past their last
confirmed month are carried on, as in a projection, and told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from subsidy.calculation import calculate
from subsidy.dates import DateError, Day, Month, Period, first_day, month_of, read_month, show_month
from subsidy.errors import Place, Problem, RulesRefused, UsageRefused, Words
from subsidy.projection.causes import Cause, causes_of, days_of, others_read
from subsidy.projection.events import Event, Upcoming, state_changes
from subsidy.projection.uprating import carry_on
from subsidy.register.readers import read_register
from subsidy.register.table import NO_DAY, People
from subsidy.results.receipt import rows_set_aside
from subsidy.results.result import Result
from subsidy.rulebook.model import Rulebook, Scheme, When
from subsidy.rulebook.shelf import load_rulebook
from subsidy.rulebook.stretches import scheme_in

__all__ = ["upcoming"]

LONGEST_MONTHS = 360
_Happenings = dict[int, list[tuple[date, Cause]]]


@frozen(eq=False)
class _Search:
    """What is looked at: a calculated result, and the days of everybody, by cause."""

    result: Result
    window: Period
    happenings: _Happenings
    causes: dict[str, frozenset[Cause]]


def upcoming(
    rulebook: Rulebook | str | Path,
    people: Any,
    first: str | Month,
    *,
    months: int = 6,
    encoding: str | None = None,
) -> Upcoming:
    """Whose payment changes in the coming months, and whose ages, certificates and statuses do.

    Args:
        rulebook: as for :func:`subsidy.calculate`.
        people: likewise.
        first: the first month to look at, ``"2023-09"``.
        months: how many.
        encoding: of a CSV register.

    Raises:
        RulesRefused, RegisterRefused: as :func:`subsidy.calculate`.
        UsageRefused: the month is none, or too many months are asked for.
    """
    window = _window(first, months)
    book = rulebook if isinstance(rulebook, Rulebook) else load_rulebook(rulebook)
    around = Period(Month(window.first - 1), Month(window.end + 1))
    is_read = isinstance(people, People)
    register = people if is_read else read_register(people, book, around, encoding=encoding)
    carried_book, carried = carry_on(book, around)
    result, is_blind = _calculated(carried_book, register, around)
    return Upcoming(
        book,
        window,
        _events(_search(result, window)),
        carried,
        len(register),
        rows_set_aside(register),
        register.sha256,
        is_blind,
        tuple(one.scheme for one in result.left_out),
    )


def _events(search: _Search) -> tuple[Event, ...]:
    """Everything that was found, in order, each once."""
    events = sorted([*_changes(search), *_others(search)], key=Event.place)
    return tuple(dict.fromkeys(events))


def _search(result: Result, window: Period) -> _Search:
    """What each scheme reads, and on which days it happens to whom."""
    around = Period(Month(window.first - 1), Month(window.end + 1))
    causes = {
        scheme.name: frozenset(causes_of(result.book, scheme, around))
        for scheme in result.book.schemes
    }
    happenings = _happenings(causes, result.people, result.book, around)
    return _Search(result, window, happenings, causes)


def _calculated(book: Rulebook, people: People, around: Period) -> tuple[Result, bool]:
    """The months and the one before; without that one, and True, where the rules begin later."""
    try:
        return calculate(book, people, around), False
    except RulesRefused as refused:
        early = show_month(around.first)
        if {(one.code, one.found) for one in refused.problems} != {("rate-missing", early)}:
            raise
    return calculate(book, people, Period(Month(around.first + 1), around.end)), True


def _window(first: str | Month, months: int) -> Period:
    try:
        begin = read_month(first) if isinstance(first, str) else first
    except DateError as error:
        message = Words(str(error), "月份无法识别")
        cure = Words("write a month such as 2023-09", "请写月份，如 2023-09")
        raise UsageRefused(Problem("from", Place("--from"), message, cure, str(first))) from None
    if not 1 <= months <= LONGEST_MONTHS:
        message = Words("look at 1 to 360 months", "可查看 1 至 360 个月")
        cure = Words("write --months 6", "请写 --months 6")
        raise UsageRefused(Problem("months", Place("--months"), message, cure, str(months)))
    return Period(begin, Month(begin + months))


def _happenings(
    causes: dict[str, frozenset[Cause]], people: People, book: Rulebook, around: Period
) -> _Happenings:
    """Everybody's days, by row, from the month before the window to the month after it."""
    days = first_day(Month(around.first - 1)), first_day(around.end)
    found: _Happenings = defaultdict(list)
    for cause in sorted(frozenset[Cause]().union(*causes.values())):
        for row, day in days_of(cause, people, book, days):
            if not _is_over(cause, people, book, row, day):
                found[row].append((day, cause))
    return found


def _is_over(cause: Cause, people: People, book: Rulebook, row: int, day: date) -> bool:
    """Whether a life has ended before a day on which an age would be attained."""
    if cause.kind != "age":
        return False
    born = book.ages[cause.name].of
    for status in book.statuses.values():
        ended = people.columns.get(status.ends or "")
        if status.begins != born or ended is None:
            continue
        if ended[row] != NO_DAY and Day(int(ended[row])) <= day.toordinal():
            return True
    return False


def _changes(search: _Search) -> Iterator[Event]:
    """Payments that differ from one month to the next, each with its causes."""
    found = list(state_changes(search.result))
    at = {(event.row, event.scheme, event.month) for event in found}
    for event in found:
        scheme = scheme_in(search.result.book.scheme(event.scheme), event.month)
        days = _days_behind(event, scheme, search)
        others = [
            name
            for name in others_read(search.result.book, scheme)
            if (event.row, name, event.month) in at
        ]
        is_by_calendar = bool(scheme.timing.pays_in) and event.change in ("starts", "stops")
        told = evolve(event, days=tuple(days), others=tuple(others), is_by_calendar=is_by_calendar)
        if event.month < search.window.end:
            yield told
        elif any(month_of(day) in search.window.months() for day, _ in days):
            yield told  # what happens in the last month is paid after it


def _days_behind(event: Event, scheme: Scheme, search: _Search) -> list[tuple[date, Cause]]:
    """The days that moved this payment: in the month that the scheme's timing looks at."""
    mine = search.causes[scheme.name]
    near = [(day, one) for day, one in search.happenings.get(event.row, []) if one in mine]
    timing = scheme.timing
    when = {"starts": timing.start, "stops": timing.stop}.get(event.change, timing.change)
    late = event.month - (when is When.NEXT_MONTH)
    exact = [(day, one) for day, one in near if month_of(day) == late]
    other = [(day, one) for day, one in near if month_of(day) in (event.month, event.month - 1)]
    return sorted(exact or other)


def _others(search: _Search) -> Iterator[Event]:
    """Days of the window that move no payment, for every person whom they concern."""
    told = {(event.row, day, cause) for event in _changes(search) for day, cause in event.days}
    ids = search.result.people.ids
    for row, days in search.happenings.items():
        for day, cause in days:
            inside = search.window.first <= month_of(day) < search.window.end
            if inside and (row, day, cause) not in told:
                yield Event.of_day(row, str(ids[row]), day, cause)
