"""From days to runs: the maximal intervals of yes-days of every candidate row.

Where the formula is a conjunction of thresholds, the days of a candidate are one interval in
closed form: latest start, earliest end. Everything else walks its change points: decide, jump to the next day on which anything
can change, keep only the rows that still have one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from attrs import frozen

from subsidy.engine.batch import Batch, Moment
from subsidy.engine.calendar import Window
from subsidy.engine.candidates import Candidates
from subsidy.engine.evaluate import Kleene, decide, next_change
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

    def take(self, chosen: Array) -> Runs:
        """Some runs, by mask or by position."""
        missing = None if self.missing is None else self.missing[chosen]
        return Runs(self.row[chosen], self.first[chosen], self.end[chosen], missing)

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
    position, days, end = np.arange(len(possible.row)), possible.first, possible.end
    pieces: list[_Segments] = []
    while len(position):
        batch.work.step(len(position))
        months = window.month_of(days) - np.int32(window.before)
        at = Moment(batch, possible.row.take(position), days, months)
        answer = decide(formula, at)
        following = np.minimum(next_change(changes, at), end)
        for start in month_starts:
            following = np.where(start > days, np.minimum(following, start), following)
        pieces.append(_Segments(position, days, following, answer))
        going = np.flatnonzero(following < end)
        position, days, end = position.take(going), following.take(going), end.take(going)
    return _runs_of(pieces, possible.row)


@frozen(eq=False)
class _Segments:
    """Days between two changes of rows that are walked, and what is decided for all of them."""

    position: Array
    first: Array
    end: Array
    answer: Kleene


def _runs_of(pieces: list[_Segments], rows: Array) -> tuple[Runs, Runs | None]:
    """Segments in the order of their rows, joined into runs of sure and of possible days."""

    def whole(columns: Iterable[Array]) -> Array:
        return np.concatenate(list(columns)) if len(pieces) > 1 else next(iter(columns))

    every = _Segments(
        whole(piece.position for piece in pieces),
        whole(piece.first for piece in pieces),
        whole(piece.end for piece in pieces),
        Kleene(
            whole(piece.answer.surely for piece in pieces),
            whole(piece.answer.perhaps for piece in pieces),
            whole(piece.answer.facts_missing() for piece in pieces),
        ),
    )
    several = len(pieces) > 1
    order = np.argsort(every.position, kind="stable") if several else every.position
    sure_runs = _joined(rows, every, order[every.answer.surely.take(order)])
    missing = every.answer.facts_missing()
    if not missing.any():
        return sure_runs, None
    chosen = order[every.answer.perhaps.take(order)]
    return sure_runs, _joined(rows, every, chosen, missing)


def _joined(rows: Array, segments: _Segments, chosen: Array, missing: Array | None = None) -> Runs:
    """Adjacent segments among the chosen of one row, joined; the facts missing in any, united."""
    if not len(chosen):
        return _no_runs()
    columns = (segments.position, segments.first, segments.end)
    position, first, end = (column.take(chosen) for column in columns)
    opens = np.ones(len(chosen), bool)
    opens[1:] = (position[1:] != position[:-1]) | (first[1:] != end[:-1])
    if opens.all():
        united = None if missing is None else missing.take(chosen)
        return Runs(rows.take(position), first, end, united)
    heads = np.flatnonzero(opens)
    tails = np.append(heads[1:], len(chosen)) - 1
    united = None if missing is None else np.bitwise_or.reduceat(missing.take(chosen), heads)
    return Runs(rows.take(position.take(heads)), first.take(heads), end.take(tails), united)


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
