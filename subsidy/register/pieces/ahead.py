"""Pieces worked on by several threads, what comes of them taken in the order of the register."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from typing import TypeVar

__all__ = ["in_turn"]

T = TypeVar("T")


def in_turn(submitted: Iterator[Future[T]], ahead: int) -> Iterator[T]:
    """What comes of each, in order, with so many under way; the rest is cancelled at an end."""
    waiting: deque[Future[T]] = deque()
    try:
        for future in submitted:
            waiting.append(future)
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
