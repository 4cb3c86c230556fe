"""Signals as they are for whoever sits at a terminal."""

from __future__ import annotations

import signal

__all__ = ["ENDING", "as_at_a_terminal"]

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def as_at_a_terminal() -> None:
    """Let this process heed what ends programs.

    Whoever starts tests in the background, or lets them outlive a terminal, has signals ignored
    in every process below: those that are sent to try the program would then try nothing.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
