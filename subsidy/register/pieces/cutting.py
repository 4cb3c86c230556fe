"""Where a text file may be cut: behind a line break that stands in no quoted field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from subsidy.register.guard.limits import MIB

__all__ = ["blocks_of_lines", "blocks_of_records"]

_LF, _CR, _QUOTE = 10, 13, 34
_LINES_OF_HEAD = 64  # the first block holds the headings and the titles above them
_LONGEST_RECORD = 2 * MIB  # more than any record may have: what is longer is handed on, and refused


def blocks_of_records(blocks: Iterable[bytes], size_bytes: int) -> Iterator[tuple[bytes, ...]]:
    """Blocks of about *size_bytes* that end where a record ends, each in parts."""
    parts: tuple[bytes, ...] = ()
    is_first = True
    for block in blocks:
        parts = (*parts, block)
        if sum(map(len, parts)) < size_bytes:
            continue
        whole, rest = _divided(parts, size_bytes, is_first=is_first)
        if whole:
            yield whole
            is_first = False
        parts = (rest,)
    if any(parts):
        yield parts


def _divided(
    parts: tuple[bytes, ...], size_bytes: int, *, is_first: bool
) -> tuple[tuple[bytes, ...], bytes]:
    """Whole records, none where they do not end yet, and what is left; copied as little as may be."""
    last = parts[-1]
    if not is_first and not any(_needs_care(part) for part in parts) and b"\n" in last:
        cut = last.rfind(b"\n") + 1
        return (*parts[:-1], last[:cut]), last[cut:]
    kept = b"".join(parts)
    if is_first and _lines(kept) <= _LINES_OF_HEAD and len(kept) <= _LONGEST_RECORD:
        return (), kept
    cut = _cut(kept, with_quotes=True)
    if not cut and len(kept) > size_bytes + _LONGEST_RECORD:
        cut = len(kept)
    return ((kept[:cut],) if cut else ()), kept[cut:]


def _needs_care(content: bytes) -> bool:
    """Whether not every line feed ends a record, or not only they end lines."""
    return b'"' in content or b"\r" in content


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
    returns = content.count(b"\r") - content.count(b"\r\n") if b"\r" in content else 0
    return returns + content.count(b"\n")
