"""The table that a URL names, as every other source comes: headings, columns, records."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from subsidy.errors import Place
from subsidy.register.arrow_bytes import frame_of_arrow
from subsidy.register.databases.address import Address, Kind, read_address
from subsidy.register.databases.postgres import read_postgres
from subsidy.register.frames import read_frame
from subsidy.register.guard.limits import Limits
from subsidy.register.guard.refusals import refuse_found
from subsidy.register.guard.snapshot import demand_file
from subsidy.register.guard.supervise import frames_of
from subsidy.register.source import Table

__all__ = ["read_database"]


def read_database(url: str, limits: Limits) -> Table:
    """All rows of a table or view, from one snapshot, in an order that the values alone decide.

    A database has no order of its own; record *n* is the *n*-th of the sorted rows.

    Raises:
        UsageRefused: the URL names no table.
        RegisterRefused: it cannot be reached or read.
    """
    address = read_address(url)
    postgres = address.kind is Kind.POSTGRESQL
    frame = read_postgres(address, limits) if postgres else _sqlite(address, limits)
    return read_frame(_sorted(frame), address.place)


def _sqlite(address: Address, limits: Limits) -> pl.DataFrame:
    demand_file(Path(address.connection), Place(address.connection))
    order = {"file": address.connection, "table": address.table}
    frames = frames_of("sqlite", json.dumps(order).encode(), address.place, limits)
    try:
        return pl.concat([frame_of_arrow(frame) for frame in frames])
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError, OSError):
        refuse_found("database", address.place, limits)


def _sorted(frame: pl.DataFrame) -> pl.DataFrame:
    by = [name for name, kind in frame.schema.items() if not kind.is_nested()]
    return frame.sort(by, nulls_last=True, maintain_order=True) if by else frame
