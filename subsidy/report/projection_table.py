"""A projection as text for people: the years, how far a budget goes, and everything assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from subsidy.errors import Words
from subsidy.report.pages import CASES, carried_rows, projection_lines, projection_tables
from subsidy.report.reader import Reader
from subsidy.report.tables import align

__all__ = ["projection_notes", "projection_sheets", "render_projection"]


def render_projection(answer: Mapping[str, Any], language: str) -> str:
    """The years case by case, and the budget; *answer* is the JSON of a projection."""
    label = answer["labels"]["place"][language]
    marked = Words("PROJECTION", "预测").in_language(language)
    lines = [f"{label}  {answer['period']}  [{marked}]", ""]
    for table in projection_tables(answer, language):
        lines += [table.title, *align(table.headings, table.rows, table.numbers), ""]
    return "\n".join(lines)


def projection_notes(answer: Mapping[str, Any], language: str) -> list[str]:
    """Everything assumed, and every rate that was carried on."""
    shape = Words("  {} ({}): {}", "  {}（{}）：{}").in_language(language)
    rates = [shape.format(*row) for row in carried_rows(answer, language)]
    head = Words("Rates carried on as a projection:", "作为预测沿用的标准：")
    return [
        *projection_lines(answer, language),
        *([head.in_language(language)] if rates else []),
        *rates,
    ]


def projection_sheets(
    answer: Mapping[str, Any], months: pl.DataFrame, years: pl.DataFrame, language: str
) -> dict[str, pl.DataFrame]:
    """Sheets for a workbook: the budget, the years, every month, the assumptions and the rates
    carried on; headings, schemes and cases as the reader calls them.
    """
    say = Reader(answer["labels"], language).say
    sheets = {say("years", "各年"): _read(years, answer, language)}
    if "budget" in answer:
        reach = pl.DataFrame(answer["budget"]["reach"])
        sheets = {say("budget", "预算"): _read(_amounts(reach), answer, language), **sheets}
    notes, rates = say("assumptions", "假设"), say("rates carried on", "沿用标准")
    heads = [say("rate", "标准"), say("last confirmed", "最后确认月"), say("values used", "采用值")]
    carried = pl.DataFrame(
        carried_rows(answer, language), schema=dict.fromkeys(heads, pl.String), orient="row"
    )
    return {
        **sheets,
        say("months", "各月"): _read(months, answer, language),
        notes: pl.DataFrame({notes: projection_lines(answer, language)}),
        rates: carried,
    }


_HEADS = {
    "case": Words("case", "情形"),
    "scheme": Words("scheme", "补贴项目"),
    "bracket": Words("bracket", "档次"),
    "month": Words("month", "月份"),
    "year": Words("year", "年份"),
    "unit_months": Words("person-months", "人次"),
    "amount": Words("yuan", "金额（元）"),
    "low": Words("low (yuan)", "低（元）"),
    "base": Words("base (yuan)", "基准（元）"),
    "high": Words("high (yuan)", "高（元）"),
    "months": Words("months paid in full", "可足额支付月数"),
    "runs_out": Words("runs out in", "不足之月"),
    "left": Words("left over then (yuan)", "届时结余（元）"),
    "next_year": Words("next year", "下一年度"),
    "ask": Words("to ask for (yuan)", "应申请（元）"),
}


def _read(frame: pl.DataFrame, answer: Mapping[str, Any], language: str) -> pl.DataFrame:
    """With headings, schemes and cases in words; numbers stay."""
    schemes = {name: both[language] for name, both in answer["labels"]["schemes"].items()}
    cases = {name: words.in_language(language) for name, words in CASES.items()}
    known = {"scheme": schemes, "case": cases}
    named = frame.with_columns(
        pl.col(column).replace(words) for column, words in known.items() if column in frame.columns
    )
    return named.rename(
        {name: _HEADS[name].in_language(language) for name in frame.columns if name in _HEADS}
    )


def _amounts(reach: pl.DataFrame) -> pl.DataFrame:
    """The yuan of a budget, which JSON has as text, as numbers."""
    return reach.with_columns(pl.col("left", "ask").cast(pl.Decimal(38, 2), strict=False))
