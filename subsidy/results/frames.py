"""Frames for people outside: text, months as ``2023-05``, amounts as exact decimals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import polars as pl

from subsidy.dates import Month, show_month
from subsidy.how_many import are_few
from subsidy.money import FEN_PER_YUAN
from subsidy.results.instalments import Column

__all__ = ["AMOUNT", "months_text", "named", "yuan"]

AMOUNT = pl.Decimal(38, 2)


def yuan(name: str, fen: Column | Sequence[int]) -> pl.Series:
    """Fen as a column of yuan with exactly two decimals."""
    if isinstance(fen, np.ndarray):
        if are_few(fen):
            few = [Decimal(number).scaleb(-2) for number in fen.tolist()]
            return pl.Series(name, few, AMOUNT)
        whole = pl.Series(name, fen, pl.Int64)
    else:
        whole = pl.Series(name, fen, pl.Int128)
    return (whole.cast(AMOUNT) / FEN_PER_YUAN).cast(AMOUNT).alias(name)


def named(name: str, codes: Column, names: Sequence[str]) -> pl.Series:
    """A column of text from positions in a short list."""
    if are_few(codes):
        return pl.Series(name, [names[code] for code in codes.tolist()], pl.String)
    return pl.Series(name, names, pl.String).gather(pl.Series(codes)).alias(name)


def months_text(name: str, months: Column) -> pl.Series:
    """Months as text such as ``2023-05``."""
    if len(months) == 0:
        return pl.Series(name, [], pl.String)
    first = int(months.min())
    known = [show_month(Month(number)) for number in range(first, int(months.max()) + 1)]
    return named(name, months - first, known)
