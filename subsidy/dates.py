"""Time: the only door. Days are proleptic ordinals, months count from year 0, ranges are half-open."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import NewType

from attrs import frozen

__all__ = [
    "FIRST_DATE",
    "LAST_DATE",
    "DateError",
    "Day",
    "LeapDay",
    "Month",
    "Period",
    "attained_age",
    "birthday",
    "first_day",
    "last_day",
    "month_of",
    "read_date",
    "read_month",
    "read_period",
    "show_month",
    "typed_period",
]

Day = NewType("Day", int)  # date.toordinal()
Month = NewType("Month", int)  # year * 12 + month - 1

MONTHS_PER_YEAR = 12

FIRST_DATE = date(1850, 1, 1)  # nobody alive was born before; earlier dates are mistakes
LAST_DATE = date(2249, 12, 31)

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_TYPED_YEAR = re.compile(r"([0-9]{4})年?", re.ASCII)
_TYPED_MONTH = re.compile(
    r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月份?|(0[1-9]|1[0-2]))", re.ASCII
)
_TYPED_LAST = re.compile(r"([0-9]{1,2})月份?", re.ASCII)  # of 2023年1月至5月
_TO = re.compile("[:~至到—–]+")


class DateError(ValueError):
    """A text is not a date, month or period that exists; ``zh`` says why in Chinese."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh


class LeapDay(Enum):
    """When somebody born on 29 February has a birthday in a common year."""

    MARCH_1 = "march_1"
    FEBRUARY_28 = "february_28"


@frozen
class Period:
    """Months from *first* up to, and not including, *end*."""

    first: Month
    end: Month

    def months(self) -> list[Month]:
        """Every month of the period, in order."""
        return [Month(number) for number in range(self.first, self.end)]

    def __str__(self) -> str:
        return f"{show_month(self.first)}:{show_month(Month(self.end - 1))}"


def month_of(day: date) -> Month:
    """The month in which a date lies."""
    return Month(day.year * MONTHS_PER_YEAR + day.month - 1)


def first_day(month: Month) -> date:
    """The first day of a month."""
    return date(month // MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1, 1)


def last_day(month: Month) -> date:
    """The last day of a month."""
    return date.fromordinal(first_day(Month(month + 1)).toordinal() - 1)


def birthday(born_on: date, years: int, leap_day: LeapDay) -> date:
    """The day on which somebody attains an age of *years*."""
    year = born_on.year + years
    if (born_on.month, born_on.day) == (2, 29) and not _is_leap(year):
        return date(year, 3, 1) if leap_day is LeapDay.MARCH_1 else date(year, 2, 28)
    return date(year, born_on.month, born_on.day)


def attained_age(born_on: date, on: date, leap_day: LeapDay) -> int:
    """Full years lived (周岁) on a day; negative before birth."""
    years = on.year - born_on.year
    return years - (birthday(born_on, years, leap_day) > on)


def read_date(text: str) -> date:
    """Read ``"2023-05-20"``, the one way rules and machine files write a day.

    Raises:
        DateError: another shape, a day that does not exist, or outside 1850–2249.
    """
    match = _ISO.fullmatch(text)
    if not match:
        raise DateError("a date is written 2023-05-20", "日期应写作 2023-05-20")
    return _date(*(int(part) for part in match.groups()))


def read_month(text: str) -> Month:
    """Read ``"2023-05"``; a first of the month (``"2023-05-01"``) means the same.

    Raises:
        DateError: another shape, or a month that does not exist.
    """
    if text.endswith("-01") and _ISO.fullmatch(text):
        text = text[:-3]
    match = _MONTH.fullmatch(text)
    if not match:
        raise DateError("a month is written 2023-05", "月份应写作 2023-05")
    return month_of(_date(int(match[1]), int(match[2]), 1))


def read_period(text: str) -> Period:
    """Read ``"2023"``, ``"2023-05"`` or ``"2023-01:2023-12"`` (last month included in writing).

    Raises:
        DateError: another shape, or the last month before the first.
    """
    if _YEAR.fullmatch(text):
        january = month_of(_date(int(text), 1, 1))
        return Period(january, Month(january + MONTHS_PER_YEAR))
    first, _, last = text.partition(":")
    period = Period(read_month(first), Month(read_month(last or first) + 1))
    if period.end <= period.first:
        raise DateError("a period runs from an earlier month to a later one", "起始月晚于终止月")
    return period


def typed_period(text: str) -> Period:
    """The period that a person types: as :func:`read_period`, and in the forms of clerks.

    Full-width digits, ``2023年``, ``2023年5月``, ``2023-5``, ``2023/5``, ``2023.5``, ``202305``, and
    spans with ``至``, ``到``, ``~`` or a dash between, the year said once or twice.

    >>> str(typed_period("2023年5月")), str(typed_period("２０２３．１至２０２３．３"))
    ('2023-05:2023-05', '2023-01:2023-03')

    Raises:
        DateError: another shape, or the last month before the first.
    """
    parts = unicodedata.normalize("NFKC", text).split()
    if any(one[-1].isdecimal() and other[0].isdecimal() for one, other in pairwise(parts)):
        return read_period(text)  # 2023-1 2 is nobody's December
    plain = "".join(parts)
    year = _TYPED_YEAR.fullmatch(plain)
    if year:
        return read_period(year[1])
    first, *others = _TO.split(plain)
    begin = _typed_month(first)
    if begin is None or len(others) > 1:
        return read_period(text)
    if not others:
        return read_period(begin)
    last = _TYPED_LAST.fullmatch(others[0])
    end = f"{begin[:4]}-{int(last[1]):02d}" if last and "年" in first else _typed_month(others[0])
    return read_period(text if end is None else f"{begin}:{end}")


def _typed_month(text: str) -> str | None:
    match = _TYPED_MONTH.fullmatch(text)
    if match is None:
        return None
    return f"{match[1]}-{int(match[2] or match[3] or match[4]):02d}"


def show_month(month: Month) -> str:
    """Print a month as ``2023-05``."""
    return f"{month // MONTHS_PER_YEAR:04d}-{month % MONTHS_PER_YEAR + 1:02d}"


def _date(year: int, month: int, day: int) -> date:
    if not 1 <= month <= MONTHS_PER_YEAR:
        raise DateError("the months of a year are 01 to 12", "一年的月份为 01 至 12")
    try:
        found = date(year, month, day)
    except ValueError:
        raise DateError("there is no such day in the calendar", "日历中没有这一天") from None
    if not FIRST_DATE <= found <= LAST_DATE:
        raise DateError(
            f"dates lie between {FIRST_DATE} and {LAST_DATE}",
            f"日期应在 {FIRST_DATE} 至 {LAST_DATE} 之间",
        )
    return found


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
