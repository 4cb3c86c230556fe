"""How many there are: whether to look at each one in Python, or to ask about all of them at once."""

from __future__ import annotations

from collections.abc import Sized

__all__ = ["are_few", "are_many"]

_FEW = 64
_MANY = 1 << 12


def are_few(rows: Sized) -> bool:
    """Whether a look at each one takes less time than any call into Polars for all of them."""
    return len(rows) <= _FEW


def are_many(rows: Sized) -> bool:
    """Whether to prove of all that a closer look is not needed costs less than the look itself."""
    return len(rows) >= _MANY
