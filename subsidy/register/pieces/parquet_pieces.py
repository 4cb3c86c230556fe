"""A Parquet file in pieces: opened by a child, as ever, which is asked for some columns at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import polars as pl
from attrs import frozen

from subsidy.errors import Words
from subsidy.register.arrow_bytes import frame_of_arrow
from subsidy.register.guard.refusals import refuse_found
from subsidy.register.guard.supervise import Asked
from subsidy.register.pieces.opened import Opened
from subsidy.register.pieces.piece import Piece, Unread
from subsidy.register.refusing import refuse
from subsidy.register.source import Table, is_unicode

__all__ = ["ParquetPieces", "parquet_pieces"]


@frozen(eq=False)
class ParquetPieces:
    """See :class:`subsidy.register.pieces.piece.Pieces`."""

    opened: Opened
    child: Asked
    sha256: str
    head: Table
    rows: int

    def read(self, headings: Sequence[int] | None = None) -> Iterator[Unread]:
        """Pieces of ``rows`` rows."""
        read = range(len(self.head.headings)) if headings is None else headings
        before = 0
        wanted = None if headings is None else list(headings)
        for frame in _frames(self.opened, self.child, wanted, self.rows):
            given = dict(zip(read, frame.get_columns(), strict=True))
            nothing = pl.repeat(None, len(frame), dtype=pl.Null, eager=True)
            columns = [given.get(n, nothing) for n in range(len(self.head.headings))]
            table = _table(self.head.headings, columns, len(frame), self)
            yield partial(Piece, table, before)
            before += len(frame)


def parquet_pieces(opened: Opened, child: Asked, rows: int) -> ParquetPieces:
    """The register in a Parquet file, which *child* opens.

    Raises:
        RegisterRefused: damaged, hostile, or beyond the limits.
    """
    schema = _schema(opened, child)
    names = tuple(schema.columns)
    if not all(is_unicode(name) for name in names):
        refuse("source-type", opened.place, Words("headings are text", "标题应为文本"))
    sha256 = opened.sha256
    head = Table(opened.place, names, tuple(schema.get_columns()), np.arange(1, 1), 0, sha256)
    return ParquetPieces(opened, child, sha256, head, rows)


def _table(
    headings: tuple[str, ...], columns: list[pl.Series], count: int, of: ParquetPieces
) -> Table:
    records = np.arange(1, count + 1)
    return Table(of.opened.place, headings, tuple(columns), records, count, of.sha256)


def _schema(opened: Opened, child: Asked) -> pl.DataFrame:
    (schema,) = _frames(opened, child, [], 0)
    return schema


def _frames(
    opened: Opened, child: Asked, columns: list[int] | None, rows: int
) -> Iterator[pl.DataFrame]:
    """Some columns, so many rows at a time; of none, a frame without rows that has all columns."""
    order = {"path": str(opened.path.absolute()), "columns": columns, "rows": rows}
    try:
        for piece in child.pieces(json.dumps(order).encode()):
            yield frame_of_arrow(piece)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError, OSError):
        refuse_found("parquet", opened.place, opened.limits)
