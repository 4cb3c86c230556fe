"""The parts of a packed workbook, unpacked for counting alone: runs in the child.

Imports nothing but the standard library: the child must start at once.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

__all__ = ["Found", "check_parts"]

_SOME = 1 << 20
_PROLOGUE = 64 << 10
_DOCTYPES = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_XML = (".xml", ".rels", ".vml")
_SMALL = 4 << 20  # below, any expansion is harmless
_ENCRYPTED = 1


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
                _check_true(packed, part)
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


def _check_true(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A part must unpack to what it declares, by size and checksum, and define no entities."""
    read, declared = 0, part.file_size
    part.file_size = declared + 1  # zipfile stops at the declared size; look one byte further
    with packed.open(part) as stream:
        while piece := stream.read(_SOME):
            if not read and part.filename.lower().endswith(_XML):
                _check_prologue(piece[:_PROLOGUE])
            read += len(piece)
            if read > declared:
                raise Found("understated")
    if read < declared:
        raise Found("understated")


def _check_prologue(start: bytes) -> None:
    if any(word in start for word in _DOCTYPES):
        raise Found("doctype")
