"""Households on subsistence allowance: who lives together, from when, until when, on which income.

Months are put together so that the members' paid months of a year sum to a published figure;
incomes are drawn, and no household's amount is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from attrs import frozen

from subsidy.demo.drawing import earlier, somebody_aged
from subsidy.demo.months import MONTHS_PER_YEAR, day_in_month
from subsidy.demo.old import Person
from subsidy.demo.settings import Homes

__all__ = ["Settled", "months_of_groups", "settle", "sizes_by_construction"]

LONGEST = MONTHS_PER_YEAR - 1
LARGEST_HOUSEHOLD = 6

Random = np.random.Generator
Household = dict[str, Any]
Whole = np.ndarray[Any, np.dtype[np.int64]]


@frozen
class Settled:
    """People who name their household, and the households."""

    people: list[Person]
    households: list[Household]


@frozen
class _Told:
    """Those whose own year is settled, by how their allowance ends."""

    all_year: list[Person]
    leaving: list[Person]  # they die or move, and the household goes on
    ending: list[Person]  # their household's allowance ends

    def ended(self, homes: Homes) -> int:
        """Members of households whose allowance ended: all who left but those who left alone."""
        return homes.left_persons - len(self.leaving)


def settle(random: Random, year: int, homes: Homes, people: list[Person]) -> Settled:
    """Households for everybody of *people* on subsistence allowance, and for those who join them.

    Raises:
        ValueError: the counts of *homes* cannot all be had.
    """
    told = _told(people)
    others = [person for person in people if "subsistence_allowance_from" not in person]
    rooms = [
        *_staying(random, year, homes, told),
        *_coming_and_going(random, year, homes, told),
        *_not_approved(random, year, homes),
    ]
    settled = Settled(others, [])
    for number, (members, facts) in enumerate(rooms, start=1):
        household_id = f"H{number:05d}"
        income = _income(random, homes, members, approved="subsistence_approved_on" in facts)
        row = {"household_id": household_id, "income_per_month": f"{income}.00"}
        settled.households.append(row | facts)
        settled.people.extend(_member(one, household_id, facts) for one in members)
    return settled


def sizes_by_construction(random: Random, households: int, persons: int) -> Whole:
    """How many live in each household; they sum to *persons*, nobody lives in none.

    Raises:
        ValueError: more households than persons, or too few for them.

    >>> int(sizes_by_construction(np.random.default_rng(1), 166, 340).sum())
    340
    """
    if not households <= persons <= households * LARGEST_HOUSEHOLD:
        raise ValueError(f"{persons} persons do not fit {households} households")
    sizes = np.ones(households, np.int64)
    left = persons - households
    while left:
        chosen = random.integers(households, size=left)
        chosen = np.unique(chosen[sizes[chosen] < LARGEST_HOUSEHOLD])
        sizes[chosen] += 1
        left -= len(chosen)
    return sizes


def _told(people: list[Person]) -> _Told:
    told = _Told([], [], [])
    for person in people:
        if "subsistence_allowance_from" not in person:
            continue
        if "subsistence_allowance_until" in person:
            told.ending.append(person)
        elif {"death_date", "hukou_until"} & person.keys():
            told.leaving.append(person)
        else:
            told.all_year.append(person)
    return told


Room = tuple[list[Person], dict[str, Any]]


def _staying(random: Random, year: int, homes: Homes, told: _Told) -> Iterator[Room]:
    """Households on the allowance all year; whoever leaves one leaves somebody there."""
    persons = homes.opening_persons - told.ended(homes)
    joining = persons - len(told.all_year) - len(told.leaving)
    filling = told.all_year + [somebody_aged(random, year, 4, 77) for _ in range(joining)]
    random.shuffle(filling)
    leaving = list(told.leaving)
    for size in sizes_by_construction(random, homes.staying_households, persons).tolist():
        taken = [leaving.pop()] if leaving and size > 1 else []
        members = taken + [filling.pop() for _ in range(size - len(taken))]
        yield members, {"subsistence_approved_on": earlier(random, year, 3)}


def _coming_and_going(random: Random, year: int, homes: Homes, told: _Told) -> Iterator[Room]:
    """Households whose allowance ended, and new ones, with the months that are still wanted."""
    own = [one["subsistence_allowance_until"] for one in told.ending]
    ended = told.ended(homes)
    leaving = [_last_day(one).month for one in told.leaving]
    all_year = homes.opening_persons - ended - len(leaving)
    wanted = homes.person_months - MONTHS_PER_YEAR * all_year - sum(leaving)
    going = sizes_by_construction(random, homes.left_households, ended)
    coming = sizes_by_construction(random, homes.new_households, homes.new_persons)
    months = months_of_groups(
        random, np.concatenate([going, coming]), [day.month for day in own], wanted
    )
    for number, (size, month) in enumerate(zip(going.tolist(), months, strict=False)):
        known = told.ending[number : number + 1]
        day = own[number] if known else day_in_month(random, year, month)
        members = known + [somebody_aged(random, year, 25, 77) for _ in range(size - len(known))]
        begun = {"subsistence_approved_on": earlier(random, year, 3)}
        yield members, begun | {"subsistence_ended_on": day}
    for size, month in zip(coming.tolist(), months[len(going) :], strict=True):
        members = [somebody_aged(random, year, 4, 77) for _ in range(size)]
        day = day_in_month(random, year, MONTHS_PER_YEAR - month)
        yield members, {"subsistence_approved_on": day}


def _not_approved(random: Random, year: int, homes: Homes) -> Iterator[Room]:
    """Households that applied and were not approved: their income is too high."""
    for size in random.integers(1, 4, homes.not_approved).tolist():
        yield [somebody_aged(random, year, 20, 70) for _ in range(size)], {}


def months_of_groups(random: Random, sizes: Whole, fixed: list[int], wanted: int) -> list[int]:
    """Months (1 … 11) of each group such that months × members sum to *wanted*; the first are fixed.

    Raises:
        ValueError: no months can do that.
    """
    free = sizes[len(fixed) :]
    missing = wanted - int(np.dot(sizes[: len(fixed)], fixed))
    if not int(free.sum()) <= missing <= int(free.sum()) * LONGEST:
        raise ValueError(f"{wanted} months do not fit the households")
    months = np.clip(random.poisson(missing / int(free.sum()), len(free)), 1, LONGEST)
    while off := missing - int(np.dot(free, months)):
        step = 1 if off > 0 else -1
        movable = (free <= abs(off)) & (months + step >= 1) & (months + step <= LONGEST)
        if not movable.any():
            raise ValueError(f"{wanted} months do not fit the households")
        months[random.choice(np.flatnonzero(movable))] += step
    return [*fixed, *months.tolist()]


def _last_day(person: Person) -> Any:
    return min(person[name] for name in ("death_date", "hukou_until") if name in person)


def _income(random: Random, homes: Homes, members: list[Person], *, approved: bool) -> int:
    """Whole yuan a month, to tens; enough below the standard for whoever stays when others go."""
    if not approved:
        return int(random.integers(80, 130)) * 10 * len(members)
    going = sum(bool({"death_date", "hukou_until"} & one.keys()) for one in members)
    each = random.beta(2, 3, len(members) - going) * homes.income_up_to_a_person
    return int(each.sum()) // 10 * 10


def _member(person: Person, household_id: str, facts: dict[str, Any]) -> Person:
    """The person with the household's number; allowance from and until as the household's."""
    begins, ends = facts.get("subsistence_approved_on"), facts.get("subsistence_ended_on")
    own = {"subsistence_allowance_from": begins} if begins else {}
    own |= {"subsistence_allowance_until": ends} if ends else {}
    return person | own | {"household_id": household_id}
