"""What is done with a large register while nothing is known of it yet, and the rules are still read."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from subsidy.errors import Place
from subsidy.register.guard.limits import MIB, Limits
from subsidy.register.guard.supervise import Asked, asked

__all__ = ["can_have_pieces", "child_for", "has_a_child", "is_large"]

_PARQUET = ".parquet"
_WORTH_IT = {
    ".csv": 16 * MIB,
    ".tsv": 16 * MIB,
    ".txt": 16 * MIB,
    _PARQUET: 64 * MIB,
}  # sizes of files


def can_have_pieces(path: Path) -> bool:
    """Whether files that are named so can be read in pieces at all."""
    return path.suffix.lower() in _WORTH_IT


def is_large(path: Path) -> bool:
    """Whether a file of such a kind is better read so: faster, or too much memory whole."""
    return path.is_file() and path.stat().st_size >= _WORTH_IT[path.suffix.lower()]


def has_a_child(path: Path) -> bool:
    """Whether a child opens the file, and it is large enough not to wait for that child's start."""
    return path.suffix.lower() == _PARQUET and is_large(path)


def child_for(path: Path, limits: Limits) -> AbstractContextManager[Asked]:
    """The child that opens a Parquet file, started when it is first asked, or told to start."""
    return asked("parquet_pieces", Place(str(path)), limits)
