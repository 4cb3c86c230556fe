"""One sheet as plain data: cells, merged ranges, and what a reader of cells alone cannot tell."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

__all__ = ["NO_MARKS", "Grid", "Marks", "Range"]

Range = tuple[tuple[int, int], tuple[int, int]]  # first and last cell: row, column, from 0


@frozen
class Marks:
    """What the file says besides values. Rows and columns count from 0.

    ``errors``: cells such as #N/A. ``unfinished``: formulas without a stored value.
    """

    hidden_rows: frozenset[int] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    unfinished: frozenset[tuple[int, int]] = frozenset()
    counts_from_1904: bool = False
    valued_rows: int | None = None  # rows with a value, counted without the reader of cells


NO_MARKS = Marks()


@frozen
class Grid:
    """One sheet: its rows from the first to the last that is filled, all of one width.

    An empty cell is ``""``. ``first_row`` and ``first_column`` say where the first cell stands
    in the sheet, from 0; ``merged`` counts as the sheet does. ``merged`` is None where the kind
    of file does not tell.
    """

    name: str
    is_visible: bool
    first_row: int
    first_column: int
    rows: list[list[Any]] = field(repr=False)
    merged: tuple[Range, ...] | None = ()
    marks: Marks = NO_MARKS

    def row_number(self, index: int) -> int:
        """The number of a row as the spreadsheet shows it, from 1."""
        return self.first_row + index + 1
