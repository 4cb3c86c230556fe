"""The same four rules, several ways: each takes columns of people and gives fen per person and scheme.

Conventions, as in ``benchmarks/rules``: elderly start, change and tier in the birthday's month; a
month in which somebody dies is paid; the disabled from the month, orphans from the month after.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from benchmarks.people import EPOCH, NEVER

__all__ = ["CONTESTANTS", "SCHEMES", "copy_of_the_bytes"]

SCHEMES = ("elderly", "orphan_benefit", "severe_care", "living")
Columns = dict[str, np.ndarray]

JANUARY_2023 = 53 * 12
FIRST_BORN = date(1900, 1, 1).toordinal() - EPOCH


def _tables(years: int) -> np.ndarray:
    """Month index (since January 1970) of every day from 1900 to the end of the horizon."""
    days = np.arange(FIRST_BORN, date(2023 + years + 2, 1, 1).toordinal() - EPOCH)
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int16)


def _birthdays(years: int) -> np.ndarray:
    """The *years*-th birthday of everybody born on a day since 1900; 29 February gives 1 March."""
    born = np.arange(FIRST_BORN, date(2024, 1, 1).toordinal() - EPOCH).astype("datetime64[D]")
    month = born.astype("datetime64[M]")
    day = (born - month).astype(np.int32)
    return ((month + 12 * years).astype("datetime64[D]") + day).astype(np.int32)


def closed_form_numpy(people: Columns, years: int = 1, batch: int = 1 << 15) -> list[np.ndarray]:
    """Day intervals in closed form, in batches that fit the cache: what a specialist would write."""
    count = len(people["birth_date"])
    month_table = _tables(years)
    tables = {age: _birthdays(age) for age in (18, 80, 90, 100)}
    first, end = JANUARY_2023, JANUARY_2023 + 12 * years
    last_day = date(2023 + years, 1, 1).toordinal() - EPOCH
    early = date(2022, 11, 1).toordinal() - EPOCH
    out = [np.zeros(count, np.int64) for _ in SCHEMES]

    def month(days: np.ndarray) -> np.ndarray:
        return month_table.take(np.clip(days, early, last_day) - FIRST_BORN)

    def paid(start: np.ndarray, stop: np.ndarray, shift: int) -> tuple[np.ndarray, np.ndarray]:
        """Months [from, until) of intervals of days; empty ones have none."""
        begin = np.clip(month(start) + shift, first, end)
        until = np.clip(month(stop) + 1, first, end)
        return begin, np.where(start < stop, np.maximum(until, begin), begin)

    for low in range(0, count, batch):
        part = {name: column[low : low + batch] for name, column in people.items()}
        born, died = part["birth_date"], part["death_date"]
        here = slice(low, low + len(born))

        old = np.flatnonzero(tables[80].take(born - FIRST_BORN) < last_day)
        at = born[old] - FIRST_BORN
        begin, until = paid(tables[80].take(at), died[old], 0)
        at90, at100 = tables[90].take(at), tables[100].take(at)
        m90 = np.clip(np.where(at90 < died[old], month(at90), until), begin, until)
        m100 = np.clip(np.where(at100 < died[old], month(at100), until), begin, until)
        young, older, oldest = ((m90 - begin), (m100 - m90), (until - m100))
        out[0][here][old] = (
            young.astype(np.int64) * 5000
            + older.astype(np.int64) * 10000
            + oldest.astype(np.int64) * 50000
        )

        orphans = np.flatnonzero(part["orphan_from"] < last_day)
        adult = tables[18].take(born[orphans] - FIRST_BORN)
        start = np.maximum(part["orphan_from"][orphans], born[orphans])
        stop = np.minimum(np.minimum(part["orphan_until"][orphans], adult), died[orphans])
        orphan_begin, orphan_until = paid(start, stop, 1)
        out[1][here][orphans] = (orphan_until - orphan_begin).astype(np.int64) * 108600

        disabled = np.flatnonzero(part["disability_from"] < last_day)
        start = np.maximum(part["disability_from"][disabled], born[disabled])
        stop = np.minimum(part["disability_until"][disabled], died[disabled])
        begin, until = paid(start, stop, 0)
        severe = part["disability_grade"][disabled] <= 2
        out[2][here][disabled] = np.where(severe, until - begin, 0).astype(np.int64) * 10000

        start = np.maximum(start, part["subsistence_allowance_from"][disabled])
        stop = np.minimum(stop, part["subsistence_allowance_until"][disabled])
        begin, until = paid(start, stop, 0)
        excluded_from = np.full(len(born), NEVER)
        excluded_until = np.full(len(born), NEVER)
        excluded_from[orphans], excluded_until[orphans] = orphan_begin, orphan_until
        cut = np.minimum(until, excluded_until[disabled]) - np.maximum(
            begin, excluded_from[disabled]
        )
        months = until - begin - np.maximum(cut, 0)
        out[3][here][disabled] = months.astype(np.int64) * 10000
    return out


def as_frame(people: Columns) -> pl.DataFrame:
    """The columns as Polars would have read them: dates, with nulls."""
    return pl.DataFrame(people).select(
        pl.when(pl.col(name) == NEVER).then(None).otherwise(pl.col(name)).cast(pl.Date).alias(name)
        if name != "disability_grade"
        else pl.col(name)
        for name in people
    )


def month_by_month_polars(frame: pl.DataFrame, years: int = 1) -> list[np.ndarray]:
    """An expression a month over columns prepared once: how a careful analyst writes it."""
    ready = frame.lazy().with_columns(**_birthday_columns()).with_columns(**_spell_columns())
    sums = [pl.lit(0, pl.Int64) for _ in SCHEMES]
    for index in range(12 * years):
        due = _due_in_month(2023 + index // 12, index % 12 + 1)
        sums = [total + part for total, part in zip(sums, due, strict=True)]
    named = [total.alias(name) for total, name in zip(sums, SCHEMES, strict=True)]
    result = ready.select(named).collect()
    return [result[name].to_numpy() for name in SCHEMES]


def _birthday_columns() -> dict[str, pl.Expr]:
    born = pl.col("birth_date")
    leap = (born.dt.month() == 2) & (born.dt.day() == 29)
    moved = pl.when(leap).then(born.dt.offset_by("1d")).otherwise(born)
    found = {}
    for age in (18, 80, 90, 100):
        same = born.dt.offset_by(f"{age}y")
        is_leap_day = (same.dt.month() == 2) & (same.dt.day() == 29)
        found[f"at{age}"] = pl.when(leap & ~is_leap_day).then(moved.dt.offset_by(f"{age}y")) \
            .otherwise(same)  # fmt: skip
    return found


def _spell_columns() -> dict[str, pl.Expr]:
    born, died = pl.col("birth_date"), pl.col("death_date")
    far = pl.lit(date(2900, 1, 1))

    def begins(*names: str) -> pl.Expr:
        return pl.max_horizontal(born, *(pl.col(name).fill_null(far) for name in names))

    care_end = pl.min_horizontal(pl.col("disability_until"), died).fill_null(far)
    return {
        "died": died.fill_null(far),
        "orphan_begin": begins("orphan_from"),
        "orphan_end": pl.min_horizontal(pl.col("orphan_until"), pl.col("at18"), died),
        "care_begin": begins("disability_from"),
        "care_end": care_end,
        "living_begin": begins("disability_from", "subsistence_allowance_from"),
        "living_end": pl.min_horizontal(care_end, pl.col("subsistence_allowance_until")),
    }


def _due_in_month(year: int, month: int) -> list[pl.Expr]:
    first, following = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)

    def holds(name: str, before: date) -> pl.Expr:
        begin, end = pl.col(f"{name}_begin"), pl.col(f"{name}_end")
        return (begin < before) & (end >= first) & (begin < end)

    def older_than(age: int) -> pl.Expr:
        return (pl.col(f"at{age}") < following) & (pl.col(f"at{age}") < pl.col("died"))

    orphan = holds("orphan", first)
    care = holds("care", following) & (pl.col("disability_grade") <= 2)
    tier = pl.when(older_than(100)).then(50000).when(older_than(90)).then(10000).otherwise(5000)
    old = pl.when(older_than(80) & (pl.col("died") >= first)).then(tier).otherwise(0)
    flat = [(orphan, 108600), (care, 10000), (holds("living", following) & ~orphan, 10000)]
    return [old.cast(pl.Int64), *(test.cast(pl.Int64) * fen for test, fen in flat)]


def plain_python(people: Columns, years: int = 1) -> list[np.ndarray]:
    """A loop over people and months: what a careful programmer writes first."""
    rows = zip(*(people[name].tolist() for name in people), strict=True)
    months = [(2023 + m // 12, m % 12 + 1) for m in range(12 * years)]
    spans = [(_day(y, m), _day(y + m // 12, m % 12 + 1)) for y, m in months]
    out: list[list[int]] = [[] for _ in SCHEMES]
    for born, died, dis_from, dis_until, grade, sub_from, sub_until, orp_from, orp_until in rows:
        at18, at80, at90, at100 = (_birthday(born, age) for age in (18, 80, 90, 100))
        sums = [0, 0, 0, 0]
        orphan = (max(orp_from, born), min(orp_until, at18, died))
        care = (max(dis_from, born), min(dis_until, died))
        living = (max(care[0], sub_from), min(care[1], sub_until))
        for first, following in spans:
            if at80 < died and at80 < following and died >= first:
                older = at100 < following and at100 < died
                old = at90 < following and at90 < died
                sums[0] += 50000 if older else 10000 if old else 5000
            is_orphan = orphan[0] < orphan[1] and orphan[0] < first <= orphan[1]
            sums[1] += 108600 * is_orphan
            if care[0] < care[1] and care[0] < following and care[1] >= first and grade <= 2:
                sums[2] += 10000
            due = living[0] < living[1] and living[0] < following and living[1] >= first
            sums[3] += 10000 * (due and not is_orphan)
        for total, values in zip(sums, out, strict=True):
            values.append(total)
    return [np.array(values, np.int64) for values in out]


def _day(year: int, month: int) -> int:
    return date(year, month, 1).toordinal() - EPOCH


def _birthday(born: int, years: int) -> int:
    day = date.fromordinal(born + EPOCH)
    if (day.month, day.day) == (2, 29) and not isleap(day.year + years):
        return date(day.year + years, 3, 1).toordinal() - EPOCH
    return day.replace(year=day.year + years).toordinal() - EPOCH


def copy_of_the_bytes(people: Columns) -> None:
    """The floor: what it costs to touch the columns at all."""
    for column in people.values():
        column.copy()


def unchanged(people: Columns) -> Columns:
    """Columns are what the contestant works on."""
    return people


# name → (preparation, which is not timed; calculation, which is)
CONTESTANTS: dict[str, tuple[Callable[[Columns], Any], Callable[[Any, int], list[np.ndarray]]]] = {
    "numpy, closed form, by hand": (unchanged, closed_form_numpy),
    "Polars, an expression a month": (as_frame, month_by_month_polars),
    "plain Python": (unchanged, plain_python),
}
