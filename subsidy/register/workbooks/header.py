"""Which row of a sheet holds the headings: the first in which two of them are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from subsidy.register.headings import plain
from subsidy.register.totals_rows import looks_like_a_value
from subsidy.register.workbooks.grid import Grid, Range
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = ["Header", "find_header", "is_repeated", "looks_like_people"]

_ROWS_LOOKED_AT = 60
_ENOUGH = 2
_IDENTITY = re.compile(r"[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14}")
_OF_THE_PERSON = re.compile(r".*(?:信息|情况|资料|内容)")
_OF_WHAT = re.compile(r"(?:基本)?(?:信息|情况|资料|内容)$")
_OF_OTHERS = re.compile(
    r".*(?:监护|代|家属|配偶|户主|父|母|联系|领款|领取|经办|抚养|照料|护理人).*"
)


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
        known = {meaning for one in headings if (meaning := vocabulary.meaning(one))}
        if len(known) >= enough and _identifies(headings, vocabulary):
            return Header(index, last, headings)
        enough = _ENOUGH
    return None


def _declared(grid: Grid, index: int, vocabulary: Vocabulary) -> Header | None:
    if not 0 <= index < len(grid.rows):
        return None
    last = _last_row(grid, index)
    headings = _combined(grid, index, last, vocabulary)
    return Header(index, last, headings) if _identifies(headings, vocabulary) else None


def _identifies(headings: Sequence[str], vocabulary: Vocabulary) -> bool:
    return any(vocabulary.fact(one) in vocabulary.identifying for one in headings)


def is_repeated(row: Sequence[Any], grid: Grid, header: Header) -> bool:
    """Whether a row says a row of the headings once more: all its cells, and two at least."""
    filled = {column: plain(str(cell)) for column, cell in enumerate(row) if cell != ""}
    if len(filled) < _ENOUGH:
        return False
    return any(
        all(plain(str(grid.rows[index][column])) == said for column, said in filled.items())
        for index in range(header.first, header.last + 1)
    )


def looks_like_people(rows: Sequence[Sequence[Any]]) -> int | None:
    """The first row with an identity number, where rows should hold nobody; None if none does."""
    for index, row in enumerate(rows):
        if any(
            isinstance(cell, str) and _IDENTITY.fullmatch("".join(cell.split())) for cell in row
        ):
            return index
    return None


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
    """The same where groups stand above columns though nobody merged their cells.

    The row below says something in two columns at least, under empty headings and the group
    left of them alone, no value among it; read together, more headings are known than before.
    """
    if index + 1 >= len(grid.rows):
        return index, headings
    below = [_text(cell) for cell in grid.rows[index + 1]]
    group, joined = "", list(headings)
    filled = [column for column, text in enumerate(below) if text]
    for column, heading in enumerate(headings):
        group = heading or group
        is_group = not heading or headings[column + 1 : column + 2] == ("",)
        if below[column] and (not is_group or looks_like_a_value(below[column])):
            return index, headings
        if below[column]:
            joined[column] = _one([group, below[column]], vocabulary)
    known = [
        sum(vocabulary.meaning(one) is not None for one in each) for each in (headings, joined)
    ]
    if len(filled) < _ENOUGH or known[1] <= known[0]:
        return index, headings
    return index + 1, tuple(joined)


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
    return tuple(_one(list(column), vocabulary) for column in zip(*levels, strict=True))


def _spread(grid: Grid, index: int) -> list[str]:
    texts = [_text(cell) for cell in grid.rows[index]]
    for one in grid.merged or ():
        (top, left), (bottom, right) = _within(grid, one)
        if top == bottom == index:
            for column in range(max(left, 0), min(right + 1, len(texts))):
                texts[column] = texts[max(left, 0)]
    return texts


def _one(levels: list[str], vocabulary: Vocabulary) -> str:
    said = list(dict.fromkeys(text for text in levels if text))
    if len(said) < 2:
        return said[0] if said else ""
    group, own, joined = said[0], said[-1], "".join(said)
    if vocabulary.meaning(joined):
        return joined
    shorter = _OF_WHAT.sub("", group) + own  # 残疾情况 above 类别
    if vocabulary.meaning(shorter):
        return shorter
    is_own = _OF_THE_PERSON.fullmatch(group) and not _OF_OTHERS.fullmatch(group)
    return own if is_own else joined


def _text(cell: Any) -> str:
    return str(cell).strip()
