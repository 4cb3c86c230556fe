"""Tables below the people that tell nobody's number: a summary (乡镇, 人数, 金额), or people without one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from attrs import frozen

from subsidy.register.heading_rows import known_in
from subsidy.register.totals_rows import RowKind, is_a_value, is_number, looks_like_a_value, spelled
from subsidy.register.workbooks.grid import Grid
from subsidy.register.workbooks.header import Header
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = ["OtherTable", "begins_another", "other_tables", "people_above"]

_COUNTS = re.compile(r"(?:.*)(?:人数|户数|人次|人次数|笔数|份数)(?:[(\[].*[)\]])?")
_NAMES = re.compile(r".*(?:姓名|户主|享受人|受益人|领款人|收款人).*")
_ENOUGH = 2
_LONGEST = 20  # of a heading


@frozen
class OtherTable:
    """Rows *first* (its headings, or its title) to *last* of a grid, both included.

    ``is_summary``: it counts people and names nobody; else it may hold people.
    """

    first: int
    last: int
    headings: tuple[str, ...]
    is_summary: bool


def begins_another(cells: Sequence[object], vocabulary: Vocabulary) -> bool:
    """Whether a row holds headings and no value, none of which tells who somebody is.

    Two cells at least, all of them short words; one is a heading that is known, or counts people.
    """
    texts: list[str] = []
    for text in filter(None, map(spelled, cells)):
        if is_a_value(text) or is_number(text) or len(text) > _LONGEST:
            return False  # as in nearly every row
        texts.append(text)
    if len(texts) < _ENOUGH or len(set(texts)) < len(texts):
        return False
    if any(vocabulary.fact(text) in vocabulary.identifying for text in texts):
        return False
    known = len(known_in(texts, vocabulary))
    return known >= _ENOUGH or (known > 0 and len(texts) > _ENOUGH) or _counts(texts)


def other_tables(
    grid: Grid, header: Header, vocabulary: Vocabulary, kinds: Mapping[int, RowKind]
) -> tuple[OtherTable, ...]:
    """The tables below the people of a sheet, up to the first row that looks like a person's."""
    rows = range(header.last + 1, len(grid.rows))
    first = next((r for r in rows if r not in kinds and _begins(grid, r, vocabulary)), None)
    if first is None:
        return ()
    below = grid.rows[first + 1 :]
    texts = tuple(spelled(cell) for cell in grid.rows[first] if spelled(cell))
    has_people = any(looks_like_a_value(cell) for row in below for cell in row)
    begins = first - 1 if _is_title(grid, first - 1, header, kinds) else first
    is_summary = _counts(texts) and not has_people
    return (OtherTable(begins, len(grid.rows) - 1, texts, is_summary),)


def _begins(grid: Grid, row: int, vocabulary: Vocabulary) -> bool:
    return begins_another(grid.rows[row], vocabulary)


def people_above(rows: Sequence[Sequence[object]], vocabulary: Vocabulary) -> int | None:
    """Of the rows above the headings, the one that begins a table which may list people, if any.

    It names somebody, or two facts that are known, and the row below it is filled too; a table
    that counts people is none.
    """
    for index, (row, below) in enumerate(pairwise(rows)):
        texts = [spelled(cell) for cell in row if spelled(cell)]
        known = known_in(texts, vocabulary)
        has_names = any(map(_names, texts)) and len(known) > 0
        is_filled = sum(spelled(cell) != "" for cell in below) >= _ENOUGH
        if not is_filled or _counts(texts) or not begins_another(row, vocabulary):
            continue
        if has_names or len(known) >= _ENOUGH:
            return index
    return None


def _counts(texts: Sequence[str]) -> bool:
    """Whether a heading counts people and none names somebody."""
    return any(_COUNTS.fullmatch(text) for text in texts) and not any(map(_names, texts))


def _names(text: str) -> bool:
    return _NAMES.fullmatch(text) is not None


def _is_title(grid: Grid, row: int, header: Header, kinds: Mapping[int, RowKind]) -> bool:
    """A lone text right above: the title of the table."""
    if row <= header.last or row in kinds:
        return False
    filled: list[Any] = [cell for cell in grid.rows[row] if spelled(cell)]
    return (
        len(filled) == 1 and not looks_like_a_value(filled[0]) and not is_number(spelled(filled[0]))
    )
