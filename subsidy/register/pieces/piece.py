"""A piece of a register: some of its rows as a table, and where in the file they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from attrs import frozen

from subsidy.register.source import Table

__all__ = ["Piece", "Pieces", "Unread"]


@frozen(eq=False)
class Piece:
    """Consecutive records of a file: record *n* of ``table`` is record ``before + n`` of the file.

    Where the source counts lines, ``table.lines`` are already those of the file.
    """

    table: Table
    before: int

    @property
    def shift(self) -> int:
        """What makes the table's own numbers of rows those of the file."""
        return self.before if self.table.lines is None else 0


Unread = Callable[[], Piece]
"""A piece that is split into fields when it is called, in any thread, once.

Those before it must be called as well, and no later: it waits until they have counted their rows.
"""


class Pieces(Protocol):
    """A register that can be read from its beginning as often as wanted."""

    @property
    def head(self) -> Table:
        """The headings, without rows."""

    @property
    def sha256(self) -> str:
        """The hash of the file's bytes."""

    def read(self, headings: Sequence[int] | None = None) -> Iterator[Unread]:
        """All rows, piece by piece; at least the columns at these positions, others may be empty.

        Raises:
            RegisterRefused: damaged, or beyond the limits; a piece raises it, too.
        """
