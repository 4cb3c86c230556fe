"""Frames as bytes and back: between processes, and on the disk for a while.

Large ones as an Arrow file and not as a stream: Polars puts a file together in one go, and a
stream in many small writes, which took five times as long, more than decoding the Parquet that was
to be sent. Of some thousand rows it is the other way round: a file has more to set up.
"""

from __future__ import annotations

import io

import polars as pl

__all__ = ["arrow_bytes", "arrow_stream", "frame_of_arrow", "frame_of_stream"]


def arrow_bytes(frame: pl.DataFrame) -> memoryview:
    """A large frame as the bytes of one Arrow file."""
    file = io.BytesIO()
    frame.write_ipc(file, compat_level=pl.CompatLevel.newest())
    return file.getbuffer()


def frame_of_arrow(content: bytes) -> pl.DataFrame:
    """The frame that such bytes hold.

    Raises:
        polars.exceptions.PolarsError: they hold none.
    """
    return pl.read_ipc(io.BytesIO(content))


def arrow_stream(frame: pl.DataFrame) -> memoryview:
    """A small frame as the bytes of an Arrow stream."""
    stream = io.BytesIO()
    frame.write_ipc_stream(stream, compat_level=pl.CompatLevel.newest())
    return stream.getbuffer()


def frame_of_stream(content: bytes) -> pl.DataFrame:
    """The frame that such bytes hold.

    Raises:
        polars.exceptions.PolarsError: they hold none.
    """
    return pl.read_ipc_stream(io.BytesIO(content))
