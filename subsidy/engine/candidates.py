"""Candidates first: the rows that may satisfy a scheme, and the days between which they may.

Rows that cannot qualify are dropped by comparing whole columns with one constant each, rarest
condition first. What is worked out afterwards is worked out for candidates only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from attrs import define, frozen

from subsidy.dates import LeapDay
from subsidy.engine.batch import Batch, Moment
from subsidy.engine.calendar import Window
from subsidy.engine.evaluate import decide
from subsidy.engine.sifting import rows_where
from subsidy.engine.thresholds import Threshold
from subsidy.plan import nodes as plan
from subsidy.plan.model import Eligibility
from subsidy.plan.nodes import CalendarDay, DayColumn, YesNo

__all__ = ["Candidates", "Search", "find_candidates"]

Array = np.ndarray[Any, Any]


@frozen(eq=False)
class Candidates:
    """Rows with at least one day [first, end) on which they may be eligible.

    ``doubtful``: for which of them anything is unknown; None where nothing is.
    """

    row: Array
    first: Array  # int32
    end: Array  # int32
    doubtful: Array | None


@frozen(eq=False)
class Search:
    """An eligibility made ready: what rows must pass, and what bounds their days.

    ``screens``: of each tuple of thresholds one must begin before the window ends.
    """

    screens: tuple[tuple[Threshold, ...], ...]
    starts: tuple[Threshold, ...]
    ends: tuple[Threshold, ...]
    row_tests: tuple[YesNo, ...]
    first: np.int32
    end: np.uint32

    @classmethod
    def of(cls, eligibility: Eligibility, leap_day: LeapDay, window: Window) -> Search:
        """Make an eligibility ready for the days of a window."""

        def ready(days: Iterable[DayColumn]) -> tuple[Threshold, ...]:
            found = (day for day in days if not isinstance(day, CalendarDay))
            return tuple(Threshold.of(day, leap_day, window.end) for day in found)

        starts = ready(eligibility.starts)
        others = [ready(_one_must_begin(part)) for part in eligibility.rest]
        screens: list[tuple[Threshold, ...]] = [(start,) for start in starts if start.is_selective]
        screens += [some for some in others if some and all(start.is_selective for start in some)]
        after, before = _fixed(eligibility.starts), _fixed(eligibility.ends)
        first = max([window.first, *after])
        return cls(
            tuple(screens),
            starts,
            ready(eligibility.ends),
            eligibility.row_tests,
            np.int32(first),
            np.uint32(max(0, min([window.end, *before]))),
        )


def _fixed(days: Iterable[DayColumn]) -> list[int]:
    return [day.day for day in days if isinstance(day, CalendarDay)]


def _one_must_begin(node: YesNo) -> tuple[DayColumn, ...]:
    """Days of which one must be reached for the node to hold; none where nothing is known."""
    match node:
        case plan.Reached(day):
            return (day,)
        case plan.All(parts):
            return next(filter(None, map(_one_must_begin, parts)), ())
        case plan.AnyOf(parts):
            found = [_one_must_begin(part) for part in parts]
            return tuple(day for days in found for day in days) if all(found) else ()
        case _:
            return ()


def find_candidates(search: Search, batch: Batch) -> Candidates | None:
    """The candidates of a batch; None where there are none."""
    if search.first >= search.end:
        return None
    found = _Found(batch)
    for screen in search.screens:
        found.screen(screen)
        if not found.count():
            return None
    for test in search.row_tests:
        found.test(test)
    return found.between(search)


@define
class _Found:
    """Rows that have passed so far."""

    batch: Batch
    rows: Array | None = None  # None: every row
    doubtful: Array | None = None

    def count(self) -> int:
        return self.batch.size if self.rows is None else len(self.rows)

    def screen(self, one_of: tuple[Threshold, ...]) -> None:
        """Keep the rows for which one of the thresholds may begin."""
        if self.rows is None:
            key = tuple((t.column, t.empty, int(t.only_before)) for t in one_of)
            self.rows = self.batch.remember(key, lambda: rows_where(self._passes(one_of)))
            return
        kept = self._passes(one_of)
        if not kept.all():
            self.rows = self.rows.compress(kept)

    def _passes(self, one_of: tuple[Threshold, ...]) -> Array:
        kept = one_of[0].may_begin(self._cells(one_of[0].column))
        for other in one_of[1:]:
            kept |= other.may_begin(self._cells(other.column))
        return kept

    def _cells(self, column: str) -> Array:
        return self.batch.take(column, self.rows)

    def test(self, test: YesNo) -> None:
        """Keep the rows that pass, or may pass, a test that does not depend on the day."""
        rows = np.arange(self.batch.size) if self.rows is None else self.rows
        zeros = np.zeros(len(rows), np.int32)
        answer = decide(test, Moment(self.batch, rows, zeros, zeros))
        kept = answer.perhaps
        if answer.missing is not None:
            self.doubt(answer.missing != 0)
        self.rows = rows[kept]
        self.doubtful = None if self.doubtful is None else self.doubtful[kept]

    def doubt(self, unknown: Array | None) -> None:
        if unknown is not None:
            self.doubtful = unknown if self.doubtful is None else self.doubtful | unknown

    def between(self, search: Search) -> Candidates | None:
        """Latest start and earliest end of every row that has passed."""
        cells: dict[str, Array] = {}
        for threshold in (*search.starts, *search.ends):
            if threshold.column not in cells:
                cells[threshold.column] = self._cells(threshold.column)
        first: Array | np.int32 = search.first
        for start in search.starts:
            unknown = start.unknown(cells[start.column])
            self.doubt(unknown)
            first = np.maximum(first, start.as_start(cells[start.column], unknown))
        end: Array | np.uint32 = search.end
        for stop in search.ends:
            unknown = stop.unknown(cells[stop.column])
            self.doubt(unknown)
            end = np.minimum(end, stop.as_end(cells[stop.column], unknown))
        return self._with_days(self._each(first), self._each(end).view(np.int32))

    def _each(self, days: Array | np.int32 | np.uint32) -> Array:
        """One day for everybody written out for each of them."""
        return days if isinstance(days, np.ndarray) else np.full(self.count(), days)

    def _with_days(self, first: Array, end: Array) -> Candidates | None:
        kept = first < end
        count = int(np.count_nonzero(kept))
        if not count:
            return None
        rows, doubtful = self.rows, self.doubtful
        if count < len(kept):
            rows = rows_where(kept) if rows is None else rows.compress(kept)
            first, end = first.compress(kept), end.compress(kept)
            doubtful = None if doubtful is None else doubtful.compress(kept)
        if rows is None:
            rows = np.arange(self.batch.size)
        return Candidates(rows, first, end, doubtful if _any(doubtful) else None)


def _any(mask: Array | None) -> bool:
    return mask is not None and bool(mask.any())
