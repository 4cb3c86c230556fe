"""Thresholds made ready for a run: which cells lie before a day is one comparison with a constant.

An empty cell is the lowest ``int32``, and valid days are positive. Read without a sign, an empty
cell is later than every day; read with one, earlier. So what an empty cell stands for is decided
by how a column is looked at, not by replacing anything.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

import numpy as np
from attrs import frozen

from subsidy.dates import LeapDay
from subsidy.engine.calendar import BASE, FAR_FUTURE, FAR_PAST, birthdays
from subsidy.plan.nodes import Birthday, FactDay

__all__ = ["EMPTY_DAY", "Empty", "Threshold"]

Array = np.ndarray[Any, Any]

EMPTY_DAY = np.iinfo(np.int32).min


class Empty(Enum):
    """What an empty cell of a column of days stands for."""

    LATE = "later than every day"
    EARLY = "earlier than every day"
    UNKNOWN = "unknown"


@frozen(eq=False)
class Threshold:
    """A threshold day of everybody: a column of days, or a birthday, which is looked up in a table."""

    column: str
    empty: Empty
    birthdays: Array | None
    only_before: (
        np.int32 | np.uint32
    )  # cells below this have their threshold before the window's end
    is_selective: bool  # whether few are expected to pass :meth:`may_begin`

    @classmethod
    def of(cls, day: FactDay | Birthday, leap_day: LeapDay, end: int) -> Threshold:
        """Make a threshold ready for a window that ends on the day *end*."""
        if isinstance(day, Birthday):
            table = birthdays(day.years, leap_day)
            cutoff = BASE + int(np.searchsorted(table, end))
            return cls(
                day.column, Empty.UNKNOWN, table, np.int32(cutoff), is_selective=day.years > 0
            )
        if day.empty is None:
            return cls(day.column, Empty.UNKNOWN, None, np.int32(end), is_selective=False)
        if day.empty == FAR_FUTURE:
            return cls(day.column, Empty.LATE, None, np.uint32(end), is_selective=True)
        return cls(day.column, Empty.EARLY, None, np.int32(end), is_selective=False)

    def may_begin(self, cells: Array) -> Array:
        """Whether the threshold may lie before the end of the window; unknown ones may."""
        if self.empty is Empty.LATE:
            cells = cells.view(np.uint32)
        begins: Array = cells < self.only_before
        return begins

    def begins_after(self, day: int, cells: Array) -> Array:
        """Whether a start of days, not of birthdays, may lie after a day; unknown ones may."""
        if self.empty is not Empty.EARLY:
            cells = cells.view(np.uint32)
        after: Array = cells > cells.dtype.type(day)
        return after

    def ends_before(self, day: int, cells: Array) -> Array:
        """Whether an end of days, not of birthdays, may lie before a day; unknown ones may."""
        if self.empty is Empty.LATE:
            cells = cells.view(np.uint32)
        before: Array = cells < cells.dtype.type(day)
        return before

    def unknown(self, cells: Array) -> Array | None:
        """Which cells are unknown; None where none is."""
        if self.empty is not Empty.UNKNOWN or not len(cells) or cells.min() != EMPTY_DAY:
            return None
        return np.asarray(cells == EMPTY_DAY)

    def as_start(self, cells: Array, unknown: Array | None) -> Array:
        """The days, as far as :meth:`may_begin`; unknown ones are early."""
        return self._days(cells, unknown, FAR_PAST)

    def as_end(self, cells: Array, unknown: Array | None) -> Array:
        """The days without a sign, none of them negative; unknown ones are late."""
        days = self._days(cells, unknown, FAR_FUTURE)
        if self.empty is Empty.EARLY:
            days = np.maximum(days, np.int32(0))
        return days.view(np.uint32)

    def _days(self, cells: Array, unknown: Array | None, of_unknown: np.int32) -> Array:
        if self.birthdays is None:
            return cells
        if unknown is None:
            return self.birthdays.take(cells - np.int32(BASE))
        days = self.birthdays.take(cells - np.int32(BASE), mode="clip")
        return np.where(unknown, of_unknown, days)
