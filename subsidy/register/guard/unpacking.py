"""The parts of a packed workbook, unpacked for counting alone: runs in the child.

Imports nothing but the standard library: the child must start at once.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

__all__ = ["Found", "check_parts"]

_PROLOGUE = 64 << 10
_DOCTYPES = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_XML = (".xml", ".rels", ".vml")
_SMALL = 4 << 20  # below, any expansion is harmless
_ENCRYPTED = 1
_SHEETS = "xl/worksheets/"
_CELL = re.compile(rb' r=["\']([A-Za-z]{1,8})([0-9]{1,10})["\']')


class Found(Exception):
    """Why a file is refused: the name of a limit or of a fault, known to ``refusals.py``."""


def check_parts(content: bytes, limits: Mapping[str, int]) -> None:
    """Count what a zip file unpacks to: first as it declares, then in truth.

    Raises:
        Found: it is no zip file, hostile, or larger than the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            _check_declared(parts, len(content), limits)
            for part in parts:
                _check_part(packed, part, limits)
    except Found:
        raise
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, zlib.error):
        raise Found("workbook") from None


def _check_declared(parts: list[zipfile.ZipInfo], size: int, limits: Mapping[str, int]) -> None:
    if len(parts) > limits["parts"]:
        raise Found("parts")
    if len({part.filename for part in parts}) < len(parts):
        raise Found("twice")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Found("password")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits["unpacked"]:
        raise Found("unpacked")
    if unpacked > max(_SMALL, limits["expansion"] * size):
        raise Found("expansion")


def _check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Mapping[str, int]) -> None:
    start = _check_true(packed, part)
    if part.filename.startswith(_SHEETS) and part.file_size < _SMALL:
        _check_corners(start, limits)


def _check_true(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part must unpack to what it declares, by size and checksum, and define no entities.

    Gives back how the part begins: all of a small one.
    """
    read, declared, start = 0, part.file_size, b""
    part.file_size = declared + 1  # zipfile stops at the declared size; look one byte further
    with packed.open(part) as stream:
        while piece := stream.read(_SMALL):
            if not read:
                start = piece
            read += len(piece)
            if read > declared:
                raise Found("understated")
    if read < declared:
        raise Found("understated")
    if part.filename.lower().endswith(_XML):
        _check_prologue(start[:_PROLOGUE])
    return start


def _check_prologue(start: bytes) -> None:
    if any(word in start for word in _DOCTYPES):
        raise Found("doctype")


def _check_corners(sheet: bytes, limits: Mapping[str, int]) -> None:
    """A small sheet with cells far apart would be laid out in full: 4.7 KB become terabytes.

    A larger sheet, or one that writes its cells in another way, meets the limit of memory.
    """
    found = _CELL.findall(sheet)
    columns = {name: _number(name) for name in {letters for letters, _ in found}}
    if not columns:
        return
    rows = [int(digits) for _, digits in found]
    width = max(columns.values()) - min(columns.values()) + 1
    if width * (max(rows) - min(rows) + 1) > limits["cells"]:
        raise Found("cells")


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
