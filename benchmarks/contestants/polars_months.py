"""Polars, an expression a month over columns prepared once: how a careful analyst writes it."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.contestants import way
from benchmarks.contestants.polars_frames import as_frame, prepared
from benchmarks.contestants.way import CARE_FEN, LIVING_FEN, OLD_FEN, ORPHAN_FEN, SCHEMES, Column
from benchmarks.people import Columns

__all__ = ["Way"]


class Way(way.Way):
    """Twelve expressions for each scheme, a query a year: thirty years in one take it longer."""

    def __init__(self, people: Columns) -> None:
        super().__init__(people)
        self.frame = as_frame(people)

    def amounts(self, years: int) -> list[Column]:
        found = [self._year(year) for year in range(years)]
        return [sum(year[name] for year in found).to_numpy() for name in SCHEMES]

    def _year(self, year: int) -> pl.DataFrame:
        sums = [pl.lit(0, pl.Int64) for _ in SCHEMES]
        for first, following in _months(year):
            sums = [a + b for a, b in zip(sums, _due(first, following), strict=True)]
        named = [total.alias(name) for total, name in zip(sums, SCHEMES, strict=True)]
        return prepared(self.frame.lazy()).select(named).collect()

    def monthly(self, years: int) -> Column:
        rows = [self._totals(year) for year in range(years)]
        return np.array(rows, np.int64).reshape(-1, len(SCHEMES)).T

    def _totals(self, year: int) -> tuple[int, ...]:
        totals = [
            fen.sum().alias(f"{scheme} {first}")
            for first, following in _months(year)
            for scheme, fen in zip(SCHEMES, _due(first, following), strict=True)
        ]
        return prepared(self.frame.lazy()).select(totals).collect().row(0)

    def versions(self) -> str:
        return f"Polars {pl.__version__}"


def _months(year: int) -> list[tuple[int, int]]:
    return way.months_of(year + 1)[12 * year :]


def _due(first: int, following: int) -> list[pl.Expr]:
    """Fen of every scheme in the month between two first days."""

    def holds(name: str, before: int) -> pl.Expr:
        begin, end = pl.col(f"{name}_begin"), pl.col(f"{name}_end")
        return (begin < before) & (end >= first) & (begin < end)

    def older_than(age: int) -> pl.Expr:
        return (pl.col(f"at{age}") < following) & (pl.col(f"at{age}") < pl.col("died"))

    orphan = holds("orphan", first)
    care = holds("care", following) & (pl.col("disability_grade") <= 2)
    young, older, oldest = OLD_FEN
    tier = pl.when(older_than(100)).then(oldest).when(older_than(90)).then(older).otherwise(young)
    old = pl.when(older_than(80) & (pl.col("died") >= first)).then(tier).otherwise(0)
    living = holds("living", following) & ~orphan
    flat = [(orphan, ORPHAN_FEN), (care, CARE_FEN), (living, LIVING_FEN)]
    return [old.cast(pl.Int64), *(test.cast(pl.Int64) * fen for test, fen in flat)]
