"""Which row of a sheet holds the headings: the first in which two of them are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from subsidy.register.heading_rows import (
    below_groups,
    identifies,
    joined_headings,
    known_in,
    with_roles,
)
from subsidy.register.headings import plain
from subsidy.register.workbooks.grid import Grid, Range
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = ["Header", "find_header", "is_repeated"]

_ROWS_LOOKED_AT = 60
_ENOUGH = 2
_MOST_ROWS = 3  # of headings


@frozen
class Header:
    """The rows of headings (indices within the grid) and one heading for each column."""

    first: int
    last: int
    headings: tuple[str, ...]


def find_header(grid: Grid, vocabulary: Vocabulary, declared: int | None = None) -> Header | None:
    """The headings of a sheet: those of one row, or of two where groups stand above columns.

    A row counts that has two known headings of different meaning, one of which tells who
    somebody is; the first row with content may have one alone. *declared* is the number of the
    row instead.
    """
    if declared is not None:
        return _declared(grid, declared - 1 - grid.first_row, vocabulary)
    enough = 1
    for index, row in enumerate(grid.rows[:_ROWS_LOOKED_AT]):
        if not any(cell != "" for cell in row):
            continue
        last = _last_row(grid, index)
        headings = _combined(grid, index, last, vocabulary)
        if last == index:
            last, headings = _with_unmerged(grid, index, headings, vocabulary)
        words = with_roles(headings, vocabulary) if last > index else vocabulary
        if len(known_in(headings, words)) >= enough and identifies(headings, words):
            return Header(index, last, headings)
        enough = _ENOUGH
    return None


def _declared(grid: Grid, index: int, vocabulary: Vocabulary) -> Header | None:
    if not 0 <= index < len(grid.rows):
        return None
    last = _last_row(grid, index)
    headings = _combined(grid, index, last, vocabulary)
    return Header(index, last, headings) if identifies(headings, vocabulary) else None


def is_repeated(row: Sequence[Any], grid: Grid, header: Header) -> bool:
    """Whether a row says a row of the headings once more: all its cells, and two at least."""
    filled = [column for column, cell in enumerate(row) if cell != ""]
    if len(filled) < _ENOUGH:
        return False
    return any(
        all(plain(str(heads[column])) == plain(str(row[column])) for column in filled)
        for heads in grid.rows[header.first : header.last + 1]
    )


def _last_row(grid: Grid, index: int) -> int:
    """The last row of headings that begin in a row: the next one too where merged cells say so."""
    ranges = [_within(grid, one) for one in grid.merged or ()]
    deepest = max((last for (first, _), (last, _) in ranges if first == index), default=index)
    is_group = any(
        first == last == index and left < right for (first, left), (last, right) in ranges
    )
    if deepest > index:
        return deepest
    below = grid.rows[index + 1] if index + 1 < len(grid.rows) else []
    above = grid.rows[index]
    is_gapless = is_group and all(
        cell == "" or above[column] == "" or _is_under(ranges, index, column)
        for column, cell in enumerate(below)
    )
    return index + 1 if is_gapless and any(cell != "" for cell in below) else index


def _with_unmerged(
    grid: Grid, index: int, headings: tuple[str, ...], vocabulary: Vocabulary
) -> tuple[int, tuple[str, ...]]:
    """The same where groups stand above columns though nobody merged their cells."""
    for below in grid.rows[index + 1 : index + _MOST_ROWS]:
        joined = below_groups(headings, [_text(cell) for cell in below], vocabulary)
        if joined is None:
            break
        index, headings = index + 1, joined
    return index, headings


def _is_under(ranges: list[Range], index: int, column: int) -> bool:
    return any(
        first == last == index and left <= column <= right and left < right
        for (first, left), (last, right) in ranges
    )


def _within(grid: Grid, one: Range) -> Range:
    (top, left), (bottom, right) = one
    rows, columns = grid.first_row, grid.first_column
    return (top - rows, left - columns), (bottom - rows, right - columns)


def _combined(grid: Grid, first: int, last: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """One heading for each column; below a group, with the group's name where that is known."""
    if first == last:
        return tuple(_text(cell) for cell in grid.rows[first])
    levels = [_spread(grid, index) for index in range(first, last + 1)]
    return joined_headings(zip(*levels, strict=True), vocabulary)


def _spread(grid: Grid, index: int) -> list[str]:
    texts = [_text(cell) for cell in grid.rows[index]]
    for one in grid.merged or ():
        (top, left), (bottom, right) = _within(grid, one)
        if top == bottom == index:
            for column in range(max(left, 0), min(right + 1, len(texts))):
                texts[column] = texts[max(left, 0)]
    return texts


def _text(cell: Any) -> str:
    return str(cell).strip()
