"""The vector engine: a plan over columns, batch by batch, into entitlement spells.

candidates → runs of days → paid months → claims → settled, scheme by scheme in dependency order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from attrs import evolve, frozen

from subsidy.engine.batch import Batch
from subsidy.engine.calendar import Window
from subsidy.engine.outcome import Entitlements, Outcome, Undetermined
from subsidy.engine.ready import Ready
from subsidy.engine.settle import (
    Settled,
    joined,
    merge_adjacent,
    no_settlement,
    settle,
    settle_highest,
)
from subsidy.engine.stretching import all_after
from subsidy.engine.work import Pace, Work
from subsidy.plan.model import Plan, SchemePlan, StretchPlan
from subsidy.register.table import People
from subsidy.same import Same
from subsidy.stages import UNOBSERVED, Stages

__all__ = ["months_into", "run", "run_at", "sum_into"]

Array = np.ndarray[Any, Any]
Done = TypeVar("Done")
_PLANS_KEPT = 16


@frozen(eq=False)
class _Stretch:
    """Months in which all rules stay the same, and their schemes made ready, by position."""

    plan: StretchPlan
    schemes: tuple[Ready, ...]


def run(  # noqa: PLR0913 - a run, its pace, and what is given to it
    plan: Plan,
    people: People,
    batch_rows: int = 0,
    *,
    threads: int = 1,
    work: Work | None = None,
    given: Mapping[int, Settled] | None = None,
    stages: Stages = UNOBSERVED,
) -> Outcome:
    """Run a plan over people: every scheme's entitlement spells and undetermined months.

    ``batch_rows`` (0: as many as suit the register) and ``threads`` change nothing but speed; ``work``
    is added to. ``given`` holds what the plan's given schemes come to, by their position: they are
    not run, others net and exclude by them, and they are not in the outcome. ``stages`` is told of
    every scheme.
    """
    return run_at(Pace(batch_rows, threads, work, stages), plan, people, given)


def run_at(
    pace: Pace, plan: Plan, people: People, given: Mapping[int, Settled] | None = None
) -> Outcome:
    """The same at a pace that is handed on."""
    ready, wholes = _ready(Same(plan)), given or {}

    def one(start: int) -> list[_Part]:
        batch = _batch(plan, people, start, pace)
        known = {number: _part_of(whole, start, batch.size) for number, whole in wholes.items()}
        return _parts(start, _run_batch(plan, ready, batch, known, pace.stages))

    done = _each_batch(one, len(people), pace)
    parts = zip(*done, strict=True) if done else ([] for _ in plan.schemes)
    schemes = (
        _entitlements(s, p) for s, p in zip(plan.schemes, parts, strict=True) if not s.is_given
    )
    return Outcome(plan.period, plan.facts, tuple(schemes))


def sum_into(
    due: Sequence[Array] | Array,
    consume: Callable[[int, Sequence[Settled | None]], None],
    plan: Plan,
    people: People,
    pace: Pace,
) -> None:
    """Run a plan for sums over the whole period alone; hand on each batch while it is in cache.

    ``due`` holds a column (int64 fen, a row for each of the register's) for every scheme of the
    plan. Of a scheme whose sums have a closed form, and that no other scheme has to know, they are
    written there, to every row. ``consume`` is given the register's row at which a batch begins,
    and of every scheme its spells, with rows counted within the batch; None where the sums are
    written already. It is called by several threads at a time if there are several.
    """

    def summed(number: int, scheme: Ready, start: int, batch: Batch) -> None:
        scheme.sum_into(due[number][start : start + batch.size], batch)

    _run_closed(summed, consume, plan, people, pace)


def months_into(
    consume: Callable[[int, Sequence[Settled | Array]], None],
    plan: Plan,
    people: People,
    pace: Pace,
) -> None:
    """The same for sums of all people in each month of the plan's reach: fen (int64), or spells."""

    def by_month(_: int, scheme: Ready, __: int, batch: Batch) -> Array:
        return scheme.by_month(batch)

    _run_closed(by_month, consume, plan, people, pace)


def _run_closed(
    closed: Callable[[int, Ready, int, Batch], Done],
    consume: Callable[[int, Sequence[Settled | Done]], None],
    plan: Plan,
    people: People,
    pace: Pace,
) -> None:
    """Hand on what each batch comes to: in closed form where there is one, else as spells."""
    ready = _ready_to_sum(Same(plan))

    def one(start: int) -> None:
        batch = _batch(plan, people, start, pace)
        done: dict[int, Done] = {}
        for number, scheme in enumerate(ready[0].schemes):
            if scheme.is_closed(batch):
                with pace.stages.stage(scheme.plan.name, batch.size):
                    done[number] = closed(number, scheme, start, batch)
        given = {number: no_settlement(plan.schemes[number].rounding) for number in done}
        settled = _run_batch(plan, ready, batch, given, pace.stages)
        consume(start, [done.get(number, spells) for number, spells in enumerate(settled)])

    _each_batch(one, len(people), pace)


def _each_batch(one: Callable[[int], Done], rows: int, pace: Pace) -> list[Done]:
    """What *one* gives for the row at which each batch begins, in the order of batches."""
    starts = range(0, rows, pace.at_a_time(rows))
    if pace.threads == 1 or len(starts) <= 1:
        return [one(start) for start in starts]
    with ThreadPoolExecutor(min(pace.threads, len(starts))) as pool:
        return list(pool.map(one, starts))


@lru_cache(maxsize=_PLANS_KEPT)
def _ready(same: Same[Plan]) -> tuple[_Stretch, ...]:
    """The stretches of a plan made ready; kept for the next run, which may be of one person only."""
    plan = same.model
    window = Window(plan.reach)
    return tuple(
        _Stretch(stretch, tuple(Ready.of(one, plan, window) for one in stretch.schemes))
        for stretch in plan.stretches
    )


@lru_cache(maxsize=_PLANS_KEPT)
def _ready_to_sum(same: Same[Plan]) -> tuple[_Stretch, ...]:
    """The same made ready to be summed, where all rules stay the same in all months."""
    plan, stretches = same.model, _ready(same)
    if len(stretches) > 1:
        return stretches
    (whole,) = stretches
    ready = tuple(scheme.to_sum(number, plan) for number, scheme in enumerate(whole.schemes))
    return (evolve(whole, schemes=ready),)


def _batch(plan: Plan, people: People, start: int, pace: Pace) -> Batch:
    if pace.work is not None:
        pace.work.batches += 1
    size = min(pace.at_a_time(len(people)), len(people) - start)
    columns = {name: people.columns[name] for name in plan.columns}
    part = {name: column[start : start + size] for name, column in columns.items()}
    return Batch(part, size, plan.leap_day, pace.work)


def _part_of(settled: Settled, start: int, size: int) -> Settled:
    """What of a given scheme concerns the rows of one batch, counted within it."""
    begin, end = np.searchsorted(settled.row, (start, start + size))
    part = settled.take(np.arange(begin, end))
    return evolve(part, row=part.row - start)


def _run_batch(
    plan: Plan,
    ready: Sequence[_Stretch],
    batch: Batch,
    given: Mapping[int, Settled],
    stages: Stages,
) -> Sequence[Settled]:
    settled: list[Settled] = []
    for stretch in ready:
        own = _run_stretch(stretch, settled, batch, given, stages)
        if len(ready) > 1:
            own = _with_months_before(plan, settled, own, given)
        settled = own
    if plan.reach.first < plan.period.first:
        settled = [result.within(plan.period) for result in settled]
    return [merge_adjacent(result) for result in settled]


def _with_months_before(
    plan: Plan, earlier: list[Settled], own: list[Settled], given: Mapping[int, Settled]
) -> list[Settled]:
    """The results of all stretches so far; what is given is whole."""
    before = earlier or [no_settlement(scheme.rounding) for scheme in plan.schemes]
    together = all_after(before, own)
    return [given.get(number, result) for number, result in enumerate(together)]


def _run_stretch(
    stretch: _Stretch,
    earlier: Sequence[Settled],
    batch: Batch,
    given: Mapping[int, Settled],
    stages: Stages,
) -> list[Settled]:
    """The results of one stretch; those of *earlier* ones are there for frozen amounts."""
    settled = [
        given[number] if number in given else no_settlement(scheme.plan.rounding)
        for number, scheme in enumerate(stretch.schemes)
    ]
    for number in stretch.plan.order:
        scheme = stretch.schemes[number]
        if number in given:
            continue
        with stages.stage(scheme.plan.name, batch.size):
            claims = scheme.claims(batch)
            if claims:
                looks_back = scheme.plan.frozen is not None and earlier
                known = all_after(earlier, settled) if looks_back else settled
                settled[number] = settle(claims, scheme.plan, known, batch.size)
        for group in stretch.plan.groups:
            if max(group, key=stretch.plan.order.index) == number:
                _settle_group(group, settled, batch.size)
    return settled


def _settle_group(group: tuple[int, ...], settled: list[Settled], batch_size: int) -> None:
    members = settle_highest([settled[member] for member in group], batch_size)
    for member, result in zip(group, members, strict=True):
        settled[member] = result


@frozen(eq=False)
class _Part:
    """What is due in a batch, and what is undetermined; rows of the register."""

    due: Settled
    open: Settled | None


def _parts(start: int, settled: Sequence[Settled]) -> list[_Part]:
    """The results of a batch as rows of the register."""
    return [_part(one, start) for one in settled]


def _part(settled: Settled, start: int) -> _Part:
    if not len(settled):
        return _Part(
            evolve(settled, missing=None) if settled.missing is not None else settled, None
        )
    moved = evolve(settled, row=settled.row + start)
    if moved.missing is None:
        return _Part(moved, None)
    is_known = moved.missing == 0
    return _Part(evolve(moved.take(is_known), missing=None), moved.take(~is_known))


def _entitlements(scheme: SchemePlan, parts: Sequence[_Part]) -> Entitlements:
    """All batches of one scheme in one, what is due apart from what is undetermined."""
    none = no_settlement(scheme.rounding)
    due = joined([none, *(part.due for part in parts if len(part.due))])
    open_ = joined([none, *(part.open for part in parts if part.open)])
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
