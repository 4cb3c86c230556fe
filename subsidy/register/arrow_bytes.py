"""Frames as bytes and back: between processes, and on the disk for a while.

Many rows make an Arrow file: Polars puts one together in one go, and a stream in many small writes,
which took five times as long, more than decoding the Parquet that was to be sent. Some thousand
rows make a stream: a file has more to set up. What is read says by itself which it is.
"""

from __future__ import annotations

import io
from typing import Any

import polars as pl

__all__ = ["arrow_bytes", "frame_of_arrow"]

_FILE = b"ARROW1"  # what a file begins with, and no stream
_ROWS_OF_A_FILE = 1 << 15


def arrow_bytes(frame: pl.DataFrame, room: memoryview | None = None) -> memoryview:
    """A frame as the bytes of one Arrow file or stream; in the *room* given, if they fit there."""
    newest = pl.CompatLevel.newest()
    if len(frame) < _ROWS_OF_A_FILE:
        content = io.BytesIO()
        frame.write_ipc_stream(content, compat_level=newest)
        return content.getbuffer()
    if room is not None:
        within: Any = _Within(room)
        frame.write_ipc(within, compat_level=newest)
        if within.fits:
            return room[: within.end]
    content = io.BytesIO()
    frame.write_ipc(content, compat_level=newest)
    return content.getbuffer()


class _Within(io.RawIOBase):
    """A file in a piece of memory; of what does not fit it keeps nothing but how much that was."""

    def __init__(self, room: memoryview) -> None:
        super().__init__()
        self._room, self.end = room, 0

    @property
    def fits(self) -> bool:
        """Whether there was room for everything."""
        return self.end <= len(self._room)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content: Any) -> int:
        """Write all of it."""
        begin, self.end = self.end, self.end + len(content)
        if self.fits:
            self._room[begin : self.end] = content
        return len(content)


def frame_of_arrow(content: bytes) -> pl.DataFrame:
    """The frame that such bytes hold.

    Raises:
        polars.exceptions.PolarsError: they hold none.
    """
    is_file = content.startswith(_FILE)
    return (pl.read_ipc if is_file else pl.read_ipc_stream)(io.BytesIO(content))
