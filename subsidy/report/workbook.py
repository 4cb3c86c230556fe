"""Several tables as one workbook: text stays text, amounts are numbers with two decimals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import polars as pl

__all__ = ["write_sheets"]

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # no clock: one answer, one file, byte for byte
_DIGITS_THAT_EXCEL_KEEPS = 15
_NARROWEST, _WIDEST = 12, 60


def write_sheets(frames: Mapping[str, pl.DataFrame], file: BinaryIO) -> None:
    """One sheet a frame, headings on top."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    workbook.set_properties({"created": _CREATED})
    bold = workbook.add_format({"bold": True})
    yuan = workbook.add_format({"num_format": "#,##0.00"})
    for name, frame in frames.items():
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(frame.columns):
            cells = [heading, *map(str, frame[heading].head(100).to_list())]
            width = min(max(map(len, cells)) + 2, _WIDEST)
            sheet.set_column(column, column, max(width, _NARROWEST))
            sheet.write_string(0, column, heading, bold)
        for row, values in enumerate(frame.iter_rows(), start=1):
            for column, value in enumerate(values):
                _write(sheet, (row, column), value, yuan)
    workbook.close()


def _write(sheet: Any, at: tuple[int, int], value: Any, yuan: Any) -> None:
    if value is None:
        return
    is_short = (
        isinstance(value, Decimal) and len(value.as_tuple().digits) <= _DIGITS_THAT_EXCEL_KEEPS
    )
    if is_short:
        sheet.write_number(*at, value, yuan)
    elif isinstance(value, int):
        sheet.write_number(*at, value)
    else:
        sheet.write_string(*at, str(value))  # long amounts too: Excel would drop digits
