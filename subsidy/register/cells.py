"""Typed columns → text: every source goes through one parser, so every column becomes text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from numbers import Integral
from typing import Any, NoReturn

import numpy as np
import polars as pl
from attrs import evolve

from subsidy.errors import Words
from subsidy.register.faults import Faults
from subsidy.register.headings import Column
from subsidy.register.refusing import refuse
from subsidy.register.source import Table
from subsidy.register.tallies import rows_named, tally
from subsidy.rulebook.model import (
    CategoryFact,
    DateFact,
    IdentifierFact,
    MoneyFact,
    TextFact,
    YesNoFact,
)

__all__ = ["as_series", "as_text", "as_texts", "spoilt_texts", "spoilt_words"]

_MOST_EXACT_DIGITS = 15
_EXACT = 10**_MOST_EXACT_DIGITS
_FIRST_RELIABLE_SHEET_DAY = date(1900, 3, 1)
_NOISE_YUAN = 1e-9


def as_text(table: Table, column: Column, faults: Faults) -> pl.Series:
    """One column as text, empty cells null.

    Raises:
        RegisterRefused: the column's type cannot hold the fact: floats for money, times, lists.
    """
    return as_series(as_texts(table, column, faults), table, column)


def as_texts(table: Table, column: Column, faults: Faults) -> pl.Series | list[str | None]:
    """The same, of Python cells a list, in which a text may be no Unicode.

    Raises:
        RegisterRefused: the column's type cannot hold the fact.
    """
    cells = table.columns[column.position]
    if isinstance(cells, pl.Series):
        return _series_text(cells, table, column, faults)
    texts = [_cell_text(cell, table, column) for cell in cells]
    _refuse_long_numbers(cells, texts, table, column, faults)
    return texts


def as_series(texts: pl.Series | list[str | None], table: Table, column: Column) -> pl.Series:
    """The texts of one column as a series.

    Raises:
        RegisterRefused: a text cannot be written down.
    """
    if isinstance(texts, pl.Series):
        return texts
    try:
        return pl.Series(texts, dtype=pl.String)
    except UnicodeEncodeError:
        return _wrong_type(table, column, "broken Unicode text")


def _series_text(series: pl.Series, table: Table, column: Column, faults: Faults) -> pl.Series:
    kind = series.dtype
    if kind == pl.String:
        return series
    if kind != pl.Null and not _fits(kind, column):
        return _wrong_type(table, column, str(kind).partition("(")[0])
    if kind in (pl.Null, pl.Boolean, pl.Date) or kind.is_integer():
        return series.cast(pl.String)
    if kind in (pl.Categorical, pl.Enum):
        return series.cast(pl.String)
    if isinstance(kind, pl.Decimal):
        return _decimal_text(series, column)
    if isinstance(kind, pl.Datetime) and kind.time_zone is None:
        return _datetime_text(series)
    if kind.is_float():
        return _float_text(series, table, column, faults)
    return _wrong_type(table, column, str(kind).partition("(")[0])


def _fits(kind: pl.DataType, column: Column) -> bool:
    """Whether a column of this type can tell the fact at all; floats are looked at later."""
    fact = column.fact
    if kind == pl.Boolean:
        return isinstance(fact, YesNoFact | CategoryFact | TextFact)
    if kind == pl.Date or isinstance(kind, pl.Datetime):
        return isinstance(fact, DateFact | TextFact)
    return not (kind.is_float() and isinstance(fact, IdentifierFact | YesNoFact | CategoryFact))


def spoilt_texts(table: Table, column: Column, is_rounded: pl.Series) -> np.ndarray[Any, Any]:
    """Rows whose free text is a number that a spreadsheet has cut to 15 digits, such as accounts.

    ``is_rounded`` tells which are written as 4.30204E+17.
    """
    cells = table.columns[column.position]
    rounded = is_rounded.to_numpy()
    if isinstance(cells, pl.Series):
        return np.flatnonzero(rounded)
    numbers = [isinstance(cell, float) and abs(cell) >= _EXACT for cell in cells]
    return np.flatnonzero(rounded | np.array(numbers, dtype=bool))


def spoilt_words(column: Column, spoilt: np.ndarray[Any, Any]) -> Words:
    """The warning about texts that are left empty for that."""

    def words(count: int, rows: tuple[int, ...]) -> Words:
        named = rows_named(rows)
        return Words(
            f"{column.heading}: {count} cells are numbers whose digits after the 15th are lost"
            f" (row {named}); they are left empty. Format the column as text and enter them again",
            f"{column.heading}：{count} 个单元格以数字形式存储，第 15 位以后已丢失（第 {named} 行），"
            "已留空；请将该列设为文本格式后重新填写",
        )

    return tally(f"spoilt {column.position}", len(spoilt), spoilt[:6].tolist(), words)


def _decimal_text(series: pl.Series, column: Column) -> pl.Series:
    texts = series.cast(pl.String)
    if isinstance(column.fact, MoneyFact):
        return texts.str.replace(r"(\.[0-9]{2})0+$", "$1")
    return texts.str.replace(r"\.0+$", "")


def _datetime_text(series: pl.Series) -> pl.Series:
    is_midnight = series.dt.time() == time(0)
    return (
        pl.DataFrame({"day": series.dt.date().cast(pl.String), "moment": series.cast(pl.String)})
        .select(pl.when(is_midnight).then("day").otherwise("moment"))
        .to_series()
    )


def _float_text(series: pl.Series, table: Table, column: Column, faults: Faults) -> pl.Series:
    if isinstance(column.fact, MoneyFact):
        _wrong_type(table, column, "float")
    filled = series.fill_nan(None)
    if not filled.drop_nulls().is_finite().all() or (filled.drop_nulls() % 1 != 0).any():
        _wrong_type(table, column, "float")
    is_lost = (filled.abs() >= _EXACT).fill_null(value=False)
    texts = filled.set(is_lost, None).cast(pl.Int64).cast(pl.String)
    _add_lost(np.flatnonzero(is_lost.to_numpy()), table, column, faults)
    return texts


# ── Python cells ─────────────────────────────────────────────────────────────────────


def _cell_text(cell: Any, table: Table, column: Column) -> str | None:
    match cell:
        case None | str():
            return cell
        case bool() | np.bool_():
            return "true" if cell else "false"
        case datetime():
            return _moment_text(cell)
        case date():
            return cell.isoformat()
        case Decimal() if cell.is_finite():
            return _trimmed(format(cell, "f"), column)
        case Integral():
            return str(int(cell))
        case float() | np.floating():
            return _number_text(float(cell), table, column)
    if table.is_sheet:
        return str(cell)
    return _wrong_type(table, column, type(cell).__name__)


def _moment_text(moment: datetime) -> str | None:
    if moment != moment:  # noqa: PLR0124 — pandas' NaT is a datetime that is not itself
        return None
    return moment.date().isoformat() if moment.time() == time(0) else moment.isoformat(" ")


def _trimmed(digits: str, column: Column) -> str:
    whole, _, decimals = digits.partition(".")
    kept = decimals.rstrip("0")
    if isinstance(column.fact, MoneyFact) and kept:
        kept = kept.ljust(2, "0")
    return f"{whole}.{kept}" if kept else whole


def _number_text(number: float, table: Table, column: Column) -> str | None:
    if number != number:  # noqa: PLR0124 — not a number: the empty cell of pandas
        return None
    if number.is_integer():
        return str(int(number))
    if not table.is_sheet:
        _wrong_type(table, column, "float")
    to_the_fen = format(number, ".2f")
    if isinstance(column.fact, MoneyFact) and abs(float(to_the_fen) - number) <= _NOISE_YUAN:
        return to_the_fen
    return format(Decimal(repr(number)), "f")


def _refuse_long_numbers(
    cells: Sequence[Any], texts: list[str | None], table: Table, column: Column, faults: Faults
) -> None:
    """Set aside the cells that a spreadsheet's number format has already spoilt."""
    is_identifier = isinstance(column.fact, IdentifierFact)
    is_date = isinstance(column.fact, DateFact) and table.is_sheet
    if not is_identifier and not is_date:
        return
    lost, early = [], []
    for row, cell in enumerate(cells):
        if is_identifier and isinstance(cell, float) and not _is_exact(cell):
            lost.append(row)
        elif is_date and isinstance(cell, date) and not _is_reliable(cell):
            early.append(row)
    if not lost and not early:
        return
    for row in (*lost, *early):
        texts[row] = None
    _add_lost(np.array(lost, dtype=np.int64), table, column, faults)
    at = table.records[np.array(early, dtype=np.int64)]
    faults.add(at, column.heading, "early-sheet-date")


def _is_exact(number: float) -> bool:
    return number != number or (number.is_integer() and abs(number) < _EXACT)  # noqa: PLR0124


def _is_reliable(day: date) -> bool:
    return (day.date() if isinstance(day, datetime) else day) >= _FIRST_RELIABLE_SHEET_DAY


def _add_lost(rows: Any, table: Table, column: Column, faults: Faults) -> None:
    is_identifier = isinstance(column.fact, IdentifierFact)
    if len(rows) and not is_identifier:
        faults.add(table.records[rows], column.heading, "not-a-number", accepted="")
        return
    faults.add(table.records[rows], column.heading, "id-as-number")


def _wrong_type(table: Table, column: Column, found: str) -> NoReturn:
    place = evolve(table.place, sheet=table.sheet, heading=column.heading)
    is_money = isinstance(column.fact, MoneyFact)
    wanted = "Decimal, integer or text" if is_money else "text, dates or whole numbers"
    refuse(
        "column-type",
        place,
        Words(f"a column of {found} cannot tell this fact", f"{found} 类型的列不能表示该事项"),
        Words(f"give {wanted}", f"请提供 {wanted}"),
        found=found,
    )
