"""Amounts in closed form: the months of every row of a ladder, without walking anything.

The day on which a month is decided grows with the month, so a step that is reached inside a run
changes the amount from one month on: the month of the step under the timing. Between two such
months, and between two months in which rates change, everything is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from attrs import evolve, frozen

from subsidy.dates import LeapDay
from subsidy.engine.batch import Batch, Moment
from subsidy.engine.calendar import BASE, Window, birthdays
from subsidy.engine.claims import Claims, Terms
from subsidy.engine.evaluate import evaluate
from subsidy.engine.paying import PaidMonths
from subsidy.plan.model import NO_LINE, Ladder, SchemePlan
from subsidy.plan.nodes import Birthday, Number

__all__ = ["Climb"]

Array = np.ndarray[Any, Any]


@frozen(eq=False)
class _MonthsOfBirths:
    """The month of a step for everybody born on the day ``first_born + index``.

    Birthdays keep the order of births, so that whoever was born before or after these days has
    the first or the last of the months.
    """

    first_born: np.int32
    months: Array

    def of(self, born: Array) -> Array:
        """The month of each birth; none is unknown."""
        return self.months.take(born - self.first_born, mode="clip")


@frozen(eq=False)
class Climb:
    """A ladder made ready: the terms of every line in every stretch of months with the same rates.

    Stretch *k* begins with ``stretches[k]``; the terms of a line in it stand at
    ``line * len(stretches) + k``.
    """

    scheme: SchemePlan
    ladder: Ladder
    window: Window
    stretches: Array  # int32 months
    terms: Terms
    months_of_births: tuple[_MonthsOfBirths | None, ...]  # of each step that is a birthday

    @classmethod
    def of(cls, scheme: SchemePlan, leap_day: LeapDay, window: Window) -> Climb | None:
        """The ladder of a scheme made ready; None where amounts have to be walked."""
        if scheme.ladder is None or scheme.exists.end <= scheme.exists.first:
            return None
        exists = scheme.exists
        later = [month for month in scheme.changes.months if exists.first < month < exists.end]
        stretches = np.array([exists.first, *later], np.int32)
        months = stretches - np.int32(window.before)
        bare = cls(scheme, scheme.ladder, window, stretches, _terms(scheme, months), ())
        return evolve(bare, months_of_births=tuple(bare._tables(leap_day)))

    def _tables(self, leap_day: LeapDay) -> Iterator[_MonthsOfBirths | None]:
        for step in self.ladder.steps:
            if isinstance(step, Birthday):
                yield self._table(birthdays(step.years, leap_day))
            else:
                yield None

    def _table(self, days: Array) -> _MonthsOfBirths:
        """The months of birthdays inside the window, and of one before and one after it."""
        low, high = np.searchsorted(days, (self.window.first, self.window.end))
        first = max(0, int(low) - 1)
        months = self._months_of_days(days[first : int(high) + 1])
        return _MonthsOfBirths(np.int32(BASE + first), months)

    def is_open(self, batch: Batch) -> bool:
        """Whether every row's steps are known, so that the closed form says all there is."""
        return not any(batch.is_uncertain(step) for step in self.ladder.steps)

    def claims(self, months: PaidMonths, batch: Batch) -> Claims:
        """What is paid in the months."""
        if self.ladder.steps:
            return self._with_rates(*self._climbed(months, batch))
        months = months.paying()
        line = np.full(len(months.row), self.ladder.lines[0], np.int64)
        if self.ladder.lines[0] == NO_LINE:
            return self._with_rates(months.row[:0], months.first[:0], months.end[:0], line[:0])
        return self._with_rates(months.row, months.first, months.end, line)

    def edges(self, months: PaidMonths, batch: Batch) -> Iterator[Array]:
        """The months between which each line pays: one array more than there are lines."""
        yield months.first
        for place in range(len(self.ladder.steps)):
            yield self._change_month(place, months, batch)
        yield months.end

    def _climbed(self, months: PaidMonths, batch: Batch) -> tuple[Array, Array, Array, Array]:
        """Row, first month, end and line of every stretch between two steps."""
        lines = np.array(self.ladder.lines, np.int64)
        count = len(lines)
        edges = np.empty((len(months.row), count + 1), np.int32)
        paid = np.empty((len(months.row), count), bool)
        for place, edge in enumerate(self.edges(months, batch)):
            edges[:, place] = edge
        for place, line in enumerate(self.ladder.lines):
            np.less(edges[:, place], edges[:, place + 1], out=paid[:, place])
            if line == NO_LINE:
                paid[:, place] = False
        number = np.flatnonzero(paid)
        of = number // count
        at = number + of  # a row of edges is one longer
        flat = edges.ravel()
        return (
            months.row.take(of),
            flat.take(at),
            flat.take(at + 1),
            lines.take(number - of * count),
        )

    def _change_month(self, place: int, months: PaidMonths, batch: Batch) -> Array:
        """The first month that is decided on or after a step, moved into [first, end].

        A step on or after a run's last day is none, and one before its first day has been taken;
        only where the month leaves that open are days compared.
        """
        scheme, step = self.scheme, self.ladder.steps[place]
        change = self._month_of(place, months.row, batch)
        change = np.minimum(np.maximum(change, months.first), months.end)
        if scheme.change_shift < scheme.stop_shift:
            near = np.flatnonzero(change == months.end - 1)
            day = batch.day(step, months.row.take(near))
            over = near[day >= months.run_end.take(near)]
            change[over] = months.end[over]
        if scheme.change_shift > scheme.start_shift:
            near = np.flatnonzero(change == months.first + 1)
            day = batch.day(step, months.row.take(near))
            before = near[day <= months.run_first.take(near)]
            change[before] = months.first[before]
        return change

    def _month_of(self, place: int, row: Array, batch: Batch) -> Array:
        """The month of a step under the timing, moved into the window."""
        step, table = self.ladder.steps[place], self.months_of_births[place]
        if table is None or not isinstance(step, Birthday):
            return self._months_of_days(batch.day(step, row))
        return table.of(batch.take(step.column, row))

    def _months_of_days(self, days: Array) -> Array:
        window = self.window
        inside = np.minimum(np.maximum(days, np.int32(window.first)), np.int32(window.end))
        return window.month_of(inside) + np.int32(self.scheme.change_shift)

    def _with_rates(self, row: Array, first: Array, end: Array, line: Array) -> Claims:
        """Claims cut at the months in which rates change."""
        count = len(self.stretches)
        if count == 1:
            return Claims(row, first, end, line, self.terms)
        low = np.searchsorted(self.stretches, first, side="right") - 1
        high = np.searchsorted(self.stretches, end, side="left") - 1
        pieces = high - low + 1
        of = np.repeat(np.arange(len(row)), pieces)
        stretch = np.arange(len(of)) - np.repeat(np.cumsum(pieces) - pieces - low, pieces)
        after = np.append(self.stretches[1:], np.int32(self.scheme.exists.end))
        return Claims(
            row.take(of),
            np.maximum(first.take(of), self.stretches.take(stretch)),
            np.minimum(end.take(of), after.take(stretch)),
            line.take(of) * count + stretch,
            self.terms,
        )


def _terms(scheme: SchemePlan, months: Array) -> Terms:
    """The terms of every line in each of the months, which count from the one before the period."""
    nobody = np.zeros(len(months), np.int64)
    at = Moment(Batch({}, len(months), LeapDay.MARCH_1), nobody, nobody, months)
    low, high = (_numerators(bound, scheme, at) for bound in (scheme.at_least, scheme.at_most))
    pays, per_months = [], []
    for line in scheme.lines:
        versions = np.array(line.version_in).take(months - 1)
        each = np.stack([_numerators(pay.pay, scheme, at) for pay in line.pays])
        pays.append(each[versions, np.arange(len(months))])
        per_months.append(np.array([pay.per_months for pay in line.pays]).take(versions))
    lines = np.repeat(np.arange(len(scheme.lines)), len(months))
    bounds = tuple(np.tile(bound, len(scheme.lines)) for bound in (low, high))
    pay, months_each = np.concatenate(pays), np.concatenate(per_months)
    return Terms.of(scheme, lines, pay, months_each, (bounds[0], bounds[1]))


def _numerators(number: Number | None, scheme: SchemePlan, at: Moment) -> Array:
    zeros = np.zeros(len(at), np.int64)
    if number is None:
        return zeros
    return zeros + evaluate(number.node, at).value * (scheme.denominator // number.denominator)
