"""One private copy of a register: what is checked, hashed and read are the same bytes."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NoReturn

from attrs import evolve

from subsidy.errors import Place, Words, failure_words
from subsidy.register.guard.limits import MIB, Limits
from subsidy.register.guard.refusals import refuse_limit
from subsidy.register.refusing import refuse

__all__ = [
    "check_lines",
    "demand_file",
    "marks_of",
    "opened_file",
    "reading",
    "refuse_changed",
    "snapshot_of_file",
    "snapshot_of_standard_input",
]

_NOT_WAITING = getattr(os, "O_NONBLOCK", 0)  # opening a pipe that nobody writes to would wait
_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
_SPECIAL = (
    (stat.S_ISDIR, Words("a folder", "文件夹")),
    (stat.S_ISFIFO, Words("a named pipe", "命名管道")),
    (stat.S_ISSOCK, Words("a socket", "套接字")),
    (stat.S_ISCHR, Words("a device", "设备")),
    (stat.S_ISBLK, Words("a device", "设备")),
)


def snapshot_of_file(path: Path, place: Place, limits: Limits) -> bytes:
    """The bytes of a regular file that stays as it is while it is copied.

    The file is read through one descriptor, then compared with the copy; links are followed.

    Raises:
        RegisterRefused: no file, not a regular one, too large, or written to meanwhile.
    """
    with _opened(path, place) as stream:
        before = os.fstat(stream.fileno())
        _demand_regular(before, place)
        if before.st_size > limits.file:
            refuse_limit("file", place, limits)
        with reading(place):
            content = _exactly(stream, before.st_size)
            is_same = len(content) == before.st_size and _is_still(stream, content)
        after = os.fstat(stream.fileno())
    if not is_same or marks_of(before) != marks_of(after):
        refuse_changed(place)
    return content


def refuse_changed(place: Place) -> NoReturn:
    """Refuse a file that did not stay as it was.

    Raises:
        RegisterRefused: always.
    """
    refuse(
        "changed-while-read",
        place,
        Words("the file changed while it was read", "文件在读取过程中发生变化"),
        Words("run again when nobody writes to it", "请在无人写入时重新运行"),
    )


@contextmanager
def opened_file(path: Path, place: Place) -> Iterator[BinaryIO]:
    """A regular file, open without a buffer.

    Raises:
        RegisterRefused: it cannot be opened, or is no regular file.
    """
    with _opened(path, place) as stream:
        _demand_regular(os.fstat(stream.fileno()), place)
        yield stream


def demand_file(path: Path, place: Place) -> None:
    """Refuse what cannot be opened, or is no regular file, before another program opens it.

    Raises:
        RegisterRefused: see above.
    """
    with _opened(path, place) as stream:
        _demand_regular(os.fstat(stream.fileno()), place)


def snapshot_of_standard_input(place: Place, limits: Limits) -> bytes:
    """All that comes through standard input, up to the limit.

    Raises:
        RegisterRefused: more than that, or a stream that cannot be read.
    """
    if sys.stdin is None:
        _refuse_unreadable(place, Words("standard input is closed", "标准输入已关闭"))
    pieces, read = [], 0
    try:
        while piece := sys.stdin.buffer.read(MIB):
            pieces.append(piece)
            read += len(piece)
            if read > limits.file:
                refuse_limit("file", place, limits)
    except OSError as error:
        _refuse_unreadable(place, failure_words(error.errno or 0))
    return b"".join(pieces)


def check_lines(content: bytes, place: Place, limits: Limits) -> None:
    """Refuse a text with an overlong line, such as one huge field, before anything is split.

    Looks at one byte in a MiB where lines are short: costs nothing on good files.

    Raises:
        RegisterRefused: a line is longer than ``limits.line``.
    """
    start, size = 0, len(content)
    while size - start > limits.line:
        end = start + limits.line + 1
        last = max(content.rfind(b"\n", start, end), content.rfind(b"\r", start, end))
        if last < 0:
            line = content.count(b"\n", 0, start) + 1
            refuse_limit("line", evolve(place, line=line), limits)
        start = last + 1


@contextmanager
def reading(place: Place) -> Iterator[None]:
    """Word what goes wrong while a register is opened or read; nothing else may be done meanwhile.

    Raises:
        RegisterRefused: the system cannot open or read it.
    """
    try:
        yield
    except IsADirectoryError:
        _refuse_special(place, _SPECIAL[0][1])
    except OSError as error:
        _refuse_unreadable(place, failure_words(error.errno or 0))
    except ValueError:
        _refuse_unreadable(place, Words("not a path", "不是路径"))


@contextmanager
def _opened(path: Path, place: Place) -> Iterator[BinaryIO]:
    with reading(place):
        descriptor = os.open(path, os.O_RDONLY | _NOT_WAITING | _PLAIN)
        stream = open(descriptor, "rb", buffering=0)  # noqa: PTH123, SIM115 - a descriptor; see below
    with stream:
        yield stream


def _exactly(stream: BinaryIO, size: int) -> bytes:
    """As many bytes as the file said that it has; fewer where it shrank."""
    pieces, left = [], size
    while left and (piece := stream.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _is_still(stream: BinaryIO, content: bytes) -> bool:
    """Whether the file, read once more to its end, says the same."""
    stream.seek(0)
    view, at = memoryview(content), 0
    while piece := stream.read(MIB):
        if view[at : at + len(piece)] != piece:
            return False
        at += len(piece)
    return at == len(content)


def marks_of(found: os.stat_result) -> tuple[int, int, int]:
    """What changes when a file is written to, or replaced."""
    return found.st_size, found.st_mtime_ns, found.st_ino


def _demand_regular(found: os.stat_result, place: Place) -> None:
    if stat.S_ISREG(found.st_mode):
        return
    kinds = (words for is_kind, words in _SPECIAL if is_kind(found.st_mode))
    _refuse_special(place, next(kinds, Words("something else", "其他对象")))


def _refuse_special(place: Place, kind: Words) -> NoReturn:
    refuse(
        "cannot-read",
        place,
        Words(f"this is {kind.en}, not a file", f"这是{kind.zh}，不是文件"),
        Words(
            "name the file itself; for a stream, give - and redirect it to standard input",
            "请指定文件本身；若为数据流，请写 - 并重定向到标准输入",
        ),
    )


def _refuse_unreadable(place: Place, reason: Words) -> NoReturn:
    refuse(
        "cannot-read",
        place,
        Words(f"cannot be read: {reason.en}", f"无法读取：{reason.zh}"),
        Words("see whether the path is right", "请检查路径是否正确"),
    )
