"""Months that are sure to be paid, but by the facts of a day that is not sure.

Where a run may be longer than it surely is, the day that decides a month at its edge is moved
into it by more or less. If anything of the amount is read on that day, the month is not known.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import evolve

from subsidy.engine.calendar import Window
from subsidy.engine.paying import PaidMonths, claimed_months
from subsidy.engine.runs import Runs
from subsidy.engine.spells import covering
from subsidy.plan.model import SchemePlan

__all__ = ["with_sure_days"]

Array = np.ndarray[Any, Any]


def with_sure_days(
    sure: PaidMonths, perhaps: Runs, scheme: SchemePlan, window: Window
) -> PaidMonths:
    """The months whose amount hangs on no unknown day; the others are among those that may be."""
    if perhaps.missing is None or not len(sure.row):
        return sure
    within = covering(sure.row, sure.run_first, perhaps.row, perhaps.first, perhaps.end)
    whole = perhaps.take(within)
    if scheme.reads_day and scheme.on_day is None:
        sure = _without_edges(sure, whole, _runs_into(perhaps, window)[within], scheme, window)
    return sure if scheme.frozen is None else _of_sure_beginning(sure, whole, scheme, window)


def _runs_into(perhaps: Runs, window: Window) -> Array:
    """Which runs begin in a month in which an unknown one of the same row ends."""
    assert perhaps.missing is not None
    into = np.zeros(len(perhaps.row), bool)
    into[1:] = (
        (perhaps.row[1:] == perhaps.row[:-1])
        & (perhaps.missing[:-1] != 0)
        & (window.month_of(perhaps.end[:-1]) == window.month_of(perhaps.first[1:]))
    )
    return into


def _without_edges(
    sure: PaidMonths, whole: Runs, runs_into: Array, scheme: SchemePlan, window: Window
) -> PaidMonths:
    """Without the first or last month of a run that may have begun before, or may go on."""
    start, change, stop = scheme.start_shift, scheme.change_shift, scheme.stop_shift
    first, end = sure.first, sure.end
    moved = np.zeros(len(sure.row), bool)
    if change > start:
        moved |= whole.first < sure.run_first
    if stop > start:
        moved |= runs_into
    first = first + (moved & (first == window.month_of(sure.run_first)))
    if stop > change:
        goes_on = (whole.end > sure.run_end) & (end == window.month_of(sure.run_end) + 1)
        end = end - goes_on
    return evolve(sure, first=first.astype(np.int32), end=end.astype(np.int32))


def _of_sure_beginning(
    sure: PaidMonths, whole: Runs, scheme: SchemePlan, window: Window
) -> PaidMonths:
    """Only the runs whose first month is sure: from the month before it an amount is frozen."""
    runs = Runs(sure.row, sure.run_first, sure.run_end)
    own, earliest = (claimed_months(each, scheme, window).first for each in (runs, whole))
    return evolve(sure, end=np.where(own == earliest, sure.end, sure.first))
