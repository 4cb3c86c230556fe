"""Child: some columns of a large Parquet file as Arrow files, one piece of rows after another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import polars as pl

from subsidy.register.arrow_bytes import arrow_bytes
from subsidy.register.guard.parquet_task import written_out
from subsidy.register.guard.unpacking import Found

__all__ = ["Found", "frames"]

_PIECES_AT_ONCE = 4  # a row group is mostly larger than a piece; each cut of one costs
_DAMAGED = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError)


Room = Callable[[], memoryview | None]


def frames(content: bytes, limits: Mapping[str, int], room: Room) -> Iterator[memoryview]:
    """Arrow files, each with so many rows, in the *room* that there is for it.

    *content* is JSON: ``path``, ``columns`` (positions, or null for all) and ``rows`` of a piece;
    of no rows, one frame without any tells the whole schema.

    Raises:
        Found: damaged, or larger than the limits.
    """
    try:
        yield from _pieces(json.loads(content), limits, room)
    except _DAMAGED as error:
        is_memory = "memory" in str(error).lower()
        raise Found("memory" if is_memory else "parquet") from None


def _pieces(
    order: Mapping[str, object], limits: Mapping[str, int], room: Room
) -> Iterator[memoryview]:
    table = pl.scan_parquet(str(order["path"]), glob=False)
    names = table.collect_schema().names()
    if len(names) > limits["columns"]:
        raise Found("columns")
    positions, rows = order["columns"], order["rows"]
    assert isinstance(rows, int)
    if not rows:
        yield arrow_bytes(table.head(0).collect())
        return
    count = int(table.select(pl.len()).collect().item())
    if isinstance(positions, list):
        table = table.select([names[position] for position in positions])
    start, at_once = 0, rows  # the first alone, so that whoever waits for it may begin
    while start < count:  # one slice at a time: batches are read far ahead
        yield from _sent(table.slice(start, at_once).collect(), rows, limits, room)
        start, at_once = start + at_once, rows * _PIECES_AT_ONCE


def _sent(
    frame: pl.DataFrame, rows: int, limits: Mapping[str, int], room: Room
) -> Iterator[memoryview]:
    """A frame in pieces; nothing of it is left when the next one is read."""
    for some in frame.iter_slices(rows):
        if written_out(some) > limits["result"]:
            raise Found("result")
        yield arrow_bytes(some, room())
