"""What every contestant is given and must give, and what they share: rates and calendar tables.

Calendar tables do not depend on the people; they are kept from the first run on.

Conventions, as in ``benchmarks/rules``: elderly start, change and tier in the birthday's month; a
month in which somebody dies is paid; the disabled from the month, orphans from the month after.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import numpy as np

from benchmarks.people import EPOCH, NEVER, Columns

__all__ = [
    "AGES",
    "CARE_FEN",
    "FIRST_BORN",
    "FIRST_YEAR",
    "LIVING_FEN",
    "NEVER",
    "OLD_FEN",
    "ORPHAN_FEN",
    "SCHEMES",
    "Column",
    "Way",
    "birthdays",
    "first_day_of",
    "month_of_days",
    "months_of",
]

Column = np.ndarray[Any, Any]

SCHEMES = ("elderly", "orphan_benefit", "severe_care", "living")
OLD_FEN = (5000, 10000, 50000)  # a month, from 80, 90 and 100
ORPHAN_FEN, CARE_FEN, LIVING_FEN = 108600, 10000, 10000
AGES = (18, 80, 90, 100)

FIRST_YEAR = 2023
FIRST_BORN = date(1900, 1, 1).toordinal() - EPOCH
_LAST_BORN = date(2024, 1, 1).toordinal() - EPOCH


class Way:
    """One way of calculating four rules for people in memory, over whole years from 2023.

    Making one, ``fresh`` and ``versions`` are not timed; ``amounts`` and ``monthly`` are.
    """

    def __init__(self, people: Columns) -> None:
        self.people = people

    def fresh(self, years: int) -> None:
        """Before every run: what earlier runs left behind goes, what depends on *years* comes."""

    def amounts(self, years: int) -> list[Column]:
        """Fen of every person over the period, a column a scheme, in the order of SCHEMES."""
        raise NotImplementedError

    def monthly(self, years: int) -> Column:
        """Fen of all people together: a row a scheme, a column a month."""
        raise NotImplementedError

    def versions(self) -> str:
        """What was measured: packages and versions."""
        return f"numpy {np.__version__}"


def first_day_of(month: int) -> int:
    """The first day of the *month*-th month of the period, counted from 0."""
    return date(FIRST_YEAR + month // 12, month % 12 + 1, 1).toordinal() - EPOCH


def months_of(years: int) -> list[tuple[int, int]]:
    """First day of every month of the period, and of the month after it."""
    return [(first_day_of(month), first_day_of(month + 1)) for month in range(12 * years)]


@cache
def month_of_days(years: int) -> Column:
    """Month of every day from 1900 to past the period: 0 for the first month of the period."""
    days = np.arange(FIRST_BORN, first_day_of(12 * years + 2))
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
    return (months - (FIRST_YEAR - 1970) * 12).astype(np.int16)


@cache
def birthdays(years: int) -> Column:
    """The *years*-th birthday of everybody born on a day since 1900; 29 February gives 1 March."""
    born = np.arange(FIRST_BORN, _LAST_BORN).astype("datetime64[D]")
    month = born.astype("datetime64[M]")
    day = (born - month).astype(np.int32)
    return ((month + 12 * years).astype("datetime64[D]") + day).astype(np.int32)
