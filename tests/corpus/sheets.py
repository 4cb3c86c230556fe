"""Small workbooks in both formats from one description, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
import xlwt
from attrs import field, frozen

__all__ = ["HEAD", "PEOPLE", "Sheet", "numbered", "repacked", "xls", "xlsx"]

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
HEAD = ("姓名", "身份证号", "所属区划", "本人低保金额")
PEOPLE = (
    ("甲一", "430204194305200017", "清水塘", 300),
    ("乙二", "430204194402290026", "清水塘", 200.5),
    ("丙三", "430204195001010016", "响石岭", 100),
)


@frozen
class Sheet:
    """Rows of cells; ``merged`` is (first row, first column, last row, last column), from 0."""

    rows: Sequence[Sequence[Any]]
    name: str = "名册"
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: Sequence[int] = ()
    is_hidden: bool = False
    formulas: dict[tuple[int, int], tuple[str, Any]] = field(factory=dict)


def numbered(*people: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Headings and people, the common body of most sheets."""
    return [HEAD, *(people or PEOPLE)]


def xlsx(*sheets: Sheet, from_1904: bool = False) -> Callable[[], bytes]:
    """A builder of an .xlsx file."""

    def build() -> bytes:
        stream = io.BytesIO()
        options = {"in_memory": True, "date_1904": from_1904, "strings_to_formulas": False}
        with xlsxwriter.Workbook(stream, options) as book:
            book.set_properties({"created": _CREATED})
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for sheet in sheets:
                _write_xlsx(book.add_worksheet(sheet.name), sheet, day)
        return stream.getvalue()

    return build


def _write_xlsx(page: Any, sheet: Sheet, day: Any) -> None:
    for top, left, bottom, right in sheet.merged:
        page.merge_range(top, left, bottom, right, "")
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, column, cell, day)
            elif isinstance(cell, str) and cell:
                page.write_string(at, column, cell)
            elif cell not in (None, ""):
                page.write(at, column, cell)
    for (at, column), (formula, value) in sheet.formulas.items():
        page.write_formula(at, column, formula, None, value)
    for at in sheet.hidden_rows:
        page.set_row(at, None, None, {"hidden": True})
    if sheet.is_hidden:
        page.hide()


def xls(*sheets: Sheet, from_1904: bool = False) -> Callable[[], bytes]:
    """A builder of an .xls file."""

    def build() -> bytes:
        book = xlwt.Workbook()
        book.dates_1904 = from_1904
        for sheet in sheets:
            _write_xls(book.add_sheet(sheet.name, cell_overwrite_ok=True), sheet)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return build


def _write_xls(page: Any, sheet: Sheet) -> None:
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for top, left, bottom, right in sheet.merged:
        page.merge(top, bottom, left, right)
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write(at, column, cell, day)
            elif cell not in (None, ""):
                page.write(at, column, cell)
    for at in sheet.hidden_rows:
        page.row(at).hidden = True
    if sheet.is_hidden:
        page.visibility = 1


def repacked(build: Callable[[], bytes], name: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    """A builder of the same .xlsx file with bytes of one part replaced."""

    def rebuild() -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(build())) as packed, zipfile.ZipFile(stream, "w") as out:
            for member in packed.infolist():
                content = packed.read(member)
                if member.filename == name:
                    assert old in content
                    content = content.replace(old, new)
                out.writestr(member, content)
        return stream.getvalue()

    return rebuild
