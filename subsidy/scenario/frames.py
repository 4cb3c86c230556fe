"""Frames of answers: differences beside amounts, plain values for JSON, tables for notebooks."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from subsidy.money import HALF_UP_TO_FEN, round_fen, show_yuan
from subsidy.results.frames import AMOUNT

__all__ = ["beside", "html_table", "percent", "rows_of", "total"]

_FEN_PER_YUAN = 100
_NOTHING = Decimal("0.00")


def total(frame: pl.DataFrame, column: str) -> Decimal:
    """The sum of a column of yuan."""
    return sum(frame[column].to_list(), _NOTHING)


def percent(difference: Decimal, baseline: Decimal) -> Decimal | None:
    """A difference in percent of the baseline, half up to two decimals; None of nothing.

    >>> percent(Decimal("1.00"), Decimal("3.00"))
    Decimal('33.33')
    """
    if baseline == 0:
        return None
    share = Fraction(difference) / Fraction(baseline) * 100
    return Decimal(show_yuan(round_fen(share * _FEN_PER_YUAN, HALF_UP_TO_FEN)))


def beside(baseline: pl.DataFrame, reform: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Two frames of *keys* and ``amount``: ``…keys, baseline, reform, difference, percent``.

    A row that one of them lacks is paid nothing there.
    """
    wanted = list(keys)
    one = baseline.select(*wanted, baseline="amount")
    two = reform.select(*wanted, reform="amount")
    if wanted:
        both = one.join(two, on=wanted, how="full", coalesce=True, validate="1:1", nulls_equal=True)
        both = both.sort(wanted, nulls_last=True)
    else:
        both = pl.concat([one, two], how="horizontal")
    both = both.with_columns(
        pl.col("baseline", "reform").cast(AMOUNT).fill_null(pl.lit(0).cast(AMOUNT))
    ).with_columns(difference=(pl.col("reform") - pl.col("baseline")).cast(AMOUNT))
    pairs = zip(both["difference"].to_list(), both["baseline"].to_list(), strict=True)
    shares = [percent(difference, amount) for difference, amount in pairs]
    return both.with_columns(pl.Series("percent", shares, AMOUNT))


def rows_of(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values: amounts as text with two decimals, missing values as None."""
    return [{name: _plain(value) for name, value in row.items()} for row in frame.to_dicts()]


def _plain(value: object) -> object:
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def html_table(title: str, frame: pl.DataFrame) -> str:
    """A small table for notebooks; every text escaped, amounts as in :func:`rows_of`."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in frame.columns)
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows_of(frame))
    caption = f"<caption>{html.escape(title)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(row: Mapping[str, object]) -> str:
    return "".join(f"<td>{html.escape(_shown(value))}</td>" for value in _values(row))


def _values(row: Mapping[str, object]) -> Iterable[object]:
    return row.values()


def _shown(value: object) -> str:
    return "" if value is None else str(value)
