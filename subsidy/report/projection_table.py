"""A projection as text for people: the years, how far a budget goes, and everything assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from subsidy.errors import Words
from subsidy.report.projection_page import CASES, carried_rows, projection_lines, projection_tables
from subsidy.report.reader import Reader
from subsidy.report.tables import align

__all__ = ["projection_notes", "projection_sheets", "render_projection"]


def render_projection(answer: Mapping[str, Any], language: str) -> str:
    """The years case by case, and the budget; *answer* is the JSON of a projection."""
    label = answer["labels"]["place"][language]
    marked = Words("PROJECTION", "预测").in_language(language)
    lines = [f"{label}  {answer['period']}  [{marked}]", ""]
    for table in projection_tables(answer, language):
        lines += [table.title, *([f"  {table.note}"] if table.note else [])]
        lines += [*align(table.headings, table.rows, table.numbers), ""]
    return "\n".join(lines)


def projection_notes(answer: Mapping[str, Any], language: str) -> list[str]:
    """Everything assumed, and every rate that was carried on."""
    shape = Words("  {} ({}): {}", "  {}（{}）：{}").in_language(language)
    colon = Words(":", "：").in_language(language)
    lines = projection_lines(answer, language)
    for title, rows in carried_rows(answer, language).items():
        lines += [f"{title}{colon}", *(shape.format(*row) for row in rows)]
    return lines


def projection_sheets(
    answer: Mapping[str, Any], months: pl.DataFrame, years: pl.DataFrame, language: str
) -> dict[str, pl.DataFrame]:
    """Sheets for a workbook: the budget, the years, every month, the assumptions and the rates
    carried on; headings, schemes and cases as the reader calls them.
    """
    say = Reader(answer["labels"], language).say
    sheets = {say("years", "各年"): _read(years, answer, language)}
    if "budget" in answer:
        sheets = {say("budget", "预算"): _read(_reaches(answer), answer, language), **sheets}
    if "scenarios" in answer:
        sheets |= _scenario_sheets(answer, language)
    notes, rates = say("assumptions", "假设"), say("rates carried on", "沿用标准")
    heads = [say("rate", "标准"), say("last confirmed", "最后确认月"), say("values used", "采用值")]
    carried = pl.DataFrame(
        [row for rows in carried_rows(answer, language).values() for row in rows],
        schema=dict.fromkeys(heads, pl.String),
        orient="row",
    )
    return {
        **sheets,
        say("months", "各月"): _read(months, answer, language),
        notes: pl.DataFrame({notes: projection_lines(answer, language)}),
        rates: carried,
    }


def _scenario_sheets(answer: Mapping[str, Any], language: str) -> dict[str, pl.DataFrame]:
    """What each scenario changes and by which rules; years, schemes and months beside those in force."""
    reader = Reader(answer["labels"], language)
    changes = [
        {"scenario": one["name"], "what": reader.target(row["name"]),
         "old": reader.rate(row["old"]), "new": reader.rate(row["new"]),
         "before": answer["rulebook_sha256"], "after": one["rulebook_sha256"]}
        for one in answer["scenarios"] for row in one["changes"]
    ]  # fmt: skip
    heads = ("scenario", "what", "old", "new", "before", "after")
    sheets = {
        reader.say("changes", "调整"): pl.DataFrame(changes, schema=dict.fromkeys(heads, pl.String))
    }
    for key, title in _BESIDE.items():
        rows = [{"scenario": one["name"], **row} for one in answer["scenarios"] for row in one[key]]
        amounts = pl.col("baseline", "reform", "difference").cast(pl.Decimal(38, 2))
        sheets[title.in_language(language)] = pl.DataFrame(rows).with_columns(amounts)
    return {name: _read(frame, answer, language) for name, frame in sheets.items()}


_BESIDE = {
    "years_beside": Words("scenarios by year", "各年方案对比"),
    "schemes_beside": Words("scenarios by scheme", "各项目方案对比"),
    "months_beside": Words("scenarios by month", "各月方案对比"),
}
_HEADS = {
    "scenario": Words("scenario", "方案"),
    "what": Words("what is changed", "调整内容"),
    "old": Words("rules in force", "现行"),
    "new": Words("scenario's rules", "方案规定"),
    "before": Words("rules in force, SHA-256", "现行规则 SHA-256"),
    "after": Words("scenario, SHA-256", "方案规则 SHA-256"),
    "baseline": Words("rules in force (yuan)", "现行（元）"),
    "reform": Words("scenario (yuan)", "方案（元）"),
    "difference": Words("difference (yuan)", "增减（元）"),
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
    scenarios = {one["name"]: one["labels"][language] for one in answer.get("scenarios") or []}
    scenarios[""] = Words("rules in force", "现行规则").in_language(language)
    known = {"scheme": schemes, "case": cases, "scenario": scenarios}
    named = frame.with_columns(
        pl.col(column).replace(words) for column, words in known.items() if column in frame.columns
    )
    return named.rename(
        {name: _HEADS[name].in_language(language) for name in frame.columns if name in _HEADS}
    )


def _reaches(answer: Mapping[str, Any]) -> pl.DataFrame:
    """How far the budget goes, in each scenario too; yuan, which JSON has as text, are numbers."""
    scenarios = answer.get("scenarios") or []
    rows = [{"scenario": "", **one} for one in answer["budget"]["reach"]] + [
        {"scenario": of["name"], **one} for of in scenarios for one in of["budget"]["reach"]
    ]
    frame = pl.DataFrame(rows).with_columns(
        pl.col("left", "ask").cast(pl.Decimal(38, 2), strict=False)
    )
    return frame if scenarios else frame.drop("scenario")
