"""Numba, all four rules fused by hand into one loop over people, compiled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba
import numpy as np

from benchmarks.contestants import way
from benchmarks.contestants.way import CARE_FEN, FIRST_BORN, LIVING_FEN, OLD_FEN, ORPHAN_FEN, Column
from benchmarks.people import Columns

__all__ = ["Way"]

_YOUNG_FEN, _OLDER_FEN, _OLDEST_FEN = OLD_FEN


class Way(way.Way):
    """One loop, as many threads as are asked for; compiling is not timed."""

    def __init__(self, people: Columns, threads: str = "1") -> None:
        super().__init__(people)
        self.threads = int(threads)
        self.columns = tuple(people.values())
        self.birthdays = tuple(way.birthdays(age) for age in way.AGES)

    def fresh(self, years: int) -> None:
        few = slice(0, 10)
        self._amounts(few, years, [np.zeros(10, np.int64) for _ in way.SCHEMES])
        self._monthly(few, years)

    def amounts(self, years: int) -> list[Column]:
        count = len(self.columns[0])
        out = [np.zeros(count, np.int64) for _ in way.SCHEMES]
        edges = [count * n // self.threads for n in range(self.threads + 1)]
        with ThreadPoolExecutor(self.threads) as pool:
            parts = map(slice, edges, edges[1:])
            list(
                pool.map(lambda part: self._amounts(part, years, [fen[part] for fen in out]), parts)
            )
        return out

    def monthly(self, years: int) -> Column:
        return self._monthly(slice(None), years).cumsum(axis=1)[:, : 12 * years]

    def _amounts(self, part: slice, years: int, out: list[Column]) -> None:
        _amounts(*(column[part] for column in self.columns), *self._tables(years), *out)

    def _monthly(self, part: slice, years: int) -> Column:
        change = np.zeros((4, 12 * years + 1), np.int64)
        _monthly(*(column[part] for column in self.columns), *self._tables(years), change)
        return change

    def versions(self) -> str:
        return f"numba {numba.__version__}, numpy {np.__version__}"

    def _tables(self, years: int) -> tuple[Any, ...]:
        return *self.birthdays, way.month_of_days(years), way.first_day_of(12 * years), 12 * years


@numba.njit(inline="always")
def _interval(start, stop, shift, months, last_day, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Months [begin, until) that an interval of days pays."""
    if start >= stop:
        return 0, 0
    begin = end if start >= last_day else months[start - FIRST_BORN] + shift
    until = end if stop >= last_day else months[stop - FIRST_BORN] + 1
    begin = min(max(begin, 0), end)
    return begin, max(begin, min(until, end))


@numba.njit(inline="always")
def _elderly(at80, at90, at100, died, months, last_day, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Edges of the months from 80, from 90, from 100 and to the end."""
    if at80 >= last_day or at80 >= died:
        return 0, 0, 0, 0
    begin, until = _interval(at80, died, 0, months, last_day, end)
    from90 = from100 = until
    if at90 < died and at90 < last_day:
        from90 = min(max(months[at90 - FIRST_BORN], begin), until)
    if at100 < died and at100 < last_day:
        from100 = min(max(months[at100 - FIRST_BORN], begin), until)
    return begin, from90, from100, until


@numba.njit(inline="always")
def _beside(living, until, orphan, orphan_until):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Where the living subsidy stops for orphans' money, and where it goes on."""
    if orphan >= orphan_until:
        return until, until
    return min(max(orphan, living), until), min(max(orphan_until, living), until)


@numba.njit(nogil=True)
def _amounts(  # type: ignore[no-untyped-def]  # noqa: ANN202
    born, died, dis_from, dis_until, grade, sub_from, sub_until, orp_from, orp_until,  # noqa: ANN001
    at18, at80, at90, at100, months, last_day, end, old_fen, orphan_fen, care_fen, living_fen,  # noqa: ANN001
):  # fmt: skip
    for i in range(len(born)):
        at = born[i] - FIRST_BORN
        old, from90, from100, old_until = _elderly(
            at80[at], at90[at], at100[at], died[i], months, last_day, end
        )
        old_fen[i] = (
            (from90 - old) * _YOUNG_FEN
            + (from100 - from90) * _OLDER_FEN
            + (old_until - from100) * _OLDEST_FEN
        )
        orphan = orphan_until = 0
        if orp_from[i] < last_day:
            stop = min(orp_until[i], at18[at], died[i])
            begin = max(orp_from[i], born[i])
            orphan, orphan_until = _interval(begin, stop, 1, months, last_day, end)
            orphan_fen[i] = (orphan_until - orphan) * ORPHAN_FEN
        if dis_from[i] < last_day:
            start, stop = max(dis_from[i], born[i]), min(dis_until[i], died[i])
            if grade[i] <= 2:
                begin, until = _interval(start, stop, 0, months, last_day, end)
                care_fen[i] = (until - begin) * CARE_FEN
            start, stop = max(start, sub_from[i]), min(stop, sub_until[i])
            begin, until = _interval(start, stop, 0, months, last_day, end)
            cut, again = _beside(begin, until, orphan, orphan_until)
            living_fen[i] = (cut - begin + until - again) * LIVING_FEN


@numba.njit
def _monthly(  # type: ignore[no-untyped-def]  # noqa: ANN202
    born, died, dis_from, dis_until, grade, sub_from, sub_until, orp_from, orp_until,  # noqa: ANN001
    at18, at80, at90, at100, months, last_day, end, change,  # noqa: ANN001
):  # fmt: skip
    for i in range(len(born)):
        at = born[i] - FIRST_BORN
        old, from90, from100, old_until = _elderly(
            at80[at], at90[at], at100[at], died[i], months, last_day, end
        )
        if old < old_until:
            change[0, old] += _YOUNG_FEN
            change[0, from90] += _OLDER_FEN - _YOUNG_FEN
            change[0, from100] += _OLDEST_FEN - _OLDER_FEN
            change[0, old_until] -= _OLDEST_FEN
        orphan = orphan_until = 0
        if orp_from[i] < last_day:
            stop = min(orp_until[i], at18[at], died[i])
            begin = max(orp_from[i], born[i])
            orphan, orphan_until = _interval(begin, stop, 1, months, last_day, end)
            change[1, orphan] += ORPHAN_FEN
            change[1, orphan_until] -= ORPHAN_FEN
        if dis_from[i] < last_day:
            start, stop = max(dis_from[i], born[i]), min(dis_until[i], died[i])
            if grade[i] <= 2:
                begin, until = _interval(start, stop, 0, months, last_day, end)
                change[2, begin] += CARE_FEN
                change[2, until] -= CARE_FEN
            start, stop = max(start, sub_from[i]), min(stop, sub_until[i])
            begin, until = _interval(start, stop, 0, months, last_day, end)
            cut, again = _beside(begin, until, orphan, orphan_until)
            change[3, begin] += LIVING_FEN
            change[3, cut] -= LIVING_FEN
            change[3, again] += LIVING_FEN
            change[3, until] -= LIVING_FEN
