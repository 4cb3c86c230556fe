"""One file, opened once, that must stay as it is while it is read in several turns."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from subsidy.errors import Place
from subsidy.register.guard.limits import MIB, Limits
from subsidy.register.guard.refusals import refuse_limit
from subsidy.register.guard.snapshot import marks_of, opened_file, refuse_changed

__all__ = ["Opened", "opened"]

_HEAD_BYTES = 1 << 16


@frozen(eq=False)
class Opened:
    """A regular file that is held open; every turn of reading begins at its first byte."""

    path: Path
    place: Place
    limits: Limits
    size_bytes: int
    _stream: BinaryIO

    def blocks(self, size_bytes: int = 4 * MIB) -> Iterator[bytes]:
        """All bytes, in blocks."""
        self._stream.seek(0)
        left = self.size_bytes
        while left and (block := self._stream.read(min(size_bytes, left))):
            left -= len(block)
            yield block

    def beginning(self) -> bytes:
        """The first bytes, by which the kind of a file is known."""
        return next(self.blocks(_HEAD_BYTES), b"")

    def sha256(self) -> str:
        """The hash of all bytes."""
        digest = hashlib.sha256()
        for block in self.blocks():
            digest.update(block)
        return digest.hexdigest()


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
        yield Opened(path, place, limits, before.st_size, stream)
        after, named = os.fstat(stream.fileno()), path.stat() if path.exists() else None
        if (
            marks_of(before) != marks_of(after)
            or named is None
            or marks_of(named) != marks_of(before)
        ):
            refuse_changed(place)
