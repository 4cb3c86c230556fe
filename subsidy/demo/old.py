"""Old people of a plausible age structure: quotas by age, then births, deaths and moves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from subsidy.demo.settings import Old

__all__ = ["Person", "age_quotas", "old_people", "somebody_born"]

Person = dict[str, Any]

REFERENCE_AGE = 80
DAYS_PER_YEAR = 365


def age_quotas(old: Old) -> dict[int, int]:
    """How many there are of every age attained by the year's end; they sum to the count.

    Mortality grows by a constant factor a year of age (Gompertz), and each older cohort was
    smaller at birth. Quotas, not draws: the structure does not depend on a seed.
    """
    ages = np.arange(old.youngest_at_year_end, old.oldest_at_year_end + 1)
    slope = np.log(2) / old.mortality_doubles_in_years
    hazard = old.yearly_mortality_at_80 / slope * np.expm1(slope * (ages - REFERENCE_AGE))
    weight = np.exp(-hazard - old.cohort_growth_per_year * (ages - REFERENCE_AGE))
    edges = np.rint(np.cumsum(weight) / weight.sum() * old.count).astype(int)
    return dict(zip(ages.tolist(), np.diff(edges, prepend=0).tolist(), strict=True))


def old_people(random: np.random.Generator, old: Old, year: int) -> list[Person]:
    """Everybody old, with the deaths and moves of the year."""
    return [
        _with_events(random, old, somebody_born(random, year - age), age)
        for age, count in age_quotas(old).items()
        for _ in range(count)
    ]


def somebody_born(random: np.random.Generator, year: int) -> Person:
    """Somebody born on some day of a year."""
    first = date(year, 1, 1)
    days = (date(year + 1, 1, 1) - first).days
    return {
        "birth_date": first + timedelta(days=int(random.integers(days))),
        "sex": "female" if random.random() < 0.5 else "male",
    }


def _with_events(random: np.random.Generator, old: Old, person: Person, age: int) -> Person:
    year = person["birth_date"].year + age
    doublings = (age - REFERENCE_AGE) / old.mortality_doubles_in_years
    dies = 1 - np.exp(-old.yearly_mortality_at_80 * 2**doublings)
    event = random.random()
    day = date(year, 1, 1) + timedelta(days=int(random.integers(DAYS_PER_YEAR)))
    if event < dies:
        return person | {"death_date": day}
    if event < dies + old.share_moving_in:
        return person | {"hukou_from": day}
    if event < dies + old.share_moving_in + old.share_moving_out:
        return person | {"hukou_until": day}
    return person
