"""Few cells, written in the usual way: read one by one, for a call into Polars costs more than all.

Of a column of few rows this tells the same as a first look (:mod:`subsidy.register.at_once`) and
the reading after it, or nothing at all: one cell that is odd in any way, and the whole column goes
the way of all columns, which alone words faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np

from subsidy.dates import FIRST_DATE, LAST_DATE
from subsidy.register.at_once import (
    CERTAINLY_A_KEY,
    FEN_A_YUAN,
    SCIENTIFIC,
    SPACES,
    WHOLE,
    YUAN,
    Look,
)
from subsidy.register.source import is_unicode
from subsidy.register.table import NO_DAY, NO_FEN, NO_WHOLE, NO_WORD
from subsidy.rulebook.model import CategoryFact, DateFact, MoneyFact, TextFact, WholeFact, YesNoFact

__all__ = ["Texts", "fits", "usual_texts", "usual_values"]

Texts = Sequence[str | None]
Values = np.ndarray[Any, Any]
Reader = Callable[[str, Look], int | None]  # None: not written in the usual way

_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def fits(pattern: str, text: str) -> bool:
    """Whether a pattern that begins with ``^`` and ends with ``$`` fits, as Polars takes it.

    There ``$`` is the very end: a line end behind it does not fit.
    """
    return re.fullmatch(pattern[1:-1], text) is not None


def usual_values(texts: Texts, at: Look) -> Values | None:
    """The values of a column; None where one is not written in the usual way, or out of range.

    None for text and identifiers, too.
    """
    read, nothing, kind = _how(at)
    if read is None:
        return None
    values = []
    for text in texts:
        value = read(text, at) if text else nothing
        if value is None:
            return None
        values.append(value)
    return np.array(values, dtype=kind)


def _how(at: Look) -> tuple[Reader | None, int, type[Any]]:
    """How a text of the column is read, what stands for an empty cell, and the type of both."""
    match at.column.fact:
        case DateFact(is_month=False):
            return _day, NO_DAY, np.int32
        case WholeFact():
            return _whole, NO_WHOLE, np.int32
        case MoneyFact():
            return _fen, NO_FEN, np.int64
        case CategoryFact() | YesNoFact():
            return _word, int(NO_WORD), np.int16
        case _:
            return None, 0, np.int64


def _day(text: str, _: Look) -> int | None:
    if not _ISO_DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day.toordinal() if FIRST_DATE <= day <= LAST_DATE else None


def _whole(text: str, at: Look) -> int | None:
    fact = at.column.fact
    assert isinstance(fact, WholeFact)
    number = int(text) if fits(WHOLE, text) else None
    return number if number is not None and fact.lowest <= number <= fact.highest else None


def _fen(text: str, at: Look) -> int | None:
    fact = at.column.fact
    assert isinstance(fact, MoneyFact)
    if not at.reading.in_yuan or not fits(YUAN, text):
        return None
    whole, _, decimals = text.removeprefix("-").partition(".")
    fen = int(whole) * FEN_A_YUAN + int(decimals.ljust(2, "0"))
    fen = -fen if text.startswith("-") else fen
    return fen if fact.lowest_fen <= fen <= fact.highest_fen else None


def _word(text: str, at: Look) -> int | None:
    return at.spelled.get(text)


def usual_texts(texts: Texts, at: Look) -> tuple[list[str | None], bool] | None:
    """Texts without surrounding spaces, what is empty None; and whether all are certainly keys.

    None where one cannot be written down, or is a number that a spreadsheet has rounded.
    """
    given = [text for text in texts if text is not None]
    if not all(map(is_unicode, given)):
        return None
    if isinstance(at.column.fact, TextFact) and any(fits(SCIENTIFIC, text) for text in given):
        return None
    are_keys = len(given) == len(texts) and all(fits(CERTAINLY_A_KEY, text) for text in given)
    stripped = [None if text is None else text.strip(SPACES) or None for text in texts]
    return stripped, are_keys
