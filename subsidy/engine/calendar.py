"""The calendar as tables: every date question of the vector engine is one look-up.

Tables are indexed by ``ordinal - BASE`` and cover 1850-01-01 … 2249-12-31, all the dates that a
register may hold (:mod:`subsidy.dates`), with room for the ages added to them. They are built
once, on first use, and never written to.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from subsidy.dates import FIRST_DATE, LAST_DATE, LeapDay, Month, Period, first_day

__all__ = ["BASE", "FAR_FUTURE", "FAR_PAST", "Window", "age_on", "birthdays", "next_birthday"]

Days = np.ndarray[Any, np.dtype[np.int32]]
Months = np.ndarray[Any, np.dtype[np.int32]]

BASE = FIRST_DATE.toordinal()
FAR_PAST = np.int32(-(2**30))  # earlier than every day
FAR_FUTURE = np.int32(2**30)  # later than every day

_DAYS = LAST_DATE.toordinal() - BASE + 1
_MOST_YEARS = 500
_MONTH_SLOTS = 12 * 31


class Window:
    """The days around a period, and their months.

    ``first`` is the first day of the month before the period (what begins there may first be
    paid in the period), ``end`` the day after the period. ``month_of`` is valid for the days
    ``first`` … ``end``, both included.
    """

    def __init__(self, period: Period) -> None:
        self.period = period
        self.before = Month(period.first - 1)
        starts = [first_day(Month(m)).toordinal() for m in range(self.before, period.end + 2)]
        self._starts = np.array(starts, np.int32)
        self.first = starts[0]
        self.end = starts[period.end - self.before]
        lengths = np.diff(self._starts)
        self._months = np.repeat(np.arange(self.before, period.end + 1, dtype=np.int32), lengths)[
            : self.end - self.first + 1
        ]

    def month_of(self, days: Days) -> Months:
        """The month of each day of the window."""
        return self._months.take(days - np.int32(self.first))

    def that_day_of(self, months: Months, on_day: int) -> Days:
        """One day of each month: its number, or the month's last where there is no such day."""
        first = self.first_day_of(months)
        length = self.first_day_of(months + np.int32(1)) - first
        days: Days = first + np.minimum(np.int32(on_day), length) - np.int32(1)
        return days

    def month_reaching(self, days: Days, on_day: int) -> Months:
        """The first month whose one day is not before each day."""
        months = self.month_of(days)
        reaching: Months = months + (self.that_day_of(months, on_day) < days)
        return reaching

    def first_day_of(self, months: Months) -> Days:
        """The first day of each month from the month before the period to the one after it."""
        return self._starts.take(months - np.int32(self.before))


@cache
def birthdays(years: int, leap_day: LeapDay) -> Days:
    """The day of the *years*-th birthday of everybody born on the day ``BASE + index``."""
    tables = _tables()
    year = tables.year + years
    return _ordinal(year, tables.slot, leap_day)


def age_on(born: Days, days: Days, leap_day: LeapDay) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Full years attained on each day; dates inside the tables."""
    tables = _tables()
    at, now = born - BASE, days - BASE
    year = tables.year.take(now)
    this_year = _ordinal(year, tables.slot.take(at), leap_day)
    return (year - tables.year.take(at) - (this_year > days)).astype(np.int64)


def next_birthday(born: Days, days: Days, leap_day: LeapDay) -> Days:
    """The first birthday after each day."""
    tables = _tables()
    slot, year = tables.slot.take(born - BASE), tables.year.take(days - BASE)
    this_year = _ordinal(year, slot, leap_day)
    return np.where(this_year > days, this_year, _ordinal(year + 1, slot, leap_day))


class _Tables:
    def __init__(self) -> None:
        days = np.arange(_DAYS, dtype=np.int64) + (BASE - 719163)  # 1970-01-01 is 719163
        dates = days.astype("datetime64[D]")
        months = dates.astype("datetime64[M]")
        self.year = (dates.astype("datetime64[Y]").astype(np.int64) + 1970).astype(np.int32)
        month = months.astype(np.int64) % 12
        day = (dates - months).astype(np.int64)
        self.slot = (month * 31 + day).astype(np.int32)
        first_year = FIRST_DATE.year - _MOST_YEARS
        years = np.arange(first_year, LAST_DATE.year + _MOST_YEARS) - 1970
        january = years.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64) + 719163
        self.january = january.astype(np.int32)
        self.first_year = first_year
        self.offsets = {leap_day: _offsets(leap_day) for leap_day in LeapDay}


@cache
def _tables() -> _Tables:
    return _Tables()


def _offsets(leap_day: LeapDay) -> np.ndarray[Any, np.dtype[np.int32]]:
    """Days since 1 January of each (month, day) slot: row 0 in common years, row 1 in leap years."""
    table = np.zeros((2, _MONTH_SLOTS), np.int32)
    for row, year in enumerate((2023, 2024)):
        january = first_day(Month(year * 12)).toordinal()
        for month in range(12):
            start = first_day(Month(year * 12 + month)).toordinal() - january
            table[row, month * 31 : month * 31 + 31] = start + np.arange(31)
    if leap_day is LeapDay.FEBRUARY_28:
        table[0, 31 + 28] -= 1
    return table


def _ordinal(year: np.ndarray[Any, Any], slot: np.ndarray[Any, Any], leap_day: LeapDay) -> Days:
    tables = _tables()
    is_leap = ((year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))).astype(np.int32)
    offsets = tables.offsets[leap_day].ravel().take(is_leap * _MONTH_SLOTS + slot)
    ordinals: Days = tables.january.take(year - tables.first_year) + offsets
    return ordinals
