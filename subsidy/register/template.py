"""What a register may hold: as a table, and as an empty workbook to fill in."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from subsidy.errors import Words
from subsidy.money import show_yuan
from subsidy.register.headings import headings_of
from subsidy.rulebook.in_play import PERSON
from subsidy.rulebook.model import (
    CategoryFact,
    DateFact,
    Fact,
    IdentifierFact,
    IdentifierKind,
    Missing,
    MoneyFact,
    Rulebook,
    TextFact,
    WholeFact,
    YesNoFact,
)
from subsidy.rulebook.of_unit import book_of_unit

__all__ = ["facts_table", "template_bytes", "write_template"]

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # no clock: one rulebook, one file, byte for byte
_COLUMN_WIDTH = 18
_HEADINGS = {
    "name": Words("name", "字段名"),
    "zh": Words("Chinese name", "中文名"),
    "type": Words("type", "类型"),
    "accepts": Words("accepted values", "可接受的取值"),
    "when_empty": Words("meaning when empty", "为空时的含义"),
    "headings": Words("headings", "可用标题"),
    "unit": Words("unit", "对象"),
}
_IDENTIFIERS = {
    IdentifierKind.KEY: (
        Words("key", "编号"),
        Words("text, different in every row", "文本，每行各不相同"),
        Words("the row is set aside", "该行搁置"),
    ),
    IdentifierKind.RESIDENT_ID: (
        Words("resident identity number", "身份证号码"),
        Words("18 characters with a right check digit, or 15 digits", "18 位且校验位正确，或 15 位"),
        Words("birth date and sex are not told by it", "不由其推出出生日期和性别"),
    ),
    IdentifierKind.CERTIFICATE: (
        Words("number of a disability certificate", "残疾人证号"),
        Words("20 characters: identity number, category, grade", "20 位：身份证号码、类别、等级"),
        Words("nothing is told by it", "不由其推出任何信息"),
    ),
    IdentifierKind.LINK: (
        Words("link", "关联编号"),
        Words("text", "文本"),
        Words("belongs to none", "不属于任何一个"),
    ),
}  # fmt: skip
_MISSING = {
    Missing.UNKNOWN: Words("unknown", "未知"),
    Missing.NEVER: Words("it has not happened", "没有发生"),
    Missing.ALWAYS: Words("so from the beginning", "自始如此"),
}
_UNKNOWN = Words("unknown", "未知")
_PERIODS = {
    1: Words("month", "月"),
    3: Words("quarter", "季"),
    6: Words("half-year", "半年"),
    12: Words("year", "年"),
}


def facts_table(book: Rulebook, language: str = "en") -> pl.DataFrame:
    """One line a fact of any unit: name, zh, type, accepts, when_empty, headings, unit."""
    lines = [_line(fact, book, language) for fact in book.facts.values()]
    return pl.DataFrame(lines, schema=dict.fromkeys(_HEADINGS, pl.String), orient="row")


def template_bytes(book: Rulebook, language: str = "zh", unit: str = PERSON) -> bytes:
    """An empty register of a unit as an .xlsx file: headings, formats, and a sheet that explains."""
    book = book_of_unit(book, unit)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _CREATED})
        _write_register(workbook, book, language)
    return buffer.getvalue()


def write_template(book: Rulebook, path: str | Path, language: str = "zh") -> None:
    """Write :func:`template_bytes` to *path*, replacing what is there."""
    Path(path).write_bytes(template_bytes(book, language))


def _line(fact: Fact, book: Rulebook, language: str) -> tuple[str, ...]:
    kind, accepts, when_empty = _described(fact)
    numbered = _numbered(fact, book)
    accepted = accepts.in_language(language) + numbered.in_language(language)
    headings = ", ".join(headings_of(fact)[1:])
    said = (kind.in_language(language), accepted, when_empty.in_language(language))
    unit = book.units.get(fact.name, PERSON)
    return (fact.name, fact.labels.zh, *said, headings, unit)


def _described(fact: Fact) -> tuple[Words, Words, Words]:
    """Type, accepted values, and meaning when empty."""
    match fact:
        case IdentifierFact():
            return _IDENTIFIERS[fact.kind]
        case TextFact():
            return Words("text", "文本"), Words("any text", "任意文本"), Words("nothing", "无")
        case DateFact(is_month=True):
            return Words("month", "月份"), _same("2023-05"), _MISSING[fact.missing]
        case WholeFact() if fact.counts is not None:
            counted = Words("counted among the members", "按家庭成员计算")
            return Words("whole number", "整数"), counted, Words("counted", "自动计算")
        case DateFact():
            return Words("date", "日期"), _same("2023-05-20"), _MISSING[fact.missing]
        case WholeFact():
            words = "".join(f", {word}" for word in fact.words)
            accepted = _same(f"{fact.lowest} … {fact.highest}{words}")
            return Words("whole number", "整数"), accepted, _UNKNOWN
        case MoneyFact():
            bounds = f"{show_yuan(fact.lowest_fen)} … {show_yuan(fact.highest_fen)}"
            period = _PERIODS[fact.per_months]
            kind = Words(f"yuan per {period.en}", f"元/{period.zh}")
            return kind, _same(bounds), _UNKNOWN
        case CategoryFact():
            spelled = dict.fromkeys((*fact.choices, *fact.words))
            return Words("word", "选项"), _same(", ".join(spelled)), _UNKNOWN
        case YesNoFact():
            return Words("yes or no", "是或否"), _same(", ".join(fact.words)), _UNKNOWN


def _same(text: str) -> Words:
    return Words(text, text)


def _numbered(fact: Fact, book: Rulebook) -> Words:
    """How many further, numbered columns the fact may have."""
    for status in book.statuses.values():
        changes = getattr(fact, "changes_with", None) == status.name
        if status.spells > 1 and (changes or fact.name in (status.begins, status.ends)):
            first, last = f"{fact.name}_2", f"{fact.name}_{status.spells}"
            if first == last:
                return Words(f"; a further column {first}", f"；可另加 {first} 列")
            return Words(f"; further columns {first} to {last}", f"；可另加 {first} 至 {last} 列")
    return Words("", "")


def _write_register(workbook: Any, book: Rulebook, language: str) -> None:
    heading_format = workbook.add_format({"bold": True, "num_format": "@", "bottom": 1})
    text = workbook.add_format({"num_format": "@"})
    register = workbook.add_worksheet("名册" if language == "zh" else "register")
    register.freeze_panes(1, 0)
    for column, fact in enumerate(book.facts.values()):
        is_text = isinstance(fact, IdentifierFact | DateFact | TextFact)
        register.set_column(column, column, _COLUMN_WIDTH, text if is_text else None)
        heading = fact.labels.zh if language == "zh" else fact.name
        register.write_string(0, column, heading, heading_format)
        register.write_comment(0, column, _comment(fact, book, language))
    _write_explanation(workbook, book, language, heading_format, text)


def _comment(fact: Fact, book: Rulebook, language: str) -> str:
    _, _, kind, accepts, when_empty, *_ = _line(fact, book, language)
    empty = _HEADINGS["when_empty"].in_language(language)
    return f"{kind}: {accepts}\n{empty}: {when_empty}"


def _write_explanation(
    workbook: Any, book: Rulebook, language: str, heading_format: Any, text: Any
) -> None:
    sheet = workbook.add_worksheet("填表说明" if language == "zh" else "columns")
    sheet.freeze_panes(1, 0)
    for column, words in enumerate(_HEADINGS.values()):
        sheet.set_column(column, column, 2 * _COLUMN_WIDTH)
        sheet.write_string(0, column, words.in_language(language), heading_format)
    for row, line in enumerate(facts_table(book, language).rows(), start=1):
        for column, said in enumerate(line):
            sheet.write_string(row, column, said, text)
