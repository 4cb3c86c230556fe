"""Results into a database: all rows of a run in one transaction, under the number of the run.

The number is worked out from the receipt: the same rules, register and question give the same
number, so that a second run puts its rows in place of those of the first.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import AbstractContextManager
from typing import Any

import polars as pl
from attrs import frozen

from subsidy.errors import OutputRefused, Words
from subsidy.register.databases.address import Address, Kind, quoted, read_address
from subsidy.register.databases.connecting import reword, sqlite_transaction, transaction
from subsidy.results.receipt import Receipt
from subsidy.results.result import Result
from subsidy.results.write import frame_of

__all__ = ["Stored", "run_number", "store_result"]

_RUN = "run"
_STAGE = "subsidy_stage"
_SECONDS = 3_600
_RUNS = "_runs"
_KEYS = {
    "totals": ("scheme", "bracket"),
    "annual": ("unit", "unit_id", "scheme"),
    "monthly": ("unit", "unit_id", "scheme", "bracket", "month"),
    "spells": ("unit", "unit_id", "scheme", "bracket", "first_month", "end_month", "per", "amount"),
    "funding": ("scheme", "payer"),
}
_AMOUNT = {Kind.POSTGRESQL: "numeric(20,2)", Kind.SQLITE: "text"}


@frozen
class Stored:
    """What was written: the number of the run, its rows, and the table as people are shown it."""

    run: str
    rows: int
    table: str


def run_number(receipt: Receipt, detail: str) -> str:
    """64 hexadecimal digits: the same for the same rules, register, period, version and detail."""
    told = json.dumps([detail, receipt.as_json()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def store_result(result: Result, receipt: Receipt, detail: str, url: str) -> Stored:
    """Write one view of a result into the table that a URL names, and the receipt beside it.

    The table is made where there is none: the columns of the view after a column ``run``; the
    receipt goes into a table of that name with ``_runs`` at its end. Amounts are ``numeric``
    in PostgreSQL and text in SQLite, which has no exact decimals.

    Raises:
        UsageRefused: the URL names no table.
        OutputRefused: no connection or right, or a table of another shape; nothing was written.
    """
    address = read_address(url)
    run = run_number(receipt, detail)
    frame = _staged(frame_of(result, detail), run)
    with _opened(address) as cursor:
        _prepare(cursor, address, detail, frame)
        _replace(cursor, address, frame, run)
        _note(cursor, address, run, (detail, len(frame), receipt.as_text()))
    return Stored(run, len(frame), address.shown)


def _opened(address: Address) -> AbstractContextManager[Any]:
    if address.kind is Kind.SQLITE:
        return sqlite_transaction(address, OutputRefused)
    return transaction(address, OutputRefused, _SECONDS)


def _staged(frame: pl.DataFrame, run: str) -> pl.DataFrame:
    """Text and whole numbers alone: what every driver carries exactly."""
    texts = [
        pl.col(name).cast(pl.String) for name, kind in frame.schema.items() if kind.is_decimal()
    ]
    frame = frame.with_columns(texts).with_columns(pl.col(pl.String).fill_null(""))
    return frame.select(pl.lit(run).alias(_RUN), pl.all())


def _prepare(cursor: Any, address: Address, detail: str, frame: pl.DataFrame) -> None:
    """Both tables, made where they are not; one run at a time writes to them."""
    columns = ", ".join(
        f"{quoted(name)} {_type(frame, name, address)} NOT NULL" for name in frame.columns
    )
    keys = ", ".join(quoted(name) for name in (_RUN, *_KEYS[detail]))
    if address.kind is Kind.POSTGRESQL:
        cursor.execute("SET LOCAL lock_timeout TO '30s'")
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))::text", (address.name,)
        )
        cursor.fetchall()
    cursor.execute(f"CREATE TABLE IF NOT EXISTS {address.name} ({columns}, PRIMARY KEY ({keys}))")
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS {_runs(address)} (run text PRIMARY KEY,"
        " detail text NOT NULL, rows bigint NOT NULL, receipt text NOT NULL)"
    )
    cursor.execute(f"SELECT * FROM {address.name} LIMIT 0")  # noqa: S608
    found = [column[0] for column in cursor.description]
    cursor.fetchall()
    if found != frame.columns:
        reword(
            "output-table",
            address.place,
            OutputRefused,
            Words("the table has other columns than this result", "该表的列与本结果不一致"),
            Words("name a table of its own for each --detail", "请为每种 --detail 各指定一个表"),
        )


def _type(frame: pl.DataFrame, name: str, address: Address) -> str:
    if name == "amount":
        return _AMOUNT[address.kind]
    return "bigint" if frame.schema[name].is_integer() else "text"


def _runs(address: Address) -> str:
    parts = (address.schema, address.table + _RUNS)
    return ".".join(quoted(part) for part in parts if part)


def _replace(cursor: Any, address: Address, frame: pl.DataFrame, run: str) -> None:
    """Put the rows of this run in place of those that it had; counted by the database."""
    cursor.execute(f"DELETE FROM {address.name} WHERE run = '{run}'")  # noqa: S608 - digits alone
    _load(cursor, address, frame)
    cursor.execute(f"SELECT count(*) AS n FROM {address.name} WHERE run = '{run}'")  # noqa: S608
    ((counted,),) = cursor.fetchall()
    if counted != frame.height:
        reword(
            "control-count",
            address.place,
            OutputRefused,
            Words(
                f"{frame.height} rows were written but the database counts {counted}",
                f"写入 {frame.height} 行，但数据库计有 {counted} 行",
            ),
            Words(
                "a trigger or rule on the table may drop rows",
                "请检查该表是否有丢弃行的触发器或规则",
            ),
        )


def _load(cursor: Any, address: Address, frame: pl.DataFrame) -> None:
    if address.kind is Kind.SQLITE:
        places = ", ".join("?" for _ in frame.columns)
        cursor.executemany(f"INSERT INTO {address.name} VALUES ({places})", frame.iter_rows())  # noqa: S608
        return
    cursor.adbc_ingest(_STAGE, frame, mode="create", temporary=True)
    columns = ", ".join(
        f"CAST({quoted(name)} AS {_type(frame, name, address)})" for name in frame.columns
    )
    cursor.execute(f"INSERT INTO {address.name} SELECT {columns} FROM {_STAGE}")  # noqa: S608
    cursor.execute(f"DROP TABLE {_STAGE}")


def _note(cursor: Any, address: Address, run: str, told: tuple[str, int, str]) -> None:
    runs, first = _runs(address), "$1" if address.kind is Kind.POSTGRESQL else "?1"
    rest = [first.replace("1", str(number)) for number in (2, 3, 4)]
    cursor.execute(f"DELETE FROM {runs} WHERE run = '{run}'")  # noqa: S608 - digits alone
    places = ", ".join([first, *rest])
    cursor.execute(f"INSERT INTO {runs} VALUES ({places})", (run, *told))  # noqa: S608
