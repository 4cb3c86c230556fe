"""The vector engine: a plan over columns, batch by batch, into entitlement spells.

candidates → runs of days → paid months → claims → settled, scheme by scheme in dependency order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from attrs import evolve, frozen

from subsidy.engine.batch import Batch
from subsidy.engine.calendar import Window
from subsidy.engine.candidates import Search, find_candidates
from subsidy.engine.claims import Claims, Terms
from subsidy.engine.climbing import Climb
from subsidy.engine.outcome import Entitlements, Outcome, Undetermined
from subsidy.engine.paying import PaidMonths, claims_of, paid_months
from subsidy.engine.runs import find_runs
from subsidy.engine.settle import (
    Settled,
    joined,
    merge_adjacent,
    no_settlement,
    settle,
    settle_highest,
)
from subsidy.engine.spells import covering, cut
from subsidy.plan.model import Plan, SchemePlan
from subsidy.register.table import People

__all__ = ["BATCH_ROWS", "run"]

Array = np.ndarray[Any, Any]

BATCH_ROWS = 1 << 16  # every intermediate of a batch stays in cache


@frozen(eq=False)
class _Scheme:
    """A scheme made ready for a run: what is looked up in every batch is worked out once."""

    plan: SchemePlan
    window: Window
    search: Search
    climb: Climb | None

    def claims(self, batch: Batch) -> Claims | None:
        """The months that a scheme would pay, looked at alone; and those it might."""
        found = find_candidates(self.search, batch)
        if found is None:
            return None
        surely, perhaps = find_runs(self.plan.eligibility, found, batch, self.window)
        sure_months = paid_months(surely, self.plan, self.window)
        claims = self._paid(sure_months, batch)
        if perhaps is None:
            return claims
        doubtful = _doubtful(self.plan, paid_months(perhaps, self.plan, self.window), sure_months)
        return claims.with_(doubtful) if len(doubtful) else claims

    def _paid(self, months: PaidMonths, batch: Batch) -> Claims:
        if self.climb is not None and self.climb.is_open(batch):
            return self.climb.claims(months, batch)
        return claims_of(months, self.plan, batch, self.window)


def run(plan: Plan, people: People, batch_rows: int = BATCH_ROWS) -> Outcome:
    """Run a plan over people: every scheme's entitlement spells and undetermined months.

    ``batch_rows`` changes nothing but speed.
    """
    window = Window(plan.period)
    ready = [_ready(scheme, plan, window) for scheme in plan.schemes]
    done = [
        _run_batch(plan, ready, batch, start) for start, batch in _batches(plan, people, batch_rows)
    ]
    parts = zip(*done, strict=True) if done else ([] for _ in plan.schemes)
    schemes = (_entitlements(s, p) for s, p in zip(plan.schemes, parts, strict=True))
    return Outcome(plan.period, plan.facts, tuple(schemes))


def _ready(scheme: SchemePlan, plan: Plan, window: Window) -> _Scheme:
    search = Search.of(scheme.eligibility, plan.leap_day, window)
    return _Scheme(scheme, window, search, Climb.of(scheme, window))


def _batches(plan: Plan, people: People, batch_rows: int) -> Iterator[tuple[int, Batch]]:
    columns = {name: people.columns[name] for name in plan.columns}
    for start in range(0, len(people), batch_rows):
        size = min(batch_rows, len(people) - start)
        part = {name: column[start : start + size] for name, column in columns.items()}
        yield start, Batch(part, size, plan.leap_day)


def _run_batch(plan: Plan, ready: Sequence[_Scheme], batch: Batch, start: int) -> Sequence[_Part]:
    """The results of one batch, whose first row is the row *start* of the register."""
    settled: list[Settled] = []
    for number, scheme in enumerate(ready):
        claims = scheme.claims(batch)
        none = claims is None or not len(claims)
        settled.append(
            no_settlement(scheme.plan.rounding)
            if claims is None or none
            else settle(claims, scheme.plan, settled, batch.size)
        )
        for group in plan.groups:
            if max(group) == number:
                _settle_group(group, settled, batch.size)
    return [_part(merge_adjacent(result), start) for result in settled]


def _settle_group(group: tuple[int, ...], settled: list[Settled], batch_size: int) -> None:
    members = settle_highest([settled[member] for member in group], batch_size)
    for member, result in zip(group, members, strict=True):
        settled[member] = result


def _doubtful(scheme: SchemePlan, perhaps: PaidMonths, surely: PaidMonths) -> Claims:
    """Months that are paid if the unknown is yes, and not if it is no."""
    assert perhaps.missing is not None
    perhaps = perhaps.only(perhaps.missing != 0)
    at_row = np.concatenate([surely.row, surely.row])
    at_month = np.concatenate([surely.first, surely.end])
    pieces = cut(perhaps.row, perhaps.first, perhaps.end, at_row, at_month)
    row = perhaps.row[pieces.of]
    open_ = covering(row, pieces.first, surely.row, surely.first, surely.end) < 0
    of, count = pieces.of[open_], int(np.count_nonzero(open_))
    zero = np.zeros(1, np.int64)
    terms = Terms.of(scheme, zero, zero, zero + 1, (zero, zero))
    assert perhaps.missing is not None
    return Claims(
        row[open_],
        pieces.first[open_],
        pieces.end[open_],
        np.zeros(count, np.int64),
        terms,
        perhaps.missing[of],
        np.zeros(count, bool),
    )


@frozen(eq=False)
class _Part:
    """What is due in a batch, and what is undetermined; rows of the register."""

    due: Settled
    open: Settled | None


def _part(settled: Settled, start: int) -> _Part:
    moved = evolve(settled, row=settled.row + start)
    if moved.missing is None:
        return _Part(moved, None)
    is_known = moved.missing == 0
    return _Part(evolve(moved.take(is_known), missing=None), moved.take(~is_known))


def _entitlements(scheme: SchemePlan, parts: Sequence[_Part]) -> Entitlements:
    """All batches of one scheme in one, what is due apart from what is undetermined."""
    none = no_settlement(scheme.rounding)
    due = joined([none, *(part.due for part in parts)])
    open_ = joined([none, *(part.open for part in parts if part.open is not None)])
    brackets = np.array([line.bracket for line in scheme.lines] or [0], np.int16)
    return Entitlements(
        scheme.name,
        scheme.brackets,
        scheme.rounding,
        due.row,
        brackets[due.line],
        due.first,
        due.end,
        due.fen,
        due.per_months,
        Undetermined(open_.row, open_.first, open_.end, open_.facts_missing()),
    )
