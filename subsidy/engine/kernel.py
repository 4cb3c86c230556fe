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
from subsidy.engine.candidates import Search, find_candidates
from subsidy.engine.claims import Claims, Terms
from subsidy.engine.climbing import Climb
from subsidy.engine.firsts import months_of_scheme
from subsidy.engine.outcome import Entitlements, Outcome, Undetermined
from subsidy.engine.paying import PaidMonths, claimed_months, claims_of
from subsidy.engine.runs import Runs, find_runs
from subsidy.engine.settle import (
    Settled,
    joined,
    merge_adjacent,
    no_settlement,
    settle,
    settle_highest,
)
from subsidy.engine.spells import covering, cut
from subsidy.engine.stretching import all_after
from subsidy.engine.summing import Summed, Tally
from subsidy.engine.work import BATCH_ROWS, Pace, Work
from subsidy.plan.model import Plan, SchemePlan, StretchPlan
from subsidy.plan.same import Same
from subsidy.register.table import People
from subsidy.stages import UNOBSERVED, Stages

__all__ = ["BATCH_ROWS", "run", "run_at", "sum_into"]

Array = np.ndarray[Any, Any]
Done = TypeVar("Done")
_PLANS_KEPT = 16


@frozen(eq=False)
class _Scheme:
    """A scheme made ready for a run: what is looked up in every batch is worked out once."""

    plan: SchemePlan
    window: Window
    search: Search
    climb: Climb | None
    tally: Tally | None = None

    def can_be_summed(self, batch: Batch) -> bool:
        """Whether what the scheme comes to over the period takes no spells."""
        return self.tally is not None and self.tally.climb.is_open(batch)

    def summed(self, batch: Batch) -> Summed:
        """What the scheme comes to over the period."""
        assert self.tally is not None
        found = self._months(batch)
        return Summed.nothing() if found is None else self.tally.sums(found[0], batch)

    def _months(self, batch: Batch) -> tuple[PaidMonths, PaidMonths | None] | None:
        """The months that are sure to be paid, and all that may be; None without candidates."""
        found = find_candidates(self.search, batch)
        if found is None:
            return None
        batch.work.candidates += len(found.row)
        surely, perhaps = find_runs(self.plan.eligibility, found, batch, self.window)
        return months_of_scheme(surely, perhaps, self.plan, self.window)

    def claims(self, batch: Batch) -> Claims | None:
        """The months that a scheme would pay, looked at alone; and those it might."""
        found = self._months(batch)
        if found is None:
            return None
        months, open_months = found
        claims = self._known(months, batch)
        if open_months is None:
            return claims
        doubtful = _doubtful(self.plan, open_months, months.paying())
        return claims.with_(doubtful) if len(doubtful) else claims

    def _known(self, months: PaidMonths, batch: Batch) -> Claims:
        """The claims of months that are sure."""
        frozen = self.plan.frozen
        if frozen is None:
            return self._paid(months, batch)
        kept = _as_long_as_frozen(months.paying(), self.plan, frozen[1], self.window)
        claims = self._paid(kept, batch)
        return evolve(claims, before=_month_before(claims, kept, self.plan, self.window))

    def _paid(self, months: PaidMonths, batch: Batch) -> Claims:
        if self.climb is not None and self.climb.is_open(batch):
            return self.climb.claims(months, batch)
        return claims_of(months.paying(), self.plan, batch, self.window)


@frozen(eq=False)
class _Stretch:
    """Months in which all rules stay the same, and their schemes made ready, by position."""

    plan: StretchPlan
    schemes: tuple[_Scheme, ...]


def run(  # noqa: PLR0913 - a run, its pace, and what is given to it
    plan: Plan,
    people: People,
    batch_rows: int = BATCH_ROWS,
    *,
    threads: int = 1,
    work: Work | None = None,
    given: Mapping[int, Settled] | None = None,
    stages: Stages = UNOBSERVED,
) -> Outcome:
    """Run a plan over people: every scheme's entitlement spells and undetermined months.

    ``batch_rows`` and ``threads`` change nothing but speed; ``work`` is added to. ``given`` holds
    what the plan's given schemes come to, by their position: they are not run, others net and
    exclude by them, and they are not in the outcome. ``stages`` is told of every scheme.
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
    consume: Callable[[int, Sequence[Settled | Summed]], None],
    plan: Plan,
    people: People,
    pace: Pace,
) -> None:
    """Run a plan for sums over the whole period alone; hand on each batch while it is in cache.

    ``consume`` is given the register's row at which a batch begins, and of every scheme, in the
    order of the plan and with rows counted within the batch, its sums where they have a closed
    form and no other scheme has to know the scheme, else its spells. It is called by several
    threads at a time if there are several.
    """
    ready = _ready_to_sum(Same(plan))

    def one(start: int) -> None:
        batch = _batch(plan, people, start, pace)
        summed = _sum_batch(ready, batch, pace.stages)
        done = {number: no_settlement(plan.schemes[number].rounding) for number in summed}
        settled = _run_batch(plan, ready, batch, done, pace.stages)
        consume(start, [summed.get(number, spells) for number, spells in enumerate(settled)])

    _each_batch(one, len(people), pace)


def _each_batch(one: Callable[[int], Done], rows: int, pace: Pace) -> list[Done]:
    """What *one* gives for the row at which each batch begins, in the order of batches."""
    starts = range(0, rows, pace.batch_rows)
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
        _Stretch(stretch, tuple(_scheme(one, plan, window) for one in stretch.schemes))
        for stretch in plan.stretches
    )


def _scheme(scheme: SchemePlan, plan: Plan, window: Window) -> _Scheme:
    search = Search.of(scheme.eligibility, plan.leap_day, window)
    return _Scheme(scheme, window, search, Climb.of(scheme, plan.leap_day, window))


@lru_cache(maxsize=_PLANS_KEPT)
def _ready_to_sum(same: Same[Plan]) -> tuple[_Stretch, ...]:
    """The same with the tallies of those schemes that have one."""
    plan, stretches = same.model, _ready(same)
    if len(stretches) > 1:
        return stretches
    schemes = tuple(
        evolve(scheme, tally=Tally.of(number, plan, scheme.climb))
        for number, scheme in enumerate(stretches[0].schemes)
    )
    return (evolve(stretches[0], schemes=schemes),)


def _batch(plan: Plan, people: People, start: int, pace: Pace) -> Batch:
    if pace.work is not None:
        pace.work.batches += 1
    size = min(pace.batch_rows, len(people) - start)
    columns = {name: people.columns[name] for name in plan.columns}
    part = {name: column[start : start + size] for name, column in columns.items()}
    return Batch(part, size, plan.leap_day, pace.work)


def _part_of(settled: Settled, start: int, size: int) -> Settled:
    """What of a given scheme concerns the rows of one batch, counted within it."""
    begin, end = np.searchsorted(settled.row, (start, start + size))
    part = settled.take(np.arange(begin, end))
    return evolve(part, row=part.row - start)


def _sum_batch(ready: Sequence[_Stretch], batch: Batch, stages: Stages) -> dict[int, Summed]:
    """The sums of every scheme of which the batch needs no spells, by its position."""
    summed: dict[int, Summed] = {}
    for number, scheme in enumerate(ready[0].schemes):
        if scheme.can_be_summed(batch):
            with stages.stage(scheme.plan.name, batch.size):
                summed[number] = scheme.summed(batch)
    return summed


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


def _as_long_as_frozen(
    months: PaidMonths, scheme: SchemePlan, count: int, window: Window
) -> PaidMonths:
    """Months up to so many after the first of their run."""
    first = _first_of_runs(months, scheme, window)
    return evolve(months, end=np.minimum(months.end, first + np.int32(count))).paying()


def _month_before(claims: Claims, months: PaidMonths, scheme: SchemePlan, window: Window) -> Array:
    """The month before the first of the run that each claim comes from."""
    run = covering(claims.row, claims.first, months.row, months.first, months.end)
    before: Array = (_first_of_runs(months, scheme, window) - np.int32(1)).take(run)
    return before


def _first_of_runs(months: PaidMonths, scheme: SchemePlan, window: Window) -> Array:
    runs = Runs(months.row, months.run_first, months.run_end)
    return claimed_months(runs, scheme, window).first


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


def _parts(start: int, settled: Sequence[Settled]) -> list[_Part]:
    """The results of a batch as rows of the register."""
    return [_part(one, start) for one in settled]


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
