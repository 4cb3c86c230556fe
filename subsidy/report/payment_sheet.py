"""The payment list as bureaus hand it round: title, rows, subtotals, signatures, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from attrs import define, frozen
from xlsxwriter.utility import xl_range

from subsidy.dates import MONTHS_PER_YEAR, Period, show_month
from subsidy.errors import Words
from subsidy.report.language import display_width
from subsidy.report.payment_rows import REGION, PaymentList
from subsidy.report.totals_table import change_words
from subsidy.report.wording import HEADINGS, counted
from subsidy.results.receipt import period_text
from subsidy.results.result import Result
from subsidy.results.workbook import (
    keeps_digits,
    refuse_too_many_rows,
    write_amount,
    write_text,
)

__all__ = ["add_payment_sheet", "for_a4", "period_words"]

Row = tuple[Any, ...]

_SHEET = Words("payment list", "发放表")
_SUMMARY = Words("{place}: summary of {what}, {period}", "{place}{period}{what}发放汇总表")
_LIST = Words("{place}: list of {what}, {period}", "{place}{period}{what}发放花名册")
_EVERY_SCHEME = Words("subsidies", "补贴")
_ABOUT = Words(
    "Made by (office): ____________    Period: {period}    Amounts in yuan",
    "制表单位：____________    所属期间：{period}    金额单位：元",
)
_NO_REGION = Words("none given", "未填")
_SIGNATURES = Words(
    "Prepared by: ____________    Checked by: ____________    Date: ____________",
    "制表人：____________    审核人：____________    日期：____________",
)
_PAGE = Words("&CPage &P of &N", "&C第 &P 页，共 &N 页")
_A4 = 9
_FIRST_ROW = 3  # below title, period and headings
_AROUND = _FIRST_ROW + 3  # and above total, an empty row and signatures
_NARROWEST, _WIDEST = 6, 40
_TITLE_POINTS, _TITLE_HEIGHT, _ROW_HEIGHT = 16, 30, 18
_SUMMED = {"unit_months", "months", "amount"}
_BORDER = {"border": 1, "valign": "vcenter"}


@frozen(eq=False)
class _Styles:
    """The formats of the sheet's cells."""

    title: Any
    heading: Any
    text: Any
    whole: Any
    yuan: Any
    sums: Any
    sums_yuan: Any


@frozen(eq=False)
class _Line:
    """A line of sums: its label, and what it says in columns that are not added up."""

    label: str
    said: dict[str, Any]


@define(eq=False)
class _Pen:
    """A sheet that is written from top to bottom; ``row`` is the next to be written."""

    sheet: Any
    listed: PaymentList
    styles: _Styles
    language: str
    row: int = 0
    number: int = 0


def add_payment_sheet(workbook: Any, result: Result, listed: PaymentList, language: str) -> None:
    """Add the list as a sheet of its own, and open the workbook there.

    Sums are formulas with their value beside them, so that every reader shows them; no other
    cell is a formula. A list with regions has a subtotal after each.

    Raises:
        OutputRefused: more rows than a sheet holds, or a longer text than a cell.
    """
    rows = list(listed.rows)
    blocks = _blocks(rows, listed)
    refuse_too_many_rows(len(rows) + len(blocks) + _AROUND)
    sheet = workbook.add_worksheet(_SHEET.in_language(language))
    sheet.activate()
    pen = _Pen(sheet, listed, _styles(workbook), language)
    _set_up_page(pen, rows)
    _write_head(pen, result, rows)
    for region, block in blocks:
        first = pen.row
        for values in block:
            _write_row(pen, values)
        if region is not None:
            _write_sums(pen, _subtotal(pen, region, block), first, block)
    total = _Line(_word("total", language), _in_all(pen, result))
    _write_sums(pen, total, _FIRST_ROW, rows)
    write_text(sheet, pen.row + 1, 0, _SIGNATURES.in_language(language))


def for_a4(sheet: Any, language: str) -> None:
    """A4 across, as wide as the paper, with the number of each page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(_PAGE.in_language(language))


def period_words(period: Period) -> Words:
    """A period as titles say it.

    >>> from subsidy.dates import read_period
    >>> period_words(read_period("2023-09")).zh, period_words(read_period("2023")).zh
    ('2023年9月', '2023年')
    """
    first, last = (divmod(month, MONTHS_PER_YEAR) for month in (period.first, period.end - 1))
    text = period_text(period)
    if len(text) == len("2023"):
        return Words(text, f"{text}年")
    begin, end = (f"{year}年{month + 1}月" for year, month in (first, last))
    if begin == end:
        return Words(text, begin)
    last_text = show_month(type(period.first)(period.end - 1))
    return Words(f"{show_month(period.first)} to {last_text}", f"{begin}至{end}")


def _blocks(rows: Sequence[Row], listed: PaymentList) -> list[tuple[str | None, list[Row]]]:
    """The rows region by region; one block without a name where there are no regions."""
    place = listed.position(REGION)
    if place is None:
        return [(None, list(rows))]
    return [(str(name), list(block)) for name, block in groupby(rows, lambda row: row[place])]


def _styles(workbook: Any) -> _Styles:
    bold = {**_BORDER, "bold": True}
    made = {
        "title": {"bold": True, "font_size": _TITLE_POINTS, "align": "center", "valign": "vcenter"},
        "heading": {**bold, "align": "center", "text_wrap": True, "bg_color": "#E7E6E6"},
        "text": {**_BORDER, "num_format": "@"},
        "whole": _BORDER,
        "yuan": {**_BORDER, "num_format": "#,##0.00"},
        "sums": bold,
        "sums_yuan": {**bold, "num_format": "#,##0.00"},
    }
    return _Styles(**{name: workbook.add_format(style) for name, style in made.items()})


def _set_up_page(pen: _Pen, rows: Sequence[Row]) -> None:
    """A4 across, as wide as the paper, headings and numbers on every page."""
    sheet = pen.sheet
    for_a4(sheet, pen.language)
    sheet.repeat_rows(0, _FIRST_ROW - 1)
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.set_column(0, 0, _NARROWEST + 2)
    for position, heading in enumerate(pen.listed.headings):
        widest = max((display_width(_shown(row[position])) for row in rows), default=0)
        width = max(widest, display_width(heading), _NARROWEST)
        sheet.set_column(position + 1, position + 1, min(width, _WIDEST) + 2)
    if _is_signed(pen.listed):
        sheet.set_column(len(pen.listed.headings) + 1, len(pen.listed.headings) + 1, 2 * _NARROWEST)


def _shown(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def _is_signed(listed: PaymentList) -> bool:
    """Whether every row has a person who may sign for it."""
    return "unit_id" in listed.columns


def _write_head(pen: _Pen, result: Result, rows: Sequence[Row]) -> None:
    headings = [_word("number", pen.language), *pen.listed.headings]
    if _is_signed(pen.listed):
        headings.append(_word("signed", pen.language))
    pen.sheet.set_row(0, _TITLE_HEIGHT)
    pen.sheet.merge_range(0, 0, 0, len(headings) - 1, "", pen.styles.title)
    write_text(pen.sheet, 0, 0, _title(pen, result, rows), pen.styles.title)
    period = period_words(result.period).in_language(pen.language)
    about = [_ABOUT.in_language(pen.language).format(period=period)]
    about += [change_words(one) for one in result.book.changes]
    write_text(pen.sheet, 1, 0, "    ".join(about))
    for column, heading in enumerate(headings):
        write_text(pen.sheet, 2, column, heading, pen.styles.heading)
    pen.row = _FIRST_ROW


def _title(pen: _Pen, result: Result, rows: Sequence[Row]) -> str:
    schemes = {row[pen.listed.columns.index("scheme")] for row in rows}
    what = schemes.pop() if len(schemes) == 1 else _EVERY_SCHEME.in_language(pen.language)
    title = _LIST if _is_signed(pen.listed) else _SUMMARY
    return title.in_language(pen.language).format(
        place=result.book.labels.in_language(pen.language),
        period=period_words(result.period).in_language(pen.language),
        what=what,
    )


def _write_row(pen: _Pen, values: Row) -> None:
    pen.number += 1
    pen.sheet.write_number(pen.row, 0, pen.number, pen.styles.whole)
    for column, value in enumerate(values, start=1):
        _write_value(pen, column, value)
    if _is_signed(pen.listed):
        pen.sheet.write_blank(pen.row, len(values) + 1, None, pen.styles.text)
    pen.row += 1


def _write_value(pen: _Pen, column: int, value: Any) -> None:
    if isinstance(value, str):
        write_text(pen.sheet, pen.row, column, value, pen.styles.text)
    elif isinstance(value, int):
        pen.sheet.write_number(pen.row, column, value, pen.styles.whole)
    else:
        write_amount(pen.sheet, pen.row, column, value, pen.styles.yuan)


def _subtotal(pen: _Pen, region: str, block: Sequence[Row]) -> _Line:
    """What stands in the line below a region: its name and how many people it has."""
    position = pen.listed.columns.index("unit_id")
    people = counted(pen.listed.counts, len({row[position] for row in block}), pen.language)
    nowhere = _NO_REGION.in_language(pen.language)
    return _Line(_word("subtotal", pen.language), {REGION: region or nowhere, "scheme": people})


def _in_all(pen: _Pen, result: Result) -> dict[str, Any]:
    """Everybody once, however many schemes pay."""
    units = int(result.totals(())["units"].sum())
    if "units" in pen.listed.columns:
        return {"units": units}
    return {"scheme": counted(pen.listed.counts, units, pen.language)}


def _write_sums(pen: _Pen, line: _Line, first: int, rows: Sequence[Row]) -> None:
    """A line of sums over the rows from *first* to here; sums among them count once."""
    write_text(pen.sheet, pen.row, 0, line.label, pen.styles.sums)
    for position, name in enumerate(pen.listed.columns):
        column, said = position + 1, line.said.get(name)
        if name in _SUMMED and rows:
            _write_sum(pen, column, first, [row[position] for row in rows])
        elif isinstance(said, int):
            pen.sheet.write_number(pen.row, column, said, pen.styles.sums)
        else:
            write_text(pen.sheet, pen.row, column, said or "", pen.styles.sums)
    pen.row += 1


def _write_sum(pen: _Pen, column: int, first: int, values: Sequence[Any]) -> None:
    total = sum(values[1:], values[0])
    style = pen.styles.sums_yuan if isinstance(total, Decimal) else pen.styles.sums
    if isinstance(total, Decimal) and not keeps_digits(total):
        write_amount(pen.sheet, pen.row, column, total, style)
        return
    formula = f"=SUBTOTAL(9,{xl_range(first, column, pen.row - 1, column)})"
    pen.sheet.write_formula(pen.row, column, formula, style, total)


def _word(name: str, language: str) -> str:
    return HEADINGS[name].in_language(language)
