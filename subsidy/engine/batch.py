"""A cache-sized slice of the register, and a moment in it: some rows, each on a day of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import numpy as np
from attrs import field, frozen

from subsidy.dates import LeapDay
from subsidy.engine.calendar import BASE, birthdays
from subsidy.engine.thresholds import EMPTY_DAY
from subsidy.engine.work import Work
from subsidy.plan.nodes import Birthday, CalendarDay, DayColumn, FactDay

__all__ = ["EMPTY_DAY", "Batch", "Moment", "can_be_unknown"]

Array = np.ndarray[Any, Any]


class Batch:
    """Columns of consecutive rows of a register; remembers which of them have empty cells."""

    def __init__(
        self,
        columns: Mapping[str, Array],
        size: int,
        leap_day: LeapDay,
        work: Work | None = None,
    ) -> None:
        self.columns = columns
        self.size = size
        self.leap_day = leap_day
        self.work = Work() if work is None else work
        self._has_empty: dict[str, bool] = {}
        self._remembered: dict[Hashable, Array] = {}

    def take(self, column: str, rows: Array | None) -> Array:
        """The cells of some rows, or of all."""
        values = self.columns[column]
        return values if rows is None else values.take(rows)

    def only(self, rows: Array, columns: Iterable[str]) -> Batch:
        """Some rows as a batch of their own, with some columns."""
        part = {name: self.columns[name].take(rows) for name in columns}
        return Batch(part, len(rows), self.leap_day, self.work)

    def has_empty(self, column: str) -> bool:
        """Whether any row has an empty cell there."""
        if column not in self._has_empty:
            values = self.columns[column]
            self._has_empty[column] = self.size > 0 and int(values.min()) == empty_of(values)
        return self._has_empty[column]

    def has_empty_among(self, column: str, cells: Array) -> bool:
        """Whether any of some rows' cells is empty; few rows are looked at without the others."""
        if column in self._has_empty or 2 * len(cells) > self.size:
            return self.has_empty(column)
        return len(cells) > 0 and int(cells.min()) == empty_of(cells)

    def remember(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """What *make* gives, worked out once a batch: schemes look for the same rows."""
        if key not in self._remembered:
            self._remembered[key] = make()
        return self._remembered[key]

    def day(self, day: DayColumn, rows: Array | None) -> Array:
        """The threshold day of some rows; EMPTY_DAY where it is unknown."""
        match day:
            case CalendarDay(ordinal):
                count = self.size if rows is None else len(rows)
                return np.full(count, ordinal, np.int32)
            case FactDay(column, empty, _):
                values = self.take(column, rows)
                if empty is None or not self.has_empty(column):
                    return values
                if empty < 0:  # an empty cell is the lowest value, or without a sign the highest
                    return np.maximum(values, np.int32(empty))
                return np.minimum(values.view(np.uint32), np.uint32(empty)).view(np.int32)
            case Birthday(column, years, _):
                born = self.take(column, rows)
                table = birthdays(years, self.leap_day)
                if not self.has_empty(column):
                    return table.take(born - BASE)
                reached = table.take(born - np.int32(BASE), mode="clip")
                return np.where(born == EMPTY_DAY, np.int32(EMPTY_DAY), reached)

    def is_uncertain(self, day: DayColumn) -> bool:
        """Whether the threshold is unknown for any row."""
        return can_be_unknown(day) and self.has_empty(day.column)  # type: ignore[union-attr]


@frozen(eq=False)
class Moment:
    """Some rows of a batch, each on its own day; ``months`` count from the month before the period."""

    batch: Batch
    rows: Array
    days: Array  # int32
    months: Array  # int32
    _thresholds: dict[DayColumn, Array] = field(factory=dict, init=False)

    def threshold(self, day: DayColumn) -> Array:
        """The threshold day of every row; looked up once."""
        if day not in self._thresholds:
            self._thresholds[day] = self.batch.day(day, self.rows)
        return self._thresholds[day]

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, kept: Array) -> Moment:
        """The moment of the rows where *kept* is true."""
        return Moment(self.batch, self.rows[kept], self.days[kept], self.months[kept])


def empty_of(values: Array) -> int:
    """What stands for an empty cell in a column: the lowest value, −1 for words."""
    return -1 if values.dtype == np.int16 else int(np.iinfo(values.dtype).min)


def can_be_unknown(day: DayColumn) -> bool:
    """Whether an empty cell makes the threshold unknown."""
    match day:
        case FactDay(_, empty, _):
            return empty is None
        case Birthday():
            return True
        case CalendarDay():
            return False
