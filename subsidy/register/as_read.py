"""What the source says in the rows set aside, as text: for a file that can be mended."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from subsidy.register.headings import plain
from subsidy.register.source import Table, is_unicode

__all__ = ["no_records", "records_as_read"]

Values = np.ndarray[Any, Any]

_RECORD, _TEXT = "record", "text"
_KEPT = 32
_WHOLE_IN_A_SHEET = 10**15


def records_as_read(table: Table, bad: Values) -> pl.DataFrame:
    """``record`` and one column for each heading, of the records *bad*, which are sorted."""
    told = {
        heading: column
        for heading, column in zip(table.headings, table.columns, strict=True)
        if heading.strip() and heading not in (_RECORD, _TEXT) and plain(heading)
    }
    if not len(bad):
        return no_records(tuple(told))
    rows = table.positions_of(bad)
    frame = pl.DataFrame({_RECORD: bad})
    cells = {heading: _cells_as_read(column, rows) for heading, column in told.items()}
    cells = {_RECORD: pl.Series(table.records[rows]), **cells}
    return frame.join(pl.DataFrame(cells), on=_RECORD, how="left", maintain_order="left")


def no_records(headings: tuple[str, ...]) -> pl.DataFrame:
    """The same frame of no record."""
    return _no_records(headings).clone()


@lru_cache(maxsize=_KEPT)
def _no_records(headings: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(schema={_RECORD: pl.Int64, **dict.fromkeys(headings, pl.String)})


def _shown(cell: Any) -> str:
    """A cell as its file shows it: a sheet holds 12 as 12.0, which read again as text is no 12.

    A number of more digits than a sheet keeps stays as odd as it is, so that it is found out again.
    """
    is_whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < _WHOLE_IN_A_SHEET
    return str(int(cell)) if is_whole else str(cell)


def _cells_as_read(column: pl.Series | list[Any], rows: Values) -> pl.Series:
    if isinstance(column, pl.Series):
        kept = column.gather(rows)
        no_text = kept.dtype.is_nested() or kept.dtype in (pl.Object, pl.Binary)
        return (
            pl.repeat(None, len(kept), dtype=pl.String, eager=True)
            if no_text
            else kept.cast(pl.String)
        )
    cells = (None if column[row] is None else _shown(column[row]) for row in rows.tolist())
    readable = [cell if cell is None or is_unicode(cell) else None for cell in cells]
    return pl.Series(readable, dtype=pl.String)
