"""Parquet files, opened in a child: a frame out, nothing of the format read in this process."""

from __future__ import annotations

import polars as pl

from subsidy.errors import Place
from subsidy.register.arrow_bytes import frame_of_arrow
from subsidy.register.guard.limits import Limits
from subsidy.register.guard.refusals import refuse_found
from subsidy.register.guard.supervise import frames_of

__all__ = ["open_parquet"]


def open_parquet(content: bytes, place: Place, limits: Limits) -> pl.DataFrame:
    """All rows of a Parquet file.

    Raises:
        RegisterRefused: damaged, hostile, or beyond the limits.
    """
    frames = frames_of("parquet", content, place, limits)
    try:
        pieces = [frame_of_arrow(frame) for frame in frames]
        return pl.concat(pieces, rechunk=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError, OSError):
        refuse_found("parquet", place, limits)
