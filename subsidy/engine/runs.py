"""From days to runs: the maximal intervals of yes-days of every candidate row.

Rows that cannot qualify are dropped first, rarest condition first. Where the formula is a
conjunction of thresholds, what remains is one interval in closed form: latest start, earliest
end. Everything else walks its change points: decide, jump to the next day on which anything
can change, keep only the rows that still have one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define, frozen

from subsidy.engine.batch import EMPTY_DAY, Batch, Moment
from subsidy.engine.calendar import FAR_FUTURE, FAR_PAST, Window
from subsidy.engine.columnar import pick
from subsidy.engine.evaluate import decide, next_change
from subsidy.plan.model import Eligibility
from subsidy.plan.nodes import DayColumn, YesNo

__all__ = ["Runs", "find_runs"]

Array = np.ndarray[Any, Any]


@frozen(eq=False)
class Runs:
    """Half-open intervals of days [first, end) of batch rows, sorted by row, then day.

    ``missing`` are the facts that unknown days of the run hang on (None: no day is unknown).
    """

    row: Array
    first: Array  # int32
    end: Array  # int32
    missing: Array | None = None


@define
class _Candidates:
    """Rows that may still qualify, and the days between which they may."""

    batch: Batch
    window: Window
    rows: Array | None = None  # None: every row
    first: Array | None = None
    end: Array | None = None
    doubtful: Array | None = None  # rows for which something is unknown

    def count(self) -> int:
        return self.batch.size if self.rows is None else len(self.rows)

    def keep(self, kept: Array) -> None:
        """Go on with some of the rows; not worth a copy where nearly all stay."""
        count = int(np.count_nonzero(kept))
        if count > 0.75 * len(kept):
            return
        self.rows = np.flatnonzero(kept) if self.rows is None else self.rows[kept]
        self.first = None if self.first is None else self.first[kept]
        self.end = None if self.end is None else self.end[kept]
        self.doubtful = None if self.doubtful is None else self.doubtful[kept]

    def doubt(self, unknown: Array) -> None:
        self.doubtful = unknown if self.doubtful is None else self.doubtful | unknown


def find_runs(eligibility: Eligibility, batch: Batch, window: Window) -> tuple[Runs, Runs | None]:
    """The runs of surely eligible days, and, where anything is unknown, of perhaps eligible ones."""
    found = _candidates(eligibility, batch, window)
    if found is None:
        return _no_runs(), None
    possible, doubtful = found
    if eligibility.rest:
        return _walk(eligibility, batch, window, possible)
    if doubtful is None:
        return possible, None
    exact = pick(possible, ~doubtful)
    surely, perhaps = _walk(eligibility, batch, window, pick(possible, doubtful))
    return _merged(exact, surely), _merged(exact, perhaps or surely)


def _candidates(
    eligibility: Eligibility, batch: Batch, window: Window
) -> tuple[Runs, Array | None] | None:
    """The days between which each row may be eligible, and for which rows anything is unknown."""
    state = _Candidates(batch, window)
    for day in eligibility.starts:
        _start_at(state, day)
    for test in eligibility.row_tests:
        _test_rows(state, test)
    for day in eligibility.ends:
        _end_at(state, day)
    count = state.count()
    early, late = np.int32(window.first), np.int32(window.end)
    first = np.full(count, early) if state.first is None else np.maximum(state.first, early)
    end = np.full(count, late) if state.end is None else np.minimum(state.end, late)
    kept = first < end
    if not kept.any():
        return None
    rows = np.flatnonzero(kept) if state.rows is None else state.rows[kept]
    doubtful = None if state.doubtful is None else state.doubtful[kept]
    if doubtful is not None and not doubtful.any():
        doubtful = None
    return Runs(rows, first[kept], end[kept]), doubtful


def _start_at(state: _Candidates, day: DayColumn) -> None:
    days = state.batch.day(day, state.rows)
    if state.batch.is_uncertain(day):
        unknown = days == EMPTY_DAY
        state.doubt(unknown)
        days = np.where(unknown, FAR_PAST, days)
    state.first = days if state.first is None else np.maximum(state.first, days)
    state.keep(days < state.window.end)


def _end_at(state: _Candidates, day: DayColumn) -> None:
    days = state.batch.day(day, state.rows)
    if state.batch.is_uncertain(day):
        unknown = days == EMPTY_DAY
        state.doubt(unknown)
        days = np.where(unknown, FAR_FUTURE, days)
    state.end = days if state.end is None else np.minimum(state.end, days)
    state.keep(days > state.window.first)


def _test_rows(state: _Candidates, test: YesNo) -> None:
    rows = np.arange(state.batch.size) if state.rows is None else state.rows
    zeros = np.zeros(len(rows), np.int32)
    answer = decide(test, Moment(state.batch, rows, zeros, zeros))
    if answer.missing is not None:
        state.doubt(answer.missing != 0)
    kept = answer.perhaps
    state.rows = rows[kept]
    state.first = None if state.first is None else state.first[kept]
    state.end = None if state.end is None else state.end[kept]
    state.doubtful = None if state.doubtful is None else state.doubtful[kept]


def _walk(
    eligibility: Eligibility, batch: Batch, window: Window, possible: Runs
) -> tuple[Runs, Runs | None]:
    """Segments between changes, decided one after another, joined into runs."""
    month_starts = [window.first_day_of(np.array([m]))[0] for m in eligibility.changes.months]
    rows, days, end = possible.row, possible.first, possible.end
    position = np.arange(len(rows))
    pieces: list[tuple[Array, ...]] = []
    while position.size:
        months = window.month_of(days) - np.int32(window.before)
        at = Moment(batch, rows[position], days, months)
        answer = decide(eligibility.whole, at)
        following = np.minimum(next_change(eligibility.changes, at), end[position])
        for start in month_starts:
            following = np.where(start > days, np.minimum(following, start), following)
        missing = np.zeros(len(days), np.int64) if answer.missing is None else answer.missing
        pieces.append((position, days, following, answer.surely, answer.perhaps, missing))
        going = following < end[position]
        position, days = position[going], following[going].astype(np.int32)
    position, days, following, surely, perhaps, missing = map(
        np.concatenate, zip(*pieces, strict=True)
    )
    order = np.argsort(position, kind="stable")
    segments = (rows[position[order]], days[order], following[order])
    sure_runs = _joined(*segments, surely[order], None)
    if not missing.any():
        return sure_runs, None
    return sure_runs, _joined(*segments, perhaps[order], missing[order])


def _joined(row: Array, first: Array, end: Array, kept: Array, missing: Array | None) -> Runs:
    """Adjacent kept segments of one row, joined; the facts missing in any of them, united."""
    row, first, end = row[kept], first[kept], end[kept]
    if not len(row):
        return _no_runs()
    opens = np.ones(len(row), bool)
    opens[1:] = (row[1:] != row[:-1]) | (first[1:] != end[:-1])
    heads = np.flatnonzero(opens)
    tails = np.append(heads[1:], len(row)) - 1
    united = None if missing is None else np.bitwise_or.reduceat(missing[kept], heads)
    return Runs(row[heads], first[heads], end[tails], united)


def _merged(one: Runs, two: Runs) -> Runs:
    """The runs of two disjoint sets of rows, sorted by row."""
    row = np.concatenate([one.row, two.row])
    order = np.argsort(row, kind="stable")
    missing = [
        np.zeros(len(runs.row), np.int64) if runs.missing is None else runs.missing
        for runs in (one, two)
    ]
    return Runs(
        row[order],
        np.concatenate([one.first, two.first])[order],
        np.concatenate([one.end, two.end])[order],
        np.concatenate(missing)[order],
    )


def _no_runs() -> Runs:
    return Runs(np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32))
