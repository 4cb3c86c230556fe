"""Where a text file may be cut: behind a line break that stands in no quoted field."""

from __future__ import annotations

import numpy as np
from attrs import define, field

from subsidy.register.guard.limits import MIB

__all__ = ["Cutter"]

_LF, _CR, _QUOTE = 10, 13, 34
_LINES_OF_HEAD = 64  # the first piece holds the headings and the titles above them
_LONGEST_RECORD = 2 * MIB  # more than any record may have: what is longer is handed on, and refused


@define
class Cutter:
    """Is given a file block by block, and says where pieces of about ``size_bytes`` end in it.

    ``ends`` are counted in bytes from the beginning of the file.
    """

    size_bytes: int
    ends: list[int] = field(factory=list, init=False)
    _parts: list[bytes] = field(factory=list, init=False)  # of the piece that has been begun
    _begun: int = field(default=0, init=False)  # how many bytes these are
    _is_plain: bool = field(default=True, init=False)  # line feeds end records, and nothing else

    def add(self, block: bytes) -> None:
        """The next block."""
        self._parts.append(block)
        self._begun += len(block)
        self._is_plain = self._is_plain and not _needs_care(block)
        if self._begun < self.size_bytes:
            return
        rest = self._behind_a_cut()
        self._end_at(self._begun - len(rest))
        self._parts, self._begun, self._is_plain = [rest], len(rest), not _needs_care(rest)

    def close(self) -> None:
        """There are no more blocks."""
        self._end_at(self._begun)

    def _end_at(self, cut: int) -> None:
        if cut:
            self.ends.append((self.ends[-1] if self.ends else 0) + cut)

    def _behind_a_cut(self) -> bytes:
        """What is left behind the last whole record; everything where none ends yet."""
        last = self._parts[-1]
        if self.ends and self._is_plain and b"\n" in last:
            return last[last.rfind(b"\n") + 1 :]
        begun = b"".join(self._parts)
        if not self.ends and _lines(begun) <= _LINES_OF_HEAD and len(begun) <= _LONGEST_RECORD:
            return begun
        cut = _cut(begun)
        if not cut and len(begun) > self.size_bytes + _LONGEST_RECORD:
            cut = len(begun)
        return begun[cut:]


def _needs_care(content: bytes) -> bool:
    """Whether not every line feed ends a record, or not only they end lines."""
    return b'"' in content or b"\r" in content


def _cut(content: bytes) -> int:
    """Behind the last line break that may be cut at; 0 where there is none."""
    sign = b"\n" if b"\n" in content else b"\r"
    whole = content if sign == b"\n" else content[:-1]  # a line feed may follow the last return
    if b'"' not in content:
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
