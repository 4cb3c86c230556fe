"""Resident identity numbers (GB 11643): normalised, checked, and what they tell."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

from subsidy.register.digits import NumberSigns, are_shaped, number_signs
from subsidy.register.faults import Faults
from subsidy.register.table import NO_DAY, NO_WORD

__all__ = ["Identities", "normalised_numbers", "numbers_of", "read_identities"]

Values = np.ndarray[Any, Any]

_EIGHTEEN = r"^[0-9]{17}[0-9X]$"
_SPOILT = r"^(?:[0-9](?:\.[0-9]*)?[eE]\+?[0-9]{2}|[0-9]{15}000(?:\.0+)?)$"
_FIFTEEN = r"^[0-9]{15}$"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # of digits 1 to 17
_CHECK_DIGITS = "10X98765432"
_FOUR_DIGITS = 10_000
_CENTURY_OF_FIFTEEN = "19"
_FULL_WIDTH = {chr(ord("０") + digit): str(digit) for digit in range(10)}


@frozen(eq=False)
class Identities:
    """What each row's number tells; nothing where it is empty or not to be trusted.

    ``numbers``: 18 characters, null where empty or of the wrong shape (a number that fails its
    check digit stands here all the same, so that duplicates are found). ``born``: ordinals or
    NO_DAY. ``is_male``: 1, 0 or NO_WORD.
    """

    numbers: pl.Series
    born: Values
    is_male: Values


def read_identities(
    texts: pl.Series,
    heading: str,
    records: Values,
    faults: Faults,
    seen: NumberSigns | None = None,
) -> Identities:
    """Read identity numbers; every fault is noted at *heading*.

    *seen*, where it is known already: what the signs of the texts say, before they were trimmed.
    """
    numbers, spelled, signs = _read(texts, number_signs(texts) if seen is None else seen)
    filled = spelled.is_not_null().to_numpy()
    shaped = signs.is_shaped
    spoilt = _spoilt(spelled, filled & ~signs.fits)
    faults.add(records[spoilt], heading, "id-as-number")
    faults.add(records[filled & ~shaped & ~spoilt], heading, "bad-id-shape")
    faults.add(records[shaped & (signs.born == NO_DAY)], heading, "bad-id-date")
    faults.add(records[shaped & ~signs.fits & ~spoilt], heading, "bad-id-check-digit")
    trusted = signs.fits & (signs.born != NO_DAY)
    is_male = np.where(trusted, signs.is_male, NO_WORD).astype(np.int16)
    return Identities(numbers, np.where(trusted, signs.born, NO_DAY).astype(np.int32), is_male)


def normalised_numbers(texts: pl.Series) -> pl.Series:
    """Without spaces and leading apostrophes, digits of normal width, X in upper case."""
    odd = _odd(texts, are_shaped(texts))
    return texts.scatter(odd, _mended(texts.gather(odd))) if len(odd) else texts


def numbers_of(texts: pl.Series) -> pl.Series:
    """The ``numbers`` of :func:`read_identities` alone; nothing is checked that they do not need."""
    odd = _odd(texts, are_shaped(texts))
    if not len(odd):
        return texts
    return texts.clone().scatter(odd, _eighteen(_mended(texts.gather(odd))))


def _read(texts: pl.Series, signs: NumberSigns) -> tuple[pl.Series, pl.Series, NumberSigns]:
    """Numbers of 18 characters, null where there is none; all as normalised; and what they say."""
    odd = _odd(texts, signs.is_shaped)
    if not len(odd):
        return texts, texts, signs
    mended = _mended(texts.gather(odd))
    longer = _eighteen(mended)
    spelled = texts.scatter(odd, mended)
    numbers = spelled.clone().scatter(odd, longer)
    return numbers, spelled, signs.with_those_at(odd, number_signs(longer))


def _odd(texts: pl.Series, is_shaped: Values) -> Values:
    """Positions of what is written, but not as a number of 18 characters."""
    return np.flatnonzero(~is_shaped & texts.is_not_null().to_numpy())


def _mended(texts: pl.Series) -> pl.Series:
    mended = (
        texts.str.replace_all(r"[\s\x{feff}\x{200b}-\x{200f}\x{2060}\x{ad}]", "")
        .str.replace(r'^="(.*)"$', "$1")
        .str.replace(r"^['’‘`＇]+", "")
        .str.replace_many({**_FULL_WIDTH, "Ｘ": "X", "ｘ": "X", "x": "X"})
    )
    return mended.set(mended == "", None)


def _spoilt(spelled: pl.Series, is_odd: Values) -> Values:
    """Numbers that a spreadsheet has cut to 15 digits: 4.30204E+17, or three noughts at the end.

    Only odd ones may be: those whose check digit does not fit, or that have none.
    """
    spoilt = is_odd.copy()
    odd = np.flatnonzero(is_odd)
    if len(odd):
        spoilt[odd] = spelled.gather(odd).str.contains(_SPOILT).to_numpy()
    return spoilt


def _eighteen(spelled: pl.Series) -> pl.Series:
    """Numbers of 18 characters; those of 15 get their century and check digit, others are null."""
    is_long = spelled.str.contains(_EIGHTEEN).fill_null(value=False)
    is_short = spelled.str.contains(_FIFTEEN).fill_null(value=False)
    short = spelled.set(~is_short, None)
    body = short.str.slice(0, 6) + _CENTURY_OF_FIFTEEN + short.str.slice(6, 9)
    remainder = _remainders(body.cast(pl.Int64).fill_null(0).to_numpy())
    longer = body + pl.Series(list(_CHECK_DIGITS)).gather(remainder)
    return spelled.set(~is_long, None).zip_with(~is_short, longer)


def _remainders(body: Values) -> Values:
    """What the 18th character follows from, for 17 digits held as one integer (MOD 11-2)."""
    rest, total = body, np.zeros(len(body), dtype=np.int64)
    for sums in _weighed_digits():
        high = rest // _FOUR_DIGITS
        total += sums.take(rest - high * _FOUR_DIGITS)
        rest = high
    return total % 11


@cache
def _weighed_digits() -> tuple[Values, ...]:
    """Of four digits at a time, from the last: their sum with the weights of their places."""
    number = np.arange(_FOUR_DIGITS)
    digits = [number // 10**place % 10 for place in range(4)]
    weights = [*reversed(_WEIGHTS), 0, 0, 0]
    return tuple(
        sum((d * w for d, w in zip(digits, weights[at : at + 4], strict=True)), 0 * number)
        for at in range(0, len(_WEIGHTS), 4)
    )
