"""A plain loop over people and months: what a careful programmer writes first."""

from __future__ import annotations

import sys
from calendar import isleap
from collections.abc import Iterator
from datetime import date

import numpy as np

from benchmarks.contestants import way
from benchmarks.contestants.way import CARE_FEN, LIVING_FEN, OLD_FEN, ORPHAN_FEN, Column
from benchmarks.people import EPOCH

__all__ = ["Way"]


class Way(way.Way):
    """One person after another, one month after another."""

    def amounts(self, years: int) -> list[Column]:
        months = way.months_of(years)
        rows = zip(*(column.tolist() for column in self.people.values()), strict=True)
        sums = [[sum(scheme) for scheme in zip(*_due(row, months), strict=True)] for row in rows]
        return [np.array(column, np.int64) for column in zip(*sums, strict=True)]

    def monthly(self, years: int) -> Column:
        months = way.months_of(years)
        totals = [[0] * len(way.SCHEMES) for _ in months]
        for row in zip(*(column.tolist() for column in self.people.values()), strict=True):
            for total, due in zip(totals, _due(row, months), strict=True):
                for scheme, fen in enumerate(due):
                    total[scheme] += fen
        return np.array(totals, np.int64).T

    def versions(self) -> str:
        return f"Python {sys.version.split()[0]}"


def _due(row: tuple[int, ...], months: list[tuple[int, int]]) -> Iterator[tuple[int, ...]]:
    """Fen of every scheme in every month of one person."""
    born, died, dis_from, dis_until, grade, sub_from, sub_until, orp_from, orp_until = row
    at18, at80, at90, at100 = (_birthday(born, age) for age in way.AGES)
    orphan_from, orphan_until = max(orp_from, born), min(orp_until, at18, died)
    care_from, care_until = max(dis_from, born), min(dis_until, died)
    living_from, living_until = max(care_from, sub_from), min(care_until, sub_until)
    for first, following in months:
        old = orphan = care = living = 0
        if at80 < died and at80 < following and died >= first:
            tier = (at90 < following and at90 < died) + (at100 < following and at100 < died)
            old = OLD_FEN[tier]
        if orphan_from < orphan_until and orphan_from < first <= orphan_until:
            orphan = ORPHAN_FEN
        if grade <= 2 and care_from < care_until and care_from < following and care_until >= first:
            care = CARE_FEN
        if living_from < living_until and living_from < following and living_until >= first:
            living = 0 if orphan else LIVING_FEN
        yield old, orphan, care, living


def _birthday(born: int, years: int) -> int:
    day = date.fromordinal(born + EPOCH)
    if (day.month, day.day) == (2, 29) and not isleap(day.year + years):
        return date(day.year + years, 3, 1).toordinal() - EPOCH
    return day.replace(year=day.year + years).toordinal() - EPOCH
