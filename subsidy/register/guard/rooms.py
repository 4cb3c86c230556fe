"""Memory that a child writes large frames into, and its parent copies them from.

What goes through a pipe is copied into the system and out of it, a little at a time, by two
processes that wait for each other. Of two rooms one is filled while the other is copied, once.
Nothing is looked at before it has been copied, since a child that a file has taken over could
change what it has shown; and it cannot make the rooms smaller under its parent's hands. Where the
system has no such memory, or a frame does not fit, it goes through the pipe.
"""

from __future__ import annotations

import contextlib
import mmap
import os
from collections.abc import Iterator
from typing import IO

from attrs import define, frozen

from subsidy.register.guard.limits import MIB

__all__ = ["Filled", "Lent", "hand_back", "lent_rooms"]

_ROOMS = 2
_ROOM_BYTES = 64 * MIB  # as much is reserved; what is never written takes no memory
_BYTES = _ROOMS * _ROOM_BYTES
_TURN = b"\n"  # how a parent hands a room back
_PLACE, _SIZE = 1, 8  # bytes of the number of a room, and of how much stands in it


@frozen(eq=False)
class Lent:
    """The rooms as the parent has them: to be read only."""

    descriptor: int
    _memory: mmap.mmap

    def copied(self, told: bytes) -> bytes | None:
        """A copy of what *told* says that a room holds; None where it says what cannot be."""
        room, size = int.from_bytes(told[:_PLACE], "big"), int.from_bytes(told[_PLACE:], "big")
        if len(told) != _PLACE + _SIZE or room >= _ROOMS or size > _ROOM_BYTES:
            return None
        begin = room * _ROOM_BYTES
        return self._memory[begin : begin + size]


def hand_back(child: IO[bytes]) -> None:
    """Say that what was told last has been copied; a child that is gone need not know."""
    with contextlib.suppress(OSError):
        child.write(_TURN)
        child.flush()


@contextlib.contextmanager
def lent_rooms() -> Iterator[Lent | None]:
    """Rooms for one child; None where the system has no memory that nobody can make smaller."""
    with contextlib.ExitStack() as stack:
        try:
            rooms = _made(stack)
        except (ImportError, AttributeError, OSError, ValueError):
            rooms = None
        yield rooms


def _made(stack: contextlib.ExitStack) -> Lent:
    import fcntl

    descriptor = os.memfd_create("frames", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    stack.callback(os.close, descriptor)
    os.ftruncate(descriptor, _BYTES)
    seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    return Lent(descriptor, stack.enter_context(mmap.mmap(descriptor, _BYTES, prot=mmap.PROT_READ)))


@define
class Filled:
    """The rooms as the child has them, filled in turn; without memory there are none."""

    _told: IO[bytes]
    _memory: mmap.mmap | None = None
    _turn: int = 0
    _full: int = 0

    @classmethod
    def of(cls, descriptor: object, told: IO[bytes]) -> Filled:
        """Of the parent's descriptor; *told* is where the parent hands rooms back."""
        if not isinstance(descriptor, int):
            return cls(told)
        try:
            return cls(told, mmap.mmap(descriptor, _BYTES))
        except (OSError, ValueError):  # beyond the memory that this process may have
            return cls(told)

    def room(self) -> memoryview | None:
        """The next room, once its last frame has been copied."""
        if self._memory is None:
            return None
        self._wait_for(_ROOMS - 1)
        begin = self._turn % _ROOMS * _ROOM_BYTES
        return memoryview(self._memory)[begin : begin + _ROOM_BYTES]

    def told(self, payload: memoryview) -> bytes | None:
        """How the parent is told of a frame in the room that was given last; None if it is elsewhere."""
        if len(payload) > _ROOM_BYTES:
            self._memory = None  # the next will be as large: to try it costs
        if self._memory is None or payload.obj is not self._memory:
            return None
        room = self._turn % _ROOMS
        self._turn, self._full = self._turn + 1, self._full + 1
        return room.to_bytes(_PLACE, "big") + len(payload).to_bytes(_SIZE, "big")

    def settle(self) -> None:
        """Wait until all frames have been copied."""
        self._wait_for(0)

    def _wait_for(self, full: int) -> None:
        """Wait until no more than so many rooms are full."""
        while self._full > full and self._told.readline():
            self._full -= 1
