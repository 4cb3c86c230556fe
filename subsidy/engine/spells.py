"""Spells of months and how they are laid over one another.

A spell says something about one row in the months [first, end). Spells of one set are sorted by
row, then first month, and never overlap; so "which spell of that set covers this month" is one
binary search over ``row * SPAN + month``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen

__all__ = ["SPAN", "Pieces", "covering", "cut", "months_apart", "sorted_order"]

Array = np.ndarray[Any, Any]

SPAN = 1 << 20  # more months than any calendar here has


@frozen(eq=False)
class Pieces:
    """Parts of spells: the position of the spell each is a part of, and its months [first, end)."""

    of: Array
    first: Array
    end: Array


def sorted_order(row: Array, first: Array) -> Array:
    """The order by row, then first month."""
    return np.argsort(row.astype(np.int64) * SPAN + first, kind="stable")


def covering(
    row: Array, month: Array, over_row: Array, over_first: Array, over_end: Array
) -> Array:
    """For each (row, month) the position of the spell that covers it, or −1."""
    if not len(over_row):
        return np.full(len(row), -1, np.int64)
    keys = over_row.astype(np.int64) * SPAN + over_first
    wanted = row.astype(np.int64) * SPAN + month
    position = np.searchsorted(keys, wanted, side="right") - 1
    candidate = np.maximum(position, 0)
    covers = (position >= 0) & (over_row[candidate] == row) & (over_end[candidate] > month)
    return np.where(covers, candidate, -1)


def cut(row: Array, first: Array, end: Array, at_row: Array, at_month: Array) -> Pieces:
    """Cut spells at given months of their rows; cuts at or outside their edges change nothing."""
    within = covering(at_row, at_month, row, first, end)
    inside = within >= 0
    inside[inside] = at_month[inside] > first[within[inside]]
    of = np.concatenate([np.arange(len(row)), within[inside]])
    start = np.concatenate([first, at_month[inside]]).astype(np.int32)
    keys = np.unique(of.astype(np.int64) * SPAN + start)
    of, start = keys // SPAN, (keys % SPAN).astype(np.int32)
    stop = np.append(start[1:], 0).astype(np.int32)
    last = np.append(of[1:] != of[:-1], True)
    return Pieces(of, start, np.where(last, end[of], stop).astype(np.int32))


def months_apart(row: Array, first: Array, end: Array) -> tuple[Array, Array]:
    """Every (row, month) inside the spells: where to cut them so that each piece is one month."""
    lengths = (end - first).astype(np.int64)
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    offsets = np.arange(lengths.sum()) - starts
    return np.repeat(row, lengths), (np.repeat(first, lengths) + offsets).astype(np.int32)
