"""Exclusion in closed form: claims without the months of a scheme that pays each row one stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from subsidy.engine.claims import Claims

if TYPE_CHECKING:
    from subsidy.engine.settle import Settled

__all__ = ["one_stretch_of_each_row", "without"]

Array = np.ndarray[Any, Any]
_NEVER = np.int32(2**30)  # later than every month


def one_stretch_of_each_row(settled: Settled) -> tuple[Array, Array, Array] | None:
    """Row, first month and end of what a result pays; None where that is not one stretch a row.

    Also None where anything is undetermined, or a month of a stretch may round to nothing.
    """
    if settled.missing is not None or not len(settled):
        return None
    surely_paid = 2 * settled.per_months.astype(np.int64) * settled.rounding.step_fen
    if (settled.fen < surely_paid).any():
        return None
    again = settled.row[1:] == settled.row[:-1]
    if not again.any():
        return settled.row, settled.first, settled.end
    if (again & (settled.first[1:] != settled.end[:-1])).any():
        return None
    heads = np.flatnonzero(np.append(True, ~again))
    tails = np.append(heads[1:], len(settled)) - 1
    return settled.row.take(heads), settled.first.take(heads), settled.end.take(tails)


def without(claims: Claims, stretches: tuple[Array, Array, Array], batch_size: int) -> Claims:
    """What is left of claims before and after the stretch of their row."""
    row, first, end = stretches
    begins, ends = (np.full(batch_size, _NEVER) for _ in range(2))
    begins[row], ends[row] = first, end
    begin, stop = begins.take(claims.row), ends.take(claims.row)
    if not ((begin < claims.end) & (stop > claims.first)).any():
        return claims
    edges = np.empty((len(claims), 4), np.int32)
    edges[:, 0], edges[:, 1] = claims.first, np.minimum(claims.end, begin)
    edges[:, 2], edges[:, 3] = np.maximum(claims.first, stop), claims.end
    left = np.empty((len(claims), 2), bool)
    np.less(edges[:, 0], edges[:, 1], out=left[:, 0])
    np.less(edges[:, 2], edges[:, 3], out=left[:, 1])
    number = np.flatnonzero(left)
    months = edges.ravel()
    return evolve(
        claims.take(number >> 1), first=months.take(2 * number), end=months.take(2 * number + 1)
    )
