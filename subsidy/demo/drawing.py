"""Those who draw something: what happens to them so that a year pays them so many months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from subsidy.demo.months import MONTHS_PER_YEAR, day_in_month, months_by_construction
from subsidy.demo.old import Person, somebody_born
from subsidy.demo.settings import Drawing

__all__ = [
    "certificate",
    "disabled_people",
    "earlier",
    "extremely_poor",
    "on_subsistence",
    "somebody_aged",
]

CATEGORIES = ("visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple")
CATEGORY_SHARES = (0.12, 0.10, 0.03, 0.45, 0.11, 0.12, 0.07)

Random = np.random.Generator


def disabled_people(
    random: Random, year: int, care: Drawing, living: Drawing, settled: list[Person]
) -> list[Person]:
    """Everybody who draws a disability subsidy; some of the *settled* old are taken for it."""
    care_months = months_by_construction(random, care.persons, care.months)
    both = set(random.permutation(care.persons)[: care.of_these_also_living].tolist())
    months_of_both = int(sum(care_months[one] for one in both))
    living_months = months_by_construction(
        random, living.persons - len(both), living.months - months_of_both
    )
    old = care.of_these_old
    people = []
    for number, months in enumerate(care_months.tolist()):
        takes_old = old > 0 and months == MONTHS_PER_YEAR
        old -= takes_old
        person = settled.pop() if takes_old else somebody_aged(random, year, 4, 77)
        facts = certificate(random, year, grades=(1, 2))
        also = on_subsistence(random, year) if number in both else {}
        leaving = _LEAVING if number in both else _LEAVING + _LEAVING_CARE
        people.append(person | facts | also | _part_year(random, year, months, leaving))
    for months in living_months.tolist():
        person = somebody_aged(random, year, 4, 77) | certificate(random, year, grades=(3, 4))
        facts = on_subsistence(random, year)
        leaving = _LEAVING + _LEAVING_LIVING
        people.append(person | facts | _part_year(random, year, months, leaving))
    return people


def extremely_poor(
    random: Random, year: int, wanted: Drawing, settled: list[Person]
) -> list[Person]:
    """Everybody extremely poor; recognised in one month, paid from the next (or not, as rules say)."""
    people = []
    old, disabled = wanted.of_these_old, wanted.of_these_disabled
    for months in months_by_construction(random, wanted.persons, wanted.months).tolist():
        all_year = months == MONTHS_PER_YEAR
        takes_old = old > 0 and all_year
        takes_disabled = not takes_old and disabled > 0 and all_year
        old, disabled = old - takes_old, disabled - takes_disabled
        person = settled.pop() if takes_old else somebody_aged(random, year, 60, 77)
        facts = certificate(random, year, grades=(1, 2)) if takes_disabled else {}
        people.append(person | facts | _poverty(random, year, months))
    return people


def somebody_aged(random: Random, year: int, youngest: int, oldest: int) -> Person:
    """Somebody who attains an age between two bounds (both included) in the year."""
    return somebody_born(random, year - int(random.integers(youngest, oldest + 1)))


def certificate(random: Random, year: int, grades: tuple[int, int]) -> Person:
    """A certificate held, and applied with, before the year began; never before birth."""
    begins = earlier(random, year, 3)
    return {
        "disability_category": str(random.choice(CATEGORIES, p=CATEGORY_SHARES)),
        "disability_grade": int(random.choice(grades)),
        "disability_from": begins,
        "disability_applied_on": date(year - 1, int(random.integers(1, 13)), 15),
    }


def on_subsistence(random: Random, year: int) -> Person:
    """Member of a household on subsistence allowance since before the year began."""
    return {"subsistence_allowance_from": earlier(random, year, 3)}


def earlier(random: Random, year: int, years: int) -> date:
    """Some day up to so many years before the year, but not in its last month before."""
    return day_in_month(
        random, year - int(random.integers(1, years + 1)), int(random.integers(1, 12))
    )


def _poverty(random: Random, year: int, months: int) -> Person:
    if months == MONTHS_PER_YEAR:
        return {"extreme_poverty_from": earlier(random, year, 6)}
    if random.random() < 0.5:
        return {"extreme_poverty_from": day_in_month(random, year, MONTHS_PER_YEAR - months)}
    ending = "death_date" if random.random() < 0.7 else "extreme_poverty_until"
    begins = {"extreme_poverty_from": earlier(random, year, 6)}
    return begins | {ending: day_in_month(random, year, months)}


def _part_year(
    random: Random, year: int, months: int, leaving: tuple[Callable[[date], Person], ...]
) -> Person:
    """Nothing for a whole year; else an application or a departure that leaves so many months."""
    if months == MONTHS_PER_YEAR:
        return {}
    if random.random() < 0.5:
        return {"disability_applied_on": day_in_month(random, year, MONTHS_PER_YEAR + 1 - months)}
    chosen = leaving[int(random.integers(len(leaving)))]
    return chosen(day_in_month(random, year, months))


def _regraded(day: date) -> dict[str, Any]:
    return {"disability_until": day, "disability_from_2": day, "disability_grade_2": 3}


_LEAVING: tuple[Callable[[date], Person], ...] = (
    lambda day: {"death_date": day},
    lambda day: {"hukou_until": day},
    lambda day: {"disability_until": day},
)
_LEAVING_CARE: tuple[Callable[[date], Person], ...] = (_regraded,)
_LEAVING_LIVING: tuple[Callable[[date], Person], ...] = (
    lambda day: {"subsistence_allowance_until": day},
)
