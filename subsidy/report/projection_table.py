"""A projection as text for people: the years, how far a budget goes, and everything assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from subsidy.errors import Words
from subsidy.report.pages import projection_lines, projection_tables
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
    rates = [
        f"  {one['name']} ({one['last_confirmed'] or '—'}): {'; '.join(one['values'])}"
        for one in answer["carried"]
    ]
    head = Words("Rates carried on as a projection:", "作为预测沿用的标准：")
    return [
        *projection_lines(answer, language),
        *([head.in_language(language)] if rates else []),
        *rates,
    ]


def projection_sheets(answer: Mapping[str, Any], language: str) -> dict[str, pl.DataFrame]:
    """Sheets for a workbook: the budget, the assumptions and the rates carried on."""
    notes = Words("assumptions", "假设").in_language(language)
    rates = Words("rates carried on", "沿用标准").in_language(language)
    lines = projection_lines(answer, language)
    carried = [
        {
            "rate": one["name"],
            "last_confirmed": one["last_confirmed"],
            "values": "; ".join(one["values"]),
        }
        for one in answer["carried"]
    ]
    sheets = {
        notes: pl.DataFrame({notes: lines}, schema={notes: pl.String}),
        rates: pl.DataFrame(
            carried, schema=dict.fromkeys(("rate", "last_confirmed", "values"), pl.String)
        ),
    }
    if "budget" in answer:
        sheets[Words("budget", "预算").in_language(language)] = pl.DataFrame(
            answer["budget"]["reach"]
        )
    return sheets
