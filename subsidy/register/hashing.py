"""The hash of a register that came in no file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

__all__ = ["hash_of_values"]


def hash_of_values(
    columns: Mapping[str, np.ndarray[Any, Any]], texts: Mapping[str, pl.Series]
) -> str:
    """SHA-256 over the values as read, whatever kind of frame they came in."""
    digest = hashlib.sha256()
    for name in sorted(columns):
        digest.update(name.encode() + b"\0")
        digest.update(np.ascontiguousarray(columns[name]).tobytes())
    for name in sorted(texts):
        digest.update(name.encode() + b"\0")
        digest.update(texts[name].to_frame().write_csv(include_header=False).encode())
    return digest.hexdigest()
