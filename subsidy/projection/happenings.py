"""The days that may move a payment: of everybody in every register, and of whom they belong to.

A household's payment may move with a day of a member, and a member's with one of the household.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from attrs import field, frozen

from subsidy.dates import Day, Month, Period, first_day
from subsidy.engine.units.lasting import with_ends
from subsidy.engine.units.running import household_rows, with_derived
from subsidy.projection.causes import Cause, days_of
from subsidy.register.table import NO_DAY, People
from subsidy.register.units import Registers
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON
from subsidy.rulebook.model import Rulebook

__all__ = ["Happenings", "happenings_of", "registers_by_unit"]

Days = list[tuple[date, Cause]]


@frozen(eq=False)
class Happenings:
    """Days by unit and row; ``household_of`` is each person's row among the households, or −1."""

    own: Mapping[str, Mapping[int, Days]]
    household_of: Sequence[int] = ()
    members: Mapping[int, Sequence[int]] = field(factory=dict)

    def of(self, unit: str, row: int) -> Days:
        """The days that may concern a unit: its own, and those of its household or members."""
        found = list(self._own(unit, row))
        if unit == HOUSEHOLD:
            for member in self.members.get(row, ()):
                found += self._own(PERSON, member)
        if unit == PERSON and len(self.household_of) and self.household_of[row] >= 0:
            found += self._own(HOUSEHOLD, self.household_of[row])
        return found

    def members_behind(self, row: int, days: Days) -> tuple[int, ...]:
        """Of a household: the rows of the members whose days these are."""
        members = self.members.get(row, ())
        return tuple(one for one in members if set(self._own(PERSON, one)) & set(days))

    def _own(self, unit: str, row: int) -> Days:
        return self.own.get(unit, {}).get(row, [])


def registers_by_unit(registers: Registers) -> dict[str, People]:
    """The registers that were given, persons first."""
    given = {
        PERSON: registers.persons,
        HOUSEHOLD: registers.households,
        INSTITUTION: registers.institutions,
    }
    return {unit: one for unit, one in given.items() if one is not None}


def happenings_of(
    causes: Iterable[Cause], registers: Registers, book: Rulebook, around: Period
) -> Happenings:
    """Everybody's days, from the month before the first of *around* to its end."""
    days = first_day(Month(around.first - 1)), first_day(around.end)
    flat, given = with_ends(book), registers_by_unit(registers)
    derived = {unit: with_derived(book, people) for unit, people in given.items()}
    own: dict[str, dict[int, Days]] = {unit: defaultdict(list) for unit in given}
    for cause in sorted(causes):
        people = derived.get(cause.unit(book))
        if people is None:
            continue
        for row, day in _alive(cause, people, flat, days_of(cause, people, flat, days)):
            own[cause.unit(book)][row].append((day, cause))
    if registers.households is None:
        return Happenings(own)
    household_of = household_rows(book, registers.households, registers.persons).tolist()
    members: dict[int, list[int]] = defaultdict(list)
    for person, household in enumerate(household_of):
        members[household].append(person)
    return Happenings(own, household_of, members)


def _alive(
    cause: Cause, people: People, book: Rulebook, found: Iterable[tuple[int, date]]
) -> Iterator[tuple[int, date]]:
    """The days without ages that are attained after a life has ended."""
    ends = _ends_of_life(cause, people, book) if cause.is_age else []
    for row, day in found:
        if not any(
            ended[row] != NO_DAY and Day(int(ended[row])) <= day.toordinal() for ended in ends
        ):
            yield row, day


def _ends_of_life(cause: Cause, people: People, book: Rulebook) -> list[np.ndarray]:
    born = book.ages[cause.name].of
    ends = (status.ends or "" for status in book.statuses.values() if status.begins == born)
    return [people.columns[name] for name in ends if name in people.columns]
