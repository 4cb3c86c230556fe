"""Cells merged over several people: filled down where that is plain, told where it is not."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from subsidy.register.workbooks.grid import Grid
from subsidy.register.workbooks.header import Header
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = ["Filled", "fill_merged"]


@frozen
class Filled:
    """The rows with merged cells filled down, and the cells that one value cannot serve.

    ``unclear``: (row index, column) of people under a merged amount or identifier.
    """

    rows: list[list[Any]]
    count: int  # cells that were filled
    unclear: frozenset[tuple[int, int]]


def fill_merged(grid: Grid, header: Header, vocabulary: Vocabulary) -> Filled:
    """Fill what is truly merged down a column below the headings; a blank cell stays blank.

    A place, a household, a day or a word serves everybody under it. An amount over three
    people may be each one's or all three's: those rows are told instead.
    """
    rows = [list(row) for row in grid.rows]
    unclear: set[tuple[int, int]] = set()
    count = 0
    for (top, left), (bottom, right) in grid.merged or ():
        first, last = top - grid.first_row, bottom - grid.first_row
        column = left - grid.first_column
        is_down = first > header.last and last > first and left == right
        if not is_down or not 0 <= column < len(header.headings):
            continue
        fact = vocabulary.fact(header.headings[column])
        below = range(first, min(last + 1, len(rows)))
        if fact is not None and fact not in vocabulary.shared:
            unclear.update((row, column) for row in below)
            continue
        for row in below[1:]:
            rows[row][column] = rows[first][column]
            count += rows[first][column] != ""
    return Filled(rows, count, frozenset(unclear))
