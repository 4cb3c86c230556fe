"""Hidden rows, error cells and the date system of an .xls file, from its records.

After [MS-CFB] (the container) and [MS-XLS] (the records): only what is needed to walk from one
record to the next. Whatever does not fit gives no marks; the reader of cells judges the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from attrs import define, field

from subsidy.register.workbooks.grid import Marks

__all__ = ["all_records", "marks_of_xls", "workbook_stream"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are signs
_BOUND_SHEET, _DATE_MODE, _ROW, _ERROR, _FORMULA = 0x85, 0x22, 0x208, 0x205, 0x06
_EOF = 0x0A
_VALUES = (0x203, 0x204, 0xFD, 0x27E, 0xD6)  # number, label, shared label, RK, rich label
_MANY = 0xBD  # several RK numbers
_HIDDEN = 0x20
_LOWEST_CUT, _MOST_SECTORS = 4096, 1 << 22


@define
class _Found:
    rows: set[int] = field(factory=set)
    errors: set[tuple[int, int]] = field(factory=set)
    valued: set[int] = field(factory=set)


def marks_of_xls(content: bytes) -> dict[str, Marks]:
    """Sheet name → marks; nothing where the file does not fit."""
    try:
        stream = workbook_stream(content)
        return _marks(stream)
    except (struct.error, IndexError, UnicodeDecodeError, ValueError):
        return {}


def _marks(stream: bytes) -> dict[str, Marks]:
    sheets: dict[str, int] = {}
    is_1904 = False
    for kind, body in _records(stream, 0):
        if kind == _BOUND_SHEET:
            (offset,) = struct.unpack_from("<I", body)
            is_wide = body[7] & 1
            sheets[body[8:].decode("utf-16-le" if is_wide else "latin-1")] = offset
        elif kind == _DATE_MODE:
            is_1904 = body[:1] == b"\x01"
    found = {name: _sheet(stream, offset) for name, offset in sheets.items()}
    return {
        name: Marks(
            frozenset(one.rows),
            frozenset(one.errors),
            counts_from_1904=is_1904,
            valued_rows=len(one.valued),
        )
        for name, one in found.items()
    }


def _sheet(stream: bytes, offset: int) -> _Found:
    found = _Found()
    for kind, body in _records(stream, offset):
        if kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", body)
            if flags & _HIDDEN:
                found.rows.add(row)
        if kind in (*_VALUES, _MANY, _FORMULA, _ERROR):
            found.valued.add(struct.unpack_from("<H", body)[0])
        if (kind == _ERROR and body[7:8] == b"\x01") or (
            kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6:7] == b"\x02"
        ):
            found.errors.add(struct.unpack_from("<HH", body))
    return found


def all_records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Every record of the whole stream: kind and body."""
    offset = 0
    while offset + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, offset)
        yield kind, stream[offset + 4 : offset + 4 + size]
        offset += 4 + size


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """The records from one place to the end of its part."""
    while offset + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, offset)
        if kind == _EOF:
            return
        yield kind, stream[offset + 4 : offset + 4 + size]
        offset += 4 + size


# ── the container ────────────────────────────────────────────────────────────────────


def workbook_stream(content: bytes) -> bytes:
    """The records of the workbook out of its container.

    Raises:
        struct.error, IndexError, ValueError: the container does not fit.
    """
    if not content.startswith(_OLE):
        return content
    sector_shift, short_shift = struct.unpack_from("<HH", content, 30)
    if sector_shift not in (9, 12) or short_shift != 6:
        raise ValueError(sector_shift)
    size = 1 << sector_shift
    directory_start, _, cut, short_start, _, more, _ = struct.unpack_from("<7I", content, 48)
    table = _table(content, size, more)
    directory = _chain(content, table, directory_start, size)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    named = {_name(entry): entry for entry in entries}
    entry = named.get("Workbook") or named.get("Book")
    if entry is None:
        raise ValueError(len(entries))
    start, length = struct.unpack_from("<II", entry, 116)
    if length >= cut:
        return _chain(content, table, start, size)[:length]
    (root,) = struct.unpack_from("<I", entries[0], 116)
    shorts = _chain(content, table, root, size)
    raw = _chain(content, table, short_start, size)
    short_table = struct.unpack(f"<{len(raw) // 4}I", raw)
    return _chain(b"\0" * 64 + shorts, short_table, start, 64)[:length]


def _name(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")


def _table(content: bytes, size: int, more: int) -> tuple[int, ...]:
    """The table that tells each sector's successor."""
    parts = list(struct.unpack_from("<109I", content, 76))
    seen = 0
    while more < _END and seen < _MOST_SECTORS:
        block = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        parts.extend(block[:-1])
        more = block[-1]
        seen += size
    raw = b"".join(content[(p + 1) * size : (p + 2) * size] for p in parts if p < _END)
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _chain(content: bytes, table: tuple[int, ...], sector: int, size: int) -> bytes:
    found: list[bytes] = []
    while sector < _END and len(found) <= len(table):
        found.append(content[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(found)
