"""The narrow door to the parsers: bytes in, plain grids out. Nothing here knows of rules."""

from __future__ import annotations

from subsidy.errors import Place
from subsidy.register.guard.limits import Limits
from subsidy.register.guard.workbooks import GuardedSheet, open_workbook
from subsidy.register.workbooks.grid import Grid

__all__ = ["read_grids"]


def read_grids(content: bytes, place: Place, limits: Limits) -> tuple[Grid, ...]:
    """Every sheet of an .xlsx, .xlsm or .xls workbook that has cells, in its order.

    Parsed in a child process, which may ask for no more than *limits*.

    Raises:
        RegisterRefused: damaged, protected, hostile, or larger than the limits.
    """
    return tuple(_grid(sheet) for sheet in open_workbook(content, place, limits) if sheet.height)


def _grid(sheet: GuardedSheet) -> Grid:
    first_row, first_column = sheet.start or (0, 0)
    return Grid(
        name=sheet.name,
        is_visible=sheet.visible == "Visible",
        first_row=first_row,
        first_column=first_column,
        rows=sheet.rows,
        merged=sheet.merged_cell_ranges,
        marks=sheet.marks,
    )
