"""Keys that are none: words of totals, the heading once more, characters that cannot be seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from subsidy.register.day_texts import true_of
from subsidy.register.faults import Faults
from subsidy.register.headings import Column
from subsidy.register.source import Table
from subsidy.register.table import NO_DAY
from subsidy.register.totals_rows import spelled

__all__ = [
    "note_invisible",
    "note_lone_words",
    "note_no_month",
    "note_repeated_headings",
    "note_totals",
]

Values = np.ndarray[Any, Any]

_TOTALS = ("合计", "总计", "小计", "共计", "累计")
_TOTALS_SIGN = "计"  # in every one of them
_INVISIBLE = r"[\p{Cc}\p{Cf}]"


def note_totals(keys: pl.Series, column: Column, records: Values, faults: Faults) -> None:
    """Note lines of totals among the keys."""
    perhaps = np.flatnonzero(true_of(keys.str.contains(_TOTALS_SIGN, literal=True)))
    if len(perhaps):
        spaceless = keys.gather(perhaps).str.replace_all(r"\s", "")
        is_total = perhaps[true_of(spaceless.is_in(list(_TOTALS)))]
        faults.add(records[is_total], column.heading, "total-row")


def note_repeated_headings(
    keys: pl.Series, column: Column, records: Values, faults: Faults
) -> None:
    """Note headings that stand among the keys once more."""
    is_heading = true_of(keys == column.heading.strip())
    faults.add(records[is_heading], column.heading, "repeated-heading")


def note_lone_words(table: Table, column: Column, faults: Faults) -> None:
    """Note keys in Chinese without any digit or letter, where nothing else stands in the row.

    A remark that nobody knows (以上情况属实) would else be a person of whom nothing is known.
    """
    cells = table.columns[column.position]
    if not isinstance(cells, pl.Series):
        cells = pl.Series(
            [cell if isinstance(cell, str) else None for cell in cells], dtype=pl.String
        )
    elif cells.dtype != pl.String:
        return
    is_words = true_of(
        cells.str.contains(r"^\P{N}*\p{Han}\P{N}*$") & ~cells.str.contains("[A-Za-z]")
    )
    others = [other for position, other in enumerate(table.columns) if position != column.position]
    if not others:
        return
    rows = [
        row
        for row in np.flatnonzero(is_words).tolist()
        if not any(spelled(other[row]) for other in others)
    ]
    faults.add(table.records[np.array(rows, dtype=np.int64)], column.heading, "lone-words")


def note_invisible(keys: pl.Series, column: Column, records: Values, faults: Faults) -> None:
    """Note keys with characters that cannot be seen."""
    is_odd = true_of(keys.str.contains(_INVISIBLE))
    faults.add(records[is_odd], column.heading, "invisible-character")


def note_no_month(days: Values, column: Column, records: Values, faults: Faults) -> None:
    """Note rows of a register with a row a month that name no month."""
    is_told = np.isin(
        records, [r for f in faults.found if f.column == column.heading for r in f.records]
    )
    faults.add(records[(days == NO_DAY) & ~is_told], column.heading, "month-missing")
