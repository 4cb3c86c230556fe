"""What every unit is due over a whole period, added up while a batch is still in cache."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np

from subsidy.dates import MONTHS_PER_YEAR, Period
from subsidy.engine.kernel import months_into, sum_into
from subsidy.engine.outcome import Entitlements
from subsidy.engine.settle import Settled
from subsidy.engine.work import Pace
from subsidy.plan.model import Plan
from subsidy.register.table import People
from subsidy.results.instalments import Column, Standards, largest_fen

__all__ = ["add_by_row", "amounts_by_month", "amounts_of_period", "covered", "spell_amounts"]

_LARGEST_FEN = 2**62


def amounts_of_period(
    plan: Plan, people: People, batch_rows: int = 0, *, threads: int = 1
) -> dict[str, Column]:
    """Fen that every unit is due under every scheme over the period, in the order of the register.

    The same as the sums of an Outcome's spells, without keeping any spell: for registers that
    are large and programs that go on computing. Undetermined months are not in it.

    ``batch_rows`` (0: as many as suit the register) and ``threads`` change nothing but speed.

    Raises:
        OverflowError: a standard so large that sums over the period could wrap.
    """
    pace = Pace(batch_rows, threads)
    at_a_time = pace.at_a_time(len(people))
    columns = np.empty((len(plan.schemes), len(people)), np.int64)  # noughts go with each batch

    def add(start: int, found: Sequence[Settled | None]) -> None:
        for column, one in zip(columns, found, strict=True):
            if one is not None:
                known = _determined(one)
                rows = column[start : start + at_a_time]
                rows.fill(0)
                add_by_row(rows, known.row, spell_amounts(known, plan.period))

    sum_into(columns, add, plan, people, pace)
    return {scheme.name: column for scheme, column in zip(plan.schemes, columns, strict=True)}


def amounts_by_month(
    plan: Plan, people: People, batch_rows: int = 0, *, threads: int = 1
) -> dict[str, Column]:
    """Fen that all units together are due under every scheme in each month of the period.

    The same as the monthly totals of an Outcome, without keeping any spell. Undetermined months
    are not in it.

    Raises:
        OverflowError: standards so large that a month's sum could wrap.
    """
    pace = Pace(batch_rows, threads)
    months = plan.period.end - plan.period.first
    columns = np.zeros((len(plan.schemes), months), np.int64)
    adding = Lock()

    def add(_: int, found: Sequence[Settled | Column]) -> None:
        each = [
            one[-months:] if isinstance(one, np.ndarray) else _by_month(one, plan) for one in found
        ]
        with adding:
            columns[:] += each  # both are below 2**62
            if int(columns.max(initial=0)) >= _LARGEST_FEN:
                raise OverflowError("amounts are too large for exact sums by month")

    months_into(add, plan, people, pace)
    return {scheme.name: column for scheme, column in zip(plan.schemes, columns, strict=True)}


def _by_month(settled: Settled, plan: Plan) -> Column:
    """What the spells of a batch come to in each month; the undetermined ones come to nothing."""
    known = _determined(settled)
    if len(known) and int(known.fen.max()) * len(known) >= _LARGEST_FEN:
        raise OverflowError("amounts are too large for exact sums by month")
    standards = Standards(known.fen, known.per_months, known.rounding)
    first, end = known.first - plan.period.first, known.end - plan.period.first
    months = plan.period.end - plan.period.first
    each = standards.every_month()
    if each is not None:
        return covered(first, end, each, months)
    fen = np.zeros(months, np.int64)
    for month in range(MONTHS_PER_YEAR):
        which = slice((month - plan.period.first) % MONTHS_PER_YEAR, None, MONTHS_PER_YEAR)
        fen[which] = covered(first, end, standards.instalment(np.array(month)), months)[which]
    return fen


def covered(first: Column, end: Column, value: Column, months: int) -> Column:
    """For each of so many months the sum of the values of the spells [first, end) that cover it."""
    change = np.zeros(months + 1, np.int64)
    np.add.at(change, first, value)
    np.subtract.at(change, end, value)
    return change.cumsum()[:-1]


def _determined(settled: Settled) -> Settled:
    """The spells of a batch without the undetermined ones."""
    return settled if settled.missing is None else settled.take(settled.missing == 0)


def spell_amounts(spells: Settled | Entitlements, period: Period) -> Column:
    """The fen of every spell over its months.

    Raises:
        OverflowError: a standard so large that sums over the period could wrap.
    """
    base = period.first - period.first % MONTHS_PER_YEAR
    if len(spells.fen) and int(spells.fen.max()) > largest_fen(period.end - base):
        raise OverflowError("an amount is too large for exact arithmetic over this period")
    standards = Standards(spells.fen, spells.per_months, spells.rounding)
    each = standards.every_month()
    if each is not None:
        return np.asarray(each * (spells.end - spells.first))
    first, end = (month.astype(np.int64) - base for month in (spells.first, spells.end))
    return standards.paid_until(end) - standards.paid_until(first)


def add_by_row(due: Column, row: Column, amount: Column) -> None:
    """Add amounts to the rows they belong to; *row* is sorted."""
    if not len(row):
        return
    again = row[1:] == row[:-1]
    if not again.any():
        due[row] += amount
        return
    tails = np.flatnonzero(np.append(~again, True))
    until = np.cumsum(amount)[tails]  # differences are exact even where the sum has wrapped
    until[1:] -= until[:-1].copy()
    due[row[tails]] += until
