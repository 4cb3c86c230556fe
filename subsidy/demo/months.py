"""Months that sum to a published figure: who is paid all year, who for part of it, and from when."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

__all__ = ["day_in_month", "months_by_construction"]

MONTHS_PER_YEAR = 12
DAYS_IN_EVERY_MONTH = 28

Months = np.ndarray[Any, np.dtype[np.int64]]


def months_by_construction(random: np.random.Generator, persons: int, total: int) -> Months:
    """Paid months (1 … 12) of so many *persons* that sum to *total* exactly, in random order.

    Raises:
        ValueError: so few months, or so many, that nobody could have been paid part of the year.

    >>> int(months_by_construction(np.random.default_rng(1), 161, 1732).sum())
    1732
    """
    short = persons * MONTHS_PER_YEAR - total
    shortfalls = random.integers(1, MONTHS_PER_YEAR, persons)
    sums = np.cumsum(shortfalls)
    if not 0 <= short <= sums[-1]:
        raise ValueError(f"{total} months do not fit {persons} persons")
    months = np.full(persons, MONTHS_PER_YEAR)
    if short:
        last = int(np.searchsorted(sums, short))
        months[: last + 1] -= shortfalls[: last + 1]
        months[last] += sums[last] - short
    random.shuffle(months)
    return months


def day_in_month(random: np.random.Generator, year: int, month: int) -> date:
    """Some day of a month, more often than not neither its first nor its last."""
    return date(year, month, int(random.integers(1, DAYS_IN_EVERY_MONTH + 1)))
