"""Columns of words that say who is on what (低保, 特困), where nothing says since when.

Rules are decided by days, and a word is no day: such a column by itself would pay nobody, and
nobody would notice. So the register is refused, and the refusal holds the lines of a mapping
file that say from which day the words hold. A column whose heading nobody knows is found by its
cells: all that are filled are such words, and half of the rows are filled.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import polars as pl
from attrs import define, field, frozen

from subsidy.errors import Place, Problem, RegisterRefused, Words
from subsidy.register.headings import Matched, plain
from subsidy.register.map_scalars import as_scalar
from subsidy.register.needed import columns_named
from subsidy.register.roster_map import RosterMap
from subsidy.register.source import Table
from subsidy.register.totals_rows import spelled
from subsidy.rulebook.checks_units import formulas_of
from subsidy.rulebook.model import Rulebook, TextFact
from subsidy.rulebook.reads import facts_read
from subsidy.same import Same

__all__ = ["AskedWords", "WordsSeen", "standing_lines"]

_CODE = "words-without-days"
_DAY = "YYYY-MM-DD"  # stands for a day in lines to be filled in: no day itself
_SEVERAL = 2
_BOOKS_KEPT = 32
_OF_DAYS = re.compile(r"日期|时间|年月")


@frozen
class AskedWords:
    """One column whose words need days: the words found, each with the day that it needs.

    Where a column gives the day, or none is needed, the word has what follows from it anyway.
    """

    position: int
    heading: str
    words: Mapping[str, str]
    without: frozenset[str]  # days that no column gives

    def lines(self) -> Iterator[str]:
        """The column's lines below ``standing:`` of a mapping file."""
        yield f"  {as_scalar(self.heading)}:"
        for word, follows in self.words.items():
            told = f"{{{follows}: {_DAY}}}" if follows in self.without else follows
            yield f"    {as_scalar(word)}: {told}"


def standing_lines(asked: Iterable[AskedWords], headings: Iterable[str]) -> Iterator[str]:
    """The section of a mapping file; *headings* are those that nobody reads so far."""
    days = next((heading for heading in headings if _OF_DAYS.search(heading)), None)
    column = f"{{column: {as_scalar(days)}}}" if days else "{column: …}"
    yield f"standing:  # {_DAY}: 起始日期，或写 {column} / the day from which, or {column}"
    for one in asked:
        yield from one.lines()


@define
class _Column:
    """What a column was seen to hold."""

    heading: str
    follows: Mapping[
        str, tuple[str, str]
    ]  # word in its plain form → as the rules write it, and what follows
    is_known: bool  # by its heading
    found: set[str] = field(factory=set)
    filled: int = 0
    has_others: bool = False

    def look_at(self, cells: pl.Series | list[Any]) -> None:
        if self.has_others and not self.is_known:
            return
        counts = _counts(cells)
        self.filled += sum(counts.values())
        words = {plain(text) for text in counts}
        self.found |= words & self.follows.keys()
        self.has_others |= not words <= self.follows.keys()

    def is_of_words(self, rows: int) -> bool:
        """Whether the heading says so, or all cells and their number."""
        return self.is_known or (not self.has_others and 2 * self.filled >= rows)


@define
class WordsSeen:
    """The columns of a register that may need days, and the words seen in them so far."""

    without: frozenset[str]
    columns: Mapping[int, _Column]
    headings: tuple[str, ...]  # of columns that tell nothing
    rows: int = 0

    @classmethod
    def of(cls, table: Table, matched: Matched, book: Rulebook, mapping: RosterMap) -> WordsSeen:
        """The columns that may need days which the rules read and no column gives."""
        without, words = _needing_days(Same(matched), Same(book), Same(mapping))
        columns = dict(_known(matched, without))
        unread = matched.ignored if words else ()
        columns |= {p: _Column(table.headings[p], words, is_known=False) for p in unread}
        return cls(without, columns, tuple(table.headings[p] for p in matched.ignored))

    def look_at(self, table: Table) -> None:
        """Note the words of some more rows."""
        self.rows += len(table)
        for position, column in self.columns.items():
            column.look_at(table.columns[position])

    def asked(self) -> tuple[AskedWords, ...]:
        """The columns with a word that needs a day which nobody gives."""
        return tuple(
            AskedWords(position, column.heading, words, self.without)
            for position, column in sorted(self.columns.items())
            if column.is_of_words(self.rows)
            and not self.without.isdisjoint((words := _in_order(column)).values())
        )

    def demand_days(self, place: Place, book: Rulebook) -> None:
        """Refuse the register where a word needs a day which nobody gives.

        Raises:
            RegisterRefused: one problem for each such column, with the lines of a mapping file.
        """
        problems = [_problem(one, place, book, self.headings) for one in self.asked()]
        if problems:
            raise RegisterRefused(*problems)


@lru_cache(maxsize=_BOOKS_KEPT)
def _read_by_rules(same: Same[Rulebook]) -> frozenset[str]:
    """The beginnings of statuses that the schemes of the rules read."""
    book = same.model
    formulas = (formula for scheme in book.schemes for formula in formulas_of(scheme))
    begins = {status.begins for status in book.statuses.values()}
    return facts_read(formulas, book) & begins


def _given(matched: Matched, mapping: RosterMap) -> frozenset[str]:
    """The facts that columns give, or the mapping for some word."""
    by_words = {
        fact
        for words in (*mapping.word_facts.values(), *mapping.word_columns.values())
        for facts in words.values()
        for fact in facts
    }
    return frozenset({column.name for column in matched.columns} | by_words)


def _known(matched: Matched, without: frozenset[str]) -> Iterator[tuple[int, _Column]]:
    for column in matched.columns:
        fact = column.fact
        if isinstance(fact, TextFact) and not without.isdisjoint(fact.standing.values()):
            yield column.position, _Column(column.heading, _plain(fact.standing), is_known=True)


@lru_cache(maxsize=_BOOKS_KEPT)
def _needing_days(
    matched: Same[Matched], book: Same[Rulebook], mapping: Same[RosterMap]
) -> tuple[frozenset[str], Mapping[str, tuple[str, str]]]:
    """The days that the rules read and no column gives, and the words that would need several."""
    without = _read_by_rules(book) - _given(matched.model, mapping.model)
    return without, _words_of_several(book.model, without)


def _words_of_several(book: Rulebook, without: frozenset[str]) -> dict[str, tuple[str, str]]:
    """The words of the column that tells which of the most holds; 是 says nothing by itself."""
    told = [
        (len(without.intersection(fact.standing.values())), fact.standing)
        for fact in book.facts.values()
        if isinstance(fact, TextFact)
    ]
    count, standing = max(told, key=lambda one: one[0], default=(0, {}))
    return _plain(standing) if count >= _SEVERAL else {}


def _plain(standing: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {plain(word): (word, follows) for word, follows in standing.items()}


def _in_order(column: _Column) -> dict[str, str]:
    return dict(told for word, told in column.follows.items() if word in column.found)


def _counts(cells: pl.Series | list[Any]) -> dict[str, int]:
    """How often each text stands there; empty cells not at all."""
    if isinstance(cells, list):  # of any Python texts, which may be no Unicode
        return Counter(filter(None, map(spelled, cells)))
    if cells.dtype != pl.String:
        return {"": 1} if cells.null_count() < len(cells) else {}
    counted = cells.drop_nulls().value_counts()
    return {text: count for text, count in counted.iter_rows() if spelled(text)}


def _problem(one: AskedWords, place: Place, book: Rulebook, headings: tuple[str, ...]) -> Problem:
    words = [word for word, follows in one.words.items() if follows in one.without]
    days = dict.fromkeys(one.words[word] for word in words)
    lacking = columns_named(book.facts[day] for day in days)
    lines = "\n".join(f"    {line}" for line in standing_lines([one], headings))
    return Problem(
        _CODE,
        place,
        Words(
            f"column {one.heading} says {', '.join(words)}, but no column says since when:"
            f" {lacking.en}; nobody could be paid by it",
            f"“{one.heading}”列写有{'、'.join(words)}，但没有列说明自何时起：{lacking.zh}；无法据此发放",
        ),
        Words(
            "add the days as columns; or say in a mapping file from which day the words hold, and"
            " give it with --map FILE (`subsidy intake … --write-map FILE` writes it); a column"
            f" that shall not count stands under ignore there:\n{lines}",
            "请增加这些日期列；或在对照文件中写明各词自哪一天起，并用 --map FILE 给出"
            f"（`subsidy intake … --write-map FILE` 可生成）；不作依据的列请写在 ignore 下：\n{lines}",
        ),
    )
