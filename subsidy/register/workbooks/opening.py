"""The narrow door to the parsers: bytes in, plain grids out. Nothing here knows of rules."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetVisibleEnum as Visible

from subsidy.register.workbooks.biff import marks_of_xls
from subsidy.register.workbooks.extent import is_far_apart, is_far_apart_xls
from subsidy.register.workbooks.grid import Grid, Marks
from subsidy.register.workbooks.kinds import is_protected, is_zip
from subsidy.register.workbooks.marks import marks_of_xlsx

__all__ = ["Unopened", "marks_by_sheet", "read_grids"]

_MOST_BYTES_UNPACKED = 2 << 30
_MOST_TIMES_LARGER = 200
_MOST_CELLS = 50_000_000
_MOST_COLUMNS = 1_000


class Unopened(Exception):
    """The file cannot be opened; ``code`` says why: damaged-file, password, too-large, too-many-columns."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_grids(content: bytes) -> tuple[Grid, ...]:
    """Every sheet of an .xlsx, .xlsm, .xlsb, .xls or .ods workbook that has cells, in its order.

    Pure: it may run in a process of its own.

    Raises:
        Unopened: damaged, protected, or larger than what is read here.
    """
    if is_protected(content):
        raise Unopened("password")
    _check_size(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        metas = workbook.sheets_metadata
        sheets = [(workbook.get_sheet_by_name(meta.name), meta.visible) for meta in metas]
        marks = marks_by_sheet(content)
        return tuple(
            _grid(sheet, visible is Visible.Visible, marks(sheet.name))
            for sheet, visible in sheets
            if sheet.height
        )
    except PasswordError:
        raise Unopened("password") from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise Unopened("damaged-file") from None


def marks_by_sheet(content: bytes) -> Callable[[str], Marks]:
    """What the file says of each sheet besides values; nothing of a sheet that it cannot read."""
    found = marks_of_xlsx(content) if is_zip(content) else marks_of_xls(content)
    return lambda name: found.get(name, Marks())


def _grid(sheet: CalamineSheet, is_visible: bool, marks: Marks) -> Grid:  # noqa: FBT001
    if sheet.height * sheet.width > _MOST_CELLS:
        raise Unopened("too-large")
    if sheet.width > _MOST_COLUMNS:
        raise Unopened("too-many-columns")
    merged = sheet.merged_cell_ranges
    first_row, first_column = sheet.start or (0, 0)
    return Grid(
        name=sheet.name,
        is_visible=is_visible,
        first_row=first_row,
        first_column=first_column,
        rows=sheet.to_python(skip_empty_area=True),
        merged=None if merged is None else tuple(merged),
        marks=marks,
    )


def _check_size(content: bytes) -> None:
    """A newer workbook is a zip file; refuse one that unpacks to far more than it is."""
    if not is_zip(content):
        if is_far_apart_xls(content):
            raise Unopened("damaged-file")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
            if unpacked > min(_MOST_BYTES_UNPACKED, _MOST_TIMES_LARGER * len(content)):
                raise Unopened("too-large")
            if is_far_apart(packed):
                raise Unopened("cells-far-apart")
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, zlib.error, RuntimeError):
        raise Unopened("damaged-file") from None
