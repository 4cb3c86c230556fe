"""Tables that are already in memory, or in Parquet: frames, columns, lists of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve

from subsidy.errors import Place, Words
from subsidy.register.guard.limits import Limits
from subsidy.register.guard.parquet import open_parquet
from subsidy.register.refusing import refuse
from subsidy.register.source import Cells, Table, is_unicode

__all__ = ["read_columns", "read_frame", "read_mappings", "read_parquet"]

_INDEX_OF_PANDAS = "__index_level_"


def read_parquet(content: bytes, place: Place, sha256: str, limits: Limits) -> Table:
    """The table in a Parquet file.

    Raises:
        RegisterRefused: damaged, hostile, or beyond the limits.
    """
    frame = open_parquet(content, place, limits)
    return _table(list(frame.columns), frame.get_columns(), place, sha256)


def read_frame(frame: Any, place: Place) -> Table:
    """The table of anything that speaks the Arrow stream interface.

    Raises:
        RegisterRefused: its columns cannot be taken over.
    """
    try:
        taken = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    except (pl.exceptions.PolarsError, TypeError, ValueError):
        refuse(
            "source-type",
            place,
            Words("the frame cannot be read as Arrow columns", "无法按 Arrow 列读取该数据框"),
        )
    names = [name for name in taken.columns if not name.startswith(_INDEX_OF_PANDAS)]
    return _table(names, [taken.get_column(name) for name in names], place, "")


def read_columns(columns: Mapping[Any, Any], place: Place) -> Table:
    """The table of a mapping from headings to columns.

    Raises:
        RegisterRefused: a heading is not text, or the columns differ in length.
    """
    return _table(list(columns), [_cells(column, place) for column in columns.values()], place, "")


def read_mappings(rows: Sequence[Any], place: Place) -> Table:
    """The table of a list of mappings from headings to values; an absent value is empty.

    Raises:
        RegisterRefused: an item is not a mapping.
    """
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            refuse(
                "source-type",
                place,
                Words(f"item {number} of the list is not a mapping", f"列表第 {number} 项不是映射"),
            )
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = _table(names, [[row.get(name) for row in rows] for name in names], place, "")
    return evolve(table, records=np.arange(1, len(rows) + 1), records_read=len(rows))


def _cells(column: Any, place: Place) -> Cells:
    if isinstance(column, pl.Series):
        return column
    if isinstance(column, np.ndarray) and column.ndim == 1 and column.dtype != object:
        return pl.Series(column)
    if hasattr(column, "__arrow_c_stream__"):
        return pl.Series(column)
    if isinstance(column, Sequence | np.ndarray) and not isinstance(column, str | bytes):
        return list(column)
    return refuse(
        "source-type",
        place,
        Words("a column is a list, an array or a series", "列应为列表、数组或序列"),
        found=type(column).__name__,
    )


def _table(names: list[Any], columns: Sequence[Cells], place: Place, sha256: str) -> Table:
    if not all(isinstance(name, str) and is_unicode(name) for name in names):
        refuse("source-type", place, Words("headings are text", "标题应为文本"))
    lengths = {len(column) for column in columns}
    if len(lengths) > 1:
        refuse("source-type", place, Words("the columns differ in length", "各列长度不一致"))
    count = lengths.pop() if lengths else 0
    return Table(
        place=place,
        headings=tuple(names),
        columns=tuple(columns),
        records=np.arange(1, count + 1),
        records_read=count,
        sha256=sha256,
    )
