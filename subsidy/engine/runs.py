"""From days to runs: the maximal intervals of yes-days of every candidate row.

Where the formula is a conjunction of thresholds, the days of a candidate are one interval in
closed form: latest start, earliest end. Everything else walks its change points: decide, jump to the next day on which anything
can change, keep only the rows that still have one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen

from subsidy.engine.batch import Batch, Moment
from subsidy.engine.calendar import Window
from subsidy.engine.candidates import Candidates
from subsidy.engine.evaluate import decide, next_change
from subsidy.plan.model import Changes, Eligibility
from subsidy.plan.nodes import YesNo
from subsidy.plan.truth import all_of

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

    def only(self, kept: Array) -> Runs:
        """The runs where *kept* is true, nothing being unknown."""
        return Runs(self.row.compress(kept), self.first.compress(kept), self.end.compress(kept))


def find_runs(
    eligibility: Eligibility, found: Candidates, batch: Batch, window: Window
) -> tuple[Runs, Runs | None]:
    """The runs of surely eligible days, and, where anything is unknown, of perhaps eligible ones.

    Where nothing is unknown, whatever bounds a candidate's days holds on all of them, so that
    only the rest of the formula is asked.
    """
    possible = Runs(found.row, found.first, found.end)
    if found.doubtful is None:
        return _exact(eligibility, batch, window, possible)
    exact, perhaps_exact = _exact(eligibility, batch, window, possible.only(~found.doubtful))
    surely, perhaps = _walk(
        eligibility.whole, eligibility.changes, batch, window, possible.only(found.doubtful)
    )
    return _merged(exact, surely), _merged(perhaps_exact or exact, perhaps or surely)


def _exact(
    eligibility: Eligibility, batch: Batch, window: Window, possible: Runs
) -> tuple[Runs, Runs | None]:
    if not eligibility.rest:
        return possible, None
    return _walk(all_of(eligibility.rest), eligibility.rest_changes, batch, window, possible)


def _walk(
    formula: YesNo, changes: Changes, batch: Batch, window: Window, possible: Runs
) -> tuple[Runs, Runs | None]:
    """Segments between changes, decided one after another, joined into runs."""
    if not len(possible.row):
        return possible, None
    month_starts = [window.first_day_of(np.array([m]))[0] for m in changes.months]
    rows, days, end = possible.row, possible.first, possible.end
    position = np.arange(len(rows))
    pieces: list[tuple[Array, ...]] = []
    while position.size:
        months = window.month_of(days) - np.int32(window.before)
        at = Moment(batch, rows[position], days, months)
        answer = decide(formula, at)
        following = np.minimum(next_change(changes, at), end[position])
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
