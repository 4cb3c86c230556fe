"""Texts of one length, most of which are digits, read eight signs at a time.

Eight signs stand in one whole number of 64 bits, the first in its lowest byte (its first *lane*).
A step of arithmetic then works on the signs of thousands of rows at once, where a pattern would
look at every text by itself. Rows are taken by the thousand, so that what lies between two steps
stays in the processor's own memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

from subsidy.dates import FIRST_DATE, LAST_DATE
from subsidy.register.table import NO_DAY

__all__ = ["NumberSigns", "are_shaped", "days_of_iso_texts", "number_signs"]

Values = np.ndarray[Any, Any]

_TEXTS_JOINED, _ROWS_AT_ONCE = 1 << 17, 1 << 14
_NUMBER, _DAY_IN_NUMBER, _ISO_DAY = 18, 6, 10  # lengths, and where the day of birth begins
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)  # MOD 11-2, of every sign
_FITTING = 1  # what the weighed sum leaves, divided by eleven
_LARGEST_SUM = 9 * sum(_WEIGHTS) + 1
_VALUE_OF_X = 10
_WORTHLESS = -1000  # of a sign that is no digit
_SLOTS_A_YEAR = 1300  # month and day as one number, 0101 to 1231


def _lanes(*values: int) -> np.uint64:
    return np.uint64(int.from_bytes(bytes(values), "little"))


_HIGH_BITS = _lanes(*[0x80] * 8)
_NOUGHTS, _TO_NINE = _lanes(*b"00000000"), _lanes(*[0x7F - 9] * 8)
_ISO_NOUGHTS = _lanes(*b"0000-00-")
_ISO_TO_NINE = _lanes(*(0x7F - highest for highest in (9, 9, 9, 9, 0, 9, 9, 0)))
_EVERY_SECOND = _lanes(*[0x0F, 0] * 4)
_PAIRS, _FOURS = _lanes(*[0xFF, 0] * 4), _lanes(*[0xFF, 0xFF, 0, 0] * 2)
_SIGN = np.uint64(0x0F)


@frozen(eq=False)
class NumberSigns:
    """What the signs of identity numbers say, text by text.

    ``is_shaped``: seventeen digits and a digit or X, nothing else. The others mean nothing where
    that is false: ``fits``, the check digit; ``born``, ordinals, NO_DAY where there is no such
    day; ``is_male``.
    """

    is_shaped: Values
    fits: Values
    born: Values
    is_male: Values

    def with_those_at(self, positions: Values, others: NumberSigns) -> NumberSigns:
        """The same, but for the texts at some positions, of which others are told."""
        columns = [column.copy() for column in self._columns]
        for column, other in zip(columns, others._columns, strict=True):
            column[positions] = other
        return NumberSigns(*columns)

    @property
    def _columns(self) -> tuple[Values, ...]:
        return self.is_shaped, self.fits, self.born, self.is_male


def number_signs(texts: pl.Series) -> NumberSigns:
    """The signs of identity numbers; null has none."""
    count = len(texts)
    is_shaped, fits, is_male = (np.zeros(count, bool) for _ in range(3))
    found = NumberSigns(is_shaped, fits, np.full(count, NO_DAY, np.int32), is_male)
    for where, content in _of_length(texts, _NUMBER):
        signs = _number_signs(content)
        found.is_shaped[where], found.fits[where] = signs.is_shaped, signs.fits
        found.born[where], found.is_male[where] = signs.born, signs.is_male
    return found


def are_shaped(texts: pl.Series) -> Values:
    """Which texts are seventeen digits and a digit or X, as :func:`number_signs` says, no more."""
    shaped = np.zeros(len(texts), bool)
    for where, content in _of_length(texts, _NUMBER):
        first, second = (_eight_at(content, at, _NUMBER) - _NOUGHTS for at in (0, 8))
        last = _sums_of_last().take(_two_at(content, 16, _NUMBER))
        shaped[where] = _within(first, _TO_NINE) & _within(second, _TO_NINE) & (last >= 0)
    return shaped


def days_of_iso_texts(texts: pl.Series) -> tuple[Values, Values]:
    """Which texts are written as 2023-05-20, and the ordinals of these; NO_DAY for no such day."""
    is_iso, days = np.zeros(len(texts), bool), np.full(len(texts), NO_DAY, np.int32)
    for where, content in _of_length(texts, _ISO_DAY):
        digits = _eight_at(content, 0, _ISO_DAY) - _ISO_NOUGHTS
        day = _days_of_month().take(_two_at(content, 8, _ISO_DAY))
        shaped = _within(digits, _ISO_TO_NINE) & (day >= 0)
        month = (digits >> np.uint64(40) & _SIGN) * np.uint64(10) + (
            digits >> np.uint64(48) & _SIGN
        )
        year = _in_fours(digits) & np.uint64(0xFFFF)
        is_iso[where] = shaped
        days[where] = _days(year, month * np.uint64(100) + day.astype(np.uint64), shaped)
    return is_iso, days


def _of_length(texts: pl.Series, length: int) -> Iterator[tuple[slice | Values, memoryview]]:
    """The texts of so many bytes, joined: their positions and bytes, some thousands at a time."""
    positions, found = None, texts
    if texts.null_count():
        positions, found = np.flatnonzero(texts.is_not_null().to_numpy()), texts.drop_nulls()
    fits = (found.str.len_bytes() == length).to_numpy()
    if not fits.all():
        fitting = np.flatnonzero(fits)
        positions = fitting if positions is None else positions[fitting]
        found = found.gather(fitting)
    for start in range(0, len(found), _TEXTS_JOINED):
        joined = memoryview(found.slice(start, _TEXTS_JOINED).str.join("").item().encode())
        for at in range(0, len(joined) // length, _ROWS_AT_ONCE):
            some = slice(start + at, min(start + at + _ROWS_AT_ONCE, start + _TEXTS_JOINED))
            content = joined[at * length : (at + _ROWS_AT_ONCE) * length]
            yield (some if positions is None else positions[some]), content


def _number_signs(content: memoryview) -> NumberSigns:
    first, second = (_eight_at(content, at, _NUMBER) - _NOUGHTS for at in (0, 8))
    last = _two_at(content, 16, _NUMBER)
    last_sum = _sums_of_last().take(last)
    shaped = _within(first, _TO_NINE) & _within(second, _TO_NINE) & (last_sum >= 0)
    total = _weighed(first, _WEIGHTS[:8]) + _weighed(second, _WEIGHTS[8:16]) + last_sum
    fours = _in_fours(_eight_at(content, _DAY_IN_NUMBER, _NUMBER) - _NOUGHTS)
    born = _days(fours & np.uint64(0xFFFF), fours >> np.uint64(32), shaped)
    fits = shaped & _fitting().take(np.where(shaped, total, 0))
    return NumberSigns(shaped, fits, born, (last & 1).astype(bool))


def _eight_at(content: memoryview, at: int, length: int) -> Values:
    """Of every text eight signs from a place on."""
    return np.ndarray(len(content) // length, "<u8", content, at, (length,)).astype(np.uint64)


def _two_at(content: memoryview, at: int, length: int) -> Values:
    return np.ndarray(len(content) // length, "<u2", content, at, (length,)).astype(np.intp)


def _within(lanes: Values, room: np.uint64) -> Values:
    """Where no lane is below nought, or above what *room* leaves to 127."""
    return np.asarray(((lanes + room) | lanes) & _HIGH_BITS == 0)


def _weighed(digits: Values, weights: tuple[int, ...]) -> Values:
    """The sum of eight digits, each with its weight: by one product for every second digit.

    The highest sixteen bits of such a product are the sum, and nothing is carried into them.
    """
    totals = np.zeros(len(digits), np.uint64)
    for offset in (0, 1):
        lanes = digits >> np.uint64(8 * offset) & _EVERY_SECOND
        factor = sum(weight << (48 - 16 * n) for n, weight in enumerate(weights[offset::2]))
        totals += lanes * np.uint64(factor) >> np.uint64(48)
    return totals.view(np.int64)


def _in_fours(digits: Values) -> Values:
    """Eight digits as two numbers of four, the first in the lower half."""
    pairs = (digits * np.uint64(10) + (digits >> np.uint64(8))) & _PAIRS
    return np.asarray((pairs * np.uint64(100) + (pairs >> np.uint64(16))) & _FOURS)


def _days(year: Values, month_and_day: Values, shaped: Values) -> Values:
    """Ordinals; what is not *shaped* may be any number."""
    years = year - np.uint64(FIRST_DATE.year)  # one before wraps, and is beyond the last
    known = shaped & (years <= LAST_DATE.year - FIRST_DATE.year) & (month_and_day < _SLOTS_A_YEAR)
    slot = np.where(known, years * np.uint64(_SLOTS_A_YEAR) + month_and_day, 0)
    return _days_of_slots().take(slot.view(np.int64))


@cache
def _days_of_slots() -> Values:
    """The ordinal of every year, month and day as a number; NO_DAY where there is no such day."""
    table = np.full((LAST_DATE.year - FIRST_DATE.year + 1) * _SLOTS_A_YEAR, NO_DAY, np.int32)
    days = np.arange(np.datetime64(FIRST_DATE), np.datetime64(LAST_DATE) + 1)
    months = days.astype("datetime64[M]")
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970 - FIRST_DATE.year
    month = months.astype(np.int64) % 12 + 1
    day = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    ordinals = np.arange(FIRST_DATE.toordinal(), LAST_DATE.toordinal() + 1)
    table[years * _SLOTS_A_YEAR + month * 100 + day] = ordinals
    return table


def _of_two_signs(first: Values, second: Values) -> Values:
    """Of any two signs the sum of what each is worth; below nought where one is worth nothing."""
    return np.add.outer(second, first).ravel()  # the first stands in the lower byte


def _worth(weight: int, *, with_x: bool = False) -> Values:
    """What each sign is worth by itself."""
    worth = np.full(1 << 8, _WORTHLESS, np.int64)
    worth[ord("0") : ord("9") + 1] = np.arange(10) * weight
    if with_x:
        worth[ord("X")] = _VALUE_OF_X * weight
    return worth


@cache
def _days_of_month() -> Values:
    """Of two signs the number that they are."""
    return _of_two_signs(_worth(10), _worth(1))


@cache
def _sums_of_last() -> Values:
    """Of the last two signs of an identity number their weighed sum."""
    return _of_two_signs(_worth(_WEIGHTS[-2]), _worth(_WEIGHTS[-1], with_x=True))


@cache
def _fitting() -> Values:
    return np.asarray(np.arange(_LARGEST_SUM + 1) % 11 == _FITTING)
