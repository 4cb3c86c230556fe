"""A Parquet file in pieces: opened by a child, as ever, which is asked for some columns at a time."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
from attrs import frozen

from subsidy.errors import Words
from subsidy.register.arrow_bytes import frame_of_arrow
from subsidy.register.guard.refusals import refuse_found
from subsidy.register.guard.supervise import pieces_of
from subsidy.register.pieces.opened import Opened
from subsidy.register.pieces.piece import Piece
from subsidy.register.source import Table, is_unicode, refuse

__all__ = ["ParquetPieces", "parquet_pieces"]


@frozen(eq=False)
class ParquetPieces:
    """See :class:`subsidy.register.pieces.piece.Pieces`."""

    opened: Opened
    sha256: str
    head: Table
    rows: int

    def read(self, headings: Sequence[int] | None = None) -> Iterator[Piece]:
        """Pieces of ``rows`` rows."""
        read = range(len(self.head.headings)) if headings is None else headings
        before = 0
        for frame in _frames(self.opened, None if headings is None else list(headings), self.rows):
            given = dict(zip(read, frame.get_columns(), strict=True))
            nothing = pl.repeat(None, len(frame), dtype=pl.Null, eager=True)
            columns = [given.get(n, nothing) for n in range(len(self.head.headings))]
            yield Piece(_table(self.head.headings, columns, len(frame), self), before)
            before += len(frame)


def parquet_pieces(opened: Opened, rows: int) -> ParquetPieces:
    """The register in a Parquet file.

    Raises:
        RegisterRefused: damaged, hostile, or beyond the limits.
    """
    with opened.hashed() as content, ThreadPoolExecutor(1) as beside:
        hashing = beside.submit(deque, content, maxlen=0)
        schema = next(_frames(opened, [], rows, with_schema=True))
        hashing.result()
    names = tuple(schema.columns)
    if not all(is_unicode(name) for name in names):
        refuse("source-type", opened.place, Words("headings are text", "标题应为文本"))
    sha256 = content.sha256
    head = Table(opened.place, names, tuple(schema.get_columns()), np.arange(1, 1), 0, sha256)
    return ParquetPieces(opened, sha256, head, rows)


def _table(
    headings: tuple[str, ...], columns: list[pl.Series], count: int, of: ParquetPieces
) -> Table:
    records = np.arange(1, count + 1)
    return Table(of.opened.place, headings, tuple(columns), records, count, of.sha256)


def _frames(
    opened: Opened, columns: list[int] | None, rows: int, *, with_schema: bool = False
) -> Iterator[pl.DataFrame]:
    order = {"path": str(opened.path.absolute()), "columns": columns, "rows": rows}
    pieces = pieces_of("parquet_pieces", json.dumps(order).encode(), opened.place, opened.limits)
    try:
        for number, piece in enumerate(pieces):
            if number or with_schema:
                yield frame_of_arrow(piece)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError, OSError):
        refuse_found("parquet", opened.place, opened.limits)
