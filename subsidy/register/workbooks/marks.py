"""Hidden rows, error cells and unfinished formulas of an .xlsx file, from its own XML.

The reader of cells hands an error and a formula that was never calculated over as empty. Both
must set a row aside, so they are looked up here: with patterns over the bytes, which neither
expands entities nor follows references.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from html import unescape

from subsidy.register.workbooks.grid import Marks

__all__ = ["marks_of_xlsx"]

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*?)/?>")
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^>]*\bt=[\"']e[\"'][^>]*)>")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^/>])>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROW_START = re.compile(rb"<(?:\w+:)?row[\s>]")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>[^<]")
_YES = (b"1", b"true")
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_DATE_1904 = re.compile(rb"date1904=[\"'](?:1|true)[\"']")


def marks_of_xlsx(content: bytes) -> dict[str, Marks]:
    """Sheet name → marks; a sheet whose XML cannot be found has none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _marks(packed)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, zlib.error, NotImplementedError):
        return {}


def _marks(packed: zipfile.ZipFile) -> dict[str, Marks]:
    workbook = packed.read(_WORKBOOK)
    targets = {
        told[b"Id"]: told[b"Target"].decode()
        for told in map(_attributes, _RELATION.findall(packed.read(_RELATIONS)))
        if b"Id" in told and b"Target" in told
    }
    is_1904 = _DATE_1904.search(workbook) is not None
    found = {}
    for told in map(_attributes, _SHEET.findall(workbook)):
        target = next((targets.get(v) for k, v in told.items() if k.endswith(b":id")), None)
        if target is None or b"name" not in told:
            continue
        name = unescape(told[b"name"].decode("utf-8", "replace"))
        found[name] = _sheet_marks(packed.read(_part(target)), is_1904=is_1904)
    return found


def _part(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else posixpath.join("xl", target)


def _sheet_marks(text: bytes, *, is_1904: bool) -> Marks:
    hidden = [
        int(told[b"r"]) - 1
        for told in map(_attributes, _ROW.findall(text) if b"hidden=" in text else ())
        if told.get(b"hidden") in _YES and told.get(b"r", b"").isdigit()
    ]
    errors = _ERROR.findall(text) if b't="e"' in text or b"t='e'" in text else []
    unfinished = _FORMULA.findall(text) if b"f>" in text or b"f " in text else []
    return Marks(
        frozenset(hidden),
        _positions(errors),
        _positions(unfinished),
        counts_from_1904=is_1904,
        valued_rows=sum(_VALUE.search(row) is not None for row in _ROW_START.split(text)[1:]),
    )


def _positions(cells: list[bytes]) -> frozenset[tuple[int, int]]:
    found = (_position(_attributes(cell).get(b"r", b"")) for cell in cells)
    return frozenset(position for position in found if position)


def _position(reference: bytes) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference.decode("ascii", "replace"))
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(text))
