"""Text → typed arrays, one function a kind of fact; a value that is not one is a fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from subsidy.dates import FIRST_DATE, LAST_DATE
from subsidy.errors import Words
from subsidy.money import show_yuan
from subsidy.register.faults import Faults
from subsidy.register.headings import Column, plain
from subsidy.register.table import NO_DAY, NO_FEN, NO_WHOLE, NO_WORD
from subsidy.rulebook.model import CategoryFact, DateFact, MoneyFact, WholeFact, YesNoFact

__all__ = ["SPACES", "day_numbers", "read_values", "trimmed"]

Values = np.ndarray[Any, Any]

SPACES = " \t\r\n\u00a0\u3000"

_EPOCH_DAY = 719_163  # 1970-01-01 as a proleptic ordinal
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_OTHER_DATES = (
    r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00(?::00)?)?$",
    r"^([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})(?: 0?0:00(?::00)?)?$",
    r"^([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})$",
    r"^([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日$",
    r"^([0-9]{4})([0-9]{2})([0-9]{2})$",
)
_WHOLE = r"^-?[0-9]{1,9}$"
_LONG_WHOLE = r"^-?[0-9]{10,}$"
_YUAN = r"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"
_FINER_YUAN = r"^-?[0-9]{1,13}\.[0-9]{3,}$"
_GROUPED = r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"
_MOST_WORDS_SHOWN = 12


def read_values(texts: pl.Series, column: Column, records: Values, faults: Faults) -> Values | None:
    """The values of one column, or None for text and identifiers.

    ``records`` are the record numbers of the rows; what cannot be read is noted in *faults*
    and stands as empty.
    """
    match column.fact:
        case DateFact():
            return _dates(texts, column, records, faults)
        case WholeFact():
            return _wholes(texts, column.fact, column.heading, records, faults)
        case MoneyFact():
            return _fen(texts, column.fact, column.heading, records, faults)
        case CategoryFact() | YesNoFact():
            return _words(texts, column.fact, column.heading, records, faults)
        case _:
            return None


def trimmed(texts: pl.Series) -> pl.Series:
    """Texts without surrounding spaces (full-width too); what is empty then is null."""
    stripped = texts.str.strip_chars(SPACES)
    return stripped.set(stripped == "", None)


def day_numbers(year: Values, month: Values, day: Values) -> Values:
    """Ordinals of days; NO_DAY for a day that does not exist or lies outside 1850–2249."""
    month_number = (year.astype(np.int64) - 1970) * 12 + month - 1
    first = month_number.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (month_number + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    exists = (month >= 1) & (month <= 12) & (day >= 1) & (first + day <= following)
    ordinal = first + day - 1 + _EPOCH_DAY
    exists &= (ordinal >= FIRST_DATE.toordinal()) & (ordinal <= LAST_DATE.toordinal())
    return np.where(exists, ordinal, NO_DAY).astype(np.int32)


def _true(mask: pl.Series) -> Values:
    return mask.fill_null(value=False).to_numpy()


def _rest(texts: pl.Series, is_read: Values) -> tuple[Values, pl.Series]:
    """Positions and trimmed texts of what was not read at once and is not empty."""
    positions = np.flatnonzero(~is_read & _true(texts.is_not_null()))
    subset = trimmed(texts.gather(positions)) if len(positions) else texts.clear()
    filled = _true(subset.is_not_null())
    return positions[filled], subset.drop_nulls()


# ── dates ────────────────────────────────────────────────────────────────────────────


def _dates(texts: pl.Series, column: Column, records: Values, faults: Faults) -> Values:
    is_iso = _true(texts.str.contains(_ISO))
    days = _plain_dates(texts) if is_iso.any() else np.full(len(texts), NO_DAY, dtype=np.int32)
    days[~is_iso] = NO_DAY
    positions, rest = _rest(texts, is_iso)
    if len(positions):
        days[positions] = _other_dates(rest)
    wrong = np.concatenate([np.flatnonzero(is_iso & (days == NO_DAY)), positions])
    wrong = wrong[days[wrong] == NO_DAY]
    faults.add(records[np.sort(wrong)], column.heading, "impossible-date")
    return days


def _plain_dates(texts: pl.Series) -> Values:
    parsed = texts.str.to_date("%Y-%m-%d", strict=False).cast(pl.Int32).cast(pl.Int64)
    ordinals = (parsed + _EPOCH_DAY).fill_null(NO_DAY).to_numpy()
    inside = (ordinals >= FIRST_DATE.toordinal()) & (ordinals <= LAST_DATE.toordinal())
    return np.where(inside, ordinals, NO_DAY).astype(np.int32)


def _other_dates(texts: pl.Series) -> Values:
    days = np.full(len(texts), NO_DAY, dtype=np.int32)
    for pattern in _OTHER_DATES:
        matching = np.flatnonzero(_true(texts.str.contains(pattern)))
        if len(matching):
            parts = texts.gather(matching).str.extract_groups(pattern).struct.unnest()
            year, month, day = (part.cast(pl.Int64).to_numpy() for part in parts.get_columns())
            days[matching] = day_numbers(year, month, day)
    return days


# ── numbers ──────────────────────────────────────────────────────────────────────────


def _wholes(
    texts: pl.Series, fact: WholeFact, heading: str, records: Values, faults: Faults
) -> Values:
    is_number = _true(texts.str.contains(_WHOLE))
    numbers = texts.cast(pl.Int64, strict=False).fill_null(NO_WHOLE).to_numpy().copy()
    numbers[~is_number] = NO_WHOLE
    positions, rest = _rest(texts, is_number)
    words = {plain(word): number for word, number in fact.words.items()}
    told = _looked_up(rest, words, pl.Int64)
    late = rest.set(_series(~_true(rest.str.contains(_WHOLE))), None).cast(pl.Int64)
    numbers[positions] = told.fill_null(late).fill_null(NO_WHOLE).to_numpy()
    read = numbers != NO_WHOLE
    is_out = read & ((numbers < fact.lowest) | (numbers > fact.highest))
    too_long = _true(rest.str.contains(_LONG_WHOLE) & told.is_null())
    is_out[positions[too_long]] = True
    unread = positions[~read[positions] & ~too_long]
    accepted = _listed(fact.words)
    faults.add(records[unread], heading, "not-a-number", accepted=_or(accepted))
    bounds = {"lowest": str(fact.lowest), "highest": str(fact.highest)}
    faults.add(records[is_out], heading, "out-of-range", **bounds)
    return np.where(is_out, NO_WHOLE, numbers).astype(np.int32)


def _fen(
    texts: pl.Series, fact: MoneyFact, heading: str, records: Values, faults: Faults
) -> Values:
    is_yuan = _true(texts.str.contains(_YUAN))
    fen = _plain_fen(texts.set(_series(~is_yuan), None))
    positions, rest = _rest(texts, is_yuan)
    rest = rest.str.replace(f"[{SPACES}]*元$", "")
    rest = _without_groups(rest)
    fen[positions] = _plain_fen(rest.set(_series(~_true(rest.str.contains(_YUAN))), None))
    is_finer = _true(rest.str.contains(_FINER_YUAN))
    unread = fen[positions] == NO_FEN
    faults.add(records[positions[is_finer]], heading, "finer-than-fen")
    faults.add(records[positions[unread & ~is_finer]], heading, "not-money")
    is_out = (fen != NO_FEN) & ((fen < fact.lowest_fen) | (fen > fact.highest_fen))
    bounds = {"lowest": show_yuan(fact.lowest_fen), "highest": show_yuan(fact.highest_fen)}
    faults.add(records[is_out], heading, "out-of-range", **bounds)
    return np.where(is_out, NO_FEN, fen)


def _plain_fen(texts: pl.Series) -> Values:
    exact = texts.cast(pl.Decimal(18, 2)) * 100
    return exact.cast(pl.Int64).fill_null(NO_FEN).to_numpy().copy()


def _without_groups(texts: pl.Series) -> pl.Series:
    is_grouped = texts.str.contains(_GROUPED)
    return texts.zip_with(~is_grouped, texts.str.replace_all(",", "", literal=True))


# ── words ────────────────────────────────────────────────────────────────────────────


def _words(
    texts: pl.Series, fact: CategoryFact | YesNoFact, heading: str, records: Values, faults: Faults
) -> Values:
    positions = _yes_no(fact) if isinstance(fact, YesNoFact) else _choices(fact)
    codes = _looked_up(texts, positions, pl.Int16).fill_null(int(NO_WORD)).to_numpy().copy()
    unread, _ = _rest(texts, codes != NO_WORD)
    accepted = _listed(fact.words if isinstance(fact, YesNoFact) else _spellings(fact))
    faults.add(records[unread], heading, "unknown-word", accepted=accepted)
    return codes


def _looked_up(texts: pl.Series, meanings: Mapping[str, int], kind: Any) -> pl.Series:
    """The meaning of each text, null where it has none; each distinct text is looked at once."""
    spelled = texts.unique().drop_nulls()
    told = pl.Series([meanings.get(plain(text)) for text in spelled.to_list()], dtype=kind)
    return texts.replace_strict(spelled, told, default=None, return_dtype=kind)


def _choices(fact: CategoryFact) -> dict[str, int]:
    position = {choice: index for index, choice in enumerate(fact.choices)}
    return {plain(text): position[choice] for text, choice in _spellings(fact).items()}


def _spellings(fact: CategoryFact) -> dict[str, str]:
    return {**{choice: choice for choice in fact.choices}, **fact.words}


def _yes_no(fact: YesNoFact) -> dict[str, int]:
    told = {"true": True, "false": False, **fact.words}
    return {plain(text): int(meaning) for text, meaning in told.items()}


def _listed(words: Mapping[str, Any]) -> Words:
    shown = list(words)[:_MOST_WORDS_SHOWN]
    more = "" if len(shown) == len(words) else " …"
    return Words(", ".join(shown) + more, "、".join(shown) + more)


def _or(accepted: Words) -> Words:
    return Words(
        f", nor one of {accepted.en}" if accepted.en else "",
        f"，也不是 {accepted.zh}" if accepted.zh else "",
    )


def _series(mask: Values) -> pl.Series:
    return pl.Series(mask, dtype=pl.Boolean)
