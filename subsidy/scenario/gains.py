"""Who gains and who loses: disjoint groups, exact quantiles, bands of yuan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import Any

import polars as pl

from subsidy.results.frames import AMOUNT

__all__ = ["BAND_EDGES", "QUANTILES", "Change", "bands", "groups", "quantiles", "with_change"]

QUANTILES = (0, 10, 25, 50, 75, 90, 100)
"""Percent; 0 is the least, 100 the greatest."""

BAND_EDGES = tuple(Decimal(n) for n in (-10_000, -1_000, -500, -100, 0, 100, 500, 1_000, 10_000))
"""Yuan at which bands of gains begin; a band includes its lower edge only."""

_BANDS: dict[str, Any] = {"from": AMOUNT, "below": AMOUNT, "units": pl.Int64, "difference": AMOUNT}
_SUMS = ("baseline", "reform", "difference")


class Change(Enum):
    """What a reform does to somebody; everybody is exactly one of these."""

    NEWLY_IN = "newly_in"
    GAINING = "gaining"
    UNCHANGED = "unchanged"
    LOSING = "losing"
    NEWLY_OUT = "newly_out"
    UNDETERMINED = "undetermined"  # some month cannot be told in the baseline or the reform


def with_change(beside: pl.DataFrame, undetermined: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """*beside* with a column ``change``; rows that stand in *undetermined* are told apart first."""
    before, after = pl.col("baseline"), pl.col("reform")
    change = (
        pl.when(pl.col("is_open").is_not_null()).then(pl.lit(Change.UNDETERMINED.value))
        .when(before == after).then(pl.lit(Change.UNCHANGED.value))
        .when(before == 0).then(pl.lit(Change.NEWLY_IN.value))
        .when(after == 0).then(pl.lit(Change.NEWLY_OUT.value))
        .when(after > before).then(pl.lit(Change.GAINING.value))
        .otherwise(pl.lit(Change.LOSING.value))
    )  # fmt: skip
    open_ = undetermined.select(keys).unique().with_columns(is_open=pl.lit(value=True))
    both = beside.join(open_, on=keys, how="full", coalesce=True)
    both = both.with_columns(pl.col(*_SUMS).fill_null(pl.lit(0).cast(AMOUNT)))
    return both.with_columns(change=change).drop("is_open").sort(keys)


def groups(people: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """``…by, change, units, baseline, reform, difference``, in the order of :class:`Change`."""
    order = pl.Enum([one.value for one in Change])
    sums = [pl.col(name).sum().cast(AMOUNT) for name in _SUMS]
    keys = [*by, "change"]
    found = people.group_by(keys).agg(pl.len().cast(pl.Int64).alias("units"), *sums)
    ordered = found.with_columns(pl.col("change").cast(order)).sort(keys)
    return ordered.with_columns(pl.col("change").cast(pl.String))


def quantiles(people: pl.DataFrame) -> pl.DataFrame:
    """``percent, difference``: of the differences that are not nothing, the least value that so
    many percent of them do not exceed. Always the difference of some person, never between two.
    """
    known = _moved(people)["difference"].sort().to_list()
    rows = [(share, _at(known, share)) for share in QUANTILES] if known else []
    return pl.DataFrame(rows, schema={"percent": pl.Int64, "difference": AMOUNT}, orient="row")


def bands(people: pl.DataFrame, edges: Sequence[Decimal] = BAND_EDGES) -> pl.DataFrame:
    """``from, below, units, difference``: how many gain (or lose) between two edges of yuan.

    An end without an edge is null. Only differences that are not nothing are counted.
    """
    moved = _moved(people)["difference"]
    limits = [None, *sorted(edges), None]
    rows = []
    for low, high in pairwise(limits):
        inside = moved if low is None else moved.filter(moved >= low)
        inside = inside if high is None else inside.filter(inside < high)
        rows.append((low, high, len(inside), inside.sum()))
    frame = pl.DataFrame(rows, schema=_BANDS, orient="row")
    return frame.filter(pl.col("units") > 0)


def _moved(people: pl.DataFrame) -> pl.DataFrame:
    return people.filter((pl.col("difference") != 0) & (pl.col("change") != "undetermined"))


def _at(known: list[Decimal], share: int) -> Decimal:
    return known[max(-(-share * len(known) // 100), 1) - 1]
