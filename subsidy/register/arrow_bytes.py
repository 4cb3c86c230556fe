"""Frames as bytes and back: between processes, and on the disk for a while.

Many rows make an Arrow file: Polars puts one together in one go, and a stream in many small writes,
which took five times as long, more than decoding the Parquet that was to be sent. Some thousand
rows make a stream: a file has more to set up. What is read says by itself which it is.
"""

from __future__ import annotations

import io

import polars as pl

__all__ = ["arrow_bytes", "frame_of_arrow"]

_FILE = b"ARROW1"  # what a file begins with, and no stream
_ROWS_OF_A_FILE = 1 << 15


def arrow_bytes(frame: pl.DataFrame) -> memoryview:
    """A frame as the bytes of one Arrow file or stream."""
    content, newest = io.BytesIO(), pl.CompatLevel.newest()
    if len(frame) >= _ROWS_OF_A_FILE:
        frame.write_ipc(content, compat_level=newest)
    else:
        frame.write_ipc_stream(content, compat_level=newest)
    return content.getbuffer()


def frame_of_arrow(content: bytes) -> pl.DataFrame:
    """The frame that such bytes hold.

    Raises:
        polars.exceptions.PolarsError: they hold none.
    """
    is_file = content.startswith(_FILE)
    return (pl.read_ipc if is_file else pl.read_ipc_stream)(io.BytesIO(content))
