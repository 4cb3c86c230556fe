"""Schemes that do not pay every month of a run: first months, first in the year, paying months."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import evolve

from subsidy.dates import MONTHS_PER_YEAR
from subsidy.engine.calendar import Window
from subsidy.engine.paying import PaidMonths, claimed_months, paid_months
from subsidy.engine.runs import Runs
from subsidy.engine.spells import SPAN, covering, cut, months_apart
from subsidy.engine.uncertain import with_sure_days
from subsidy.plan.model import SchemePlan
from subsidy.rulebook.model import Once

__all__ = ["months_of_scheme"]

Array = np.ndarray[Any, Any]


def months_of_scheme(
    surely: Runs, perhaps: Runs | None, scheme: SchemePlan, window: Window
) -> tuple[PaidMonths, PaidMonths | None]:
    """The months that are sure to be paid by their days, and all that may be."""
    if scheme.once is not Once.EVERY_MONTH:
        return _first_months(surely, perhaps, scheme, window)
    sure = paid_months(surely, scheme, window)
    open_ = None
    if perhaps is not None:
        sure = with_sure_days(sure, perhaps, scheme, window)
        open_ = paid_months(perhaps, scheme, window).paying()
    if not scheme.pays_in:
        return sure, open_
    paying = scheme.pays_in
    return _in_months(sure.paying(), paying), None if open_ is None else _in_months(open_, paying)


def _in_months(months: PaidMonths, pays_in: tuple[int, ...]) -> PaidMonths:
    """Single months, those of the year that pay."""
    each = _one_by_one(months)
    return each.only(np.isin(each.first % MONTHS_PER_YEAR + 1, pays_in))


def _one_by_one(months: PaidMonths) -> PaidMonths:
    at_row, at_month = months_apart(months.row, months.first, months.end)
    pieces = cut(months.row, months.first, months.end, at_row, at_month)
    return evolve(months.take(pieces.of), first=pieces.first, end=pieces.end)


def _first_months(
    surely: Runs, perhaps: Runs | None, scheme: SchemePlan, window: Window
) -> tuple[PaidMonths, PaidMonths | None]:
    """The first month of each run, sure where the run surely begins when it may begin.

    In a run with unknown days every other month may be the first of a spell.
    """
    doubtful = (
        None if perhaps is None or perhaps.missing is None else perhaps.take(perhaps.missing != 0)
    )
    if perhaps is not None:
        within = covering(surely.row, surely.first, perhaps.row, perhaps.first, perhaps.end)
        surely = surely.only((within >= 0) & (perhaps.first[within] == surely.first))
    sure = claimed_months(surely, scheme, window).paying()
    sure = evolve(sure, end=sure.first + np.int32(1))
    sure = sure.take(np.unique(sure.row * SPAN + sure.first, return_index=True)[1])
    if doubtful is None or not len(doubtful.row):
        sure = _first_in_year(sure) if scheme.once is Once.PER_YEAR else sure
        return _existing(sure, scheme), None
    open_ = _one_by_one(_apart(claimed_months(doubtful, scheme, window)).paying())
    taken = covering(open_.row, open_.first, sure.row, sure.first, sure.end) >= 0
    open_ = open_.only(~taken)
    if scheme.once is Once.PER_YEAR:
        sure, open_ = _first_or_open(sure, open_)
    return _existing(sure, scheme), _existing(open_, scheme)


def _apart(months: PaidMonths) -> PaidMonths:
    """A month that two runs claim belongs to the earlier one."""
    first = months.first.copy()
    again = np.flatnonzero(months.row[1:] == months.row[:-1]) + 1
    if len(again):
        reached = np.maximum.accumulate(months.row * SPAN + months.end) % SPAN
        first[again] = np.maximum(first[again], reached[again - 1])
    return evolve(months, first=first)


def _existing(months: PaidMonths, scheme: SchemePlan) -> PaidMonths:
    exists = scheme.exists
    return months.only((months.first >= exists.first) & (months.first < exists.end))


def _first_in_year(sure: PaidMonths) -> PaidMonths:
    """Of single months, the first of every row and calendar year."""
    years = sure.row * SPAN + sure.first // MONTHS_PER_YEAR
    return sure.take(np.unique(years, return_index=True)[1])


def _first_or_open(sure: PaidMonths, open_: PaidMonths) -> tuple[PaidMonths, PaidMonths]:
    """The first of the year; where an earlier month only may be it, none after is sure.

    A month after the first sure one is not paid; what is missing adds up over the year's months.
    """
    both = _with_missing(sure).then(open_)
    is_sure = np.arange(len(both.row)) < len(sure.row)
    order = np.argsort(both.row * SPAN + both.first, kind="stable")
    both, is_sure = both.take(order), is_sure[order]
    assert both.missing is not None
    year = both.row * SPAN + both.first // MONTHS_PER_YEAR
    heads = np.flatnonzero(np.append(True, year[1:] != year[:-1])) if len(year) else year
    group = np.repeat(np.arange(len(heads)), np.diff(np.append(heads, len(year))))
    place = np.arange(len(year)) - heads[group]
    missing, taken = np.zeros(len(heads), np.int64), np.zeros(len(heads), bool)
    unknown, is_dropped = both.missing.copy(), np.zeros(len(year), bool)
    for number in range(MONTHS_PER_YEAR):  # a year has no more months
        at = np.flatnonzero(place == number)
        of = group[at]
        is_dropped[at] = taken[of]
        missing[of] |= both.missing[at]
        unknown[at] = missing[of]
        taken[of] |= is_sure[at]
    both = evolve(both, missing=unknown)
    known = ~is_dropped & (unknown == 0)
    return both.only(known), both.only(~is_dropped & (unknown != 0))


def _with_missing(months: PaidMonths) -> PaidMonths:
    return evolve(months, missing=np.zeros(len(months.row), np.int64))
