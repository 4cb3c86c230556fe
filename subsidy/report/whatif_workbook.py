"""The answer of a what-if question as a workbook: its JSON, one table a sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

import polars as pl

from subsidy.errors import Words
from subsidy.report.reader import Reader
from subsidy.report.workbook import write_sheets

__all__ = ["whatif_sheets", "whatif_workbook"]

_COMPARED = ("by_scheme", "by_bracket", "by_month", "by_payer", "groups", "groups_by_scheme")
_SPREAD = ("quantiles", "bands", "undetermined", "people")
_ABOUT = Words("about", "说明")
_NAMES = {
    "by_scheme": Words("by scheme", "按项目"),
    "by_bracket": Words("by bracket", "按档次"),
    "by_month": Words("by month", "按月份"),
    "by_payer": Words("by payer", "按承担方"),
    "by": Words("as asked", "按所选列"),
    "groups": Words("who gains", "受益与受损"),
    "groups_by_scheme": Words("who gains by scheme", "各项目受益与受损"),
    "quantiles": Words("quantiles", "分位数"),
    "bands": Words("bands", "增减分布"),
    "undetermined": Words("undetermined", "待核"),
    "people": Words("people", "人员"),
    "sweep": Words("sweep", "逐值测算"),
    "sensitivity": Words("sensitivity", "每元增支"),
    "tornado": Words("tornado", "上下浮动"),
    "seek": Words("goal seek", "预算求解"),
}
_READ = frozenset({"scheme", "target", "rate", "change", "unit", "payer"})
_TEXTS = frozenset(
    {"scenario", "scheme", "bracket", "month", "year", "payer", "region", "change", "unit"}
    | {"unit_id", "target", "rate"}
)

_CENT = Decimal("0.01")

Rows = Sequence[Mapping[str, Any]]


def whatif_workbook(answer: Mapping[str, Any], language: str = "en") -> bytes:
    """The workbook of an answer; *answer* is its JSON, and every number in it is one of the JSON."""
    file = io.BytesIO()
    write_sheets(whatif_sheets(answer, language), file)
    return file.getvalue()


def whatif_sheets(answer: Mapping[str, Any], language: str) -> dict[str, pl.DataFrame]:
    """One frame a table; those of several scenarios stand below one another, by ``scenario``."""
    reader = Reader(answer["labels"], language)
    about = _frame([_line(*one) for one in _about(answer, reader)])
    found = {_ABOUT.in_language(language): _named(about, reader)}
    for name, rows in _tables(answer):
        if rows:
            found[_NAMES[name].in_language(language)] = _named(_frame(rows), reader)
    return found


def _named(frame: pl.DataFrame, reader: Reader) -> pl.DataFrame:
    """With headings, schemes, rates and words as the reader calls them; numbers stay."""
    read = [
        frame[name].map_elements(partial(reader.cell, name), pl.String, skip_nulls=True)
        if name in _READ
        else frame[name]
        for name in frame.columns
    ]
    headings = [reader.heading(name) for name in frame.columns]
    return pl.DataFrame([one.rename(name) for one, name in zip(read, headings, strict=True)])


def _tables(answer: Mapping[str, Any]) -> Iterator[tuple[str, Rows]]:
    comparisons = answer["comparisons"]
    for name in (*_COMPARED, *_SPREAD):
        yield name, _stacked(comparisons, lambda one, name=name: one.get(name) or [])
    yield "by", _stacked(comparisons, lambda one: (one.get("by") or {"rows": []})["rows"])
    yield "sweep", [row for one in answer["sweeps"] for row in one["rows"]]
    for name in ("sensitivity", "tornado"):
        yield name, (answer[name] or {"rows": []})["rows"]
    yield "seek", [_line(*one) for one in _flat(answer["seek"] or {})]


def _stacked(comparisons: Rows, rows_of: Any) -> Rows:
    return [{"scenario": one["name"], **row} for one in comparisons for row in rows_of(one)]


def _about(answer: Mapping[str, Any], reader: Reader) -> Iterator[tuple[str, Any]]:
    """What was asked, first in words: place, period, changes; then hashes and totals by the names
    of the JSON.
    """
    yield reader.say("Place", "地区"), reader.place(answer["place"])
    yield reader.say("Period", "期间"), answer["period"]
    for one in answer["comparisons"]:
        yield reader.say("Scenario", "方案"), one["labels"][reader.language] or one["name"]
        yield reader.say("Reason", "理由"), one["reason"][reader.language]
        for change in one["reform"]["changes"][len(one["baseline"]["changes"]) :]:
            old, new = (reader.cell("new", change[name]) for name in ("old", "new"))
            yield f"  {reader.target(change['name'])}", f"{old} → {new}"
        for note in one["notes"]:
            yield reader.say("Note", "注意"), Words.written(note).in_language(reader.language)
    if answer["asked_of"]:
        start = reader.say("Questions start from", "测算起点")
        yield start, answer["comparisons"][0]["labels"][reader.language]
    yield from ((name, answer[name]) for name in ("place", "period"))
    yield from _flat({"receipt": answer["receipt"]})
    for one in answer["comparisons"]:
        asked = ("labels", "reason", "baseline", "reform", "total")
        yield from _flat({one["name"]: {name: one[name] for name in asked}})


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a tree with the names that lead to it."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _flat(below, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for number, below in enumerate(value, start=1):
            yield from _flat(below, f"{name}.{number}")
    else:
        yield name, value


def _line(name: str, value: Any) -> dict[str, Any]:
    return {"name": name, "value": "" if value is None else str(value)}


def _frame(rows: Rows) -> pl.DataFrame:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pl.DataFrame([_column(name, [row.get(name) for row in rows]) for name in names])


def _column(name: str, values: Sequence[Any]) -> pl.Series:
    """Amounts, which JSON has as text, become numbers with two decimals."""
    if name in _TEXTS or name in ("name", "value") or any(isinstance(one, bool) for one in values):
        return pl.Series(name, [None if one is None else str(one) for one in values], pl.String)
    if all(one is None or isinstance(one, int) for one in values):
        return pl.Series(name, values, pl.Int64)
    try:
        amounts = [None if one is None else Decimal(str(one)) for one in values]
    except InvalidOperation:  # a word, or a share such as 13/10
        amounts = []
    if not amounts or any(one is not None and one != one.quantize(_CENT) for one in amounts):
        return pl.Series(name, [None if one is None else str(one) for one in values], pl.String)
    return pl.Series(name, amounts, pl.Decimal(38, 2))
