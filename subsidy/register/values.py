"""Text → typed arrays, one function a kind of fact; a value that is not one is a fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from subsidy.errors import Words
from subsidy.money import show_yuan
from subsidy.register.at_once import FEN_A_YUAN, Look, Reading, Seen, look, look_of, spellings
from subsidy.register.day_texts import folded, read_dates, rest_of, true_of
from subsidy.register.faults import Faults
from subsidy.register.headings import Column, plain
from subsidy.register.table import NO_DAY, NO_FEN, NO_WHOLE, NO_WORD
from subsidy.rulebook.model import CategoryFact, DateFact, Fact, MoneyFact, WholeFact, YesNoFact

__all__ = ["is_value", "no_values", "read_values", "values_seen"]

Values = np.ndarray[Any, Any]

_WHOLE = r"^-?[0-9]{1,9}$"
_LONG_WHOLE = r"^-?[0-9]{10,}$"
_GROUPED = r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"
_MOST_WORDS_SHOWN = 12
_AS_USUAL = Reading()


def read_values(
    texts: pl.Series,
    column: Column,
    records: Values,
    faults: Faults,
    reading: Reading = _AS_USUAL,
) -> Values | None:
    """The values of one column by itself, or None for text and identifiers.

    ``records`` are the record numbers of the rows; what cannot be read is noted in *faults*
    and stands as empty.
    """
    one = look_of(column, reading)
    return values_seen(texts, one, look([one], {column.name: texts}), records, faults)


def values_seen(
    texts: pl.Series, at: Look, answers: Mapping[str, Seen], records: Values, faults: Faults
) -> Values | None:
    """The same of one column of several at which a first look was taken."""
    fact, seen = at.column.fact, answers.get(at.column.name)
    if seen is None:
        return no_values(fact, len(texts))
    match fact:
        case DateFact():
            return read_dates(texts, at, seen, records, faults)
        case WholeFact():
            return _wholes(texts, at.column, seen, records, faults)
        case MoneyFact():
            return _fen(texts, at, seen, records, faults)
        case CategoryFact() | YesNoFact():
            return _words(texts, at, seen, records, faults)
        case _:
            return None


def no_values(fact: Fact, count: int) -> Values | None:
    """The values of a column in which nothing stands; None for text and identifiers."""
    match fact:
        case DateFact():
            return np.full(count, NO_DAY, dtype=np.int32)
        case WholeFact():
            return np.full(count, NO_WHOLE, dtype=np.int32)
        case MoneyFact():
            return np.full(count, NO_FEN, dtype=np.int64)
        case CategoryFact() | YesNoFact():
            return np.full(count, NO_WORD, dtype=np.int16)
        case _:
            return None


def is_value(text: str, fact: Fact) -> bool:
    """Whether a text by itself is a value of a fact."""
    column = Column(0, fact.name, fact.name, 1, fact)
    faults = Faults()
    read_values(pl.Series([text], dtype=pl.String), column, np.array([1]), faults)
    return not faults.found


# ── numbers ──────────────────────────────────────────────────────────────────────────


def _wholes(
    texts: pl.Series, column: Column, seen: Seen, records: Values, faults: Faults
) -> Values:
    fact, heading = column.fact, column.heading
    assert isinstance(fact, WholeFact)
    is_number, numbers = (one.to_numpy() for one in seen)
    numbers = np.where(is_number, numbers, NO_WHOLE)
    positions, rest = rest_of(texts, is_number)
    is_out = is_number & ((numbers < fact.lowest) | (numbers > fact.highest))
    if len(positions):
        rest = folded(rest)
        words = {plain(word): number for word, number in fact.words.items()}
        told = _looked_up(rest, words, pl.Int64)
        late = rest.set(_series(~true_of(rest.str.contains(_WHOLE))), None).cast(pl.Int64)
        found = told.fill_null(late).fill_null(NO_WHOLE).to_numpy()
        numbers[positions] = found
        too_long = true_of(rest.str.contains(_LONG_WHOLE) & told.is_null())
        unread = positions[(found == NO_WHOLE) & ~too_long]
        faults.add(records[unread], heading, "not-a-number", accepted=_or(_listed(fact.words)))
        is_beyond = (found < fact.lowest) | (found > fact.highest)
        is_out[positions] = ((found != NO_WHOLE) & is_beyond) | too_long
    bounds = {"lowest": str(fact.lowest), "highest": str(fact.highest)}
    faults.add(records[is_out], heading, "out-of-range", **bounds)
    return np.where(is_out, NO_WHOLE, numbers).astype(np.int32)


def _fen(texts: pl.Series, at: Look, seen: Seen, records: Values, faults: Faults) -> Values:
    fact, heading, reading = at.column.fact, at.column.heading, at.reading
    assert isinstance(fact, MoneyFact)
    is_yuan, fen = (one.to_numpy() for one in seen)
    is_yuan = is_yuan & reading.in_yuan
    fen = np.where(is_yuan, fen, NO_FEN)
    positions, rest = rest_of(texts, is_yuan)
    if len(positions):
        spelled = _amounts(folded(rest), in_yuan=reading.in_yuan)
        fen[positions], is_finer = _exact_fen(spelled, reading.fen_in_one or FEN_A_YUAN)
        unread = (fen[positions] == NO_FEN) & ~is_finer
        undeclared = true_of(spelled.str.contains("万")) & unread & reading.in_yuan
        faults.add(records[positions[is_finer]], heading, "finer-than-fen")
        faults.add(records[positions[undeclared]], heading, "unit-not-declared")
        faults.add(records[positions[unread & ~undeclared]], heading, "not-money")
    is_out = (fen != NO_FEN) & ((fen < fact.lowest_fen) | (fen > fact.highest_fen))
    if is_out.any():
        bounds = {"lowest": show_yuan(fact.lowest_fen), "highest": show_yuan(fact.highest_fen)}
        faults.add(records[is_out], heading, "out-of-range", **bounds)
    return np.where(is_out, NO_FEN, fen)


def _amounts(texts: pl.Series, *, in_yuan: bool) -> pl.Series:
    """Amounts without sign and name of the unit, and without commas that group by threes."""
    unit = "(?:人民币)?元整?$" if in_yuan else "万元?$"
    bare = texts.str.replace_all(r"\s", "").str.replace(r"^(?:人民币|RMB)?[¥￥]?", "")
    bare = bare.str.replace(unit, "")
    is_grouped = bare.str.contains(_GROUPED)
    return bare.zip_with(~is_grouped, bare.str.replace_all(",", "", literal=True))


def _exact_fen(texts: pl.Series, fen_in_one: int) -> tuple[Values, Values]:
    """Whole fen, NO_FEN where the text is no number, and whether it is finer than one fen."""
    decimals = len(str(fen_in_one)) - 1
    texts = texts.str.replace(rf"^(-?[0-9]{{1,13}}\.[0-9]{{{decimals}}})0+$", "$1")
    pattern = rf"^-?[0-9]{{1,13}}(\.[0-9]{{1,{decimals}}})?$"
    exact = texts.set(_series(~true_of(texts.str.contains(pattern))), None)
    fen = exact.cast(pl.Decimal(24, decimals)) * fen_in_one
    is_finer = true_of(texts.str.contains(rf"^-?[0-9]{{1,13}}\.[0-9]{{{decimals + 1},}}$"))
    return fen.cast(pl.Int64).fill_null(NO_FEN).to_numpy().copy(), is_finer


# ── words ────────────────────────────────────────────────────────────────────────────


def _words(texts: pl.Series, at: Look, seen: Seen, records: Values, faults: Faults) -> Values:
    fact = at.column.fact
    assert isinstance(fact, CategoryFact | YesNoFact)
    assert at.by_spelling is not None
    codes: Values = at.by_spelling.take(seen[0].to_numpy())  # −1 is the last
    positions, rest = rest_of(texts, codes != NO_WORD)
    if len(positions):
        late = _looked_up(rest, at.meanings, pl.Int16).fill_null(int(NO_WORD)).to_numpy()
        codes[positions] = late
        unread = positions[late == NO_WORD]
        words = fact.words if isinstance(fact, YesNoFact) else spellings(fact)
        accepted = _listed({**at.reading.words, **words})
        faults.add(records[unread], at.column.heading, "unknown-word", accepted=accepted)
    return codes


def _looked_up(texts: pl.Series, meanings: Mapping[str, int], kind: Any) -> pl.Series:
    """The meaning of each text, null where it has none; each distinct text is looked at once."""
    spelled = texts.unique().drop_nulls()
    told = pl.Series([meanings.get(plain(text)) for text in spelled.to_list()], dtype=kind)
    return texts.replace_strict(spelled, told, default=None, return_dtype=kind)


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
