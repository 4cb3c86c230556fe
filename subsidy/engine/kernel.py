"""The vector engine: a plan over columns, batch by batch, into entitlement spells.

days → runs → paid months → dues → claims → settled, scheme by scheme in dependency order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import evolve

from subsidy.engine.batch import Batch
from subsidy.engine.calendar import Window
from subsidy.engine.columnar import joined, pick
from subsidy.engine.outcome import Entitlements, Outcome, Undetermined
from subsidy.engine.paying import NO_LINE, Dues, PaidMonths, dues_of, paid_months
from subsidy.engine.runs import find_runs
from subsidy.engine.settle import (
    Claims,
    Settled,
    merge_adjacent,
    no_settlement,
    settle,
    settle_highest,
)
from subsidy.engine.spells import covering, cut, sorted_order
from subsidy.plan.model import Plan, SchemePlan
from subsidy.register.table import People

__all__ = ["BATCH_ROWS", "run"]

Array = np.ndarray[Any, Any]

BATCH_ROWS = 1 << 15  # every intermediate of a batch stays in cache


def run(
    plan: Plan,
    people: People,
    batch_rows: int = BATCH_ROWS,
    *,
    given: Mapping[int, Settled] | None = None,
) -> Outcome:
    """Run a plan over people: every scheme's entitlement spells and undetermined months.

    ``batch_rows`` changes nothing but speed. ``given`` holds what the plan's given schemes come
    to, by their position: they are not run, others net and exclude by them, and they are not in
    the outcome.
    """
    window = Window(plan.period)
    parts: list[list[tuple[int, Settled]]] = [[] for _ in plan.schemes]
    for start, batch in _batches(plan, people, batch_rows):
        known = {number: _part(one, start, batch.size) for number, one in (given or {}).items()}
        for number, settled in enumerate(_run_batch(plan, batch, window, known)):
            parts[number].append((start, settled))
    schemes = (
        _entitlements(s, p) for s, p in zip(plan.schemes, parts, strict=True) if not s.is_given
    )
    return Outcome(plan.period, plan.facts, tuple(schemes))


def _batches(plan: Plan, people: People, batch_rows: int) -> Iterator[tuple[int, Batch]]:
    columns = {name: people.columns[name] for name in plan.columns}
    for start in range(0, len(people), batch_rows):
        size = min(batch_rows, len(people) - start)
        part = {name: column[start : start + size] for name, column in columns.items()}
        yield start, Batch(part, size, plan.leap_day)


def _part(settled: Settled, start: int, size: int) -> Settled:
    """What of a given scheme concerns the rows of one batch."""
    begin, end = np.searchsorted(settled.row, (start, start + size))
    part = pick(settled, np.arange(begin, end))
    return evolve(part, row=part.row - start)


def _run_batch(
    plan: Plan, batch: Batch, window: Window, given: Mapping[int, Settled]
) -> Sequence[Settled]:
    settled: list[Settled] = []
    for number, scheme in enumerate(plan.schemes):
        if scheme.is_given:
            settled.append(given[number])
            continue
        claims = _claims(scheme, batch, window)
        settled.append(settle(claims, scheme, settled, batch.size))
        for group in plan.groups:
            if max(group) == number:
                _settle_group(group, settled, batch.size)
    return [merge_adjacent(result) for result in settled]


def _settle_group(group: tuple[int, ...], settled: list[Settled], batch_size: int) -> None:
    members = settle_highest([settled[member] for member in group], batch_size)
    for member, result in zip(group, members, strict=True):
        settled[member] = result


def _claims(scheme: SchemePlan, batch: Batch, window: Window) -> Claims:
    """The months that a scheme would pay, looked at alone; and those it might."""
    surely, perhaps = find_runs(scheme.eligibility, batch, window)
    sure_months = paid_months(surely, scheme, window)
    claims = _sure_claims(dues_of(sure_months, scheme, batch, window))
    if perhaps is None:
        return claims
    doubtful = _doubtful_claims(paid_months(perhaps, scheme, window), sure_months)
    both = joined([claims, doubtful])
    return pick(both, sorted_order(both.row, both.first))


def _sure_claims(dues: Dues) -> Claims:
    claims = Claims(
        dues.row,
        dues.first,
        dues.end,
        dues.line,
        dues.pay,
        dues.per_months,
        dues.at_least,
        dues.at_most,
        dues.missing,
        np.ones(len(dues.row), bool),
    )
    pays = dues.line != NO_LINE
    return claims if pays.all() else pick(claims, pays)


def _doubtful_claims(perhaps: PaidMonths, surely: PaidMonths) -> Claims:
    """Months that are paid if the unknown is yes, and not if it is no."""
    assert perhaps.missing is not None
    at_row = np.concatenate([surely.row, surely.row])
    at_month = np.concatenate([surely.first, surely.end])
    pieces = cut(perhaps.row, perhaps.first, perhaps.end, at_row, at_month)
    row = perhaps.row[pieces.of]
    open_ = covering(row, pieces.first, surely.row, surely.first, surely.end) < 0
    of, count = pieces.of[open_], int(np.count_nonzero(open_))
    zeros = np.zeros(count, np.int64)
    return Claims(
        row[open_],
        pieces.first[open_],
        pieces.end[open_],
        np.zeros(count, np.int16),
        zeros,
        np.ones(count, np.int16),
        zeros,
        zeros,
        perhaps.missing[of],
        np.zeros(count, bool),
    )


def _entitlements(scheme: SchemePlan, parts: list[tuple[int, Settled]]) -> Entitlements:
    """All batches of one scheme in one, what is due apart from what is undetermined."""
    moved = [evolve(settled, row=settled.row + start) for start, settled in parts]
    whole = joined(moved) if moved else no_settlement(scheme.rounding)
    is_known = whole.missing == 0
    due, open_ = pick(whole, is_known), pick(whole, ~is_known)
    brackets = np.array([line.bracket for line in scheme.lines] or [0], np.int16)
    return Entitlements(
        scheme.name,
        scheme.brackets,
        scheme.rounding,
        due.row.astype(np.int64),
        brackets[due.line],
        due.first.astype(np.int32),
        due.end.astype(np.int32),
        due.fen,
        due.per_months.astype(np.int16),
        Undetermined(
            open_.row.astype(np.int64),
            open_.first.astype(np.int32),
            open_.end.astype(np.int32),
            open_.missing,
        ),
    )
