"""What the coming months bring: whose payment changes, when, from what to what, and why.

The changes are found by comparing calculated months, so that they are right under every timing
and every rule; the causes are the days that the scheme's formulas read. Rates past their last
confirmed month are carried on, as in a projection, and told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from subsidy.calculation import calculate_registers
from subsidy.dates import DateError, Month, Period, month_of, read_month, show_month
from subsidy.engine.units.plans import playing
from subsidy.errors import Place, Problem, RulesRefused, UsageRefused, Words
from subsidy.projection.causes import Cause, causes_of, others_read
from subsidy.projection.events import Event, Upcoming
from subsidy.projection.happenings import Happenings, happenings_of, registers_by_unit
from subsidy.projection.states import state_changes
from subsidy.projection.uprating import CarriedRate, carry_on
from subsidy.register.units import Registers, Sources, read_registers
from subsidy.results.receipt import rows_set_aside
from subsidy.results.result import Result
from subsidy.rulebook.in_play import HOUSEHOLD, PERSON
from subsidy.rulebook.model import Rulebook, Scheme, When
from subsidy.rulebook.shelf import load_rulebook
from subsidy.rulebook.stretches import scheme_in

__all__ = ["upcoming"]

LONGEST_MONTHS = 360


@frozen(eq=False)
class _Search:
    """What is looked at: a calculated result, and the days of everybody, by cause."""

    result: Result
    window: Period
    happenings: Happenings
    causes: dict[str, frozenset[Cause]]


def upcoming(  # noqa: PLR0913 - three registers, rules and months are what there is to say
    rulebook: Rulebook | str | Path,
    people: Any,
    first: str | Month,
    *,
    months: int = 6,
    households: Any = None,
    institutions: Any = None,
    encoding: str | None = None,
) -> Upcoming:
    """Whose payment changes in the coming months, and whose ages, certificates and statuses do.

    Args:
        rulebook: as for :func:`subsidy.calculate`.
        people: likewise.
        first: the first month to look at, ``"2023-09"``.
        months: how many.
        households: a register of households, as for :func:`subsidy.calculate`.
        institutions: a register of institutions, likewise.
        encoding: of a CSV register.

    Raises:
        RulesRefused, RegisterRefused: as :func:`subsidy.calculate`.
        UsageRefused: the month is none, or too many months are asked for.
    """
    window = _window(first, months)
    book = rulebook if isinstance(rulebook, Rulebook) else load_rulebook(rulebook)
    around = Period(Month(window.first - 1), Month(window.end + 1))
    carried_book, carried = carry_on(book, around)
    sources = Sources(people, households, institutions, {"encoding": encoding})
    rules, left_out = playing(carried_book, sources.units())
    registers = read_registers(sources, rules, around)
    result, is_blind = _calculated(rules, registers, around)
    search = _search(evolve(result, left_out=left_out), window)
    return _told(book, search, registers, carried, is_blind=is_blind)


def _told(
    book: Rulebook,
    search: _Search,
    registers: Registers,
    carried: tuple[CarriedRate, ...],
    *,
    is_blind: bool,
) -> Upcoming:
    given = registers_by_unit(registers)
    return Upcoming(
        book,
        search.window,
        _events(search),
        carried,
        {unit: len(one) for unit, one in given.items()},
        sum(rows_set_aside(one) for one in given.values()),
        registers.persons.sha256,
        is_blind,
        tuple(one.scheme for one in search.result.left_out),
    )


def _events(search: _Search) -> tuple[Event, ...]:
    """Everything that was found, in order, each once."""
    changes = list(_changes(search))
    events = sorted([*changes, *_others(search, changes)], key=Event.place)
    return tuple(dict.fromkeys(events))


def _search(result: Result, window: Period) -> _Search:
    """What each scheme reads, and on which days it happens to whom."""
    around = Period(Month(window.first - 1), Month(window.end + 1))
    book, registers = result.book, result.registers
    assert registers is not None
    causes = {one.name: frozenset(causes_of(book, one, around)) for one in book.schemes}
    every = frozenset[Cause]().union(*causes.values())
    return _Search(result, window, happenings_of(every, registers, book, around), causes)


def _calculated(book: Rulebook, registers: Registers, around: Period) -> tuple[Result, bool]:
    """The months and the one before; without that one, and True, where the rules begin later."""
    try:
        return calculate_registers(book, registers, around), False
    except RulesRefused as refused:
        early = show_month(around.first)
        if {(one.code, one.found) for one in refused.problems} != {("rate-missing", early)}:
            raise
    later = Period(Month(around.first + 1), around.end)
    return calculate_registers(book, registers, later), True


def _window(first: str | Month, months: int) -> Period:
    try:
        begin = read_month(first) if isinstance(first, str) else first
    except DateError as error:
        message = Words(str(error), error.zh)
        cure = Words("write a month such as 2023-09", "请写月份，如 2023-09")
        raise UsageRefused(Problem("from", Place("--from"), message, cure, str(first))) from None
    if not 1 <= months <= LONGEST_MONTHS:
        message = Words("look at 1 to 360 months", "可查看 1 至 360 个月")
        cure = Words("write --months 6", "请写 --months 6")
        raise UsageRefused(Problem("months", Place("--months"), message, cure, str(months)))
    return Period(begin, Month(begin + months))


def _changes(search: _Search) -> Iterator[Event]:
    """Payments that differ from one month to the next, each with its causes."""
    ids = next(part.people.ids for part in search.result.parts if part.people.unit == PERSON)
    for part in search.result.parts:
        for event in _changes_of(evolve(part, beside=()), search):
            if event.unit != HOUSEHOLD:
                yield event
                continue
            rows = search.happenings.members_behind(event.row, list(event.days))
            yield evolve(event, members=tuple(str(ids[row]) for row in rows))


def _changes_of(part: Result, search: _Search) -> Iterator[Event]:
    found = list(state_changes(part))
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
    near = [(day, one) for day, one in search.happenings.of(event.unit, event.row) if one in mine]
    timing = scheme.timing
    when = {"starts": timing.start, "stops": timing.stop}.get(event.change, timing.change)
    month = event.month if event.decided_in is None else event.decided_in
    late = month - (when is When.NEXT_MONTH)
    exact = [(day, one) for day, one in near if month_of(day) == late]
    other = [(day, one) for day, one in near if month_of(day) in (month, month - 1)]
    return sorted(set(exact or other))


def _others(search: _Search, changes: list[Event]) -> Iterator[Event]:
    """Days of the window that move no payment of the unit whose days they are."""
    told = {(event.unit, event.row, day, cause) for event in changes for day, cause in event.days}
    ids = {part.people.unit: part.people.ids for part in search.result.parts}
    for unit, rows in search.happenings.own.items():
        each = ((row, day, cause) for row, days in rows.items() for day, cause in days)
        for row, day, cause in each:
            inside = search.window.first <= month_of(day) < search.window.end
            if inside and (unit, row, day, cause) not in told:
                yield Event.of_day(row, str(ids[unit][row]), day, cause, unit)
