"""Seeded, invented people as columns: whole days since 1970, missing days far in the future."""

from __future__ import annotations

from datetime import date

import numpy as np

__all__ = ["NEVER", "draw_people"]

EPOCH = date(1970, 1, 1).toordinal()
NEVER = np.int32(2**30)


def draw_people(count: int, seed: int = 2023) -> dict[str, np.ndarray]:
    """Columns of *count* people: one in six aged 80 and over, one in twenty disabled."""
    random = np.random.default_rng(seed)

    def days(first: tuple[int, int, int], last: tuple[int, int, int], share: float) -> np.ndarray:
        drawn = random.integers(_day(*first), _day(*last), count).astype(np.int32)
        drawn[random.random(count) >= share] = NEVER
        return drawn

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


def _day(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal() - EPOCH
