"""Child: a table of an SQLite file, read in one read transaction of a connection that cannot write.

In the child, since a file from elsewhere may hold views that never end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any
from urllib.parse import quote

import polars as pl

from subsidy.register.arrow_bytes import arrow_bytes
from subsidy.register.databases.address import quoted
from subsidy.register.guard.unpacking import Found

__all__ = ["Found", "frames"]

_ROWS_A_FRAME = 100_000
_WHOLE = {"integer", "null"}
_NUMBERS = {"integer", "real", "null"}
_TEXTS = {"integer", "real", "text", "null"}


def frames(order: bytes, limits: Mapping[str, int]) -> Iterator[memoryview]:
    """Arrow files of the rows; the rows are counted by the database, too.

    Raises:
        Found: no driver, no such table, a file that is no database, or beyond the limits.
    """
    told = json.loads(order)
    try:
        import adbc_driver_sqlite.dbapi as driver
    except ImportError:
        raise Found("driver") from None
    try:
        uri = f"file:{quote(told['file'])}?mode=ro"
        with closing(driver.connect(uri)) as database, closing(database.cursor()) as cursor:
            frame = _read(cursor, told["table"], limits)
    except (driver.Error, pl.exceptions.PolarsError) as error:
        raise Found("memory" if "out of memory" in str(error) else "database") from None
    yield from (arrow_bytes(some) for some in frame.iter_slices(_ROWS_A_FRAME))
    if not frame.height:
        yield arrow_bytes(frame)


def _read(cursor: Any, table: str, limits: Mapping[str, int]) -> pl.DataFrame:
    name = quoted(table)
    _fetched(cursor, "PRAGMA trusted_schema = OFF")
    if not _fetched(cursor, "SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).height:
        raise Found("table")
    columns = _fetched(cursor, f"PRAGMA table_xinfo({name})")["name"].to_list()
    if len(columns) > limits["columns"]:
        raise Found("columns")
    kinds = ", ".join(
        f"group_concat(DISTINCT typeof({quoted(column)})) AS k{number}"
        for number, column in enumerate(columns)
    )
    told = _fetched(cursor, f"SELECT count(*) AS counted, {kinds} FROM {name}").row(0)  # noqa: S608
    chosen = ", ".join(
        _expression(column, set((kind or "null").split(",")))
        for column, kind in zip(columns, told[1:], strict=True)
    )
    frame = _fetched(cursor, f"SELECT {chosen} FROM {name}")  # noqa: S608 - all quoted
    if frame.height != told[0]:
        raise Found("count")
    return frame


def _expression(name: str, kinds: set[str]) -> str:
    """SQLite types each value by itself; a column gets the one type that keeps all of them exact."""
    column = quoted(name)
    if kinds == {"null"}:
        return f"CAST({column} AS TEXT) AS {column}"
    if kinds <= _WHOLE:
        return column
    if kinds <= _NUMBERS:
        return f"CAST({column} AS REAL) AS {column}"
    kind = "TEXT" if kinds <= _TEXTS - {"real"} else "BLOB"
    return f"CAST({column} AS {kind}) AS {column}"


def _fetched(cursor: Any, question: str, given: tuple[object, ...] = ()) -> pl.DataFrame:
    cursor.execute(question, given) if given else cursor.execute(question)
    return pl.DataFrame(cursor.fetch_arrow())
