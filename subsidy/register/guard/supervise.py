"""A parser in a child process: bounded, and killed where it breaks its bounds.

The child (``child.py``) gets the file through a pipe and answers in frames: one byte that says
what follows, eight bytes of length, the payload. Nothing of it is unpickled or run: a payload is
JSON or an Arrow file, and what it holds is checked. Large frames stand in rooms (``rooms.py``), and
the payload says in which. A child that ends without its last frame
has failed, whatever it said before.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, NoReturn

from attrs import define, evolve, field

from subsidy.errors import Place
from subsidy.register.guard.limits import MIB, Limits
from subsidy.register.guard.refusals import FAULTS, refuse_found, refuse_limit
from subsidy.register.guard.rooms import Lent, hand_back, lent_rooms

__all__ = ["Asked", "asked", "frames_of"]

_ENTRY = Path(__file__).with_name("child.py")
_END, _FOUND, _DATA, _IN_ROOM = b"E", b"F", b"D", b"R"
_HEAD = 9
_WORD = 64
_LAST_WORDS = 4096
_TIMES_LONGER = 100
_FAULT_OF = {"sqlite": "database", "parquet_pieces": "parquet"}
_OUT_OF_MEMORY = (b"memory allocation", b"MemoryError", b"bad_alloc", b"capacity overflow")
_KILLED_FOR_MEMORY = [  # from elsewhere, or writing into a room: the system had none left
    int(getattr(signal, name)) for name in ("SIGKILL", "SIGBUS") if hasattr(signal, name)
]
_IN_CHILD = {
    "POLARS_MAX_THREADS": "2",
    "RUST_BACKTRACE": "0",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),  # memory that was given back is there for the next
    "MALLOC_TRIM_THRESHOLD_": str(1 << 31),
}
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")


def frames_of(task: str, content: bytes, place: Place, limits: Limits) -> Iterator[bytes]:
    """What a task of ``child.py`` (``"workbook"``, ``"parquet"``) makes of *content*, in pieces.

    Only what was yielded before the iterator ends without an error may be trusted as whole.

    Raises:
        RegisterRefused: the file is damaged or hostile, or asks for more than the limits.
    """
    with _child(task, place, limits, None) as child:
        child.feed(content)
        yield from child.frames()


@define
class _Child:
    """A running child, with what its end is worded by."""

    process: subprocess.Popen[bytes]
    task: str
    place: Place
    limits: Limits
    rooms: Lent | None = None
    is_late: bool = False
    last_words: bytes = b""
    threads: list[threading.Thread] = field(factory=list)

    @property
    def fault(self) -> str:
        """What is said where nothing better is known."""
        return _FAULT_OF.get(self.task, self.task)

    def feed(self, content: bytes) -> None:
        """Hand the file over beside reading the answer; listen to the last words, too."""
        self._beside(self._write, content)
        self.listen()

    def listen(self) -> None:
        """Listen to the last words."""
        self._beside(self._listen)

    def ask(self, order: bytes) -> None:
        """Give an order of one line; of a child that is gone, its answer tells."""
        with contextlib.suppress(OSError):
            hole = _pipe(self.process.stdin)
            hole.write(order + b"\n")
            hole.flush()

    def frames(self, *, in_all: bool = True) -> Iterator[bytes]:
        """The payloads, until the frame that says: this was all."""
        answer, received = _pipe(self.process.stdout), 0
        while True:
            kind, size = self._head(answer)
            received = received + size if in_all else size
            if received > self.limits.result:
                refuse_limit("result", self.place, self.limits)
            payload = self._payload(answer, size)
            if kind == _END:
                return
            if kind == _FOUND:
                self._refuse_found(payload)
            yield payload if kind == _DATA else self._from_room(payload)

    def late(self) -> None:
        """The clock on the wall has run out."""
        self.is_late = True
        self.process.kill()

    def _head(self, answer: IO[bytes]) -> tuple[bytes, int]:
        head = answer.read(_HEAD)
        if len(head) < _HEAD or head[:1] not in (_END, _FOUND, _DATA, _IN_ROOM):
            self._refuse_end()
        return head[:1], int.from_bytes(head[1:], "big")

    def _payload(self, answer: IO[bytes], size: int) -> bytes:
        payload = answer.read(size)
        if len(payload) < size:
            self._refuse_end()
        return payload

    def _from_room(self, told: bytes) -> bytes:
        """A frame that stands in a room, which is handed back."""
        payload = self.rooms.copied(told) if self.rooms is not None else None
        if payload is None:
            self._refuse_end()
        if len(payload) > self.limits.result:
            refuse_limit("result", self.place, self.limits)
        hand_back(_pipe(self.process.stdin))
        return payload

    def _refuse_found(self, payload: bytes) -> NoReturn:
        known = {*self.limits.as_numbers(), *FAULTS}
        found = payload[:_WORD].decode("ascii", "replace")
        refuse_found(found if found in known else self.fault, self.place, self.limits)

    def _refuse_end(self) -> NoReturn:
        """The child is gone before it was done: say why, as far as its end tells."""
        self.process.kill() if self.process.poll() is None and self.is_late else None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        self.process.kill()
        code = self.process.wait()
        for thread in self.threads:
            thread.join(timeout=5)
        refuse_found(self._reason(code), self.place, self.limits)

    def _reason(self, code: int) -> str:
        if self.is_late:
            return "waiting"
        if code == -getattr(signal, "SIGXCPU", 0) and code:
            return "computing"
        is_memory = any(words in self.last_words for words in _OUT_OF_MEMORY)
        if is_memory or -code in _KILLED_FOR_MEMORY:
            return "memory"
        return self.fault

    def _beside(self, job: Callable[..., None], *given: bytes) -> None:
        thread = threading.Thread(target=job, args=given, daemon=True)
        thread.start()
        self.threads.append(thread)

    def _write(self, content: bytes) -> None:
        with contextlib.suppress(OSError), _pipe(self.process.stdin) as hole:
            hole.write(content)

    def _listen(self) -> None:
        """Keep the end of what is said on standard error; it is never shown to anybody."""
        with contextlib.suppress(OSError, ValueError):
            while words := _pipe(self.process.stderr).read(_LAST_WORDS):
                self.last_words = (self.last_words + words)[-2 * _LAST_WORDS :]


@define
class Asked:
    """A child that opens a large file itself, and stands ready to be asked for more of it.

    Pieces are bounded one by one, since nobody keeps them: ``limits.result`` is for each. The
    child may take as many times longer as such a file is larger. One is asked at a time.
    """

    task: str
    place: Place
    limits: Limits
    _running: contextlib.ExitStack
    _ready: _Child | None = None

    def pieces(self, order: bytes) -> Iterator[bytes]:
        """What the task makes of an *order*, which is one line.

        Raises:
            RegisterRefused: the file is damaged or hostile, or asks for more than the limits.
        """
        child = self._ready or self._fresh()
        self._ready = None  # one that is left in the middle of an answer is of no more use
        child.ask(order)
        yield from child.frames(in_all=False)
        self._ready = child

    def start(self) -> None:
        """Start the child, so that it gets ready while others are busy."""
        self._ready = self._ready or self._fresh()

    def _fresh(self) -> _Child:
        self._running.close()
        patient = evolve(
            self.limits,
            computing=self.limits.computing * _TIMES_LONGER,
            waiting=self.limits.waiting * _TIMES_LONGER,
        )
        rooms = self._running.enter_context(lent_rooms())
        child = self._running.enter_context(_child(self.task, self.place, patient, rooms))
        child.listen()
        return child


@contextlib.contextmanager
def asked(task: str, place: Place, limits: Limits) -> Iterator[Asked]:
    """A child for a task of ``child.py``, started when it is first asked, gone when this is left."""
    with contextlib.ExitStack() as running:
        yield Asked(task, place, limits, running)


@contextlib.contextmanager
def _child(task: str, place: Place, limits: Limits, rooms: Lent | None) -> Iterator[_Child]:
    child = _Child(_started(task, place, limits, rooms), task, place, limits, rooms)
    clock = threading.Timer(limits.waiting, child.late)
    clock.daemon = True
    clock.start()
    try:
        yield child
    finally:
        clock.cancel()
        child.process.kill()
        child.process.wait()
        for thread in child.threads:
            thread.join(timeout=5)
        for stream in (child.process.stdin, child.process.stdout, child.process.stderr):
            with contextlib.suppress(OSError, ValueError):
                _pipe(stream).close()


def _started(
    task: str, place: Place, limits: Limits, rooms: Lent | None
) -> subprocess.Popen[bytes]:
    order = {
        "task": task,
        "limits": limits.as_numbers(),
        "path": [p for p in sys.path if p],
        "rooms": rooms and rooms.descriptor,
    }
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(_ENTRY), json.dumps(order)]
    surroundings = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own file
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**surroundings, **_IN_CHILD},
            close_fds=True,
            pass_fds=() if rooms is None else (rooms.descriptor,),
        )
    except OSError:
        refuse_found("start", place, limits)
    _widen(child)
    return child


def _widen(child: subprocess.Popen[bytes]) -> None:
    """Larger pipes where the system has them: fewer turns between the two processes."""
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import fcntl

        for pipe in (child.stdin, child.stdout):
            fcntl.fcntl(_pipe(pipe), fcntl.F_SETPIPE_SZ, MIB)


def _pipe(stream: Any) -> IO[bytes]:
    assert stream is not None
    pipe: IO[bytes] = stream
    return pipe
