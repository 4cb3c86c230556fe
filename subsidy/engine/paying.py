"""From runs to months and amounts: the timing of a scheme, and what each month pays before netting.

A run pays the months [first, end). What a month pays is decided on one day of the run; it stays
the same until a threshold or a dated value changes, so months are walked from change to change.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import evolve, frozen

from subsidy.engine.batch import Batch, Moment
from subsidy.engine.calendar import Window
from subsidy.engine.claims import Claims, Terms
from subsidy.engine.evaluate import decide, evaluate, next_change
from subsidy.engine.runs import Runs
from subsidy.engine.spells import sorted_order
from subsidy.plan.model import NO_LINE, Line, SchemePlan
from subsidy.plan.nodes import YES, Number

__all__ = ["PaidMonths", "claimed_months", "claims_of", "paid_months"]

Array = np.ndarray[Any, Any]


@frozen(eq=False)
class PaidMonths:
    """Months [first, end) of batch rows, and the run of days [run_first, run_end) they come from."""

    row: Array
    first: Array
    end: Array
    run_first: Array
    run_end: Array
    missing: Array | None

    @classmethod
    def none(cls) -> PaidMonths:
        """No months of anybody."""
        months = np.zeros(0, np.int32)
        return cls(np.zeros(0, np.int64), months, months, months, months, None)

    def paying(self) -> PaidMonths:
        """The months without the runs that pay none."""
        kept = self.first < self.end
        return self if kept.all() else self.only(kept)

    def none_backwards(self) -> PaidMonths:
        """The same with the runs that pay none ending where they begin."""
        return evolve(self, end=np.maximum(self.first, self.end))

    def take(self, chosen: Array) -> PaidMonths:
        """Some months, by mask or by position."""
        return PaidMonths(
            self.row[chosen],
            self.first[chosen],
            self.end[chosen],
            self.run_first[chosen],
            self.run_end[chosen],
            None if self.missing is None else self.missing[chosen],
        )

    def then(self, other: PaidMonths) -> PaidMonths:
        """These months, and others after them; in both it is told what is missing."""
        assert self.missing is not None
        assert other.missing is not None
        return PaidMonths(
            np.concatenate([self.row, other.row]),
            np.concatenate([self.first, other.first]),
            np.concatenate([self.end, other.end]),
            np.concatenate([self.run_first, other.run_first]),
            np.concatenate([self.run_end, other.run_end]),
            np.concatenate([self.missing, other.missing]),
        )

    def only(self, kept: Array) -> PaidMonths:
        """The months where *kept* is true."""
        return PaidMonths(
            self.row.compress(kept),
            self.first.compress(kept),
            self.end.compress(kept),
            self.run_first.compress(kept),
            self.run_end.compress(kept),
            None if self.missing is None else self.missing.compress(kept),
        )


def paid_months(runs: Runs, scheme: SchemePlan, window: Window) -> PaidMonths:
    """Apply the timing: a month that two runs claim belongs to the earlier one.

    Runs that pay no month of the period are still among them: their first month is not before
    their end. :meth:`PaidMonths.paying` drops them.
    """
    months = claimed_months(runs, scheme, window)
    first, end = months.first, months.end
    again = np.flatnonzero(runs.row[1:] == runs.row[:-1]) + 1
    if len(again):
        first[again] = np.maximum(first[again], end[again - 1])
    first = np.maximum(first, np.int32(max(scheme.exists.first, window.period.first)))
    end = np.minimum(end, np.int32(min(scheme.exists.end, window.period.end)))
    return PaidMonths(runs.row, first, end, runs.first, runs.end, runs.missing)


def claimed_months(runs: Runs, scheme: SchemePlan, window: Window) -> PaidMonths:
    """The months of each run looked at alone, in the period and before it."""
    if scheme.on_day is not None:
        first = window.month_reaching(runs.first, scheme.on_day)
        end = window.month_reaching(runs.end, scheme.on_day)
    else:
        first = window.month_of(runs.first) + np.int32(scheme.start_shift)
        end = window.month_of(runs.end) + np.int32(scheme.stop_shift)
    return PaidMonths(runs.row, first, end, runs.first, runs.end, runs.missing)


def claims_of(months: PaidMonths, scheme: SchemePlan, batch: Batch, window: Window) -> Claims:
    """Decide line and pay of every paid month, from change to change."""
    walk = _Walk(months, scheme, batch, window)
    position = np.arange(len(months.row))
    month = months.first
    pieces: list[tuple[Array, ...]] = []
    while position.size:
        batch.work.step(len(position))
        at = walk.deciding_moment(position, month)
        following = walk.next_month(position, month, at)
        pieces.append((position, month, following, *_decided(scheme, at)))
        going = following < months.end[position]
        position, month = position[going], following[going]
    return _assembled(months, scheme, pieces)


@frozen(eq=False)
class _Walk:
    """The months of a scheme that are walked from change to change."""

    months: PaidMonths
    scheme: SchemePlan
    batch: Batch
    window: Window

    def deciding_moment(self, position: Array, month: Array) -> Moment:
        """The last day of the month, or of the one before, moved into the run."""
        if self.scheme.on_day is not None:
            days = self.window.that_day_of(month, self.scheme.on_day)
        else:
            after = month + np.int32(1 - self.scheme.change_shift)
            days = self.window.first_day_of(after) - np.int32(1)
        days = np.maximum(days, self.months.run_first[position])
        days = np.minimum(days, self.months.run_end[position] - np.int32(1))
        rows = self.months.row[position]
        return Moment(self.batch, rows, days, month - np.int32(self.window.before))

    def next_month(self, position: Array, month: Array, at: Moment) -> Array:
        """The first month after *month* that may pay otherwise, at most the end of the months."""
        end = self.months.end[position]
        changes = self.scheme.changes
        following = end
        if changes.days or changes.ages:
            change = next_change(changes, at)
            run_end = self.months.run_end[position]
            inside = change < run_end
            change_month = self._month_of_change(np.where(inside, change, run_end))
            following = np.where(inside, np.minimum(change_month, end), end)
        for rate_month in changes.months:
            later = (month < rate_month) & (following > rate_month)
            following = np.where(later, np.int32(rate_month), following)
        return following

    def _month_of_change(self, days: Array) -> Array:
        """The first month that is decided on one of these days or later."""
        if self.scheme.on_day is not None:
            return self.window.month_reaching(days, self.scheme.on_day)
        months: Array = self.window.month_of(days) + np.int32(self.scheme.change_shift)
        return months


def _decided(scheme: SchemePlan, at: Moment) -> tuple[Array, ...]:
    """Line, pay, months it is for, bounds and missing facts at a moment."""
    line, missing = _choose_line(scheme.lines, at)
    pay, per_months, unknown = _pays(scheme, line, at)
    missing = np.where(missing != 0, missing, unknown)
    for net in scheme.fact_nets:
        holds = decide(net.while_, at)
        amount, unknown = _over(net.amount, scheme.denominator, at)
        pay = pay - np.where(holds.surely, amount, 0)
        missing = missing | np.where(holds.surely, unknown, 0)
        missing = missing if holds.missing is None else missing | holds.missing
    bounds = []
    for bound in (scheme.at_least, scheme.at_most):
        value, unknown = _over(bound, scheme.denominator, at)
        missing = missing | unknown
        bounds.append(value)
    return line, pay, per_months, *bounds, np.where(line == NO_LINE, 0, missing)


def _choose_line(lines: tuple[Line, ...], at: Moment) -> tuple[Array, Array]:
    """The first line that holds; where one before it is unknown, what that hangs on."""
    if len(lines) == 1 and lines[0].condition == YES:
        return np.zeros(len(at), np.int16), np.zeros(len(at), np.int64)
    line = np.full(len(at), NO_LINE, np.int16)
    missing = np.zeros(len(at), np.int64)
    still_open = np.ones(len(at), bool)
    for number, candidate in enumerate(lines):
        answer = decide(candidate.condition, at)
        line[still_open & answer.perhaps] = number
        if answer.missing is not None:
            missing = np.where(still_open, missing | answer.missing, missing)
        still_open &= ~answer.perhaps
    return line, missing


def _pays(scheme: SchemePlan, line: Array, at: Moment) -> tuple[Array, Array, Array]:
    """The pay of each row's line in the version in force in its month."""
    pay = np.zeros(len(at), np.int64)
    per_months = np.ones(len(at), np.int16)
    missing = np.zeros(len(at), np.int64)
    for number, candidate in enumerate(scheme.lines):
        version = np.array(candidate.version_in, np.int16).take(at.months - 1)
        for index, plan in enumerate(candidate.pays):
            chosen = np.flatnonzero((line == number) & (version == index))
            if chosen.size:
                value, unknown = _over(plan.pay, scheme.denominator, at.only(chosen))
                pay[chosen], per_months[chosen], missing[chosen] = value, plan.per_months, unknown
    return pay, per_months, missing


def _over(number: Number | None, denominator: int, at: Moment) -> tuple[Array, Array]:
    """A number's numerators over the scheme's denominator, and the facts that are missing."""
    zeros = np.zeros(len(at), np.int64)
    if number is None:
        return zeros, zeros
    values = evaluate(number.node, at)
    scaled = np.broadcast_to(np.asarray(values.value, np.int64), zeros.shape)
    factor = denominator // number.denominator
    missing = zeros if values.missing is None else values.missing
    return scaled * factor, missing


def _assembled(months: PaidMonths, scheme: SchemePlan, pieces: list[tuple[Array, ...]]) -> Claims:
    """Everything that was walked, in order; where no line applies nothing is claimed."""
    if not pieces:
        none = np.zeros(0, np.int64)
        return Claims(none, none, none, none, Terms.of(scheme, none, none, none, (none, none)))
    columns = [np.concatenate(column) for column in zip(*pieces, strict=True)]
    order = np.flatnonzero(columns[3] != NO_LINE)
    if len(pieces) > 1:
        order = order[sorted_order(months.row[columns[0][order]], columns[1][order])]
    if len(order) != len(columns[0]) or len(pieces) > 1:
        columns = [column[order] for column in columns]
    position, first, end, line, pay, per_months, at_least, at_most, missing = columns
    terms = Terms.of(scheme, line, pay, per_months, (at_least, at_most))
    unknown = missing if missing.any() else None
    return Claims(months.row[position], first, end, np.arange(len(line)), terms, unknown)
