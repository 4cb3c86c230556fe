"""Exclusion and *highest of* in closed form: spells without the months of another scheme.

The other scheme must pay each row one stretch of months; then what is left of a spell is what
lies before that stretch and what lies after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from attrs import evolve

from subsidy.engine.claims import Claims

if TYPE_CHECKING:
    from subsidy.engine.settle import Settled

__all__ = ["has_one_amount_a_row", "one_stretch_of_each_row", "without", "without_better"]

Array = np.ndarray[Any, Any]
Spells = TypeVar("Spells", Claims, "Settled")
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


def without(claims: Spells, stretches: tuple[Array, Array, Array], batch_size: int) -> Spells:
    """What is left of claims before and after the stretch of their row."""
    row, first, end = stretches
    met, of = _meetings(claims.row, row, batch_size)
    begin, stop = (np.full(len(claims), _NEVER) for _ in range(2))
    begin[met], stop[met] = first.take(of), end.take(of)
    return _outside(claims, begin, stop)


def without_better(settled: Settled, other: Settled, batch_size: int, *, on_a_tie: bool) -> Settled:
    """What is left of spells where the other scheme's stretch does not pay more, or as much.

    Both have one spell a row.
    """
    met, of = _meetings(settled.row, other.row, batch_size)
    mine, rival = settled.fen.take(met), other.fen.take(of)
    beats = rival >= mine if on_a_tie else rival > mine
    met, of = met.compress(beats), of.compress(beats)
    begin, stop = (np.full(len(settled), _NEVER) for _ in range(2))
    begin[met], stop[met] = other.first.take(of), other.end.take(of)
    return _outside(settled, begin, stop)


def has_one_amount_a_row(settled: Settled) -> bool:
    """Whether every row has one spell, above zero, that pays the same in every month."""
    if settled.missing is not None:
        return False
    once = not (settled.row[1:] == settled.row[:-1]).any()
    return bool(once and (settled.per_months == 1).all() and (settled.fen > 0).all())


def _meetings(row: Array, of_row: Array, batch_size: int) -> tuple[Array, Array]:
    """Positions in *row* of the rows that *of_row* names too, and where it does; it names each once.

    What is filled for the whole batch is a byte a row; places are read of the rows alone that
    have one.
    """
    is_there = np.zeros(batch_size, bool)
    is_there[of_row] = True
    met = np.flatnonzero(is_there.take(row))
    place = np.empty(batch_size, np.int32)
    place[of_row] = np.arange(len(of_row), dtype=np.int32)
    return met, place.take(row.take(met))


def _outside(claims: Spells, begin: Array, stop: Array) -> Spells:
    """The parts of spells that lie before *begin*, or from *stop* on."""
    if not ((begin < claims.end) & (stop > claims.first)).any():
        return claims
    edges = np.empty((len(claims), 4), np.int32)
    edges[:, 0], edges[:, 1] = claims.first, np.minimum(claims.end, begin)
    edges[:, 2], edges[:, 3] = np.maximum(claims.first, stop), claims.end
    left = np.empty((len(claims), 2), bool)
    np.less(edges[:, 0], edges[:, 1], out=left[:, 0])
    np.less(edges[:, 2], edges[:, 3], out=left[:, 1])
    left[:, 1] &= begin < _NEVER
    number = np.flatnonzero(left)
    months = edges.ravel()
    return evolve(
        claims.take(number >> 1), first=months.take(2 * number), end=months.take(2 * number + 1)
    )
