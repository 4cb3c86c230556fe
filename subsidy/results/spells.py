"""The spells of a run that pay something, in one table of columns, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from attrs import evolve, field, frozen

from subsidy.dates import MONTHS_PER_YEAR, Period
from subsidy.engine.outcome import Entitlements, Outcome
from subsidy.money import HALF_UP_TO_FEN, Rounding
from subsidy.results.instalments import Column, Standards, largest_fen

__all__ = ["Kind", "Paid", "months_of", "paid_spells"]

_EVERYTHING = slice(None)


@frozen(order=True)
class Kind:
    """What is paid: a scheme and, where it has any, one of its brackets."""

    scheme: str
    bracket: str
    rounding: Rounding = field(order=False)


@frozen(eq=False)
class Paid:
    """Spells of more than 0 fen: ``row`` of the unit, ``kind`` as a position in ``kinds``.

    ``first`` and ``end`` are months; ``base`` is the January from which arithmetic counts them.
    ``kinds`` are sorted by scheme and bracket.
    """

    period: Period
    base: int
    kinds: tuple[Kind, ...]
    row: Column  # int64
    kind: Column  # int64
    first: Column  # int64
    end: Column  # int64
    fen: Column  # int64
    per_months: Column  # int64

    def __len__(self) -> int:
        return len(self.row)

    def take(self, which: Column | slice) -> Paid:
        """The spells at these positions, in this order."""
        columns = ("row", "kind", "first", "end", "fen", "per_months")
        return evolve(self, **{name: getattr(self, name)[which] for name in columns})

    def within(self, months: Period) -> Paid:
        """The spells as far as they lie in some months of the period."""
        first = np.maximum(self.first, months.first)
        end = np.minimum(self.end, months.end)
        return evolve(self, first=first, end=end).take(first < end)

    def in_order(self, rank: Column) -> Paid:
        """Sorted by unit, scheme, bracket, month; ``rank[row]`` is the unit's place among all."""
        months = self.period.end - self.period.first + 1
        key = rank[self.row] * len(self.kinds) + self.kind
        return self.take(np.argsort(key * months + (self.first - self.period.first)))

    def paid(self) -> tuple[Column, Column]:
        """Of each spell: the months that pay more than nothing, and the fen of all of them."""
        return self._paid

    @cached_property
    def _paid(self) -> tuple[Column, Column]:
        months, amount = np.zeros(len(self), np.int64), np.zeros(len(self), np.int64)
        for standards, which in self._by_rounding():
            each = standards.every_month()
            if each is not None:
                months[which] = self.end[which] - self.first[which]
                amount[which] = each * months[which]
                continue
            first, end = self.first[which] - self.base, self.end[which] - self.base
            months[which] = standards.paying_until(end) - standards.paying_until(first)
            amount[which] = standards.paid_until(end) - standards.paid_until(first)
        return months, amount

    def instalments(self, month: Column | int) -> Column:
        """The fen that each spell's standard pays in *month*, one for all or one a spell."""
        amount = np.zeros(len(self), np.int64)
        every = np.broadcast_to(np.asarray(month, np.int64) - self.base, len(self))
        for standards, which in self._by_rounding():
            amount[which] = standards.instalment(every[which])
        return amount

    def every_month(self) -> Column | None:
        """The fen that each spell pays in each of its months; None where months differ."""
        amount = np.zeros(len(self), np.int64)
        for standards, which in self._by_rounding():
            each = standards.every_month()
            if each is None:
                return None
            amount[which] = each
        return amount

    def month_by_month(self) -> tuple[Paid, Column]:
        """Every spell repeated for each of its months, and those months."""
        lengths = self.end - self.first
        ends = np.cumsum(lengths)
        repeated = self.take(np.repeat(np.arange(len(self)), lengths))
        within = np.arange(len(repeated)) - np.repeat(ends - lengths, lengths)
        return repeated, repeated.first + within

    def _by_rounding(self) -> Iterator[tuple[Standards, Column | slice]]:
        roundings = {kind.rounding for kind in self.kinds}
        if len(roundings) <= 1:
            rounding = next(iter(roundings), HALF_UP_TO_FEN)
            yield Standards(self.fen, self.per_months, rounding), _EVERYTHING
            return
        for rounding in roundings:
            uses = np.array([kind.rounding == rounding for kind in self.kinds])
            which = np.flatnonzero(uses[self.kind])
            yield Standards(self.fen[which], self.per_months[which], rounding), which


def paid_spells(outcome: Outcome) -> Paid:
    """All spells of a run that pay, scheme by scheme.

    Raises:
        OverflowError: a standard so large that sums over the period could wrap.
    """
    period = outcome.period
    base = period.first - period.first % MONTHS_PER_YEAR
    kinds = tuple(sorted({kind for one in outcome.schemes for kind in _kinds(one)}))
    parts = [_columns(one, kinds) for one in outcome.schemes]
    row, kind, first, end, fen, per_months = (
        np.concatenate([np.zeros(0, np.int64), *(part[n] for part in parts)]) for n in range(6)
    )
    if len(fen) and int(fen.max()) > largest_fen(period.end - base):
        raise OverflowError("an amount is too large for exact arithmetic over this period")
    return Paid(period, base, kinds, row, kind, first, end, fen, per_months)


def months_of(period: Period, months: int) -> Iterator[Period]:
    """The period cut at calendar boundaries of so many months: 1 for months, 12 for years."""
    first = period.first
    while first < period.end:
        end = min(first - first % months + months, period.end)
        yield Period(first, type(first)(end))
        first = type(first)(end)


def _kinds(one: Entitlements) -> list[Kind]:
    return [Kind(one.scheme, bracket, one.rounding) for bracket in one.brackets or ("",)]


def _columns(one: Entitlements, kinds: tuple[Kind, ...]) -> list[Column]:
    place = {kind: number for number, kind in enumerate(kinds)}
    codes = np.array([place[kind] for kind in _kinds(one)], np.int64)
    pays = np.flatnonzero((one.fen > 0) & (one.end > one.first))
    columns = (one.row, codes[one.bracket], one.first, one.end, one.fen, one.per_months)
    return [column[pays].astype(np.int64, copy=False) for column in columns]
