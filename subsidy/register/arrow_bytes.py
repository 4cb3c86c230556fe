"""Frames as bytes of an Arrow file, and back: between processes, and on the disk for a while.

As a file and not as a stream: Polars puts a file together in one go and a stream in many small
writes, which took five times as long, more than decoding the Parquet that was to be sent.
"""

from __future__ import annotations

import io

import polars as pl

__all__ = ["arrow_bytes", "frame_of_arrow"]


def arrow_bytes(frame: pl.DataFrame) -> memoryview:
    """A frame as the bytes of one Arrow file."""
    file = io.BytesIO()
    frame.write_ipc(file, compat_level=pl.CompatLevel.newest())
    return file.getbuffer()


def frame_of_arrow(content: bytes) -> pl.DataFrame:
    """The frame that such bytes hold.

    Raises:
        polars.exceptions.PolarsError: they hold none.
    """
    return pl.read_ipc(io.BytesIO(content))
