"""Sums in closed form: what a ladder pays over the months of runs, without any spell.

What a line of an amount has paid from the beginning of the period up to a month is a short table,
changes of rates and instalments included. What a run pays is then a sum of table entries, one for
each of its edges: its first month, the steps inside, its end. What all runs together pay in each
month needs no more than how many have each edge in it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from attrs import frozen

from subsidy.engine.batch import Batch
from subsidy.engine.climbing import Climb
from subsidy.engine.paying import PaidMonths
from subsidy.engine.rounding import instalments
from subsidy.plan.model import NO_LINE, Plan

__all__ = ["Edges", "Summed", "Tally"]

Array = np.ndarray[Any, Any]

_LARGEST_FEN = 2**62


@frozen(eq=False)
class Summed:
    """What a scheme comes to over the whole period: fen (int64) of batch rows.

    Rows are sorted; one that has several runs stands several times. ``row`` None: every row of
    the batch stands once.
    """

    row: Array | None
    fen: Array


@frozen(eq=False)
class Edges:
    """The edges of runs of batch rows: for each edge its month in every run, ascending by edge."""

    row: Array
    months: tuple[Array, ...]  # int32, counted from the first month of a tally's tables


@frozen(eq=False)
class Tally:
    """A ladder made ready to be summed over the months of a plan's period."""

    climb: Climb
    first: np.int32  # the month at which the tables begin
    paid: tuple[Array, ...]  # fen, by month: what every line pays in it
    of_edges: tuple[Array, ...]  # fen, by month: what every edge of a run adds to its sum

    @classmethod
    def of(cls, number: int, plan: Plan, climb: Climb | None) -> Tally | None:
        """The tally of a plan's scheme.

        None where the scheme has to be settled against others, where its amounts are no ladder,
        or where a sum might leave 64 bits, so that whoever adds up spells has to look.
        """
        if climb is None or not _stands_alone(number, plan):
            return None
        if (
            int(climb.terms.fen.max(initial=0)) * (plan.reach.end - plan.reach.first)
            >= _LARGEST_FEN
        ):
            return None
        paid = tuple(_paid_in(line, climb, plan) for line in climb.ladder.lines)
        until = [np.append(0, line.cumsum()) for line in paid]
        edges = (-until[0], *(before - after for before, after in pairwise(until)), until[-1])
        return cls(climb, np.int32(plan.reach.first), paid, edges)

    def edges(self, months: PaidMonths, batch: Batch) -> Edges:
        """The months between which each line pays; months before the period pay nothing."""
        edges = self.climb.edges(months.none_backwards(), batch)
        return Edges(months.row, tuple(edge - self.first for edge in edges))

    def sums(self, edges: Edges) -> Summed:
        """What is paid between the edges over the whole period."""
        fen = np.zeros(len(edges.row), np.int64)
        for table, edge in zip(self.of_edges, edges.months, strict=True):
            fen += table.take(edge, mode="clip")
        return Summed(edges.row, fen)

    def by_month(self, edges: Edges, people: Array | None = None) -> Array:
        """Fen paid in each month of the tables, all rows together; *people* are so many a row."""
        months = len(self.paid[0])
        counts = [_counted(edge, months + 1, people) for edge in edges.months]
        fen = np.zeros(months, np.int64)
        for paid, (begun, ended) in zip(self.paid, pairwise(counts), strict=True):
            fen += paid * (begun - ended).cumsum()[:-1]
        return fen

    def can_wrap(self, people: int) -> bool:
        """Whether a month's sum of so many people might leave 64 bits."""
        return max(int(line.max(initial=0)) for line in self.paid) * people >= _LARGEST_FEN


def _counted(edge: Array, months: int, people: Array | None) -> Array:
    """How many have an edge in each month; what lies beyond the last one stands there."""
    edge = np.minimum(edge, np.int32(months - 1))
    if people is None:
        return np.bincount(edge, minlength=months)
    counts = np.zeros(months, np.int64)
    np.add.at(counts, edge, people)
    return counts


def _stands_alone(number: int, plan: Plan) -> bool:
    """Whether no other scheme is asked for by this one, or asks for it; and every month pays."""
    scheme = plan.schemes[number]
    asks = [(n, other) for n, each in enumerate(plan.schemes) for other in each.asks_for]
    is_free = all(number not in pair for pair in asks)
    return is_free and not scheme.pays_in and not any(number in group for group in plan.groups)


def _paid_in(line: int, climb: Climb, plan: Plan) -> Array:
    """Fen that a line pays in each month of the plan's reach; nothing before the period."""
    months = np.arange(plan.reach.first, plan.reach.end)
    if line == NO_LINE:
        return np.zeros(len(months), np.int64)
    stretch = np.maximum(np.searchsorted(climb.stretches, months, side="right") - 1, 0)
    code = line * len(climb.stretches) + stretch
    fen, per_months = climb.terms.fen.take(code), climb.terms.per_months.take(code)
    paid = instalments(fen, per_months, months, climb.scheme.rounding)
    return np.where(months < plan.period.first, 0, paid)
