"""Whoever the day of birth alone decides: what a scheme comes to is looked up by that day.

Of a scheme for the old most people are asked one thing: when were they born? Deaths, moves and
whatever else bounds their days lie outside the months in question. What such a person is due is
worked out once for every day of birth, and then looked up: one table entry a person, however many
the months. Everybody else goes the general way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

import numpy as np
from attrs import frozen

from subsidy.dates import LeapDay
from subsidy.engine.batch import EMPTY_DAY, Batch
from subsidy.engine.calendar import BASE, FAR_FUTURE, Window, birthdays
from subsidy.engine.sifting import rows_where
from subsidy.engine.thresholds import Threshold
from subsidy.plan.model import SchemePlan
from subsidy.plan.nodes import Birthday, CalendarDay, DayColumn

__all__ = ["ByBirth"]

Array = np.ndarray[Any, Any]

_LONG_SINCE = np.int32(1)
_BLOCK_ROWS = 1 << 15
_NOBODY = np.zeros(0, np.int64)


@frozen(eq=False)
class ByBirth:
    """The days of birth among which a scheme tells people apart, and what else bounds their days.

    ``births`` days from ``first_born`` on. To be born earlier is to be born on the first of them:
    all birthdays that count have come before the window begins. To be born later is to be born on
    the last: none that has to have come does before the window ends.
    """

    column: str
    first_born: np.int32
    births: int
    starts: tuple[Threshold, ...]  # of other columns
    ends: tuple[Threshold, ...]
    window: Window
    leap_day: LeapDay

    @classmethod
    def of(cls, scheme: SchemePlan, leap_day: LeapDay, window: Window) -> ByBirth | None:
        """Of a scheme that asks for an age, and else for days that bound few people; or None."""
        rules, steps = scheme.eligibility, scheme.ladder.steps if scheme.ladder else ()
        column = _column_of_births((*rules.starts, *steps))
        if column is None or rules.rest or rules.row_tests:
            return None
        starts = _of_others(rules.starts, column, leap_day, window)
        ends = _of_others(rules.ends, column, leap_day, window)
        if not _bound_few(starts, ends):
            return None
        years = _years((*rules.starts, *rules.ends, *steps), column)
        last_years = max(_years(rules.starts, column), default=min(years))
        first = _born_before(birthdays(max(years), leap_day), window.first + 1) - 1
        last = _born_before(birthdays(last_years, leap_day), window.end)
        first_born = np.int32(BASE + first)
        return cls(column, first_born, last - first + 1, starts, ends, window, leap_day)

    def one_of_each(self) -> Batch:
        """Somebody born on each of the days, and bound by nothing else."""
        columns = {self.column: np.arange(self.births, dtype=np.int32) + self.first_born}
        columns |= {day.column: np.full(self.births, _LONG_SINCE) for day in self.starts}
        columns |= {day.column: np.full(self.births, FAR_FUTURE) for day in self.ends}
        return Batch(columns, self.births, self.leap_day)

    def is_worthwhile(self, batch: Batch) -> bool:
        """Whether a batch has as many people as there are births to be worked out."""
        return batch.size >= self.births

    def only(self, rows: Array, batch: Batch) -> Batch:
        """Some rows as a batch of their own, with the columns that are read."""
        read = (self.column, *(day.column for day in (*self.starts, *self.ends)))
        return batch.only(rows, read)

    def count(self, batch: Batch) -> Array:
        """How many of a batch were born on each of the days."""
        places = batch.columns[self.column] - self.first_born
        return np.bincount(np.clip(places, 0, self.births - 1), minlength=self.births)

    def look_up(self, of_births: Array, batch: Batch, found: Array) -> None:
        """Write what is known of each birth to *found*, row by row; a cache's worth at a time."""
        born = batch.columns[self.column]
        for start in range(0, batch.size, _BLOCK_ROWS):
            rows = slice(start, start + _BLOCK_ROWS)
            of_births.take(born[rows] - self.first_born, mode="clip", out=found[rows])

    def others(self, batch: Batch) -> Array:
        """The rows of a batch whose days something else bounds, or whose birth is not known."""
        cells, window = batch.columns, self.window
        bound = [cells[self.column] == EMPTY_DAY] if batch.has_empty(self.column) else []
        bound += [day.begins_after(window.first, cells[day.column]) for day in self.starts]
        bound += [day.ends_before(window.end, cells[day.column]) for day in self.ends]
        return rows_where(reduce(np.logical_or, bound)) if bound else _NOBODY


def _born_before(days: Array, day: int) -> int:
    """How many births of a calendar have their birthday before a day: one at least, and not all."""
    return min(max(int(np.searchsorted(days, day)), 1), len(days) - 1)


def _column_of_births(days: Iterable[DayColumn]) -> str | None:
    return next((day.column for day in days if isinstance(day, Birthday)), None)


def _of_others(
    days: Iterable[DayColumn], column: str, leap_day: LeapDay, window: Window
) -> tuple[Threshold, ...]:
    """The thresholds of other columns than that of births."""
    return tuple(
        Threshold.of(day, leap_day, window.end)
        for day in days
        if not isinstance(day, CalendarDay) and day.column != column
    )


def _bound_few(starts: tuple[Threshold, ...], ends: tuple[Threshold, ...]) -> bool:
    """Whether days of other columns are given for few people, each column for one purpose."""
    every = (*starts, *ends)
    columns = {threshold.column for threshold in every}
    are_days = all(threshold.birthdays is None for threshold in every)
    return are_days and len(columns) == len(every) and not any(s.is_selective for s in starts)


def _years(days: Iterable[DayColumn], column: str) -> list[int]:
    """The ages at which the days of births count; the birth itself is the age of nought."""
    of_births = (day for day in days if not isinstance(day, CalendarDay) and day.column == column)
    return [day.years if isinstance(day, Birthday) else 0 for day in of_births]
