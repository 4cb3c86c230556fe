"""A scheme made ready for a run: its months and claims in a batch, and its sums in closed form."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from attrs import evolve, frozen

from subsidy.engine.batch import Batch
from subsidy.engine.by_birth import ByBirth
from subsidy.engine.calendar import Window
from subsidy.engine.candidates import Search, find_candidates
from subsidy.engine.claims import Claims, Terms
from subsidy.engine.climbing import Climb
from subsidy.engine.firsts import months_of_scheme
from subsidy.engine.paying import PaidMonths, claimed_months, claims_of
from subsidy.engine.runs import Runs, find_runs
from subsidy.engine.spells import covering, cut
from subsidy.engine.summing import Edges, Tally
from subsidy.plan.model import Plan, SchemePlan

__all__ = ["Ready"]

Array = np.ndarray[Any, Any]


@frozen(eq=False)
class Ready:
    """A scheme made ready for a run: what is looked up in every batch is worked out once."""

    plan: SchemePlan
    window: Window
    search: Search
    climb: Climb | None
    tally: Tally | None = None
    by_birth: ByBirth | None = None

    @classmethod
    def of(cls, scheme: SchemePlan, plan: Plan, window: Window) -> Ready:
        """A plan's scheme made ready to be run."""
        search = Search.of(scheme.eligibility, plan.leap_day, window)
        return cls(scheme, window, search, Climb.of(scheme, plan.leap_day, window))

    def to_sum(self, number: int, plan: Plan) -> Ready:
        """The same made ready to be summed, where that takes no spells."""
        tally = Tally.of(number, plan, self.climb)
        by_birth = ByBirth.of(self.plan, plan.leap_day, self.window) if tally else None
        return evolve(self, tally=tally, by_birth=by_birth)

    def is_closed(self, batch: Batch) -> bool:
        """Whether what the scheme comes to takes no spells."""
        tally = self.tally
        return tally is not None and tally.climb.is_open(batch) and not tally.can_wrap(batch.size)

    def sum_into(self, due: Array, batch: Batch) -> None:
        """Write what the scheme comes to over the period to every row of a column."""
        assert self.tally is not None
        others = self._others(batch)
        if others is None:
            edges = self._edges(batch)
            due.fill(0)
            _put(due, edges.row, self.tally.sums(edges))
            return
        assert self.by_birth is not None
        self.by_birth.look_up(self._fen_of_births, batch, due)
        if len(others):
            due[others] = 0
            edges = self._edges(self.by_birth.only(others, batch))
            _put(due, others.take(edges.row), self.tally.sums(edges))

    def by_month(self, batch: Batch) -> Array:
        """Fen that the scheme comes to in each month of the plan's reach, all rows together."""
        assert self.tally is not None
        others = self._others(batch)
        if others is None:
            return self.tally.by_month(self._edges(batch))
        assert self.by_birth is not None
        born = self.by_birth.count(batch) - self.by_birth.count(self.by_birth.only(others, batch))
        edges = self._edges_of_births
        fen = self.tally.by_month(edges, born.take(edges.row))
        return fen + self.tally.by_month(self._edges(self.by_birth.only(others, batch)))

    def _others(self, batch: Batch) -> Array | None:
        """Rows that more than their birth decides; None where births are not worth looking up."""
        if self.by_birth is None or not self.by_birth.is_worthwhile(batch):
            return None
        others = self.by_birth.others(batch)
        return others if 2 * len(others) <= batch.size else None

    @cached_property
    def _edges_of_births(self) -> Edges:
        """The edges of somebody born on each day that counts, whom nothing but that decides."""
        assert self.by_birth is not None
        return self._edges(self.by_birth.one_of_each())

    @cached_property
    def _fen_of_births(self) -> Array:
        """What each of those comes to over the period."""
        assert self.by_birth is not None
        assert self.tally is not None
        fen = np.zeros(self.by_birth.births, np.int64)
        fen[self._edges_of_births.row] = self.tally.sums(self._edges_of_births)
        return fen

    def _edges(self, batch: Batch) -> Edges:
        assert self.tally is not None
        found = self._months(batch)
        months = PaidMonths.none() if found is None else found[0]
        return self.tally.edges(months, batch)

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


def _put(due: Array, row: Array, fen: Array) -> None:
    """Add up fen by row where nothing is due yet; *row* is sorted."""
    if (row[1:] == row[:-1]).any():
        np.add.at(due, row, fen)
    else:
        due[row] = fen


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
