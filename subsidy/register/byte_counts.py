"""How often a byte occurs: counted some thousands at a time, which stay in the processor's memory."""

from __future__ import annotations

import numpy as np

__all__ = ["BYTES_AT_ONCE", "count_of"]

BYTES_AT_ONCE = 1 << 18


def count_of(content: bytes, sign: bytes) -> int:
    """How often one byte occurs; faster than ``bytes.count`` where it occurs often.

    >>> count_of(b"1,2,3", b",")
    2
    """
    buffer, byte = np.frombuffer(content, np.uint8), ord(sign)
    return sum(
        int(np.count_nonzero(buffer[at : at + BYTES_AT_ONCE] == byte))
        for at in range(0, len(buffer), BYTES_AT_ONCE)
    )
