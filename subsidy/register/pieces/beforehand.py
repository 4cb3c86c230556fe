"""What is done with a large register while nothing is known of it yet, and the rules are still read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from subsidy.errors import Place
from subsidy.register.guard.limits import MIB, Limits
from subsidy.register.guard.supervise import Asked, asked
from subsidy.register.pieces.opened import Opened, opened

__all__ = ["Ready", "can_have_pieces", "is_large", "ready"]

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


@frozen(eq=False)
class Ready:
    """A register's file, open and being hashed; and the child that opens it, if it is Parquet."""

    file: Opened
    child: Asked

    def start(self) -> None:
        """Let the child start at once, where it is needed, and not when it is first asked."""
        if self.file.path.suffix.lower() == _PARQUET:
            self.child.start()


@contextmanager
def ready(path: Path, limits: Limits) -> Iterator[Ready]:
    """A register's file, and what it takes to read it.

    Raises:
        RegisterRefused: see :func:`subsidy.register.pieces.opened.opened`.
    """
    place = Place(str(path))
    with opened(path, place, limits) as file, asked("parquet_pieces", place, limits) as child:
        yield Ready(file, child)
