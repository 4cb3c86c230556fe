"""Excel workbooks (.xlsx): one sheet, the first row the headings, cells with their types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from attrs import evolve

from subsidy.errors import Place, Words
from subsidy.register.guard.limits import Limits
from subsidy.register.guard.workbooks import GuardedSheet, open_workbook
from subsidy.register.source import Table, refuse

__all__ = ["read_workbook"]


def read_workbook(
    content: bytes,
    place: Place,
    sha256: str,
    identifies: Callable[[str], bool],
    limits: Limits,
) -> Table:
    """The table in the one sheet of a workbook that holds people.

    *identifies* tells whether a heading is that of an identifier: where several sheets have
    content, the register is the one that has such a heading, and the others are named in a
    warning.

    Raises:
        RegisterRefused: not a workbook, several sheets of people, or none.
    """
    sheets = open_workbook(content, place, limits)
    sheet, ignored = _register_sheet(sheets, place, identifies)
    first_row = sheet.start[0] if sheet.start else 0
    rows = sheet.to_python(skip_empty_area=True)
    place = evolve(place, sheet=sheet.name)
    filled = [index for index, row in enumerate(rows) if any(cell != "" for cell in row)]
    headings = tuple(str(cell) for cell in rows[filled[0]])
    body = [rows[index] for index in filled[1:]]
    blank = filled[-1] - filled[0] + 1 - len(filled)
    cells: list[list[Any]] = [list(column) for column in zip(*body, strict=True)]
    return Table(
        place=place,
        headings=headings,
        columns=tuple(cells or [[] for _ in headings]),
        records=np.arange(1, len(body) + 1),
        records_read=len(body),
        sha256=sha256,
        lines=np.array(filled[1:], dtype=np.int64) + first_row + 1,
        sheet=sheet.name,
        is_sheet=True,
        warnings=(*ignored, *_warnings(blank)),
    )


def _warnings(blank: int) -> tuple[Words, ...]:
    if not blank:
        return ()
    return (Words(f"{blank} empty rows were skipped", f"跳过 {blank} 个空行"),)


def _register_sheet(
    sheets: tuple[GuardedSheet, ...], place: Place, identifies: Callable[[str], bool]
) -> tuple[GuardedSheet, tuple[Words, ...]]:
    filled = [sheet for sheet in sheets if sheet.height]
    if not filled:
        refuse("empty-file", place, Words("the workbook is empty", "工作簿为空"))
    if len(filled) == 1:
        return filled[0], ()
    registers = [sheet for sheet in filled if any(map(identifies, _first_row(sheet)))]
    if len(registers) == 1:
        others = ", ".join(sheet.name for sheet in filled if sheet is not registers[0])
        name = registers[0].name
        return registers[0], (
            Words(
                f"only the sheet {name} is read; not read, as no column identifies people: {others}",
                f"只读取工作表“{name}”；其余工作表没有人员标识列，未读取：{others}",
            ),
        )
    names = ", ".join(sheet.name for sheet in registers or filled)
    return refuse(
        "several-sheets",
        place,
        Words(f"several sheets have content: {names}", f"多个工作表有内容：{names}"),
        Words("leave one sheet of people in the workbook", "请只保留一个人员工作表"),
        found=names,
    )


def _first_row(sheet: GuardedSheet) -> list[str]:
    """The first row that has content, as text."""
    rows = sheet.to_python(skip_empty_area=True, nrows=50)
    return next(([str(cell) for cell in row] for row in rows if any(c != "" for c in row)), [])
