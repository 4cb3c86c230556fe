"""Parquet written while its rows are still being worked out, in row groups of one size.

Since row groups do not depend on the frames in which rows come, the bytes do not either.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
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
    failure: BaseException | None = None

    def write(self) -> None:
        """Until the end is handed over."""
        source: Any = register_io_source(io_source=self._source, schema=self.schema)
        try:
            source.sink_parquet(_Kept(self), row_group_size=ROW_GROUP, maintain_order=True)
        except BaseException as failure:  # noqa: BLE001 - handed to the other thread, which raises it
            self.failure = self.failure or failure
            while isinstance(self.frames.get(), pl.DataFrame):
                pass  # whoever still hands frames over must not wait for ever

    def _source(
        self,
        with_columns: list[str] | None,
        predicate: pl.Expr | None,
        n_rows: int | None,
        batch_size: int | None,
    ) -> Iterator[pl.DataFrame]:
        del predicate, n_rows, batch_size  # nothing of it is ever asked of a plain sink
        while (frame := self.frames.get()) is not _END:
            if isinstance(frame, _Abandoned):
                self.frames.put(_END)
                raise frame
            yield frame if with_columns is None else frame.select(with_columns)


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
    writer = threading.Thread(target=sink.write, daemon=True)
    writer.start()
    try:
        sink.frames.put(first)
        for frame in frames:
            sink.frames.put(frame)
            if sink.failure is not None:
                break
        sink.frames.put(_END)
    except BaseException:
        sink.frames.put(_Abandoned())
        raise
    finally:
        writer.join()
    if sink.failure is not None:
        raise sink.failure
