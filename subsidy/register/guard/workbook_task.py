"""Child: the sheets of a workbook as JSON, row by row. Values only; nothing is worked out."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from subsidy.register.guard.unpacking import Found, check_parts
from subsidy.register.workbooks.extent import is_far_apart_xls
from subsidy.register.workbooks.grid import Marks
from subsidy.register.workbooks.kinds import is_protected
from subsidy.register.workbooks.marking import marks_by_sheet

__all__ = ["Found", "frames"]

_ZIP = b"PK"
_ROWS_A_FRAME = 2_000


def frames(content: bytes, limits: Mapping[str, int]) -> Iterator[bytes]:
    """For each sheet a frame that describes it, then frames of rows.

    Raises:
        Found: damaged, hostile or larger than the limits.
    """
    if is_protected(content):
        raise Found("password")
    if content.startswith(_ZIP):
        check_parts(content, limits)
    elif is_far_apart_xls(content):
        raise Found("workbook")
    workbook = _opened(content)
    marks = _marks(content)
    cells = 0
    for number, meta in enumerate(workbook.sheets_metadata):
        sheet = _sheet(workbook, number)
        if sheet is None:
            continue
        cells += sheet.height * sheet.width
        if cells > limits["cells"]:
            raise Found("cells")
        if sheet.width > limits["columns"]:
            raise Found("columns")
        yield _described(sheet, str(meta.visible), str(meta.typ), marks(sheet.name))
        yield from _rows(sheet)


def _opened(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError:
        raise Found("password") from None
    except (CalamineError, OSError):
        raise Found("workbook") from None


def _sheet(workbook: CalamineWorkbook, number: int) -> CalamineSheet | None:
    try:
        return workbook.get_sheet_by_index(number)
    except (CalamineError, OSError, ValueError):
        raise Found("workbook") from None


def _marks(content: bytes) -> Callable[[str], Marks]:
    try:
        return marks_by_sheet(content)
    except (OSError, ValueError, OverflowError, zipfile.BadZipFile, zlib.error):
        raise Found("workbook") from None


def _described(sheet: CalamineSheet, visible: str, kind: str, marks: Marks) -> bytes:
    return _json(
        {
            "name": sheet.name,
            "visible": visible.rpartition(".")[2],
            "kind": kind.rpartition(".")[2],
            "start": sheet.start,
            "height": sheet.height,
            "width": sheet.width,
            "merged": sheet.merged_cell_ranges,
            "hidden_rows": sorted(marks.hidden_rows),
            "errors": sorted(marks.errors),
            "unfinished": sorted(marks.unfinished),
            "counts_from_1904": marks.counts_from_1904,
            "valued_rows": marks.valued_rows,
        }
    )


def _rows(sheet: CalamineSheet) -> Iterator[bytes]:
    if not sheet.height:
        return
    skipped = sheet.start[0] if sheet.start else 0
    rows = islice(sheet.iter_rows(), skipped, None)
    while some := list(islice(rows, _ROWS_A_FRAME)):
        yield _json(some)


def _json(what: object) -> bytes:
    return json.dumps(what, ensure_ascii=False, default=_tagged, separators=(",", ":")).encode()


def _tagged(cell: object) -> dict[str, object]:
    """Days and times, which JSON does not know."""
    match cell:
        case datetime():
            return {"moment": [*cell.timetuple()[:6], cell.microsecond]}
        case date():
            return {"day": [cell.year, cell.month, cell.day]}
        case time():
            return {"time": [cell.hour, cell.minute, cell.second, cell.microsecond]}
        case timedelta():
            return {"span": [cell.days, cell.seconds, cell.microseconds]}
    raise Found("workbook")
