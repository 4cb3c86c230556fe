"""The child that opens workbooks and Parquet files: started by path, light, without rights.

Its limits are set before the first byte of the file is looked at. It writes no file, and what it
says are frames (see ``supervise.py``) on the pipe that was its standard output; large ones stand
in memory that its parent has lent it (see ``rooms.py``), and the pipe says where.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import IO

__all__ = ["main"]

_TASKS = {
    "workbook": "subsidy.register.guard.workbook_task",
    "parquet": "subsidy.register.guard.parquet_task",
    "parquet_pieces": "subsidy.register.guard.pieces_task",
    "sqlite": "subsidy.register.databases.sqlite_task",
}
_DATABASE = "sqlite"
_ASKED_AGAIN = "parquet_pieces"  # gets an order a line; the others one content, up to its end
_DATA, _IN_ROOM, _FOUND, _END = b"D", b"R", b"F", b"E"


def main(order: Mapping[str, object]) -> None:
    """Read the file from standard input, do the task, answer in frames."""
    limits = order["limits"]
    paths = order["path"]
    assert isinstance(limits, dict)
    assert isinstance(paths, list)
    sys.path[:] = paths
    _bind(limits, may_write=order["task"] == _DATABASE)
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the frames
    task = import_module(_TASKS[str(order["task"])])
    if order["task"] == _ASKED_AGAIN:
        _answer_orders(answer, task, order)
    else:
        _answer(answer, task, task.frames(sys.stdin.buffer.read(), limits))
    os._exit(0)  # nothing to tidy; threads of libraries are not waited for


def _answer_orders(answer: IO[bytes], task: ModuleType, order: Mapping[str, object]) -> None:
    """An answer for each line of the parent's, large frames in the rooms that it has lent."""
    from subsidy.register.guard.rooms import Filled  # known only since the parent's path is

    told = sys.stdin.buffer
    rooms = Filled.of(order["rooms"], told)
    for content in told:
        frames = task.frames(content, order["limits"], rooms.room)
        _answer(answer, task, frames, rooms.told)
        rooms.settle()


def _answer(
    answer: IO[bytes],
    task: ModuleType,
    frames: Iterator[memoryview],
    room_of: Callable[[memoryview], bytes | None] = lambda _: None,
) -> None:
    try:
        for payload in frames:
            room = room_of(payload)
            if room is None:
                _say(answer, _DATA, payload)
            else:
                _say(answer, _IN_ROOM, room)
                answer.flush()
    except task.Found as found:
        _say(answer, _FOUND, str(found).encode("ascii"))
    except MemoryError:
        _say(answer, _FOUND, b"memory")
    else:
        _say(answer, _END, b"")
    answer.flush()


def _say(answer: IO[bytes], kind: bytes, payload: bytes | memoryview) -> None:
    answer.write(kind + len(payload).to_bytes(8, "big"))
    answer.write(payload)


def _bind(limits: Mapping[str, int], *, may_write: bool) -> None:
    """Memory, processor time, no files, no core dump: as far as the system knows such bounds.

    SQLite keeps a file of its own beside a database in write-ahead mode, even for readers.
    """
    try:
        import resource
    except ImportError:  # Windows: the parent's clock and the counts remain
        return
    seconds = limits["computing"]
    for kind, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, *((limits["file"],) * 2 if may_write else (0, 0))),
        (resource.RLIMIT_CPU, seconds, seconds + 5),
        (getattr(resource, "RLIMIT_AS", resource.RLIMIT_DATA), limits["memory"], limits["memory"]),
    ):
        try:
            resource.setrlimit(kind, (soft, hard))
        except (OSError, ValueError):  # macOS refuses some; a lower bound may be in force already
            continue


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
