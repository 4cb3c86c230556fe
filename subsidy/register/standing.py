"""Columns of standing (在享, 死亡, 停发): each word exactly, and what has to be given with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from subsidy.errors import Words
from subsidy.register.at_once import Reading
from subsidy.register.crosschecks import Checked
from subsidy.register.day_texts import trimmed
from subsidy.register.faults import Faults
from subsidy.register.headings import STANDING, Column, plain
from subsidy.register.roster_map import RosterMap
from subsidy.register.table import NO_DAY
from subsidy.register.values import read_values
from subsidy.rulebook.facts import GOES_ON, STOPPED
from subsidy.rulebook.model import Rulebook, TextFact

__all__ = ["check_standing", "fill_by_words"]

Values = np.ndarray[Any, Any]

_MOST_WORDS_SHOWN = 12


def fill_by_words(
    texts: pl.Series, column: Column, columns: dict[str, Values], book: Rulebook, mapping: RosterMap
) -> None:
    """Facts that a mapping says follow from a word, where the row does not give them itself."""
    told = mapping.word_facts.get(column.name.removeprefix(STANDING), {})
    spelled = _spelled(texts)
    for word, facts in told.items():
        says = np.array([text == plain(word) for text in spelled], dtype=bool)
        for name, value in facts.items():
            one = _one_value(name, value, book)
            if one is None:
                continue
            empty = _empty(one.dtype)
            given = columns.get(name, np.full(len(says), empty, dtype=one.dtype))
            columns[name] = np.where(says & (given == empty), one[0], given)


def check_standing(
    texts: pl.Series, column: Column, checked: Checked, book: Rulebook, faults: Faults
) -> None:
    """An unknown word, an end without its date, and payment that stopped: each a fault."""
    assert isinstance(column.fact, TextFact)
    follows = {plain(word): what for word, what in column.fact.standing.items()}
    what = [None if text is None else follows.get(text, "") for text in _spelled(texts)]
    accepted = list(column.fact.standing)[:_MOST_WORDS_SHOWN]
    more = " …" if len(column.fact.standing) > len(accepted) else ""
    shown = Words(", ".join(accepted) + more, "、".join(accepted) + more)
    unknown = np.array([follow == "" for follow in what], dtype=bool)
    faults.add(checked.records[unknown], column.heading, "unknown-word", accepted=shown)
    for follow in dict.fromkeys(other for other in what if other and other != GOES_ON):
        says = np.array([other == follow for other in what], dtype=bool)
        if follow == STOPPED:
            ends = [status.ends for status in book.statuses.values() if status.ends]
            open_ = says & ~_any_filled(ends, checked.columns, len(says))
            faults.add(checked.records[open_], column.heading, "standing-stopped")
            continue
        wanted = book.facts[follow].labels
        without = says & ~_any_filled([follow], checked.columns, len(says))
        faults.add(checked.records[without], column.heading, "standing-without-date", wanted=wanted)


def _any_filled(names: list[str], columns: Mapping[str, Values], count: int) -> Values:
    filled = np.zeros(count, dtype=bool)
    for name in names:
        if name in columns:
            filled |= columns[name] != NO_DAY
    return filled


def _spelled(texts: pl.Series) -> list[str | None]:
    return [None if text is None else plain(text) for text in trimmed(texts).to_list()]


def _one_value(name: str, value: str, book: Rulebook) -> Values | None:
    fact = book.facts.get(name)
    if fact is None:
        return None
    column = Column(0, name, name, 1, fact)
    faults = Faults()
    one = read_values(pl.Series([value], dtype=pl.String), column, np.array([1]), faults, Reading())
    return None if faults.found else one


def _empty(kind: np.dtype[Any]) -> int:
    return -1 if kind == np.int16 else int(np.iinfo(kind).min)
