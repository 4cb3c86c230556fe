"""The hash of a register that came in no file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from attrs import define, field

__all__ = ["HashOfValues"]


@define(eq=False)
class HashOfValues:
    """SHA-256 over the values as read, whatever kind of frame they came in.

    Worked out when it is asked for: who calculates one person after another asks for no receipt.
    """

    columns: Mapping[str, np.ndarray[Any, Any]] = field(repr=False)
    texts: Mapping[str, pl.Series] = field(repr=False)
    _found: str = field(default="", init=False)

    def __str__(self) -> str:
        """The digest in hexadecimal digits."""
        self._found = self._found or _hash_of_values(self.columns, self.texts)
        return self._found


def _hash_of_values(
    columns: Mapping[str, np.ndarray[Any, Any]], texts: Mapping[str, pl.Series]
) -> str:
    digest = hashlib.sha256()
    for name in sorted(columns):
        digest.update(name.encode() + b"\0")
        digest.update(np.ascontiguousarray(columns[name]).tobytes())
    for name in sorted(texts):
        digest.update(name.encode() + b"\0")
        digest.update(texts[name].to_frame().write_csv(include_header=False).encode())
    return digest.hexdigest()
