"""Standard output and error: UTF-8 whatever the locale, colour only on a terminal, no silent loss."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import threading
from collections.abc import Iterator
from typing import BinaryIO

from subsidy.errors import failure_words
from subsidy.report.wording import say

__all__ = [
    "BROKEN_PIPE",
    "emphasised",
    "guarded",
    "is_terminal",
    "prepare",
    "put",
    "tell",
    "working",
]

BROKEN_PIPE = 141  # 128 + SIGPIPE, as shells say it
_OUTPUT_FAILED = 1


def prepare() -> None:
    """Make both streams speak UTF-8; what cannot be encoded is escaped, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def put(text: str, language: str) -> None:
    """A result, to standard output."""
    with guarded(language) as out:
        out.write(text.encode("utf-8", "backslashreplace"))


def tell(text: str) -> None:
    """Words, to standard error; nobody listening is no reason to stop."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


@contextlib.contextmanager
def guarded(language: str) -> Iterator[BinaryIO]:
    """Standard output for bytes. Ends the command where it is closed or full."""
    try:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard()
        raise SystemExit(BROKEN_PIPE) from None
    except (OSError, AttributeError) as error:
        if sys.stdout is not None and not isinstance(error, OSError):
            raise
        number = getattr(error, "errno", None) or errno.EBADF
        _discard()
        tell(say("output_failed", language, reason=failure_words(number).in_language(language)))
        raise SystemExit(_OUTPUT_FAILED) from None


def is_terminal() -> bool:
    """Whether results go to a screen."""
    return sys.stdout is not None and sys.stdout.isatty()


def emphasised(text: str, *, results: bool = False) -> str:
    """Bold where the stream is a terminal that may show it; NO_COLOR is honoured."""
    stream = sys.stdout if results else sys.stderr
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if plain or stream is None or not stream.isatty():
        return text
    return f"\x1b[1m{text}\x1b[0m"


@contextlib.contextmanager
def working(language: str, *, quiet: bool) -> Iterator[None]:
    """Says every second, on a terminal only, that work which takes long goes on."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    teller = threading.Thread(target=_tick, args=(done, language), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tick(done: threading.Event, language: str) -> None:
    seconds = 0
    while not done.wait(1):
        seconds += 1
        sys.stderr.write("\r" + say("working", language, seconds=seconds))
        sys.stderr.flush()
    if seconds:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _discard() -> None:
    """What is still in the buffer has nowhere to go; Python must not try again when it ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
