"""Texts in which every line has as many fields as the first: told by one look at their bytes.

Nearly every register is one. Of such a text only the ends of its lines have to be kept; one with
quotes, carriage returns or ragged lines is looked at with care elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from attrs import evolve, frozen

from subsidy.register.byte_counts import BYTES_AT_ONCE

__all__ = ["AlikeLines", "alike_lines"]

Positions = np.ndarray[Any, Any]

_LF = 10
_MOST_FIELDS = 1 << 8
_CAREFUL = b'"\r\0'  # quotes may hide separators; returns may end lines; no text has the last


@frozen(eq=False)
class AlikeLines:
    """How many lines a text has, how many fields each of them, and how many bytes the longest.

    ``ends`` tells where each ends in the text, without its line feed; it may have to look for them.
    """

    count: int
    fields: int
    longest: int
    ends: Callable[[bytes], Positions]

    def remembered(self) -> AlikeLines:
        """The same in little memory, for when the text is read again: ends are looked for then."""
        return evolve(self, ends=_line_ends)


def alike_lines(content: bytes, separator: int) -> AlikeLines | None:
    """The lines of a text, where all have the same number of fields, two at least; else None.

    None, too, where they have more than 256.
    """
    fields = content[: content.find(_LF) + 1].count(separator) + 1
    if not 1 < fields <= _MOST_FIELDS or any(content.find(sign) >= 0 for sign in _CAREFUL):
        return None
    end = _ends(np.frombuffer(content, np.uint8), separator, fields)
    if end is None:
        return None
    longest = int(np.diff(end, prepend=-1).max()) - 1
    return AlikeLines(len(end), fields, longest, lambda _: end)


def _ends(buffer: Positions, separator: int, fields: int) -> Positions | None:
    """Where lines end, if each has so many fields; the last may lack its line feed.

    The separators of a line are counted in eight bits. A line of 256 too many is found all the same:
    then those of all lines are too many, for no line makes up for it.
    """
    ends, begun, signs = [], 0, 0  # of the line that the last block has begun: separators so far
    for at in range(0, len(buffer), BYTES_AT_ONCE):
        block = buffer[at : at + BYTES_AT_ONCE]
        feeds, is_separator = np.flatnonzero(block == _LF), block == separator
        signs += int(np.count_nonzero(is_separator))
        counted = _counted(is_separator, feeds)
        counted[0] += np.uint8(begun)
        if not (counted[:-1] == fields - 1).all():
            return None
        ends.append(feeds + at)
        begun = int(counted[-1])
    end = _with_the_last(ends, buffer)
    return end if signs == len(end) * (fields - 1) else None


def _line_ends(content: bytes) -> Positions:
    """Where lines end, however many fields they have."""
    buffer = np.frombuffer(content, np.uint8)
    starts = range(0, len(buffer), BYTES_AT_ONCE)
    blocks = [np.flatnonzero(buffer[at : at + BYTES_AT_ONCE] == _LF) + at for at in starts]
    return _with_the_last(blocks, buffer)


def _with_the_last(ends: list[Positions], buffer: Positions) -> Positions:
    """The ends found block by block; and that of the last line, which may lack its line feed."""
    last = [] if buffer[-1] == _LF else [np.array([len(buffer)])]
    return np.concatenate([*ends, *last])


def _counted(is_separator: Positions, feeds: Positions) -> Positions:
    """How many separators stand before each line feed, and how many behind the last, modulo 256."""
    begins = np.concatenate([np.zeros(1, np.int64), feeds + 1])
    is_cut = begins[-1] < len(is_separator)  # the last line goes on in the next block
    signs = is_separator.view(np.uint8)
    counted = np.add.reduceat(signs, begins if is_cut else begins[:-1], dtype=np.uint8)
    return counted if is_cut else np.append(counted, np.uint8(0))
