"""Parquet written while its rows are still being worked out, in row groups of one size.

Since row groups do not depend on the frames in which rows come, the bytes do not either.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, takewhile
from queue import Queue
from typing import Any, BinaryIO

import polars as pl
from attrs import define, field
from polars.io.plugins import register_io_source

__all__ = ["ROW_GROUP", "write_parquet_frames"]

ROW_GROUP = 1 << 18
_WAITING = 2
_END = None


class _Abandoned(Exception):
    """The rows end before their time: nothing more is to be written."""


@define
class _Sink:
    """A thread that writes what it is handed; the first failure of either side ends both."""

    file: BinaryIO
    schema: pl.Schema
    frames: Queue[pl.DataFrame | _Abandoned | None] = field(factory=lambda: Queue(_WAITING))
    failure: OSError | None = None
    is_over: bool = False
    has_stopped: bool = False

    def write(self) -> None:
        """Until the end is handed over."""
        source: Any = register_io_source(io_source=self._source, schema=self.schema)
        try:
            source.sink_parquet(_Kept(self), row_group_size=ROW_GROUP, maintain_order=True)
        finally:
            self.has_stopped = True
            while not self.is_over:  # whoever still hands frames over must not wait for ever
                self.is_over = not isinstance(self.frames.get(), pl.DataFrame)

    def hand_over(self, frames: Iterable[pl.DataFrame]) -> None:
        """All frames and the end, or as many as there are until either side fails."""
        ending: _Abandoned | None = _Abandoned()
        try:
            for frame in takewhile(lambda _: not self.has_stopped, frames):
                self.frames.put(frame)
            ending = _END
        finally:
            self.frames.put(ending)

    def _source(
        self,
        with_columns: list[str] | None,
        predicate: pl.Expr | None,
        n_rows: int | None,
        batch_size: int | None,
    ) -> Iterator[pl.DataFrame]:
        del predicate, n_rows, batch_size  # nothing of it is ever asked of a plain sink
        while isinstance(frame := self.frames.get(), pl.DataFrame):
            yield frame if with_columns is None else frame.select(with_columns)
        self.is_over = True
        if frame is not _END:
            raise frame


class _Kept(io.RawIOBase):
    """A file whose own error is kept: the library would only tell of an error of its own."""

    def __init__(self, sink: _Sink) -> None:
        super().__init__()
        self._sink = sink

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content: Any) -> int:
        """Write all of it."""
        try:
            self._sink.file.write(content)
        except OSError as failure:
            self._sink.failure = failure
            raise
        return len(content)


def write_parquet_frames(frames: Iterator[pl.DataFrame], file: BinaryIO) -> None:
    """Write one table that comes in frames, at least one.

    Raises:
        OSError: the file cannot be written.
    """
    first = next(frames)
    sink = _Sink(file, first.schema)
    with ThreadPoolExecutor(1) as writer:
        written = writer.submit(sink.write)
        sink.hand_over(chain([first], frames))
    if sink.failure is not None:
        raise sink.failure
    written.result()
