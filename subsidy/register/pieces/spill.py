"""What does not fit in memory, put on the disk in parts and fetched part by part."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

__all__ = ["Spill", "private_file"]


def private_file(path: Path) -> BinaryIO:
    """A new empty file to write and read, which nobody else may read even if it outlives its run.

    Raises:
        OSError: the file cannot be made, or there is one of this name.
    """
    return open(path, "x+b", opener=_private)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


class Spill:
    """One file of byte strings, each of which belongs to a part; gone with its folder.

    Only one thread may use it. An ``OSError`` (a full disk) is the caller's to word.
    """

    def __init__(self, path: Path, parts: int) -> None:
        self._file: BinaryIO = private_file(path)
        self._end = 0
        self._places: list[list[tuple[int, int]]] = [[] for _ in range(parts)]

    def put(self, part: int, content: bytes | memoryview) -> None:
        """Add to a part."""
        if len(content):
            self._file.write(content)
            self._places[part].append((self._end, len(content)))
            self._end += len(content)

    def put_all(self, content: memoryview, edges: Sequence[int]) -> None:
        """Add to every part what lies between two *edges* of a content, in bytes."""
        self._file.write(content)
        for places, (begin, end) in zip(self._places, pairwise(edges), strict=True):
            if begin < end:
                places.append((self._end + begin, end - begin))
        self._end += len(content)

    def fetch(self, part: int) -> Iterator[bytes]:
        """What was put into a part, in that order."""
        for place, length in self._places[part]:
            self._file.seek(place)
            yield self._file.read(length)
        self._file.seek(self._end)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
