"""An execution as a workbook: execution, counts, findings and notes, a sheet each; numbers as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from subsidy.budget.execution import Execution
from subsidy.budget.finding import printed_money
from subsidy.budget.printed import count_words
from subsidy.budget.view import (
    RATES,
    Row,
    columns_of,
    count_columns,
    notes_of,
    payers_of,
    rows_of,
    sum_rows,
)
from subsidy.budget.wording import COLUMNS, KINDS, UNITS, say

__all__ = ["write_execution_workbook"]

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # no clock: one execution, one file, byte for byte
_HUNDRED = Decimal(100)

_Cell = tuple[str, str]  # how it is written (a format's name, or "text"), and its text
_Cells = list[_Cell]


def write_execution_workbook(execution: Execution, file: BinaryIO, language: str = "zh") -> None:
    """Write the workbook; sheets and headings are in *language*."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    workbook.set_properties({"created": _CREATED})
    formats = _formats(workbook, execution)
    for name, rows in _sheets(execution, language):
        _fill(workbook.add_worksheet(say(name, language)[:31]), rows, formats)
    workbook.close()


def _formats(workbook: Any, execution: Execution) -> dict[str, Any]:
    decimals = printed_money(execution.budget, 0).partition(".")[2]
    return {
        "head": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "money": workbook.add_format({"num_format": f"0.{decimals}" if decimals else "0", "valign": "top"}),
        "rate": workbook.add_format({"num_format": "0.00%", "valign": "top"}),
        "count": workbook.add_format({"num_format": "0", "valign": "top"}),
    }  # fmt: skip


def _sheets(execution: Execution, language: str) -> Iterator[tuple[str, list[_Cells]]]:
    yield "execution", list(_execution(execution, language))
    if count_columns(execution):
        yield "counts", list(_counts(execution, language))
    if payers_of(execution, language):
        yield "payers", list(_payers(execution, language))
    if execution.findings:
        yield "finding", list(_findings(execution, language))
    notes = [say("unit", language, unit=UNITS[execution.budget.unit].in_language(language))]
    notes += [say("document", language, document=execution.budget.document)]
    notes += notes_of(execution, language)
    yield "notes", [_head([say("notes", language)]), *([("text", note)] for note in notes)]


def _head(texts: Sequence[str]) -> _Cells:
    return [("head", text) for text in texts]


def _names(row: Row, language: str) -> _Cells:
    indent = "  " if row.is_part else ""
    return [("text", row.key), ("text", indent + row.labels.in_language(language))]


def _execution(execution: Execution, language: str) -> Iterator[_Cells]:
    columns = columns_of(execution)
    heads = [COLUMNS[name].in_language(language) for name in columns]
    yield _head([say("code", language), say("line", language), *heads])
    for row in (*rows_of(execution), *sum_rows(execution)):
        kinds = ("rate" if name in RATES else "money" for name in columns)
        cells = [(kind, row.cells.get(name, "")) for kind, name in zip(kinds, columns, strict=True)]
        yield [*_names(row, language), *cells]


def _counts(execution: Execution, language: str) -> Iterator[_Cells]:
    columns = count_columns(execution)
    heads = [say("code", language), say("line", language)]
    for name in columns:
        word = COLUMNS[name].in_language(language)
        heads += [word, f"{word} ({say('computed', language)})"]
    yield _head(heads)
    for row in rows_of(execution):
        cells: _Cells = []
        for name in columns:
            stated = count_words(row.stated_counts.get(name, "")).in_language(language)
            cells.append(("count" if stated.isdecimal() else "text", stated))
            cells.append(("count", row.counts.get(name, "")))
        if any(text for _, text in cells):
            yield [*_names(row, language), *cells]


def _payers(execution: Execution, language: str) -> Iterator[_Cells]:
    amount = COLUMNS["calculated"].in_language(language)
    yield _head([say("line", language), say("payer", language), amount])
    for label, is_part, payer, text in payers_of(execution, language):
        indent = "  " if is_part else ""
        yield [("text", indent + label), ("text", payer), ("money", text)]


def _findings(execution: Execution, language: str) -> Iterator[_Cells]:
    yield _head([say(name, language) for name in ("kind", "code", "finding", "place", "figures")])
    for one in execution.findings:
        yield [
            ("text", KINDS[one.kind].in_language(language)),
            ("text", one.subject),
            ("text", one.words.in_language(language)),
            ("text", "\n".join(passage.at for passage in one.passages)),
            ("text", "\n".join(passage.text for passage in one.passages)),
        ]


def _fill(sheet: Any, rows: list[_Cells], formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 12, 16)
    if rows and len(rows[0]) == 1:
        sheet.set_column(0, 0, 100)
    for number, cells in enumerate(rows):
        for column, (kind, text) in enumerate(cells):
            _write(sheet, (number, column), kind, text, formats)


def _write(
    sheet: Any, where: tuple[int, int], kind: str, text: str, formats: dict[str, Any]
) -> None:
    """Text stays text, whatever it looks like; a number keeps the digits that were printed."""
    if not text:
        return
    if kind == "rate":
        sheet.write_number(*where, Decimal(text.removesuffix("%")) / _HUNDRED, formats[kind])
    elif kind in ("money", "count"):
        sheet.write_number(*where, Decimal(text), formats[kind])
    else:
        sheet.write_string(*where, text, formats[kind])
