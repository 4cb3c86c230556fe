"""Workbooks, cell by cell: text stays text, nothing is cut, one result is one file byte for byte."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from subsidy.errors import OutputRefused, Place, Problem, Words

__all__ = [
    "fill_sheet",
    "keeps_digits",
    "new_workbook",
    "refuse_too_many_rows",
    "write_amount",
    "write_cell",
    "write_text",
]

SHEET_ROWS = 1_048_575  # below the heading
LONGEST_TEXT = 32_767  # characters in one cell
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # no clock
_DIGITS_THAT_EXCEL_KEEPS = 15
_NARROWEST = 12


@contextlib.contextmanager
def new_workbook(file: BinaryIO, folder: Path | None) -> Iterator[Any]:
    """A workbook that is written when the block ends, and not at all where it fails.

    *folder* is a private place for temporary files; without one it is built in memory. Rows
    must be written from top to bottom.

    Raises:
        OSError: the disk is full or broken, or the workbook larger than its format allows.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError, FileSizeError

    options = {"constant_memory": True, "tmpdir": str(folder)} if folder else {"in_memory": True}
    workbook = xlsxwriter.Workbook(file, options)
    workbook.set_properties({"created": _CREATED})
    with _closing_rows(workbook):
        yield workbook
    try:
        workbook.close()
    except FileCreateError as error:
        raise error.args[0] from None
    except FileSizeError:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG)) from None


@contextlib.contextmanager
def _closing_rows(workbook: Any) -> Iterator[None]:
    """Where filling fails, the library leaves the temporary file of each sheet open."""
    is_filled = False
    try:
        yield
        is_filled = True
    finally:
        files = [] if is_filled else [sheet.row_data_fh for sheet in workbook.worksheets()]
        for file in filter(None, files):
            with contextlib.suppress(OSError):
                file.close()


def refuse_too_many_rows(rows: int) -> None:
    """Refuse more rows than a sheet holds below its heading; none is ever cut off.

    Raises:
        OutputRefused: there are more.
    """
    if rows > SHEET_ROWS:
        message = Words(
            f"a sheet holds {SHEET_ROWS} rows; the result has {rows}",
            f"一个工作表最多 {SHEET_ROWS} 行，结果有 {rows} 行",
        )
        cure = Words("write csv or parquet instead", "请改用 csv 或 parquet")
        raise OutputRefused(Problem("output-too-many-rows", Place("xlsx"), message, cure))


def fill_sheet(sheet: Any, frame: pl.DataFrame, bold: Any, yuan: Any) -> None:
    """A frame as it is: its column names, then its rows."""
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(frame.columns):
        sheet.set_column(column, column, max(len(name), _NARROWEST) + 2)
        write_text(sheet, 0, column, name, bold)
    for row, values in enumerate(frame.iter_rows(), start=1):
        for column, value in enumerate(values):
            write_cell(sheet, row, column, value, yuan)


def write_cell(sheet: Any, row: int, column: int, value: Any, yuan: Any) -> None:
    """Text, a whole number, an amount in the format *yuan*, or nothing for None."""
    if value is None:
        return
    if isinstance(value, str):
        write_text(sheet, row, column, value)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    else:
        write_amount(sheet, row, column, value, yuan)


def write_text(sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Text as text, whatever it looks like: never a formula, a link or a number.

    Raises:
        OutputRefused: longer than a cell holds.
    """
    if len(text) > LONGEST_TEXT:
        message = Words(
            f"a cell holds {LONGEST_TEXT} characters; this text has more",
            f"一个单元格最多 {LONGEST_TEXT} 个字符，该文本更长",
        )
        cure = Words("write csv or parquet instead", "请改用 csv 或 parquet")
        raise OutputRefused(Problem("output-cell-too-long", Place("xlsx"), message, cure))
    sheet.write_string(row, column, text, style)


def write_amount(sheet: Any, row: int, column: int, amount: Decimal, style: Any = None) -> None:
    """A number where Excel keeps all its digits, else text."""
    if keeps_digits(amount):
        sheet.write_number(row, column, amount, style)
    else:
        sheet.write_string(row, column, f"{amount:.2f}", style)


def keeps_digits(amount: Decimal) -> bool:
    """Whether Excel keeps every digit of an amount."""
    return len(amount.as_tuple().digits) <= _DIGITS_THAT_EXCEL_KEEPS
