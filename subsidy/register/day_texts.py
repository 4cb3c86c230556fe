"""Text → days, in every form that clerks write; and what is read after trimming and folding."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl

from subsidy.dates import FIRST_DATE, LAST_DATE
from subsidy.register.at_once import EPOCH_DAY, SPACES, Look, Seen
from subsidy.register.faults import Faults
from subsidy.register.headings import Column
from subsidy.register.table import NO_DAY
from subsidy.rulebook.model import DateFact

__all__ = [
    "day_numbers",
    "days_of_dates",
    "folded",
    "is_filled",
    "read_dates",
    "rest_of",
    "trimmed",
    "true_of",
    "without_blanks",
]

Values = np.ndarray[Any, Any]

_FIRST_SINCE_EPOCH = FIRST_DATE.toordinal() - EPOCH_DAY
_LAST_SINCE_EPOCH = LAST_DATE.toordinal() - EPOCH_DAY
_NO_DAY_SINCE_EPOCH = NO_DAY - EPOCH_DAY + (1 << 32)  # adding the epoch wraps to NO_DAY
_SERIAL_DAY_ZERO = 693_594  # 1899-12-30: what a spreadsheet counts from, from March 1900 on
_MOST_DAYS = 31  # of a month
_FIRST_SERIAL = 61  # 1900-03-01
_MIDNIGHT = r"(?:[ T]?0{1,2}:00(?::00(?:\.0+)?)?)?"
_YEAR_FIRST = (
    rf"^([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}}){_MIDNIGHT}$",
    rf"^([0-9]{{4}})/([0-9]{{1,2}})/([0-9]{{1,2}}){_MIDNIGHT}$",
    r"^([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})\.?$",
    r"^([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]$",
    r"^([0-9]{4})([0-9]{2})([0-9]{2})$",
)
_OTHERS = r"^([0-9]{1,2})([-/.])([0-9]{1,2})[-/.]([0-9]{4})$"
_MONTH_ONLY = r"^([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月|(0[1-9]|1[0-2]))$"
_JANUARY_OR_OCTOBER = r"^[\s\x{feff}\x{200b}]*[0-9０-９]{4}\s*[.．]\s*[1１][\s\x{feff}\x{200b}]*$"
_TWO_DIGITS = r"^[0-9]{2}(?:[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?|[0-9]{4})$"
_SERIAL = r"^[0-9]{2,5}(?:\.0+)?$"
_RAISED = re.compile("<(?:super|sub|fraction)>")
_INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f]")


def trimmed(texts: pl.Series) -> pl.Series:
    """Texts without surrounding spaces (full-width too); what is empty then is null."""
    return without_blanks(texts.str.strip_chars(SPACES))


def without_blanks(stripped: pl.Series) -> pl.Series:
    """Texts whose surrounding spaces are gone already; what is empty is null."""
    is_blank = stripped == ""
    return stripped.set(is_blank, None) if is_blank.any() else stripped


def folded(texts: pl.Series) -> pl.Series:
    """Texts in normal width and without characters that cannot be seen."""
    spelled = texts.unique().drop_nulls().to_list()
    plain = [_in_normal_width(_INVISIBLE.sub("", text)).strip() for text in spelled]
    if plain == spelled:
        return texts
    return texts.replace_strict(spelled, plain, return_dtype=pl.String)


def _in_normal_width(text: str) -> str:
    """The text folded, raised and lowered digits and fractions as they are: 3² is not 32."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    return "".join(
        "".join(signs) if is_raised else unicodedata.normalize("NFKC", "".join(signs))
        for is_raised, signs in groupby(text, _is_raised)
    )


def _is_raised(sign: str) -> bool:
    return _RAISED.match(unicodedata.decomposition(sign)) is not None


def true_of(mask: pl.Series) -> Values:
    """A mask as an array; null is false."""
    known = mask.fill_null(value=False) if mask.null_count() else mask
    return known.to_numpy()


def is_filled(texts: pl.Series) -> Values:
    """Which texts are not null."""
    if not texts.null_count():
        return np.ones(len(texts), dtype=bool)
    return texts.is_not_null().to_numpy()


def rest_of(texts: pl.Series, is_read: Values) -> tuple[Values, pl.Series]:
    """Positions and trimmed texts of what was not read at once and is not empty."""
    is_left = ~is_read
    if is_left.any() and texts.null_count():
        is_left &= is_filled(texts)
    positions = np.flatnonzero(is_left)
    if not len(positions):
        return positions, texts.clear()
    subset = trimmed(texts.gather(positions))
    return positions[is_filled(subset)], subset.drop_nulls()


def day_numbers(year: Values, month: Values, day: Values) -> Values:
    """Ordinals of days; NO_DAY for a day that does not exist or lies outside 1850–2249."""
    years = year.astype(np.int64) - FIRST_DATE.year
    is_slot = (years >= 0) & (years <= LAST_DATE.year - FIRST_DATE.year)
    is_slot &= (month >= 1) & (month <= 12) & (day >= 1) & (day <= _MOST_DAYS)
    slot = (years * 12 + month - 1) * _MOST_DAYS + day - 1
    days: Values = _days_of_slots().take(np.where(is_slot, slot, -1))
    return days


@cache
def _days_of_slots() -> Values:
    """The ordinal of every day of every month, thirty-one each; NO_DAY where there is none."""
    table = np.full((LAST_DATE.year - FIRST_DATE.year + 1) * 12 * _MOST_DAYS + 1, NO_DAY, np.int32)
    ordinals = np.arange(FIRST_DATE.toordinal(), LAST_DATE.toordinal() + 1)
    days = (ordinals - EPOCH_DAY).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    number = months.astype(np.int64) + (1970 - FIRST_DATE.year) * 12
    table[number * _MOST_DAYS + (days - months).astype(np.int64)] = ordinals
    return table


def read_dates(texts: pl.Series, at: Look, seen: Seen, records: Values, faults: Faults) -> Values:
    """Ordinals of one column of dates, NO_DAY where empty or not to be read.

    The form that a mapping declares is ``day_month_year``, ``month_day_year`` or ``serial`` (what a
    spreadsheet shows of a date cell that is formatted as a number). Dates that begin with four
    digits of the year are read under every form.
    """
    column = at.column
    assert isinstance(column.fact, DateFact)
    is_iso, days = seen
    positions, rest = rest_of(texts, is_iso)
    if len(positions) and _needs_a_day(at):
        unclear = _unclear_months(rest)
        faults.add(records[positions[unclear]], column.heading, "january-or-october")
        positions, rest = positions[~unclear], rest.filter(pl.Series(~unclear))
    wrong_iso = np.flatnonzero(is_iso & (days == NO_DAY))
    faults.add(records[wrong_iso], column.heading, "impossible-date")
    if len(positions):
        days[positions] = _late_dates(rest, at, records[positions], faults)
    return _first_days(days) if column.fact.is_month else days


def _needs_a_day(at: Look) -> bool:
    """Whether 2023.1 is nobody's January: unless it was typed as a text, or a mapping says so."""
    assert isinstance(at.column.fact, DateFact)
    is_said = at.reading.keeps_noughts or at.reading.date_form == "year_month_day"
    return at.column.fact.takes_months and not is_said


def _unclear_months(texts: pl.Series) -> Values:
    """Which texts are 2023.1: a spreadsheet writes the number 2023.10 so, too."""
    return true_of(texts.str.contains(_JANUARY_OR_OCTOBER))


def _late_dates(rest: pl.Series, at: Look, records: Values, faults: Faults) -> Values:
    """Days of texts that were not read at once."""
    assert isinstance(at.column.fact, DateFact)
    form, takes_months = at.reading.date_form, at.column.fact.takes_months
    rest = folded(rest).str.replace_all(r"\s*([-/.年月日])\s*", "$1")
    days = _other_dates(rest, form, takes_months=takes_months)
    unread = np.flatnonzero(days == NO_DAY)
    for code, chosen in _reasons(rest, unread, form, takes_months=takes_months):
        faults.add(records[chosen], at.column.heading, code)
    return days


def days_of_dates(dates: pl.Series, column: Column, records: Values, faults: Faults) -> Values:
    """The same of a column that holds dates, not texts."""
    assert isinstance(column.fact, DateFact)
    since_epoch = dates.cast(pl.Int32)
    are_known = _are_known(since_epoch)
    if since_epoch.null_count():
        since_epoch = since_epoch.fill_null(_NO_DAY_SINCE_EPOCH)
    days = since_epoch.to_numpy() + np.int32(EPOCH_DAY)
    if not are_known:
        is_known = (days >= FIRST_DATE.toordinal()) & (days <= LAST_DATE.toordinal())
        is_wrong = ~is_known & is_filled(dates)
        faults.add(records[is_wrong], column.heading, "impossible-date")
        days[~is_known] = NO_DAY
    return _first_days(days) if column.fact.is_month else days


def _are_known(since_epoch: pl.Series) -> bool:
    """Whether all days that stand in a column lie between the first and the last that are known."""
    lowest, highest = since_epoch.min(), since_epoch.max()
    if lowest is None:
        return True
    assert isinstance(lowest, int)
    assert isinstance(highest, int)
    return lowest >= _FIRST_SINCE_EPOCH and highest <= _LAST_SINCE_EPOCH


def _first_days(days: Values) -> Values:
    """The first day of each day's month: a month may be written as any of its days."""
    since_epoch = np.where(days == NO_DAY, 0, days.astype(np.int64) - EPOCH_DAY)
    months = since_epoch.astype("datetime64[D]").astype("datetime64[M]")
    firsts = months.astype("datetime64[D]").astype(np.int64) + EPOCH_DAY
    return np.where(days == NO_DAY, NO_DAY, firsts).astype(np.int32)


def _inside(ordinals: Values, exists: Values | np.bool_) -> Values:
    inside = (ordinals >= FIRST_DATE.toordinal()) & (ordinals <= LAST_DATE.toordinal())
    return np.where(inside & exists, ordinals, NO_DAY).astype(np.int32)


def _other_dates(texts: pl.Series, form: str, *, takes_months: bool) -> Values:
    days = np.full(len(texts), NO_DAY, dtype=np.int32)
    for pattern in _YEAR_FIRST:
        matching, parts = _matched(texts, pattern)
        if len(matching):
            days[matching] = day_numbers(*_numbers(parts))
    if form == "serial":
        _read_serials(texts, days)
    elif form in ("day_month_year", "month_day_year"):
        _read_year_last(texts, days, month_first=form == "month_day_year")
    if takes_months:
        matching, parts = _matched(texts, _MONTH_ONLY)
        if len(matching):
            year, *months = parts
            month = pl.select(pl.coalesce(*months)).to_series()
            year_number, month_number = _numbers((year, month))
            days[matching] = day_numbers(year_number, month_number, np.ones(len(matching), int))
    return days


def _matched(texts: pl.Series, pattern: str) -> tuple[Values, tuple[pl.Series, ...]]:
    matching = np.flatnonzero(true_of(texts.str.contains(pattern)))
    if not len(matching):
        return matching, ()
    groups = texts.gather(matching).str.extract_groups(pattern).struct.unnest()
    return matching, tuple(groups.get_columns())


def _numbers(parts: tuple[pl.Series, ...]) -> tuple[Values, ...]:
    return tuple(part.cast(pl.Int64).to_numpy() for part in parts)


def _read_year_last(texts: pl.Series, days: Values, *, month_first: bool) -> None:
    matching, parts = _matched(texts, _OTHERS)
    if len(matching):
        first, second, year = _numbers((parts[0], parts[2], parts[3]))
        month, day = (first, second) if month_first else (second, first)
        days[matching] = day_numbers(year, month, day)


def _read_serials(texts: pl.Series, days: Values) -> None:
    matching = np.flatnonzero(true_of(texts.str.contains(_SERIAL)))
    if len(matching):
        numbers = texts.gather(matching).str.replace(r"\.0+$", "").cast(pl.Int64).to_numpy()
        days[matching] = _inside(numbers + _SERIAL_DAY_ZERO, numbers >= _FIRST_SERIAL)


def _reasons(
    texts: pl.Series, unread: Values, form: str, *, takes_months: bool
) -> list[tuple[str, Values]]:
    """Why dates were not read: a reason for each, the most telling first."""
    if not len(unread):
        return []
    left = texts.gather(unread)
    patterns = [("year-in-two-digits", _TWO_DIGITS), ("day-or-month-first", _OTHERS)]
    if form != "serial":
        patterns.append(("date-as-number", r"^[0-9]{4,5}(?:\.0+)?$"))
    if not takes_months:
        patterns.insert(0, ("month-without-day", _MONTH_ONLY))
    free = np.ones(len(unread), dtype=bool)
    reasons = []
    for code, pattern in patterns:
        if code == "day-or-month-first" and form:
            continue
        chosen = free & true_of(left.str.contains(pattern))
        free &= ~chosen
        reasons.append((code, unread[chosen]))
    return [*reasons, ("impossible-date", unread[free])]
