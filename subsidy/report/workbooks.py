"""Files for people: workbooks with a payment list, its proof and what it leaves out; CSV for Excel."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO

from subsidy.errors import Words
from subsidy.report.language import display_width
from subsidy.report.naming import assumed_words, left_out_label
from subsidy.report.payment_rows import UNITS, Asked, csv_texts, masked_units, payment_list
from subsidy.report.payment_sheet import add_payment_sheet, for_a4, period_words
from subsidy.report.summary import fact_labels
from subsidy.report.totals_table import change_words, scheme_label
from subsidy.report.wording import HEADINGS
from subsidy.results.guarding import kept_as_text
from subsidy.results.receipt import Receipt
from subsidy.results.result import Result
from subsidy.results.workbook import new_workbook, refuse_too_many_rows, write_cell, write_text
from subsidy.results.write import fill_contract_sheets
from subsidy.rulebook.model import Rulebook

__all__ = ["write_csv_for_people", "write_full_workbook", "write_workbook_for_people"]

_SHEETS = {
    "undetermined": Words("undetermined", "待核"),
    "set_aside": Words("set aside", "搁置"),
    "receipt": Words("receipt", "计算凭证"),
}
_LINES = {
    "place": Words("rules of", "规则"),
    "rules": Words("rulebook", "规则集"),
    "rules_hash": Words("rulebook, SHA-256", "规则集 SHA-256"),
    "input_hash": Words("register, SHA-256", "名册 SHA-256"),
    "period": Words("period", "期间"),
    "version": Words("subsidy, version", "程序版本"),
    "read": Words("records read", "读入条数"),
    "calculated": Words("calculated", "已计算"),
    "aside": Words("set aside", "搁置"),
    "apart": Words("no people", "非人员"),
    "undetermined": Words("undetermined", "待核"),
    "months": Words("person-months", "人次"),
    "amount": Words("amount (yuan)", "金额（元）"),
    "changed": Words("changed", "调整"),
    "left_out": Words("not calculated", "未计算"),
    "assumed": Words("assumed", "假定"),
}
_WIDTH, _READABLE = 24, 100
_NARROWEST, _WIDEST = 8, 60
_LINE_HEIGHT, _SURELY_FILLED = 15, Fraction(9, 10)
_WRAPPED = {"text_wrap": True, "valign": "top"}


def write_full_workbook(
    result: Result, detail: str, file: BinaryIO, folder: Path | None, language: str
) -> None:
    """The sheets that programs read, as ever; then the payment list, where the file opens.

    Raises:
        OutputRefused: more rows than a sheet holds, or a longer text than a cell.
    """
    with new_workbook(file, folder) as workbook:
        fill_contract_sheets(workbook, result, detail, language)
        listed = payment_list(result, Asked(detail, language))
        add_payment_sheet(workbook, result, listed, language)
        _add_receipt(workbook, result, language)


def write_workbook_for_people(
    result: Result, asked: Asked, file: BinaryIO, folder: Path | None
) -> None:
    """The payment list, what is undetermined, what was set aside, and the receipt.

    Raises:
        OutputRefused: more rows than a sheet holds, or a longer text than a cell.
    """
    with new_workbook(file, folder) as workbook:
        add_payment_sheet(workbook, result, payment_list(result, asked), asked.language)
        _add_undetermined(workbook, result, asked)
        _add_set_aside(workbook, result, asked.language)
        _add_receipt(workbook, result, asked.language)


def write_csv_for_people(result: Result, asked: Asked, file: BinaryIO) -> None:
    """The payment list as CSV for office programs: byte order mark, CRLF, nothing that runs.

    Digits that such a program would lose stand behind an apostrophe.
    """
    listed = payment_list(result, asked)
    file.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    lines = csv.writer(text)
    lines.writerow([kept_as_text(heading) for heading in listed.headings])
    lines.writerows(csv_texts(row) for row in listed.rows)
    text.detach()


def _add_undetermined(workbook: Any, result: Result, asked: Asked) -> None:
    frame = result.undetermined()
    show_unit = masked_units(result) if asked.mask else str
    rows = [
        (
            show_unit(unit_id),
            scheme_label(result, scheme, asked.language),
            first_month,
            months,
            fact_labels(result.book, missing, asked.language),
        )
        for unit_id, scheme, first_month, months, missing in frame.select(
            "unit_id", "scheme", "first_month", "months", "missing"
        ).iter_rows()
    ]
    names = ("unit", "scheme", "first_month", "months", "missing")
    _add_table(workbook, "undetermined", names, rows, asked.language)


def _add_set_aside(workbook: Any, result: Result, language: str) -> None:
    reason = "reason_zh" if language == "zh" else "reason"
    frame = result.set_aside().select("sheet", "line", "row", "column", reason, "unit")
    rows = ((*one[:-1], UNITS[one[-1]].in_language(language)) for one in frame.iter_rows())
    names = ("sheet", "line", "row", "column", "reason", "register")
    _add_table(workbook, "set_aside", names, rows, language)


def _add_receipt(workbook: Any, result: Result, language: str) -> None:
    receipt = result.receipt()
    said = [*_facts(result, receipt, language), *_conditions(result.book, receipt, language)]
    sheet = workbook.add_worksheet(_SHEETS["receipt"].in_language(language))
    for_a4(sheet, language)
    wrapped = workbook.add_format(_WRAPPED)
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 1, _READABLE)
    for row, (name, value) in enumerate(said):
        _make_room(sheet, row, [(value, _READABLE)])
        write_text(sheet, row, 0, _LINES[name].in_language(language), wrapped)
        write_text(sheet, row, 1, value, wrapped)


def _facts(result: Result, receipt: Receipt, language: str) -> list[tuple[str, str]]:
    return [
        ("place", result.book.labels.in_language(language)),
        ("rules", receipt.rulebook),
        ("rules_hash", receipt.rulebook_sha256),
        ("input_hash", receipt.input_sha256),
        ("period", period_words(result.period).in_language(language)),
        ("version", receipt.engine_version),
        ("read", str(receipt.records_read)),
        ("calculated", str(receipt.calculated)),
        ("aside", str(receipt.set_aside)),
        ("apart", str(receipt.records_read - receipt.calculated - receipt.set_aside)),
        ("undetermined", str(receipt.undetermined)),
        ("months", str(receipt.unit_months)),
        ("amount", receipt.amount),
    ]


def _conditions(book: Rulebook, receipt: Receipt, language: str) -> list[tuple[str, str]]:
    """What was changed, what was not calculated, what is assumed."""
    colon = Words(": ", "：").in_language(language)
    changed = [("changed", change_words(one)) for one in receipt.changes]
    left_out = [
        ("left_out", left_out_label(one, language) + colon + one.why.in_language(language))
        for one in receipt.left_out
    ]
    assumed = [
        ("assumed", colon.join(assumed_words(book, one, language))) for one in receipt.assumed
    ]
    return [*changed, *left_out, *assumed]


def _add_table(
    workbook: Any, sheet: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]], language: str
) -> None:
    listed = list(rows)
    refuse_too_many_rows(len(listed))
    page = workbook.add_worksheet(_SHEETS[sheet].in_language(language))
    for_a4(page, language)
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format(_WRAPPED)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    headings = [HEADINGS[name].in_language(language) for name in names]
    widths = []
    for column, heading in enumerate(headings):
        widest = max((display_width(str(row[column] or "")) for row in listed), default=0)
        widths.append(min(max(widest, display_width(heading), _NARROWEST), _WIDEST))
        page.set_column(column, column, widths[-1] + 2, wrapped)
        write_text(page, 0, column, heading, bold)
    for row, values in enumerate(listed, start=1):
        _make_room(page, row, zip(values, widths, strict=True))
        for column, value in enumerate(values):
            write_cell(page, row, column, value, None)


def _make_room(sheet: Any, row: int, cells: Iterable[tuple[Any, int]]) -> None:
    """As many lines as the longest cell takes in its width: office programs do not see to it."""
    fits = _SURELY_FILLED  # lines break between words, and fonts differ
    lines = max(ceil(display_width(str(value or "")) / (width * fits)) for value, width in cells)
    if lines > 1:
        sheet.set_row(row, lines * _LINE_HEIGHT)
