"""Where a text file may be cut: behind a line break that stands in no quoted field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from attrs import frozen

from subsidy.register.guard.limits import MIB

__all__ = ["Block", "blocks_of_lines", "blocks_of_records"]

_LF, _CR, _QUOTE = 10, 13, 34
_LINES_OF_HEAD = 64  # the first block holds the headings and the titles above them
_LONGEST_RECORD = 2 * MIB  # more than any record may have: what is longer is handed on, and refused


@frozen(eq=False)
class Block:
    """Whole records, and how many line breaks they have."""

    content: bytes
    lines: int
    is_last: bool


def blocks_of_records(blocks: Iterable[bytes], size_bytes: int) -> Iterator[Block]:
    """Blocks of about *size_bytes* that end where a record ends."""
    kept, is_first = b"", True
    for block in blocks:
        kept += block
        enough = not is_first or _lines(kept) > _LINES_OF_HEAD or len(kept) > _LONGEST_RECORD
        if len(kept) < size_bytes or not enough:
            continue
        cut = _cut(kept, with_quotes=True)
        if not cut and len(kept) > size_bytes + _LONGEST_RECORD:
            cut = len(kept)
        if cut:
            yield Block(kept[:cut], _lines(kept[:cut]), is_last=False)
            kept, is_first = kept[cut:], False
    if kept:
        yield Block(kept, _lines(kept), is_last=True)


def blocks_of_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Blocks that end where a line ends, quoted or not."""
    kept = b""
    for block in blocks:
        kept += block
        cut = _cut(kept, with_quotes=False)
        if cut:
            yield kept[:cut]
            kept = kept[cut:]
    if kept:
        yield kept


def _cut(content: bytes, *, with_quotes: bool) -> int:
    """Behind the last line break that may be cut at; 0 where there is none."""
    sign = b"\n" if b"\n" in content else b"\r"
    whole = content if sign == b"\n" else content[:-1]  # a line feed may follow the last return
    if not with_quotes or b'"' not in content:
        return whole.rfind(sign) + 1
    buffer = np.frombuffer(whole, dtype=np.uint8)
    breaks = np.flatnonzero(buffer == sign[0])
    quotes = np.flatnonzero(buffer == _QUOTE)
    outside = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0


def _lines(content: bytes) -> int:
    """Line breaks: line feeds, and returns that no line feed follows."""
    return content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n")
