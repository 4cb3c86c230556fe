"""Whole periods in closed form: what a ladder pays over the months of a run, without any spell.

What a line of an amount has paid from the beginning of the period up to a month is a short table,
changes of rates and instalments included. What a run pays is then a sum of table entries, one for
each of its edges: its first month, the steps inside, its end.
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

__all__ = ["Summed", "Tally"]

Array = np.ndarray[Any, Any]

_LARGEST_FEN = 2**62


@frozen(eq=False)
class Summed:
    """What a scheme comes to over the whole period: fen (int64) of batch rows.

    Rows are sorted; one that has several runs stands several times.
    """

    row: Array
    fen: Array

    @classmethod
    def nothing(cls) -> Summed:
        """The sums of nobody."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64))


@frozen(eq=False)
class Tally:
    """A ladder made ready to be summed over the months of a plan's period."""

    climb: Climb
    first: np.int32  # the month at which the tables begin
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
        paid = [_paid_until(line, climb, plan) for line in climb.ladder.lines]
        edges = (-paid[0], *(before - after for before, after in pairwise(paid)), paid[-1])
        return cls(climb, np.int32(plan.reach.first), edges)

    def sums(self, months: PaidMonths, batch: Batch) -> Summed:
        """What is paid in the months; those before the period pay nothing."""
        fen = np.zeros(len(months.row), np.int64)
        edges = self.climb.edges(months.none_backwards(), batch)
        for table, edge in zip(self.of_edges, edges, strict=True):
            fen += table.take(edge - self.first, mode="clip")
        return Summed(months.row, fen)


def _stands_alone(number: int, plan: Plan) -> bool:
    """Whether no other scheme is asked for by this one, or asks for it; and every month pays."""
    scheme = plan.schemes[number]
    asks = [(n, other) for n, each in enumerate(plan.schemes) for other in each.asks_for]
    is_free = all(number not in pair for pair in asks)
    return is_free and not scheme.pays_in and not any(number in group for group in plan.groups)


def _paid_until(line: int, climb: Climb, plan: Plan) -> Array:
    """Fen that a line has paid in the period up to each month of the plan's reach, and its end."""
    months = np.arange(plan.reach.first, plan.reach.end)
    if line == NO_LINE:
        return np.zeros(len(months) + 1, np.int64)
    stretch = np.maximum(np.searchsorted(climb.stretches, months, side="right") - 1, 0)
    code = line * len(climb.stretches) + stretch
    fen, per_months = climb.terms.fen.take(code), climb.terms.per_months.take(code)
    paid = instalments(fen, per_months, months, climb.scheme.rounding)
    return np.append(0, np.where(months < plan.period.first, 0, paid).cumsum())
