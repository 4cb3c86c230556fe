"""A table of PostgreSQL, every value exact, in one read-only snapshot."""

from __future__ import annotations

from typing import Any

import polars as pl

from subsidy.errors import RegisterRefused, Words
from subsidy.register.databases.address import Address, quoted
from subsidy.register.databases.connecting import fetched, reword, transaction
from subsidy.register.guard.limits import Limits

__all__ = ["read_postgres"]

_SNAPSHOT = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "SET LOCAL client_encoding TO 'UTF8'",
    "SET LOCAL datestyle TO 'ISO, YMD'",
    "SET LOCAL row_security TO off",  # a policy that hides rows becomes an error, not a short count
)
_COLUMNS = """
    SELECT a.attname::text AS name, t.typtype::text AS kind, t.oid::regtype::text AS type
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type d ON d.oid = a.atttypid
    JOIN pg_catalog.pg_type t ON t.oid = CASE d.typtype WHEN 'd' THEN d.typbasetype ELSE d.oid END
    WHERE a.attrelid = pg_catalog.to_regclass($1::text) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
"""
_AS_IT_IS = (
    "smallint", "integer", "bigint", "boolean", "real", "double precision", "bytea", "text",
)  # fmt: skip
_AS_TEXT = (
    "character varying", "character", "name", "uuid", "date", "timestamp without time zone",
)  # fmt: skip
_EXACT = "numeric"
_ENUM = "e"


def read_postgres(address: Address, limits: Limits) -> pl.DataFrame:
    """All rows of a table or view; the count that the database gives must be ours.

    Raises:
        RegisterRefused: no connection, no such table, no right to it, or another count.
    """
    with transaction(address, RegisterRefused, limits.waiting) as cursor:
        for statement in _SNAPSHOT:
            cursor.execute(statement)
        columns = fetched(cursor, _COLUMNS, (address.name,)).rows()
        if not columns:
            _refuse_absent(address)
        counted = fetched(cursor, f"SELECT pg_catalog.count(*) FROM {address.name}").item()  # noqa: S608
        chosen = ", ".join(_expression(*column) for column in columns)
        frame = fetched(cursor, f"SELECT {chosen} FROM {address.name}")  # noqa: S608 - all quoted
    check_count(counted, frame, address)
    return frame


def check_count(counted: int, frame: pl.DataFrame, address: Address) -> None:
    """The rows that came must be as many as the database counted in the same snapshot.

    Raises:
        RegisterRefused: they are not.
    """
    if counted != frame.height:
        reword(
            "control-count",
            address.place,
            RegisterRefused,
            Words(
                f"the database counts {counted} rows but gave {frame.height}",
                f"数据库计有 {counted} 行，但只给出 {frame.height} 行",
            ),
            Words("run again; if it stays so, report it", "请重新运行；若仍如此，请报告此问题"),
        )


def _expression(name: str, kind: str, type_: str) -> str:
    """How a column is asked for: numbers with decimals and days as text, floats as floats."""
    column = quoted(name)
    if type_ == _EXACT:
        return f"pg_catalog.trim_scale({column})::text AS {column}"
    if type_ in _AS_IT_IS:
        return column
    if type_ in _AS_TEXT or kind == _ENUM:
        return f"{column}::text AS {column}"
    return f"pg_catalog.convert_to({column}::text, 'UTF8') AS {column}"  # no fact can be told so


def _refuse_absent(address: Address) -> Any:
    reword(
        "no-such-table",
        address.place,
        RegisterRefused,
        Words("there is no such table or view", "没有这个表或视图"),
        Words("name it as schema.name, in the letters it has", "请按原有大小写写作 模式.表名"),
    )
