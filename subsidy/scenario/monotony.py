"""Whether cost can fall as a flat rate rises: settled for all values by looking at a few.

Where the cost comes from person-months, a rate of A fen costs, in a month whose instalment is the
k-th of n, so many person-months times round(A·k/n) − round(A·(k−1)/n). Rounding to steps of u fen
moves with its argument, round(x + u) = round(x) + u, so with A → A + n·u the cost of every month
grows by the same amount, whatever A was. Hence the growth of the cost from one step of the rate
to the next repeats with period lcm(step, n·u) / step: where it is never negative over one period,
it is never negative anywhere. Several rates add up, each of its own person-months.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import lcm

from subsidy.errors import RulesRefused
from subsidy.money import Mode
from subsidy.rulebook.model import Scheme
from subsidy.scenario.costing import Costing
from subsidy.scenario.unknowns import Kind, Unknown, scheme_of

__all__ = ["is_proven_to_rise"]

MOST_STEPS = 1200  # of one period; each costs some tens of microseconds


def is_proven_to_rise(costing: Costing, unknowns: Sequence[Unknown]) -> bool:
    """Whether cost is proven never to fall as the unknowns rise; False: not proven.

    Unknowns in fixed proportion rise together, so that each may be looked at alone.
    """
    return all(_rises(costing, one) for one in unknowns)


def _rises(costing: Costing, unknown: Unknown) -> bool:
    name = scheme_of(costing.book, unknown.key)
    if name is None or unknown.kind is not Kind.MONEY or unknown.step.denominator != 1:
        return False
    steps = _period_in_steps(costing, costing.book.scheme(name), unknown)
    if steps is None or costing.is_asked_for(name):
        return False
    costs = [_fen(costing, unknown, number) for number in range(steps, 2 * steps + 1)]
    known = [fen for fen in costs if fen is not None]
    return len(known) == len(costs) and all(one <= two for one, two in pairwise(known))


def _period_in_steps(costing: Costing, scheme: Scheme, unknown: Unknown) -> int | None:
    """After how many steps the growth repeats; None: too many to look at, or not rounded."""
    if scheme.rounding.mode is Mode.EXACT:
        return None
    paying = [month for month in costing.baseline.period.months() if scheme.timing.pays(month)]
    of = {scheme.timing.instalment(month, unknown.per_months)[1] for month in paying}
    step = int(unknown.step)
    steps = lcm(step, *(number * scheme.rounding.step_fen for number in of)) // step
    return steps if steps <= MOST_STEPS else None


def _fen(costing: Costing, unknown: Unknown, steps: int) -> int | None:
    """The cost at so many steps from person-months; None where they do not tell it."""
    try:
        book = costing.book.reform({unknown.key: unknown.text(unknown.step * steps)})
    except RulesRefused:
        return None
    found = costing.from_person_months(book)
    return None if found is None else found.total
