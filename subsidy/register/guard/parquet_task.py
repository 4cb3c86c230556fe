"""Child: a Parquet file as Arrow files of some rows each."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

import polars as pl

from subsidy.register.arrow_bytes import arrow_bytes
from subsidy.register.guard.unpacking import Found

__all__ = ["Found", "frames", "written_out"]

_ROWS_AT_ONCE = 1_000_000
_ROWS_A_FRAME = 100_000  # small enough that the parent reads one while the next is written
_DAMAGED = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError)


def frames(content: bytes, limits: Mapping[str, int]) -> Iterator[memoryview]:
    """Arrow files, the first without rows for the schema.

    Raises:
        Found: damaged, or larger than the limits.
    """
    try:
        yield from _slices(content, limits)
    except _DAMAGED as error:
        is_memory = "memory" in str(error).lower()
        raise Found("memory" if is_memory else "parquet") from None


def _slices(content: bytes, limits: Mapping[str, int]) -> Iterator[memoryview]:
    source = io.BytesIO(content)
    if len(pl.read_parquet_schema(source)) > limits["columns"]:
        raise Found("columns")
    table = pl.scan_parquet(content, glob=False)
    yield arrow_bytes(table.head(0).collect())
    rows = int(table.select(pl.len()).collect().item())
    length = 0
    for start in range(0, rows, _ROWS_AT_ONCE):
        some = table.slice(start, _ROWS_AT_ONCE).collect()
        length += written_out(some)
        if length > limits["result"]:
            raise Found("result")
        yield from map(arrow_bytes, some.iter_slices(_ROWS_A_FRAME))


def written_out(frame: pl.DataFrame) -> int:
    """Bytes of all texts, each written out: one long text may stand for millions of cells."""
    total = 0  # summed as 64 bits: sums of 32 wrap without a word
    for column in frame:
        if column.dtype == pl.String:
            total += int(column.str.len_bytes().cast(pl.Int64).sum())
        elif column.dtype in (pl.Categorical, pl.Enum):
            total += int(column.cat.len_bytes().cast(pl.Int64).sum())
        elif column.dtype == pl.Binary:
            total += int(column.bin.size().cast(pl.Int64).sum())
    return total
