"""Totals that the rows of a text file state, compared as those of workbooks are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from subsidy.errors import Words
from subsidy.register.source import Cells, Table
from subsidy.register.totals_rows import RowKind
from subsidy.register.workbooks.control_sums import check_totals
from subsidy.register.workbooks.grid import Grid
from subsidy.register.workbooks.header import Header
from subsidy.register.workbooks.roster import Roster

__all__ = ["differences_in_text"]

_TOTAL = re.compile("计|total", re.IGNORECASE)
_STATED = (RowKind.TOTAL, RowKind.SUBTOTAL)
_MOST_ROWS = 1_048_576  # as many as a sheet holds; longer files are no lists that people add up


def differences_in_text(
    columns: Sequence[Cells], table: Table, kinds: Mapping[int, RowKind]
) -> tuple[Words, ...]:
    """A warning for each total that is not the sum of its rows; *kinds* by position in *table*."""
    stating = [row for row, kind in kinds.items() if kind in _STATED]
    if not stating or len(table) > _MOST_ROWS:
        return ()
    told = sorted({n for row in stating for n in _figures([cells[row] for cells in columns])})
    if not told:
        return ()
    rows = [list(row) for row in zip(*(_filled(columns[n]) for n in told), strict=True)]
    headings = tuple(table.headings[n] for n in told)
    grid = Grid("", is_visible=True, first_row=0, first_column=0, rows=rows)
    roster = Roster(grid, Header(-1, -1, headings), rows, kinds, (), 0, 0)
    lines = table.rows.tolist()
    return tuple(
        Words(
            f"row {lines[one.row - 1]}, {one.heading}: the total says {one.stated:f},"
            f" the rows come to {one.computed:f}",
            f"第 {lines[one.row - 1]} 行“{one.heading}”：合计写为 {one.stated:f}，"
            f"各行相加为 {one.computed:f}",
        )
        for one in check_totals([roster])
    )


def _figures(cells: Sequence[object]) -> list[int]:
    """The columns of a total with digits, from its word on: what stands before it numbers rows."""
    texts = ["" if cell is None else str(cell) for cell in cells]
    word = next((n for n, text in enumerate(texts) if _TOTAL.search(text)), 0)
    return [n for n in range(word, len(texts)) if any(sign.isdigit() for sign in texts[n])]


def _filled(cells: Cells) -> list[object]:
    values = cells.to_list() if isinstance(cells, pl.Series) else list(cells)
    return ["" if value is None else value for value in values]
