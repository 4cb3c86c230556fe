"""Private folders beside a target, in which a result is written before anybody can see it.

A folder is held with ``flock`` as long as its run lives. What a killed run left is held by
nobody, and the next run that publishes there sweeps it away.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

__all__ = ["holding", "private_folder", "sync_folder", "undisturbed"]

_PREFIX, _SUFFIX = ".subsidy-", ".tmp"
_TRIES = 100
_PAUSE_MILLISECONDS = 100
_CANNOT_LOCK = (errno.EBADF, errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL)
_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


@contextlib.contextmanager
def private_folder(parent: Path) -> Iterator[Path]:
    """A folder of mode 0700 that is gone afterwards; folders that killed runs left go too.

    Its name is drawn at random: it tells nothing about anybody.

    Raises:
        OSError: the folder cannot be made.
    """
    _remove_stale(parent)
    with contextlib.ExitStack() as stack:
        with undisturbed():  # a signal comes when the folder is sure to be removed
            folder = _made(parent, stack)
            stack.callback(_remove, folder)
        yield folder


def _remove(folder: Path) -> None:
    with undisturbed():
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            folder.rmdir()  # still there only where no more files could be opened


def _made(parent: Path, stack: contextlib.ExitStack) -> Path:
    """A folder that is held; another run may sweep it away before it is: then a further one."""
    for _ in range(_TRIES):
        folder = parent / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
        folder.mkdir(mode=0o700)
        try:
            stack.enter_context(_locked(folder))
        except (BlockingIOError, FileNotFoundError):
            continue
        except OSError as error:
            if error.errno not in _CANNOT_LOCK:
                folder.rmdir()
                raise
        if folder.exists():
            return folder
    raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))


def _remove_stale(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError), _locked(folder):
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def holding(folders: set[Path]) -> Iterator[None]:
    """One run at a time puts its files into these folders; the others wait a moment.

    Raises:
        BlockingIOError: another run holds a folder far longer than putting files there takes.
    """
    with contextlib.ExitStack() as stack:
        for folder in sorted(folders):
            _hold(folder, stack)
        yield


def _hold(folder: Path, stack: contextlib.ExitStack) -> None:
    for attempt in range(1, _TRIES + 1):
        try:
            stack.enter_context(_locked(folder))
        except BlockingIOError:
            if attempt == _TRIES:
                raise
        except OSError as error:
            if error.errno not in _CANNOT_LOCK:
                raise
            return  # this disk knows no locks: each file is whole all the same
        else:
            return
        time.sleep(_PAUSE_MILLISECONDS / 1_000)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Signals that end a program wait: until files stand together, or a folder is gone.

    They are delivered afterwards. Only the main thread is ever disturbed by signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    ours = {number: handler for number, handler in before.items() if handler is not None}
    for number in ours:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number, handler in ours.items():
            signal.signal(number, handler)
        for number in dict.fromkeys(came):
            signal.raise_signal(number)


if sys.platform == "win32":

    @contextlib.contextmanager
    def _locked(folder: Path) -> Iterator[None]:
        """A running calculation cannot be told from a dead one here; nothing is swept away."""
        if folder.name.startswith(_PREFIX) and any(folder.iterdir()):
            raise BlockingIOError(folder)
        yield

    def sync_folder(folder: Path) -> None:
        """Folders cannot be forced to disk here."""

else:
    import fcntl

    @contextlib.contextmanager
    def _locked(folder: Path) -> Iterator[None]:
        """Hold the folder; BlockingIOError where another running process holds it."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(descriptor)

    def sync_folder(folder: Path) -> None:
        """Force the names in a folder to disk."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
