"""Polars, day intervals in closed form: what somebody writes who knows the trick."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.contestants import way
from benchmarks.contestants.polars_frames import as_frame, prepared
from benchmarks.contestants.way import CARE_FEN, LIVING_FEN, OLD_FEN, ORPHAN_FEN, SCHEMES, Column
from benchmarks.people import Columns

__all__ = ["Way", "fen_of", "paid_months"]

# a stretch of months that one scheme pays alike: scheme, begin, end, fen a month
_STRETCHES = (
    ("elderly", "old", "from90", OLD_FEN[0]),
    ("elderly", "from90", "from100", OLD_FEN[1]),
    ("elderly", "from100", "old_end", OLD_FEN[2]),
    ("orphan_benefit", "orphan", "orphan_stop", ORPHAN_FEN),
    ("severe_care", "care", "care_stop", CARE_FEN),
    ("living", "living", "living_cut", LIVING_FEN),
    ("living", "living_again", "living_stop", LIVING_FEN),
)


class Way(way.Way):
    """One expression a stretch of months that is paid alike."""

    def __init__(self, people: Columns) -> None:
        super().__init__(people)
        self.frame = as_frame(people)

    def amounts(self, years: int) -> list[Column]:
        result = (
            paid_months(self.frame.lazy(), years).select(fen_of(name) for name in SCHEMES).collect()
        )
        return [result[name].to_numpy() for name in SCHEMES]

    def monthly(self, years: int) -> Column:
        months = 12 * years
        edges = [name for stretch in _STRETCHES for name in stretch[1:3]]
        paid = paid_months(self.frame.lazy(), years).select(list(dict.fromkeys(edges))).collect()
        change = np.zeros((len(SCHEMES), months + 1), np.int64)
        for scheme, begin, end, fen in _STRETCHES:
            for edge, sign in ((begin, fen), (end, -fen)):
                counts = paid.group_by(edge).len()
                at, people = counts[edge].to_numpy(), counts["len"].to_numpy()
                change[SCHEMES.index(scheme), at] += sign * people.astype(np.int64)
        return change.cumsum(axis=1)[:, :months]

    def versions(self) -> str:
        return f"Polars {pl.__version__}"


def fen_of(scheme: str) -> pl.Expr:
    """What a scheme comes to over all its stretches."""
    parts = [
        (pl.col(end) - pl.col(begin)).cast(pl.Int64) * fen
        for s, begin, end, fen in _STRETCHES
        if s == scheme
    ]
    return pl.sum_horizontal(parts).alias(scheme)


def paid_months(people: pl.LazyFrame, years: int, keep: tuple[str, ...] = ()) -> pl.LazyFrame:
    """Begin and end of every stretch, as months of the period; empty stretches end where they begin."""
    end = 12 * years

    table = pl.lit(pl.Series(way.month_of_days(years)))
    early, last_day = way.first_day_of(-2), way.first_day_of(end)

    def month(name: str) -> pl.Expr:
        return table.gather(pl.col(name).clip(early, last_day) - way.FIRST_BORN)

    def interval(name: str, shift: int, where: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        begin, stop = pl.col(f"{name}_begin"), pl.col(f"{name}_end")
        first = (month(f"{name}_begin") + shift).clip(0, end)
        until = (month(f"{name}_end") + 1).clip(0, end)
        return first, pl.when(where & (begin < stop)).then(
            pl.max_horizontal(first, until)
        ).otherwise(first)

    yes = pl.lit(value=True)
    severe = pl.col("disability_grade") <= 2
    ready = prepared(people).with_columns(old_begin=pl.col("at80"), old_end=pl.col("died"))
    spans = {"old": (0, yes), "orphan": (1, yes), "care": (0, severe), "living": (0, yes)}
    edges: dict[str, pl.Expr] = {}
    for name, (shift, where) in spans.items():
        edges[name], edges[f"{name}_stop"] = interval(name, shift, where)
    for age in (90, 100):
        reached = pl.when(pl.col(f"at{age}") < pl.col("died")).then(month(f"at{age}"))
        edges[f"from{age}"] = reached.fill_null(end)
    months = ready.select(*keep, **edges)
    tiers = {n: pl.col(n).clip(pl.col("old"), pl.col("old_stop")) for n in ("from90", "from100")}
    beside = pl.col("orphan") < pl.col("orphan_stop")
    cut = {
        "living_cut": pl.when(beside).then(pl.col("orphan")).otherwise(end),
        "living_again": pl.when(beside).then(pl.col("orphan_stop")).otherwise(end),
    }
    within = {n: e.clip(pl.col("living"), pl.col("living_stop")) for n, e in cut.items()}
    return months.with_columns(old_end=pl.col("old_stop"), **tiers, **within)
