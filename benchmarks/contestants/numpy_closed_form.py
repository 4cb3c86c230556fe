"""Numpy by hand: day intervals in closed form, in batches that fit the cache."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from benchmarks.contestants import way
from benchmarks.contestants.way import CARE_FEN, FIRST_BORN, LIVING_FEN, OLD_FEN, ORPHAN_FEN, Column
from benchmarks.people import NEVER, Columns

__all__ = ["Way"]

_BATCH = 1 << 15


class _Paid(NamedTuple):
    """Of one scheme: rows of a batch, months [begin, end), fen a month."""

    scheme: int
    row: Column
    begin: Column
    end: Column
    fen: int


class Way(way.Way):
    """What a specialist would write for these four rules and no others."""

    def amounts(self, years: int) -> list[Column]:
        out = [np.zeros(len(self.people["birth_date"]), np.int64) for _ in way.SCHEMES]
        rules = _Rules(years)
        for low, part in _batches(self.people):
            for paid in rules.paid(part):
                months = (paid.end - paid.begin).astype(np.int64)
                out[paid.scheme][low : low + _BATCH][paid.row] += months * paid.fen
        return out

    def monthly(self, years: int) -> Column:
        months = 12 * years
        change = np.zeros((len(way.SCHEMES), months + 1), np.int64)
        rules = _Rules(years)
        for _, part in _batches(self.people):
            for paid in rules.paid(part):
                begins = np.bincount(paid.begin, minlength=months + 1)
                ends = np.bincount(paid.end, minlength=months + 1)
                change[paid.scheme] += paid.fen * (begins - ends)
        return change.cumsum(axis=1)[:, :months]


def _batches(people: Columns) -> list[tuple[int, Columns]]:
    starts = range(0, len(people["birth_date"]), _BATCH)
    return [(low, {name: c[low : low + _BATCH] for name, c in people.items()}) for low in starts]


class _Rules:
    """The four rules over a period, with their tables."""

    def __init__(self, years: int) -> None:
        self.end = 12 * years
        self.last_day = way.first_day_of(self.end)
        self.early = way.first_day_of(-2)
        self.months = way.month_of_days(years)
        self.birthday = {age: way.birthdays(age) for age in way.AGES}

    def paid(self, part: Columns) -> list[_Paid]:
        """Every scheme's paid months in one batch."""
        orphan = self._orphan(part)
        return [*self._elderly(part), orphan, *self._disabled(part, orphan)]

    def _elderly(self, part: Columns) -> list[_Paid]:
        born = part["birth_date"] - FIRST_BORN
        row = np.flatnonzero(self.birthday[80].take(born) < self.last_day)
        at, died = born[row], part["death_date"][row]
        begin, end = self._interval(self.birthday[80].take(at), died, 0)
        at90, at100 = self.birthday[90].take(at), self.birthday[100].take(at)
        from90 = np.clip(np.where(at90 < died, self._month(at90), end), begin, end)
        from100 = np.clip(np.where(at100 < died, self._month(at100), end), begin, end)
        edges = (begin, from90, from100, end)
        return [_Paid(0, row, edges[n], edges[n + 1], OLD_FEN[n]) for n in range(3)]

    def _orphan(self, part: Columns) -> _Paid:
        row = np.flatnonzero(part["orphan_from"] < self.last_day)
        born, died = part["birth_date"][row], part["death_date"][row]
        start = np.maximum(part["orphan_from"][row], born)
        adult = self.birthday[18].take(born - FIRST_BORN)
        stop = np.minimum(np.minimum(part["orphan_until"][row], adult), died)
        return _Paid(1, row, *self._interval(start, stop, 1), ORPHAN_FEN)

    def _disabled(self, part: Columns, orphan: _Paid) -> list[_Paid]:
        row = np.flatnonzero(part["disability_from"] < self.last_day)
        start = np.maximum(part["disability_from"][row], part["birth_date"][row])
        stop = np.minimum(part["disability_until"][row], part["death_date"][row])
        severe = np.flatnonzero(part["disability_grade"][row] <= 2)
        care = _Paid(2, row[severe], *self._interval(start[severe], stop[severe], 0), CARE_FEN)
        start = np.maximum(start, part["subsistence_allowance_from"][row])
        stop = np.minimum(stop, part["subsistence_allowance_until"][row])
        some = np.flatnonzero(start < stop)
        begin, end = self._interval(start[some], stop[some], 0)
        return [
            care,
            *_beside(_Paid(3, row[some], begin, end, LIVING_FEN), orphan, len(part["birth_date"])),
        ]

    def _month(self, days: Column) -> Column:
        return self.months.take(np.clip(days, self.early, self.last_day) - FIRST_BORN)

    def _interval(self, start: Column, stop: Column, shift: int) -> tuple[Column, Column]:
        """Months [begin, end) that intervals of days pay; empty ones pay none."""
        begin = np.clip(self._month(start) + shift, 0, self.end)
        end = np.clip(self._month(stop) + 1, 0, self.end)
        return begin, np.where(start < stop, np.maximum(end, begin), begin)


def _beside(living: _Paid, orphan: _Paid, size: int) -> list[_Paid]:
    """The living subsidy before and after the months in which orphans' money is paid."""
    cut_from, cut_until = np.full((2, size), NEVER)
    pays = orphan.begin < orphan.end
    cut_from[orphan.row[pays]], cut_until[orphan.row[pays]] = orphan.begin[pays], orphan.end[pays]
    before = np.clip(cut_from[living.row], living.begin, living.end)
    after = np.clip(cut_until[living.row], living.begin, living.end)
    return [living._replace(end=before), living._replace(begin=after)]
