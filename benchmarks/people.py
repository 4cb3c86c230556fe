"""Seeded, invented people as columns: whole days since 1970, missing days far in the future."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

__all__ = [
    "EPOCH",
    "NEVER",
    "Columns",
    "draw_more",
    "draw_people",
    "draw_spells",
    "is_day",
    "side_by_side",
]

Columns = dict[str, np.ndarray[Any, Any]]

EPOCH = date(1970, 1, 1).toordinal()
NEVER = np.int32(2**30)


def draw_people(count: int, seed: int = 2023) -> Columns:
    """Columns of *count* people: one in six aged 80 and over, one in twenty disabled."""
    random = np.random.default_rng(seed)

    def days(first: tuple[int, int, int], last: tuple[int, int, int], share: float) -> Any:
        return _days(random, count, first, last, share)

    return {
        "birth_date": days((1921, 1, 1), (2023, 12, 31), 1.0),
        "death_date": days((2022, 6, 1), (2024, 6, 1), 0.02),
        "disability_from": days((2005, 1, 1), (2023, 12, 31), 0.05),
        "disability_until": days((2023, 1, 1), (2033, 1, 1), 0.01),
        "disability_grade": random.integers(1, 5, count).astype(np.int32),
        "subsistence_allowance_from": days((2018, 1, 1), (2023, 12, 31), 0.04),
        "subsistence_allowance_until": days((2023, 1, 1), (2025, 1, 1), 0.01),
        "orphan_from": days((2010, 1, 1), (2023, 12, 31), 0.003),
        "orphan_until": days((2023, 1, 1), (2025, 1, 1), 0.001),
    }


def draw_more(count: int, seed: int = 2023) -> Columns:
    """The same people with what a whole district's rules ask beside: nineteen columns."""
    people = draw_people(count, seed)
    random = np.random.default_rng([seed, 1])

    def days(first: tuple[int, int, int], last: tuple[int, int, int], share: float) -> Any:
        return _days(random, count, first, last, share)

    return people | {
        "disability_applied_on": people["disability_from"],
        "extreme_poverty_from": days((2018, 1, 1), (2023, 12, 31), 0.01),
        "extreme_poverty_until": days((2023, 1, 1), (2025, 1, 1), 0.003),
        "work_injury_care_from": days((2018, 1, 1), (2023, 12, 31), 0.01),
        "work_injury_care_until": days((2023, 1, 1), (2025, 12, 31), 0.01),
        "unsupported_child_from": days((2018, 1, 1), (2023, 12, 31), 0.01),
        "unsupported_child_until": days((2023, 1, 1), (2025, 1, 1), 0.003),
        "hukou_from": days((1990, 1, 1), (2023, 12, 31), 0.3),
        "hukou_until": days((2022, 1, 1), (2025, 12, 31), 0.03),
        "subsistence_share": random.integers(0, 60_000, count).astype(np.int64),
    }


def draw_spells(count: int, seed: int = 2023) -> Columns:
    """The same people again, where a third of all disability ends and comes back within 2023."""
    people = draw_more(count, seed)
    random = np.random.default_rng([seed, 2])
    again = _days(random, count, (2023, 5, 1), (2023, 11, 1), 1 / 3)
    again[people["disability_from"] == NEVER] = NEVER
    ends = _days(random, count, (2023, 1, 1), (2023, 5, 1), 1.0)
    is_twice = (again != NEVER) & (people["disability_from"] < ends)
    again[~is_twice] = NEVER
    return people | {
        "disability_until": np.where(is_twice, ends, people["disability_until"]).astype(np.int32),
        "disability_from_2": again,
        "disability_until_2": np.full(count, NEVER, np.int32),
        "disability_grade_2": random.integers(1, 5, count).astype(np.int32),
    }


def is_day(name: str) -> bool:
    """Whether a column holds days; the others are whole numbers."""
    return not name.startswith(("disability_grade", "subsistence_share"))


def side_by_side(columns: Columns) -> Columns:
    """The same columns, those of one type in one block of memory.

    For a block of 4 MiB numpy asks the machine for large pages; a column of a million ``int32``
    falls just short of it. How costly small pages are is a matter of the machine, and not of the
    engine that reads them; so everybody reads from large ones.
    """
    blocks: Columns = {}
    for kind in {column.dtype for column in columns.values()}:
        names = [name for name, column in columns.items() if column.dtype == kind]
        block = np.stack([columns[name] for name in names])
        blocks |= dict(zip(names, block, strict=True))
    return {name: blocks[name] for name in columns}


def _days(
    random: np.random.Generator,
    count: int,
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    share: float,
) -> np.ndarray[Any, Any]:
    drawn = random.integers(_day(*first), _day(*last), count).astype(np.int32)
    drawn[random.random(count) >= share] = NEVER
    return drawn


def _day(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal() - EPOCH
