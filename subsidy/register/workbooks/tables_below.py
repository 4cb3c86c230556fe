"""Several tables below one another on a sheet, each with headings of its own (二、百岁老人)."""

from __future__ import annotations

from attrs import evolve

from subsidy.register.heading_rows import begins_a_table
from subsidy.register.totals_rows import looks_like_a_value
from subsidy.register.workbooks.grid import Grid
from subsidy.register.workbooks.header import Header, find_header, is_repeated
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = ["tables_of"]


def tables_of(grid: Grid, header: Header, vocabulary: Vocabulary) -> list[tuple[Grid, Header]]:
    """The tables of a sheet from top to bottom; mostly one. No row is lost or stands in two.

    Another table begins where headings stand that are not the first ones once more.
    """
    begins, current = [0], header
    offset = 0
    tables: list[Header] = [header]
    for row in range(header.last + 1, len(grid.rows)):
        if row - offset <= current.last or not begins_a_table(grid.rows[row], vocabulary):
            continue
        if is_repeated(grid.rows[row], _part(grid, offset, len(grid.rows)), current):
            continue
        first = _beginning(grid, row, offset + current.last, vocabulary)
        found = find_header(_part(grid, first, len(grid.rows)), vocabulary)
        if found is None:
            continue
        begins.append(first)
        tables.append(found)
        offset, current = first, found
    if len(tables) == 1:
        return [(grid, header)]
    ends = [*begins[1:], len(grid.rows)]
    parts = [_part(grid, begin, end) for begin, end in zip(begins, ends, strict=True)]
    return list(zip(_counted(grid, parts), tables, strict=True))


def _beginning(grid: Grid, row: int, end_above: int, vocabulary: Vocabulary) -> int:
    """The row where a table begins: groups of its headings stand above it, and its title."""
    joined = find_header(_part(grid, row - 1, len(grid.rows)), vocabulary)
    has_groups = joined is not None and (joined.first, joined.last) == (0, 1)
    first = row - 1 if has_groups and row - 1 > end_above else row
    return _with_title(grid, first) if first - 1 > end_above else first


def _with_title(grid: Grid, row: int) -> int:
    """A title above, merged over the columns, belongs to the table."""
    above = row - 1
    filled = [column for column, cell in enumerate(grid.rows[above]) if cell != ""]
    if len(filled) != 1 or looks_like_a_value(grid.rows[above][filled[0]]):
        return row
    corner = (above + grid.first_row, filled[0] + grid.first_column)
    is_wide = any(first == corner and last[1] > first[1] for first, last in grid.merged or ())
    return above if is_wide else row


def _part(grid: Grid, begin: int, end: int) -> Grid:
    rows = grid.rows[begin:end]
    return evolve(grid, rows=rows, first_row=grid.first_row + begin)


def _counted(grid: Grid, parts: list[Grid]) -> list[Grid]:
    """The parts with the rows that hold values counted once, with the first."""
    valued = grid.marks.valued_rows
    others = sum(any(cell != "" for cell in row) for part in parts[1:] for row in part.rows)
    counts = [None if valued is None else valued - others, *[None] * (len(parts) - 1)]
    return [
        evolve(part, marks=evolve(part.marks, valued_rows=count))
        for part, count in zip(parts, counts, strict=True)
    ]
