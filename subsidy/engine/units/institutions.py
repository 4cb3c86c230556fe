"""Institutions: run like persons, but that a register with a row a month is folded first."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve

from subsidy.dates import Period, month_of
from subsidy.engine.kernel import run_at
from subsidy.engine.outcome import Outcome
from subsidy.engine.units.months import steps_by_month
from subsidy.engine.units.plans import flat_book, plan_of
from subsidy.engine.units.running import with_derived
from subsidy.engine.units.steps import with_steps
from subsidy.engine.work import Pace
from subsidy.plan.build import build_plan
from subsidy.plan.spans import reach_of
from subsidy.register.intake import MONTH_MARK
from subsidy.register.table import People
from subsidy.rulebook.in_play import INSTITUTION
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.of_unit import value_facts

__all__ = ["run_institutions"]

Array = np.ndarray[Any, Any]

_AT_EASE = Pace()


def run_institutions(
    book: Rulebook, rows: People, months: Array | None, period: Period, pace: Pace = _AT_EASE
) -> tuple[Outcome, People]:
    """What institutions are due, and the institutions themselves, one row each.

    *months* are the days of the rows' months; values then hold in their month alone, and dates
    are those of the institution's first row.
    """
    own, rows = flat_book(book, INSTITUTION), with_derived(book, rows)
    if months is None or not len(rows):
        plan = plan_of(book, INSTITUTION, period, frozenset(rows.columns))
        return run_at(pace, plan, rows), rows
    ids, row, first_row = _institutions(rows.ids)
    values = {name: rows.columns[name] for name in value_facts(book) if name in rows.columns}
    steps = steps_by_month(row, _months(months), values, len(ids))
    columns = {n: c[first_row] for n, c in rows.columns.items() if n not in values}
    columns |= steps.columns(len(ids))
    people = evolve(
        rows,
        ids=ids.alias(rows.ids.name),
        columns=columns,
        carried=rows.carried[first_row.tolist()] if rows.carried.width else rows.carried,
    )
    flat = with_steps(own, steps, {name: own.facts[name] for name in values})
    reach = reach_of(book, period)
    plan = build_plan(flat, period, frozenset(columns), reach=reach)
    return run_at(pace, plan, people), people


def _institutions(keys: pl.Series) -> tuple[pl.Series, Array, Array]:
    """Each institution's key; the institution of every row; the first row of every institution."""
    names = keys.cast(pl.String).str.split(MONTH_MARK).list.first()
    frame = pl.DataFrame({"key": names, "at": np.arange(len(names))})
    firsts = frame.unique("key", keep="first", maintain_order=True)
    number = firsts.with_row_index("row").select("key", pl.col("row").cast(pl.Int64))
    row = frame.join(number, on="key", how="left", maintain_order="left")["row"].to_numpy()
    return firsts["key"], row, firsts["at"].to_numpy()


def _months(days: Array) -> Array:
    table = {int(day): month_of(date.fromordinal(int(day))) for day in np.unique(days)}
    return np.array([table[int(day)] for day in days], np.int64)
