"""A grid → its people, and every other row with the kind of thing that it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from attrs import frozen

from subsidy.register.totals_rows import RowKind, kind_beside, kind_of_row
from subsidy.register.workbooks.grid import Grid
from subsidy.register.workbooks.header import Header, is_repeated
from subsidy.register.workbooks.merged import fill_merged
from subsidy.register.workbooks.other_tables import OtherTable, other_tables
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = ["Roster", "read_roster"]

_FIRST_SERIAL, _LAST_SERIAL = 2_250, 80_000  # 1906 to 2119; numbers below may be years
_JANUARY = re.compile(r"(?:18|19|20|21)[0-9]{2}\.1")
_DAY_ZERO = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


@frozen
class Roster:
    """One sheet, sorted. Rows are indices within the grid; ``kinds`` has each that is no person.

    ``faults``: (row, column, code) of cells that hold no value though they are not empty.
    """

    grid: Grid
    header: Header
    rows: list[list[Any]]
    kinds: Mapping[int, RowKind]
    faults: tuple[tuple[int, int, str], ...]
    filled: int
    serials: int
    others: tuple[OtherTable, ...] = ()  # tables below that tell nobody's number

    @property
    def people(self) -> list[int]:
        """The rows that are people."""
        return [row for row in range(len(self.rows)) if row not in self.kinds]

    def counts(self) -> Mapping[str, int]:
        """How many rows there are of each kind that is no person, headings among them."""
        counted = Counter(kind.value for kind in self.kinds.values())
        return dict(sorted(counted.items()))


def read_roster(grid: Grid, header: Header, vocabulary: Vocabulary) -> Roster:
    """Sort the rows of a sheet: nothing is dropped, each row is a person or of a kind."""
    filled = fill_merged(grid, header, vocabulary)
    marked, every = _rows_with_marks(grid), range(len(grid.rows))
    kinds = {row: kind for row in every if (kind := _kind(grid, header, row, marked))}
    others = other_tables(grid, header, vocabulary, kinds)
    kinds |= _summaries(grid, others)
    kinds |= _remarks(grid, header, vocabulary, {*kinds, *marked})
    rows, serials = _with_days(filled.rows, header, kinds, grid, vocabulary)
    faults = [(row, column, "merged-cell") for row, column in filled.unclear]
    faults += [(*cell, "january-or-october") for cell in _unclear_months(rows, header, vocabulary)]
    marks = (("error-cell", grid.marks.errors), ("formula-without-value", grid.marks.unfinished))
    for code, cells in marks:
        faults += [(r - grid.first_row, c - grid.first_column, code) for r, c in cells]
    told = tuple(
        fault
        for fault in sorted(faults)
        if header.last < fault[0] < len(rows)
        and 0 <= fault[1] < len(header.headings)
        and fault[0] not in kinds
        and vocabulary.meaning(header.headings[fault[1]])
    )
    return Roster(grid, header, rows, kinds, told, filled.count, serials, others)


def _kind(grid: Grid, header: Header, row: int, marked: Container[int]) -> RowKind | None:
    cells = grid.rows[row]
    if not any(str(cell).strip() for cell in cells):
        return None if row in marked else RowKind.BLANK
    if row < header.first:
        return RowKind.TITLE
    if row <= header.last or is_repeated(cells, grid, header):
        return RowKind.HEADING
    return _repeated_title(grid, header, row) or kind_of_row(cells)


def _remarks(
    grid: Grid, header: Header, vocabulary: Vocabulary, passed: Container[int]
) -> dict[int, RowKind]:
    """Rows with one cell in a column that tells nothing: parts' headings, empty numbered lines."""
    telling = [c for c, heading in enumerate(header.headings) if vocabulary.meaning(heading)]
    rows = range(header.last + 1, len(grid.rows))
    others = (row for row in rows if row not in passed)
    found = {row: kind_beside(grid.rows[row], telling) for row in others}
    return {row: kind for row, kind in found.items() if kind is not None}


def _summaries(grid: Grid, others: Iterable[OtherTable]) -> dict[int, RowKind]:
    """The rows of tables that count people; empty ones stay what they are."""
    return {
        row: RowKind.SUMMARY
        for one in others
        for row in range(one.first, one.last + 1)
        if one.is_summary and any(str(cell).strip() for cell in grid.rows[row])
    }


def _rows_with_marks(grid: Grid) -> set[int]:
    return {at - grid.first_row for at, _ in (*grid.marks.errors, *grid.marks.unfinished)}


def _repeated_title(grid: Grid, header: Header, row: int) -> RowKind | None:
    """A title once more, on the next printed page: a row equal to one above the headings."""
    above = (grid.rows[index] for index in range(header.first))
    return RowKind.TITLE if any(cells == grid.rows[row] for cells in above) else None


def _with_days(
    rows: list[list[Any]],
    header: Header,
    kinds: Mapping[int, RowKind],
    grid: Grid,
    vocabulary: Vocabulary,
) -> tuple[list[list[Any]], int]:
    """Plain numbers in columns of days are days as spreadsheets count them."""
    zero, count = _DAY_ZERO[grid.marks.counts_from_1904], 0
    dates = [c for c, h in enumerate(header.headings) if vocabulary.fact(h) in vocabulary.dates]
    for row, cells in enumerate(rows):
        if row in kinds:
            continue
        for column in dates:
            number = cells[column]
            if _is_serial(number):
                cells[column] = zero + timedelta(days=int(number))
                count += 1
    return rows, count


def _unclear_months(
    rows: list[list[Any]], header: Header, vocabulary: Vocabulary
) -> list[tuple[int, int]]:
    """Numbers such as 2023.1 in columns of days: 2023.10, typed as a number, is stored as that."""
    dates = [c for c, h in enumerate(header.headings) if vocabulary.fact(h) in vocabulary.dates]
    return [
        (row, column)
        for row, cells in enumerate(rows)
        for column in dates
        if isinstance(cells[column], float) and _JANUARY.fullmatch(repr(cells[column]))
    ]


def _is_serial(cell: Any) -> bool:
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return is_number and cell == int(cell) and _FIRST_SERIAL <= cell <= _LAST_SERIAL
