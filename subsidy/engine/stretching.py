"""Results of several stretches of months, each of rules of its own, as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import evolve

from subsidy.engine.rounding import instalments
from subsidy.engine.settle import Settled, joined
from subsidy.engine.spells import cut, months_apart, sorted_order
from subsidy.money import Rounding

__all__ = ["all_after", "retold"]


def all_after(earlier: Sequence[Settled], later: Sequence[Settled]) -> list[Settled]:
    """What every scheme came to in earlier months, and in later ones."""
    return [_after(one, retold(two, one.rounding)) for one, two in zip(earlier, later, strict=True)]


def retold(settled: Settled, rounding: Rounding) -> Settled:
    """The same amounts, told so that their instalments come by another rounding.

    Where it is not the one by which they were rounded, months are told one by one.
    """
    if settled.rounding == rounding:
        return settled
    at_row, at_month = months_apart(settled.row, settled.first, settled.end)
    pieces = cut(settled.row, settled.first, settled.end, at_row, at_month)
    each = settled.take(pieces.of)
    return evolve(
        each,
        first=pieces.first,
        end=pieces.end,
        fen=instalments(each.fen, each.per_months, pieces.first, settled.rounding),
        per_months=np.ones_like(each.per_months),
        rounding=rounding,
    )


def _after(earlier: Settled, later: Settled) -> Settled:
    if not len(earlier) or not len(later):
        return later if len(later) else earlier
    both = joined([earlier, later])
    return both.take(sorted_order(both.row, both.first))
