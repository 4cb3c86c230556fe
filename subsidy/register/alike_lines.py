"""Texts in which every line has as many fields as the first: told by one look at their bytes.

Nearly every register is one. Of such a text only the ends of its lines have to be kept; one with
quotes, carriage returns or ragged lines is looked at with care elsewhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen

from subsidy.register.byte_counts import BYTES_AT_ONCE

__all__ = ["AlikeLines", "alike_lines"]

Positions = np.ndarray[Any, Any]

_LF = 10
_CAREFUL = b'"\r\0'  # quotes may hide separators; returns may end lines; no text has the last


@frozen(eq=False)
class AlikeLines:
    """Where each line ends, without its line feed, and how many fields all of them have."""

    end: Positions
    fields: int


def alike_lines(content: bytes, separator: int) -> AlikeLines | None:
    """The lines of a text, where all have the same number of fields, two at least; else None."""
    fields = content[: content.find(_LF) + 1].count(separator) + 1
    if fields == 1 or any(content.find(sign) >= 0 for sign in _CAREFUL):
        return None
    end = _ends(np.frombuffer(content, np.uint8), separator, fields)
    return None if end is None else AlikeLines(end, fields)


def _ends(buffer: Positions, separator: int, fields: int) -> Positions | None:
    """Where lines end, if of separators and line feeds every so-manieth is a line feed, and no other.

    The last line may lack its line feed.
    """
    ends, signs, feeds = [], 0, 0
    for at in range(0, len(buffer), BYTES_AT_ONCE):
        block = buffer[at : at + BYTES_AT_ONCE]
        is_feed = block == _LF
        found = np.flatnonzero(is_feed | (block == separator))
        last = found[(-signs - 1) % fields :: fields]
        if not is_feed[last].all():
            return None
        ends.append(last + at)
        signs, feeds = signs + len(found), feeds + int(np.count_nonzero(is_feed))
    if feeds != sum(map(len, ends)):
        return None
    is_closed = buffer[-1] == _LF
    if signs % fields != (0 if is_closed else fields - 1):
        return None
    return np.concatenate(ends if is_closed else [*ends, np.array([len(buffer)])])
