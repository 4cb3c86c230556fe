"""Invented households whose members die, move, enter extreme poverty; some facts are not known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from attrs import frozen

__all__ = ["Village", "draw_village"]

Row = dict[str, str | None]
INCOMES = ("0.00", "500.00", "632.33", "1300.00", "1949.99", "1950.00", "2500.00")
BORN = (date(1940, 1, 1), date(2005, 1, 1), date(2023, 1, 1))


@frozen
class Village:
    """A register of persons and one of households, as a caller hands them in."""

    people: list[Row]
    households: list[Row]


def draw_village(random: Random, households: int) -> Village:
    """So many households with their members, and some people of none; in no order."""
    homes = [_household(random, number) for number in range(households)]
    people = [
        _member(random, number, place)
        for number in range(households)
        for place in range(random.choice((0, 1, 1, 2, 3, 3, 4, 7)))
    ]
    people += [
        {**_member(random, 0, 0), "person_id": f"X{n}", "household_id": None} for n in range(4)
    ]
    people += [
        {**_member(random, 0, 0), "person_id": f"Y{n}", "household_id": "elsewhere"}
        for n in range(4)
    ]
    random.shuffle(people)
    return Village(people, homes)


def _household(random: Random, number: int) -> Row:
    approved = _maybe(random, 0.8)
    ended = _after(random, approved) if random.random() < 0.4 else None
    again = _after(random, ended) if random.random() < 0.5 else None
    return {
        "household_id": f"H{number}",
        "income": random.choice(INCOMES) if random.random() < 0.95 else None,
        "approved_on": approved,
        "ended_on": ended,
        "approved_on_2": again,
        "income_2": random.choice(INCOMES) if again and random.random() < 0.9 else None,
    }


def _member(random: Random, household: int, place: int) -> Row:
    born = random.choice(BORN) + timedelta(random.randrange(360))
    died, poor = _maybe(random, 0.15), _maybe(random, 0.15)
    poor_until = _after(random, poor) if random.random() < 0.5 else None
    return {
        "person_id": f"P{random.randrange(10**6)}-{household}-{place}",
        "household_id": f"H{household}",
        "birth_date": born.isoformat() if random.random() < 0.97 else None,
        "death_date": died if died and died > born.isoformat() else None,
        "local_from": _maybe(random, 0.1),
        "local_until": None,
        "poor_from": poor,
        "poor_until": poor_until,
        "poor_from_2": _after(random, poor_until) if random.random() < 0.5 else None,
        "orphan_from": _maybe(random, 0.3),
    }


def _maybe(random: Random, chance: float) -> str | None:
    day = date(2022, 10, 1) + timedelta(random.randrange(480))
    return day.isoformat() if random.random() < chance else None


def _after(random: Random, day: str | None) -> str | None:
    later: Callable[[date], date] = lambda one: one + timedelta(random.randrange(1, 300))  # noqa: E731
    return None if day is None else later(date.fromisoformat(day)).isoformat()
