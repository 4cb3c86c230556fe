"""Values that contradict each other in one row, and rows that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

from subsidy.dates import LeapDay, Month, Period, last_day
from subsidy.register.faults import Faults
from subsidy.register.headings import Matched
from subsidy.register.source import Table
from subsidy.register.table import NO_DAY
from subsidy.rulebook.model import Age, Rulebook, Status
from subsidy.same import Same

__all__ = [
    "BORN_AFTER_PERIOD",
    "Checked",
    "check_ages",
    "check_duplicates",
    "check_spells",
    "headings_of",
    "others_named",
]

Values = np.ndarray[Any, Any]

_MOST_ROWS_NAMED = 5
_BOOKS_KEPT = 32
_EPOCH_DAY = 719_163
_LEAST_DAYS_A_YEAR = 365


@frozen(eq=False)
class Checked:
    """The typed columns of a table, where they came from, and their record numbers."""

    columns: Mapping[str, Values]
    matched: Matched
    records: Values
    rows: Values  # the same rows as their source counts them, for words


BORN_AFTER_PERIOD = "born-after-period"


def check_spells(checked: Checked, book: Rulebook, faults: Faults) -> None:
    """No spell, numbered ones too, ends before it begins; nobody dies before birth."""
    columns, matched, records = checked.columns, checked.matched, checked.records
    for begins, ends, is_life in _spells(Same(book)):
        if begins not in columns or ends not in columns:
            continue
        ended = np.flatnonzero(columns[ends] != NO_DAY)
        first, until = columns[begins].take(ended), columns[ends].take(ended)
        is_wrong = (first != NO_DAY) & (until < first)
        code = "death-before-birth" if is_life else "until-before-from"
        faults.add(records[ended[is_wrong]], headings_of(matched, begins, ends), code)


@lru_cache(maxsize=_BOOKS_KEPT)
def _spells(same: Same[Rulebook]) -> tuple[tuple[str, str, bool], ...]:
    """Beginning and end of every spell, each once, and whether it is a life."""
    book = same.model
    births = {age.of for age in book.ages.values()}
    pairs = dict.fromkeys(pair for status in book.statuses.values() for pair in _pairs(status))
    return tuple((begins, ends, begins in births) for begins, ends in pairs)


def _pairs(status: Status) -> Iterable[tuple[str, str]]:
    if status.ends is None:
        return
    yield status.begins, status.ends
    for number in range(2, status.spells + 1):
        yield f"{status.begins}_{number}", f"{status.ends}_{number}"


def check_ages(checked: Checked, book: Rulebook, period: Period, faults: Faults) -> None:
    """Nobody is born after the period, and nobody alive is older than the rules take for possible."""
    columns, matched, records = checked.columns, checked.matched, checked.records
    last = last_day(Month(period.end - 1))
    for age in book.ages.values():
        if age.of not in columns:
            continue
        born = columns[age.of]
        heading = headings_of(matched, age.of)
        faults.add(records[born > last.toordinal()], heading, BORN_AFTER_PERIOD)
        too_old = _is_too_old(born, _end_of_life(columns, age, book, last), age, book.leap_day)
        faults.add(records[too_old], heading, "too-old", highest=str(age.highest_years))


def _end_of_life(columns: Mapping[str, Values], age: Age, book: Rulebook, last: date) -> Values:
    """The last day on which the age is asked: of the period, or of death if that is earlier."""
    end = np.full(len(columns[age.of]), last.toordinal(), dtype=np.int64)
    for status in book.statuses.values():
        if status.begins == age.of and status.ends is not None and status.ends in columns:
            died = columns[status.ends]
            end = np.where(died != NO_DAY, np.minimum(end, died), end)
    return end


def _is_too_old(born: Values, on: Values, age: Age, leap_day: LeapDay) -> Values:
    """Whether somebody has attained more than the highest age; only who may have is worked out."""
    too_old: Values = (born != NO_DAY) & (
        on - born.astype(np.int64) > age.highest_years * _LEAST_DAYS_A_YEAR
    )
    perhaps = np.flatnonzero(too_old)
    if not len(perhaps):
        return too_old
    too_old[perhaps] = _has_outlived(born.take(perhaps), on.take(perhaps), age, leap_day)
    return too_old


def _has_outlived(born: Values, on: Values, age: Age, leap_day: LeapDay) -> Values:
    born_year, born_month, born_day = _calendar(born)
    year, month, day = _calendar(on)
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    moved = (born_month == 2) & (born_day == 29) & ~is_leap
    due = born_month * 100 + born_day
    due = np.where(moved & (leap_day is LeapDay.FEBRUARY_28), 228, due)
    attained = year - born_year - (month * 100 + day < due)
    return np.asarray(attained > age.highest_years)


def _calendar(ordinal: Values) -> tuple[Values, Values, Values]:
    days = (ordinal.astype(np.int64) - _EPOCH_DAY).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    number = months.astype(np.int64)
    day = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    return number // 12 + 1970, number % 12 + 1, day


def check_duplicates(
    keys: pl.Series, heading: str, code: str, table: Table, faults: Faults
) -> None:
    """Rows of one key are all set aside, each naming the others. Empty keys are not compared."""
    records = table.records
    same: dict[str, list[int]] = defaultdict(list)
    for position in _perhaps_double(keys).tolist():
        same[keys[position]].append(position)
    for group in same.values():
        rows = table.row_labels(group)
        if len(rows) == 1:  # two numbers of one hash
            continue
        for position, row in zip(group, rows, strict=True):
            faults.add(records[[position]], heading, code, others=others_named(rows, row))


def _perhaps_double(keys: pl.Series) -> Values:
    """Where keys stand that share their hash with another; hashes are sorted, as nothing is faster."""
    if len(keys) < 2:
        return np.zeros(0, np.int64)
    hashed = keys.hash(seed=0).to_numpy()
    if keys.null_count():
        is_filled = keys.is_not_null().to_numpy()
        return np.flatnonzero(is_filled)[_repeated(hashed[is_filled])]
    return _repeated(hashed)


def _repeated(hashed: Values) -> Values:
    """The positions of what occurs more than once."""
    ordered = np.sort(hashed)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.flatnonzero(np.isin(hashed, again)) if len(again) else np.zeros(0, np.int64)


def others_named(group: list[str], record: str) -> str:
    """The other rows of one number, the first of them by name."""
    named = [other for other in group[: _MOST_ROWS_NAMED + 1] if other != record]
    named = named[:_MOST_ROWS_NAMED]
    return ", ".join(named) + (" …" if len(group) - 1 > len(named) else "")


def headings_of(matched: Matched, *names: str) -> str:
    """The source's own headings for these facts; a fact told by another column goes by its name."""
    found = [matched.named(name) for name in names]
    shown = (c.heading if c else name for c, name in zip(found, names, strict=True))
    return ", ".join(shown)
