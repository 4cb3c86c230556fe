"""Text → typed arrays, one function a kind of fact; a value that is not one is a fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from attrs import field, frozen

from subsidy.errors import Words
from subsidy.money import show_yuan
from subsidy.register.day_texts import folded, read_dates, rest_of, true_of, unclear_months
from subsidy.register.faults import Faults
from subsidy.register.headings import Column, plain
from subsidy.register.table import NO_FEN, NO_WHOLE, NO_WORD
from subsidy.rulebook.model import CategoryFact, DateFact, Fact, MoneyFact, WholeFact, YesNoFact

__all__ = ["Reading", "is_value", "read_values"]

Values = np.ndarray[Any, Any]

_WHOLE = r"^-?[0-9]{1,9}$"
_LONG_WHOLE = r"^-?[0-9]{10,}$"
_YUAN = r"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"
_FEN_A_YUAN = 100
_GROUPED = r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"
_MOST_WORDS_SHOWN = 12


@frozen
class Reading:
    """What a mapping file declares of one column."""

    words: Mapping[str, str] = field(factory=dict)  # word → choice, instead of the rulebook's
    date_form: str = ""
    fen_in_one: int = 0  # fen in one unit as written; 0: not declared, so yuan
    keeps_noughts: bool = False  # texts that were typed as texts: 2023.1 is no number 2023.10


_AS_USUAL = Reading()


def read_values(
    texts: pl.Series,
    column: Column,
    records: Values,
    faults: Faults,
    reading: Reading = _AS_USUAL,
) -> Values | None:
    """The values of one column, or None for text and identifiers.

    ``records`` are the record numbers of the rows; what cannot be read is noted in *faults*
    and stands as empty.
    """
    match column.fact:
        case DateFact():
            return _days(texts, column, records, faults, reading)
        case WholeFact():
            return _wholes(texts, column.fact, column.heading, records, faults)
        case MoneyFact():
            return _fen(texts, column, records, faults, reading.fen_in_one)
        case CategoryFact() | YesNoFact():
            return _words(texts, column, records, faults, reading.words)
        case _:
            return None


def is_value(text: str, fact: Fact) -> bool:
    """Whether a text by itself is a value of a fact."""
    column = Column(0, fact.name, fact.name, 1, fact)
    faults = Faults()
    read_values(pl.Series([text], dtype=pl.String), column, np.array([1]), faults)
    return not faults.found


def _days(
    texts: pl.Series, column: Column, records: Values, faults: Faults, reading: Reading
) -> Values:
    """Days; 2023.1 is nobody's January unless it was typed as a text, or a mapping says so."""
    fact = column.fact
    assert isinstance(fact, DateFact)
    is_said = reading.keeps_noughts or reading.date_form == "year_month_day"
    if fact.takes_months and not is_said:
        unclear = unclear_months(texts)
        faults.add(records[unclear], column.heading, "january-or-october")
        texts = texts.set(_series(unclear), None) if unclear.any() else texts
    return read_dates(texts, column, records, faults, reading.date_form)


# ── numbers ──────────────────────────────────────────────────────────────────────────


def _wholes(
    texts: pl.Series, fact: WholeFact, heading: str, records: Values, faults: Faults
) -> Values:
    is_number = true_of(texts.str.contains(_WHOLE))
    numbers = texts.cast(pl.Int64, strict=False).fill_null(NO_WHOLE).to_numpy().copy()
    numbers[~is_number] = NO_WHOLE
    positions, rest = rest_of(texts, is_number)
    rest = folded(rest)
    words = {plain(word): number for word, number in fact.words.items()}
    told = _looked_up(rest, words, pl.Int64)
    late = rest.set(_series(~true_of(rest.str.contains(_WHOLE))), None).cast(pl.Int64)
    numbers[positions] = told.fill_null(late).fill_null(NO_WHOLE).to_numpy()
    read = numbers != NO_WHOLE
    is_out = read & ((numbers < fact.lowest) | (numbers > fact.highest))
    too_long = true_of(rest.str.contains(_LONG_WHOLE) & told.is_null())
    is_out[positions[too_long]] = True
    unread = positions[~read[positions] & ~too_long]
    accepted = _listed(fact.words)
    faults.add(records[unread], heading, "not-a-number", accepted=_or(accepted))
    bounds = {"lowest": str(fact.lowest), "highest": str(fact.highest)}
    faults.add(records[is_out], heading, "out-of-range", **bounds)
    return np.where(is_out, NO_WHOLE, numbers).astype(np.int32)


def _fen(
    texts: pl.Series, column: Column, records: Values, faults: Faults, fen_in_one: int
) -> Values:
    fact, heading = column.fact, column.heading
    assert isinstance(fact, MoneyFact)
    in_yuan = fen_in_one in (0, _FEN_A_YUAN)
    is_yuan = true_of(texts.str.contains(_YUAN)) & in_yuan
    fen = _plain_fen(texts.set(_series(~is_yuan), None))
    positions, rest = rest_of(texts, is_yuan)
    spelled = _amounts(folded(rest), in_yuan=in_yuan)
    fen[positions], is_finer = _exact_fen(spelled, fen_in_one or _FEN_A_YUAN)
    unread = (fen[positions] == NO_FEN) & ~is_finer
    undeclared = true_of(spelled.str.contains("万")) & unread if in_yuan else unread & False
    faults.add(records[positions[is_finer]], heading, "finer-than-fen")
    faults.add(records[positions[undeclared]], heading, "unit-not-declared")
    faults.add(records[positions[unread & ~undeclared]], heading, "not-money")
    is_out = (fen != NO_FEN) & ((fen < fact.lowest_fen) | (fen > fact.highest_fen))
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


def _plain_fen(texts: pl.Series) -> Values:
    exact = texts.cast(pl.Decimal(18, 2)) * 100
    return exact.cast(pl.Int64).fill_null(NO_FEN).to_numpy().copy()


# ── words ────────────────────────────────────────────────────────────────────────────


def _words(
    texts: pl.Series,
    column: Column,
    records: Values,
    faults: Faults,
    declared: Mapping[str, str],
) -> Values:
    fact = column.fact
    assert isinstance(fact, CategoryFact | YesNoFact)
    positions = _yes_no(fact, declared) if isinstance(fact, YesNoFact) else _choices(fact, declared)
    codes = _looked_up(texts, positions, pl.Int16).fill_null(int(NO_WORD)).to_numpy().copy()
    unread, _ = rest_of(texts, codes != NO_WORD)
    words = fact.words if isinstance(fact, YesNoFact) else _spellings(fact)
    accepted = _listed({**declared, **words})
    faults.add(records[unread], column.heading, "unknown-word", accepted=accepted)
    return codes


def _looked_up(texts: pl.Series, meanings: Mapping[str, int], kind: Any) -> pl.Series:
    """The meaning of each text, null where it has none; each distinct text is looked at once."""
    spelled = texts.unique().drop_nulls()
    told = pl.Series([meanings.get(plain(text)) for text in spelled.to_list()], dtype=kind)
    return texts.replace_strict(spelled, told, default=None, return_dtype=kind)


def _choices(fact: CategoryFact, declared: Mapping[str, str]) -> dict[str, int]:
    position = {choice: index for index, choice in enumerate(fact.choices)}
    told = {**_spellings(fact), **declared}
    return {plain(text): position[choice] for text, choice in told.items()}


def _spellings(fact: CategoryFact) -> dict[str, str]:
    return {**{choice: choice for choice in fact.choices}, **fact.words}


def _yes_no(fact: YesNoFact, declared: Mapping[str, str]) -> dict[str, int]:
    ours = {text: meaning == "yes" for text, meaning in declared.items()}
    told = {"true": True, "false": False, **fact.words, **ours}
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
