"""Statuses that last so many months: the day on which each of their spells ends, as a column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from attrs import evolve

from subsidy.errors import Words
from subsidy.register.table import NO_DAY
from subsidy.rulebook.model import DateFact, Missing, Rulebook, Status

__all__ = ["ends_of_lasting", "with_ends"]

Array = np.ndarray[Any, Any]

_DAY_ZERO = 719_163  # ordinal of 1970-01-01, where numpy counts from
_UNSAID = Words("", "")


def with_ends(book: Rulebook) -> Rulebook:
    """*book* in which every status that lasts so many months has a date on which it ends."""
    lasting = [status for status in book.statuses.values() if status.lasts_months is not None]
    if not lasting:
        return book
    ends = {_ends(one): DateFact(_ends(one), _UNSAID, Missing.NEVER) for one in lasting}
    statuses = {one.name: evolve(one, ends=_ends(one), lasts_months=None) for one in lasting}
    return evolve(book, facts={**book.facts, **ends}, statuses={**book.statuses, **statuses})


def ends_of_lasting(book: Rulebook, columns: Mapping[str, Array]) -> dict[str, Array]:
    """The columns of those dates, for the spells that *columns* give."""
    found: dict[str, Array] = {}
    for status in book.statuses.values():
        if status.lasts_months is None:
            continue
        for suffix in ("", *(f"_{number}" for number in range(2, status.spells + 1))):
            begins = columns.get(f"{status.begins}{suffix}")
            if begins is not None:
                found[f"{_ends(status)}{suffix}"] = _months_later(begins, status.lasts_months)
    return found


def _ends(status: Status) -> str:
    return f"{status.name}#ends"


def _months_later(days: Array, count: int) -> Array:
    """The same day of a later month, or its last; empty cells stay empty."""
    given = days != NO_DAY
    dates = (days[given].astype(np.int64) - _DAY_ZERO).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    in_month = (dates - months).astype(np.int64)
    target = months + count
    length = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(
        np.int64
    )
    moved = target.astype("datetime64[D]").astype(np.int64) + np.minimum(in_month, length - 1)
    later = np.full(len(days), NO_DAY, np.int32)
    later[given] = moved + _DAY_ZERO
    return later
