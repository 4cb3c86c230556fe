"""One file, opened once, that must stay as it is while it is read in several turns."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from attrs import define, field, frozen

from subsidy.errors import Place, SubsidyError
from subsidy.register.byte_counts import BYTES_AT_ONCE, count_of
from subsidy.register.guard.limits import Limits
from subsidy.register.guard.refusals import refuse_limit
from subsidy.register.guard.snapshot import marks_of, opened_file, reading, refuse_changed

__all__ = ["Hashed", "Opened", "opened"]

_HEAD_BYTES = 1 << 16
_MOST_WAITING = 8  # blocks to be hashed
_SEEMS_WRONG = (SubsidyError, RuntimeError, ValueError, LookupError)  # also sums that differ


@frozen(eq=False)
class Opened:
    """A regular file that is held open; every turn of reading begins at its first byte."""

    path: Path
    place: Place
    limits: Limits
    size_bytes: int
    _stream: BinaryIO

    @property
    def descriptor(self) -> int:
        """The file itself, whatever its name has come to mean."""
        return self._stream.fileno()

    def blocks(self, size_bytes: int = BYTES_AT_ONCE) -> Iterator[bytes]:
        """All bytes, in blocks."""
        with reading(self.place):
            self._stream.seek(0)
        left = self.size_bytes
        while left and (block := self._read(min(size_bytes, left))):
            left -= len(block)
            yield block
        if left:
            refuse_changed(self.place)

    def _read(self, size_bytes: int) -> bytes:
        with reading(self.place):
            return self._stream.read(size_bytes)

    def line_of(self, byte: int) -> int:
        """In which line a byte stands, both counted from 1; all before it is read for that."""
        left, line = byte - 1, 1
        for block in self.blocks():
            line += count_of(block[:left], b"\n")
            left -= min(left, len(block))
            if not left:
                break
        return line

    def beginning(self) -> bytes:
        """The first bytes, by which the kind of a file is known."""
        return next(self.blocks(_HEAD_BYTES), b"")

    @contextmanager
    def hashed(self) -> Iterator[Hashed]:
        """All bytes in blocks, and their hash, worked out in a thread beside whoever reads them."""
        with ThreadPoolExecutor(1) as beside:
            yield Hashed(self.blocks(), beside)


@define
class Hashed:
    """The blocks of a file; when all have been taken, ``sha256`` is the hash of its bytes."""

    _blocks: Iterator[bytes]
    _beside: ThreadPoolExecutor
    _digest: Any = field(factory=hashlib.sha256)

    def __iter__(self) -> Iterator[bytes]:
        """Every block, once; a few of those before may still wait to be hashed."""
        waiting: deque[Future[None]] = deque()
        for block in self._blocks:
            waiting.append(self._beside.submit(self._digest.update, block))
            if len(waiting) > _MOST_WAITING:
                waiting.popleft().result()
            yield block
        while waiting:
            waiting.popleft().result()

    @property
    def sha256(self) -> str:
        """The hash of what has been taken."""
        return str(self._digest.hexdigest())


@contextmanager
def opened(path: Path, place: Place, limits: Limits) -> Iterator[Opened]:
    """The file, open; on leaving, it must be the file that it was.

    Raises:
        RegisterRefused: no regular file, larger than ``limits.streamed``, or written to meanwhile.
    """
    with opened_file(path, place) as stream:
        before = os.fstat(stream.fileno())
        if before.st_size > limits.streamed:
            refuse_limit("streamed", place, limits)
        file = Opened(path, place, limits, before.st_size, stream)
        try:
            yield file
        except _SEEMS_WRONG:  # of a file that changed, that is all there is to say
            _demand_same(file, before)
            raise
        _demand_same(file, before)


def _demand_same(file: Opened, before: os.stat_result) -> None:
    try:
        named = file.path.stat()
    except OSError:  # moved or deleted
        refuse_changed(file.place)
    after = os.fstat(file.descriptor)
    if marks_of(before) != marks_of(after) or marks_of(named) != marks_of(before):
        refuse_changed(file.place)
