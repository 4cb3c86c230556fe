"""How far the cells of a sheet reach, before a parser makes room for all between them.

Two cells in opposite corners make a parser ask for room for every cell of the sheet; a count of
texts that is a lie makes it ask for as many. Such files are refused by what they declare.
"""

from __future__ import annotations

import re
import struct
import zipfile

from subsidy.register.workbooks.biff import all_records, workbook_stream

__all__ = ["is_far_apart", "is_far_apart_xls"]

_CELL = re.compile(rb"\br=[\"']([A-Za-z]{1,8})([0-9]{1,10})[\"']")
_DIMENSION = re.compile(
    rb"<(?:\w+:)?dimension\s+ref=[\"'][^\"':]*:([A-Za-z]{1,8})([0-9]{1,10})[\"']"
)
_COUNT = re.compile(rb"\buniqueCount=[\"']([0-9]{1,20})[\"']")
_SMALL, _TIMES = 1_000_000, 400  # cells in all, and times as many as are filled
_XLS_ROWS, _XLS_COLUMNS = 65_536, 256
_DIMENSIONS, _TEXTS, _MANY, _BLANKS = 0x200, 0xFC, 0xBD, 0xBE
_BYTES_A_TEXT = 3
_ONE_CELL = (0x06, 0x201, 0x203, 0x204, 0x205, 0xFD, 0x27E, 0xD6)


def is_far_apart(packed: zipfile.ZipFile) -> bool:
    """Whether a sheet of an .xlsx file has few cells far apart, or claims to."""
    sheets = [n for n in packed.namelist() if n.lower().startswith("xl/worksheets/")]
    texts = [
        n for n in packed.namelist() if n.lower().endswith(("sharedstrings.xml", "styles.xml"))
    ]
    return any(
        _is_wide(packed.read(name)) for name in sheets if name.lower().endswith(".xml")
    ) or any(_counts_too_many(packed.read(name)) for name in texts)


def _counts_too_many(part: bytes) -> bool:
    return any(int(count) * _BYTES_A_TEXT > len(part) for count in _COUNT.findall(part))


def _is_wide(sheet: bytes) -> bool:
    cells = _CELL.findall(sheet)
    letters = {one for one, _ in cells} | {one for one, _ in _DIMENSION.findall(sheet)}
    columns = max(map(_number, letters), default=0)
    rows = max((int(row) for _, row in (*cells, *_DIMENSION.findall(sheet))), default=0)
    return rows * columns > max(_SMALL, _TIMES * len(cells))


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def is_far_apart_xls(content: bytes) -> bool:
    """Whether an .xls file claims more cells or texts than the kind, or the file, can hold."""
    try:
        stream = workbook_stream(content)
    except (struct.error, IndexError, ValueError):
        return True
    return any(_claims_too_much(kind, body, len(stream)) for kind, body in all_records(stream))


def _claims_too_much(kind: int, body: bytes, size: int) -> bool:
    if kind == _DIMENSIONS and len(body) >= 12:
        _, rows, _, columns = struct.unpack_from("<IIHH", body)
        return bool(rows > _XLS_ROWS or columns > _XLS_COLUMNS)
    if kind == _TEXTS and len(body) >= 8:
        (texts,) = struct.unpack_from("<4xI", body)
        return bool(texts * _BYTES_A_TEXT > size)
    if kind in (*_ONE_CELL, _MANY, _BLANKS) and len(body) >= 4:
        _, column = struct.unpack_from("<HH", body)
        return bool(column >= _XLS_COLUMNS)
    return False
