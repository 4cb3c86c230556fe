"""Where a mask holds: of the few rows that do, without a look at every other one."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["rows_where"]

Array = np.ndarray[Any, Any]

_IN_A_WORD = 8
_FEW = 10  # at most one in so many rows is few: most words of eight rows hold none


def rows_where(mask: Array) -> Array:
    """Positions (int64) at which a mask of bytes is true, ascending; like ``numpy.flatnonzero``.

    Where they are few, eight rows are looked at together, and single ones only where one holds.
    """
    if np.count_nonzero(mask) * _FEW > len(mask):
        return np.flatnonzero(mask)
    whole = len(mask) - len(mask) % _IN_A_WORD
    words = mask[:whole].view(np.uint64)
    holding = np.flatnonzero(words != 0)
    within = np.flatnonzero(words.take(holding).view(bool))
    rows = holding.take(within >> 3) * _IN_A_WORD + (within & 7)
    rest = np.flatnonzero(mask[whole:])
    return np.concatenate([rows, rest + whole]) if len(rest) else rows
