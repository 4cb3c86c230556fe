"""Columns of standing (在享, 死亡, 停发; 低保, 特困): each word exactly, and what must be given with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

from subsidy.errors import Words
from subsidy.register.at_once import Reading
from subsidy.register.cells import as_text
from subsidy.register.crosschecks import Checked
from subsidy.register.day_texts import trimmed
from subsidy.register.faults import Faults
from subsidy.register.headings import STANDING, Column, Matched, plain
from subsidy.register.roster_map import RosterMap, keys_of
from subsidy.register.source import Table
from subsidy.register.table import NO_DAY
from subsidy.register.target import target_of
from subsidy.register.values import read_values
from subsidy.register.words_without_days import WordsSeen
from subsidy.rulebook.facts import GOES_ON, NONE, STOPPED
from subsidy.rulebook.model import Rulebook, Status, TextFact

__all__ = ["Standing"]

Values = np.ndarray[Any, Any]

_MOST_WORDS_SHOWN = 12


@frozen(eq=False)
class Standing:
    """The columns of standing of one table, and where their faults are noted."""

    table: Table
    matched: Matched
    mapping: RosterMap
    book: Rulebook
    faults: Faults

    def demand_days(self) -> None:
        """Refuse a table whose words say who is on what while nothing says since when.

        Raises:
            RegisterRefused: with the lines of a mapping file that say so.
        """
        seen = WordsSeen.of(self.table, self.matched, self.book, self.mapping)
        seen.look_at(self.table)
        seen.demand_days(self.table.place, self.book)

    def fill(self, texts: Mapping[str, pl.Series], columns: dict[str, Values]) -> None:
        """Facts that a mapping says follow from a word, where the row does not give them itself."""
        for column in self._columns():
            spelled = _spelled(texts[column.name])
            key = column.name.removeprefix(STANDING)
            for word, facts in self.mapping.word_facts.get(key, {}).items():
                self._fill(_says(spelled, word), facts, columns)
            for word, told in self.mapping.word_columns.get(key, {}).items():
                self._fill_by_columns(_says(spelled, word), told, columns)

    def check(self, texts: Mapping[str, pl.Series], checked: Checked) -> None:
        """An unknown word, an end without its date, payment that stopped: each a fault."""
        for column in self._columns():
            assert isinstance(column.fact, TextFact)
            follows = {plain(word): what for word, what in column.fact.standing.items()}
            spelled = _spelled(texts[column.name])
            what = [None if text is None else follows.get(text, "") for text in spelled]
            self._unknown(what, column, checked.records)
            for follow in dict.fromkeys(other for other in what if other and other != GOES_ON):
                says = np.array([other == follow for other in what], dtype=bool)
                self._follow(follow, says, column, checked)

    def _columns(self) -> Iterator[Column]:
        for column in self.matched.columns:
            if isinstance(column.fact, TextFact) and column.fact.standing:
                yield column

    # ── what a mapping says of words ─────────────────────────────────────────────────

    def _fill(self, says: Values, facts: Mapping[str, str], columns: dict[str, Values]) -> None:
        for name, value in facts.items():
            one = _one_value(name, value, self.book)
            if one is not None:
                _put(columns, name, np.where(says, one[0], _empty(one.dtype)).astype(one.dtype))

    def _fill_by_columns(
        self, says: Values, told: Mapping[str, str], columns: dict[str, Values]
    ) -> None:
        keys, records = keys_of(self.table.headings), self.table.records
        for name, key in told.items():
            fact = target_of(name, self.book)
            if fact is None or key not in keys:
                continue
            position = keys.index(key)
            column = Column(position, self.table.headings[position], name, 1, fact)
            texts = as_text(self.table, column, Faults()).set(pl.Series(~says), None)
            form = Reading(
                self.mapping.words.get(name, {}),
                self.mapping.dates.get(name, ""),
                self.mapping.units.get(name, 0),
                keeps_noughts=self.table.is_sheet,
            )
            values = read_values(texts, column, records, self.faults, form)
            if values is not None:
                _put(columns, name, values)

    # ── what a word demands ──────────────────────────────────────────────────────────

    def _unknown(self, what: list[str | None], column: Column, records: Values) -> None:
        assert isinstance(column.fact, TextFact)
        accepted = list(column.fact.standing)[:_MOST_WORDS_SHOWN]
        more = " …" if len(column.fact.standing) > len(accepted) else ""
        shown = Words(", ".join(accepted) + more, "、".join(accepted) + more)
        unknown = np.array([follow == "" for follow in what], dtype=bool)
        self.faults.add(records[unknown], column.heading, "unknown-word", accepted=shown)

    def _follow(self, follow: str, says: Values, column: Column, checked: Checked) -> None:
        columns, records = checked.columns, checked.records
        statuses = self.book.statuses.values()
        if follow == STOPPED:
            ends = [status.ends for status in statuses if status.ends]
            open_ = says & ~_any_filled(ends, columns, len(says))
            self.faults.add(records[open_], column.heading, "standing-stopped")
        elif follow == NONE:
            for status in self._told_by(column):
                goes_on = says & _goes_on(status, columns, len(says))
                labels = self.book.facts[status.begins].labels
                self.faults.add(
                    records[goes_on], column.heading, "standing-contradicts", given=labels
                )
        else:
            labels = self.book.facts[follow].labels
            begins = follow in {status.begins for status in statuses}
            code = "standing-without-beginning" if begins else "standing-without-date"
            without = says & ~_any_filled([follow], columns, len(says))
            self.faults.add(records[without], column.heading, code, wanted=labels)

    def _told_by(self, column: Column) -> Iterable[Status]:
        """The statuses of which some word of the column tells."""
        assert isinstance(column.fact, TextFact)
        key = column.name.removeprefix(STANDING)
        facts = self.mapping.word_facts.get(key, {}).values()
        told = {*column.fact.standing.values(), *(name for one in facts for name in one)}
        return (status for status in self.book.statuses.values() if status.begins in told)


def _any_filled(names: list[str], columns: Mapping[str, Values], count: int) -> Values:
    filled = np.zeros(count, dtype=bool)
    for name in names:
        if name in columns:
            filled |= columns[name] != NO_DAY
    return filled


def _goes_on(status: Status, columns: Mapping[str, Values], count: int) -> Values:
    """The rows in which some spell has a beginning and no end."""
    goes_on = np.zeros(count, dtype=bool)
    for number in range(1, status.spells + 1):
        last = "" if number == 1 else f"_{number}"
        ends = [f"{status.ends}{last}"] if status.ends else []
        begun = _any_filled([f"{status.begins}{last}"], columns, count)
        goes_on |= begun & ~_any_filled(ends, columns, count)
    return goes_on


def _put(columns: dict[str, Values], name: str, told: Values) -> None:
    """Fill what is empty."""
    empty = _empty(told.dtype)
    given = columns.get(name, np.full(len(told), empty, dtype=told.dtype))
    columns[name] = np.where(given == empty, told, given)


def _says(spelled: list[str | None], word: str) -> Values:
    return np.array([text == plain(word) for text in spelled], dtype=bool)


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
