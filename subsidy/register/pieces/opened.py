"""One file, opened once, that must stay as it is while it is read in several turns.

Its hash is worked out in a thread from the moment it is opened, while the rules are still read and
whatever else a run begins with goes on.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock
from typing import BinaryIO

from attrs import field, frozen

from subsidy.errors import Place, SubsidyError
from subsidy.register.byte_counts import BYTES_AT_ONCE, count_of
from subsidy.register.guard.limits import MIB, Limits
from subsidy.register.guard.refusals import refuse_limit
from subsidy.register.guard.snapshot import marks_of, opened_file, reading, refuse_changed

__all__ = ["Opened", "opened"]

_HEAD_BYTES = 1 << 16
_HASHED_AT_ONCE = 8 * MIB  # between two of them the thread may have to wait for others
_SEEMS_WRONG = (SubsidyError, RuntimeError, ValueError, LookupError)  # also sums that differ


@frozen(eq=False)
class Opened:
    """A regular file that is held open; every turn of reading begins at its first byte."""

    path: Path
    place: Place
    limits: Limits
    size_bytes: int
    _stream: BinaryIO
    _marks: tuple[int, int, int]
    _hash: Future[str]
    _one_at_a_time: Lock = field(factory=Lock, init=False)

    @property
    def sha256(self) -> str:
        """The hash of all bytes; waits until it is known.

        Raises:
            RegisterRefused: the file cannot be read, or has become shorter.
        """
        return self._hash.result()

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Around all reading: on leaving, the file must be what it was when it was opened.

        Raises:
            RegisterRefused: it is another one, or has been written to.
        """
        try:
            yield
        except _SEEMS_WRONG:  # of a file that changed, that is all there is to say
            self._demand_same()
            raise
        self._demand_same()

    def _demand_same(self) -> None:
        try:
            named = self.path.stat()
        except OSError:  # moved or deleted
            refuse_changed(self.place)
        if {marks_of(named), marks_of(os.fstat(self.descriptor))} != {self._marks}:
            refuse_changed(self.place)

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

    def part(self, begin: int, end: int, head: bytes = b"") -> bytes:
        """The bytes from *begin* to *end*, behind a text that is put before them; in any thread.

        They are read to the place where they stay, since to put together what has been read costs
        as much as reading it. Not to be called before all blocks of a turn are taken.
        """
        content = io.BytesIO()
        content.write(head)
        content.seek(len(head) + end - begin - 1)
        content.write(b"\n")  # makes room, and is read over
        with content.getbuffer() as room, self._one_at_a_time:
            self._fill(room[len(head) :], begin)
        return content.getvalue()

    def _fill(self, room: memoryview, begin: int) -> None:
        with reading(self.place):
            self._stream.seek(begin)
        while len(room):
            with reading(self.place):
                count = self._stream.readinto(room)  # type: ignore[attr-defined]
            if not count:
                refuse_changed(self.place)
            room = room[count:]

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
def opened(path: Path, place: Place, limits: Limits) -> Iterator[Opened]:
    """The file, open, and its hash begun. Whoever reads it does so within :meth:`Opened.unchanged`.

    Raises:
        RegisterRefused: no regular file, larger than ``limits.streamed``, or being replaced.
    """
    with opened_file(path, place) as stream, opened_file(path, place) as again:
        found = os.fstat(stream.fileno())
        if found.st_size > limits.streamed:
            refuse_limit("streamed", place, limits)
        marks = marks_of(found)
        if marks_of(os.fstat(again.fileno())) != marks:
            refuse_changed(place)
        with _hashing(again, found.st_size, place) as sha256:
            yield Opened(path, place, limits, found.st_size, stream, marks, sha256)


@contextmanager
def _hashing(stream: BinaryIO, size_bytes: int, place: Place) -> Iterator[Future[str]]:
    """The hash of a file to come, worked out in a thread; nobody waits for it on leaving."""
    is_over = Event()
    with ThreadPoolExecutor(1) as beside:
        try:
            yield beside.submit(_hash_of, stream, size_bytes, place, is_over)
        finally:
            is_over.set()


def _hash_of(stream: BinaryIO, size_bytes: int, place: Place, is_over: Event) -> str:
    digest, left = hashlib.sha256(), size_bytes
    buffer = memoryview(bytearray(min(_HASHED_AT_ONCE, size_bytes)))
    while left and not is_over.is_set():
        with reading(place):
            count = stream.readinto(buffer[:left])  # type: ignore[attr-defined]
        if not count:
            refuse_changed(place)
        digest.update(buffer[:count])
        left -= count
    return digest.hexdigest()
