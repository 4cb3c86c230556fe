"""A budget workbook opened in a guarded child process: cells by row, or one message why not.

Budgets are small. Their limits are fixed and far below those of registers, so that a hostile or
damaged file costs neither memory nor time; a larger budget can be written as YAML.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from subsidy.errors import Place, RegisterRefused, Words
from subsidy.register.guard.limits import MIB, Limits
from subsidy.register.guard.workbooks import Cell, GuardedSheet, open_workbook
from subsidy.rulebook.findings import Findings

__all__ = ["LIMITS", "BudgetSheet", "open_budget"]

LIMITS = Limits(
    unpacked=64 * MIB,
    parts=1_000,
    columns=200,
    cells=500_000,
    result=64 * MIB,
    memory=1024 * MIB,
    computing=30,
    waiting=60,
)
_CURE = Words(
    "save its sheets alone, without a password, in a new .xlsx, or write the budget as .yaml",
    "请仅将预算各表另存为新的 .xlsx（不设密码），或改用 .yaml 编写预算",
)
_WITHOUT_VALUE = Words("this cell has no value: it shows an error", "此单元格显示错误值")
_NOT_WORKED_OUT = Words("this formula was saved without its value", "此公式保存时未含计算结果")
_WRITE_VALUE = Words("write the number itself", "请直接填写数值")


@frozen
class BudgetSheet:
    """A sheet's filled rows with their numbers as the spreadsheet shows them, from 1."""

    title: str
    rows: tuple[tuple[int, list[Cell]], ...] = field(repr=False)


def open_budget(content: bytes, name: str, findings: Findings) -> tuple[BudgetSheet, ...] | None:
    """Every sheet; None where the workbook cannot be opened, which is noted once."""
    place = Place(name)
    try:
        sheets = open_workbook(content, place, LIMITS)
    except RegisterRefused as refused:
        for problem in refused.problems:
            findings.add(problem.code, problem.place, _named(problem.message), _CURE, problem.found)
        return None
    return tuple(_sheet(sheet, place, findings) for sheet in sheets)


def _named(message: Words) -> Words:
    """What is said of a register, said of a budget."""
    return Words(
        message.en.replace("the register", "the budget file"),
        message.zh.replace("名册", "预算文件"),
    )


def _sheet(sheet: GuardedSheet, place: Place, findings: Findings) -> BudgetSheet:
    """Cells without a value would read as empty, and be lost in silence: they are noted."""
    own = Place(place.file, sheet=sheet.name)
    for cells, message in (
        (sheet.marks.errors, _WITHOUT_VALUE),
        (sheet.marks.unfinished, _NOT_WORKED_OUT),
    ):
        for row, column in sorted(cells):
            where = Place(own.file, row + 1, None, own.sheet, _letters(column))
            findings.add("cell-without-value", where, message, _WRITE_VALUE)
    return BudgetSheet(sheet.name, tuple(_numbered(sheet)))


def _numbered(sheet: GuardedSheet) -> Iterator[tuple[int, list[Cell]]]:
    first = sheet.start[0] if sheet.start else 0
    for number, row in enumerate(sheet.rows, start=first + 1):
        if any(cell != "" for cell in row):
            yield number, row


def _letters(column: int) -> str:
    """What a spreadsheet calls a column counted from 0.

    >>> [_letters(column) for column in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    name, left = "", column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        name = chr(ord("A") + digit) + name
    return name
