"""Homes for the old and communities: invented ones, a row a month, with published counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from subsidy.demo.months import MONTHS_PER_YEAR
from subsidy.demo.settings import Institutions

__all__ = ["institutions", "shared_out"]

Random = np.random.Generator
CARE_LEVELS = (4, 3, 3)
CERTIFICATES = (6, 3, 1)
YEARS_OF_SERVICE = (3, 2, 5)  # three to five, five and more, fewer than three
GRADES = (2, 3, 5)


def institutions(random: Random, year: int, wanted: Institutions) -> list[dict[str, Any]]:
    """A row for every home and month, and for every community and month."""
    counted = [*_homes(random, wanted), *_communities(random, wanted)]
    return [
        {"institution_id": f"I{number:03d}", "month": f"{year}-{month:02d}"} | counts | once.get(month, {})
        for number, (counts, once) in enumerate(counted, start=1)
        for month in range(1, MONTHS_PER_YEAR + 1)
    ]  # fmt: skip


def shared_out(random: Random, total: int, weights: tuple[int, ...]) -> list[int]:
    """Whole numbers, by weight, that sum to the total.

    >>> sum(shared_out(np.random.default_rng(1), 1200, (4, 3, 3)))
    1200
    """
    return [int(count) for count in random.multinomial(total, np.array(weights) / sum(weights))]


Counted = tuple[dict[str, int], dict[int, dict[str, int]]]


def _homes(random: Random, wanted: Institutions) -> Iterator[Counted]:
    """What a home counts in every month, and what in one month only."""
    even = (1,) * wanted.homes
    beds, insured, residents, carers, new = (
        shared_out(random, total, even)
        for total in (wanted.beds, wanted.insured_beds, wanted.residents, wanted.carers, wanted.new_beds)
    )  # fmt: skip
    for home in range(wanted.homes):
        levels = shared_out(random, residents[home], CARE_LEVELS)
        served = shared_out(random, carers[home], YEARS_OF_SERVICE)
        counts = {
            "beds": beds[home],
            "insured_beds": insured[home],
            **dict(zip(("residents_able", "residents_partly", "residents_unable"), levels, strict=True)),
            **dict(zip(("carers_basic", "carers_middle", "carers_senior"), shared_out(random, carers[home], CERTIFICATES), strict=True)),
            **dict(zip(("carers_three_years", "carers_five_years"), served, strict=False)),
        }  # fmt: skip
        yield counts, {_some_month(random): {"new_beds_first": new[home]}}


def _communities(random: Random, wanted: Institutions) -> Iterator[Counted]:
    """Facilities by grade; the new ones are accepted in one month each."""
    even = (1,) * wanted.communities
    graded = [shared_out(random, total, even) for total in shared_out(random, wanted.facilities, GRADES)]  # fmt: skip
    new = shared_out(random, wanted.facilities_new, even)
    for community in range(wanted.communities):
        names = ("facilities_grade_a", "facilities_grade_b", "facilities_grade_c")
        counts = dict(zip(names, (grade[community] for grade in graded), strict=True))
        once = {_some_month(random): {"facilities_new": new[community]}} if new[community] else {}
        yield counts, once


def _some_month(random: Random) -> int:
    return int(random.integers(1, MONTHS_PER_YEAR + 1))
