"""The first look: what all columns of a table tell where they are written in the usual way.

A call into Polars takes as long for one cell as for a thousand, so the questions of all columns
are put in one. What the first look leaves (other spellings, faults) is read column by column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from attrs import field, frozen

from subsidy.register.digits import days_of_iso_texts
from subsidy.register.headings import Column, Matched, plain
from subsidy.register.roster_map import RosterMap
from subsidy.register.table import NO_FEN, NO_WHOLE, NO_WORD
from subsidy.rulebook.model import (
    CategoryFact,
    DateFact,
    MoneyFact,
    TextFact,
    WholeFact,
    YesNoFact,
)
from subsidy.same import Same

__all__ = [
    "CERTAINLY_A_KEY",
    "EPOCH_DAY",
    "FEN_A_YUAN",
    "SCIENTIFIC",
    "SPACES",
    "WHOLE",
    "YUAN",
    "Look",
    "Reading",
    "Seen",
    "holding",
    "look",
    "look_of",
    "looks_of",
    "spellings",
]

Values = np.ndarray[Any, Any]
Asked = tuple[pl.Expr, int | None]  # a question, and the answer for a text that is null
Seen = tuple[Any, ...]  # the answers to a column's questions: series; of days, arrays

SPACES = " \t\r\n\u00a0\u3000\ufeff\u200b"
FEN_A_YUAN = 100
EPOCH_DAY = 719_163  # 1970-01-01 as a proleptic ordinal
CERTAINLY_A_KEY = "^[A-Z]{0,3}[0-9]+$"  # digits, and too few letters for any word of a remark

WHOLE = r"^-?[0-9]{1,9}$"
YUAN = r"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"
SCIENTIFIC = r"^[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2}$"
_KEPT = 32
_PATTERNS_KEPT = 256


@frozen
class Reading:
    """What a mapping file declares of one column."""

    words: Mapping[str, str] = field(factory=dict)  # word → choice, instead of the rulebook's
    date_form: str = ""
    fen_in_one: int = 0  # fen in one unit as written; 0: not declared, so yuan
    keeps_noughts: bool = False  # texts that were typed as texts: 2023.1 is no number 2023.10

    @property
    def in_yuan(self) -> bool:
        """Whether amounts are read as yuan."""
        return self.fen_in_one in (0, FEN_A_YUAN)


@frozen(eq=False)
class Question:
    """What is asked of a column's texts, under a name; ``empty`` answers for a text that is null."""

    name: str
    expression: pl.Expr
    empty: int | None  # None: null stays null

    @classmethod
    def of(cls, name: str, expression: pl.Expr, empty: int | None) -> Question:
        """The question with its answer under its name."""
        return cls(name, expression.alias(name), empty)


@frozen(eq=False)
class Look:
    """One column made ready: how it is read, and what is asked of its texts.

    ``meanings`` maps the words of a column of words, as :func:`plain` spells them, to positions;
    ``by_spelling`` holds the position of each spelling asked for, and NO_WORD last; ``spelled``
    maps these spellings to the same positions.
    """

    column: Column
    reading: Reading
    asked: tuple[Question, ...]
    meanings: Mapping[str, int] = field(factory=dict)
    by_spelling: Values | None = None
    spelled: Mapping[str, int] = field(factory=dict)


def looks_of(matched: Matched, mapping: RosterMap, *, is_sheet: bool) -> tuple[Look, ...]:
    """The look at every column, kept for the next table with the same headings."""
    return _looks(Same(matched), Same(mapping), is_sheet=is_sheet)


@lru_cache(maxsize=_KEPT)
def _looks(same: Same[Matched], declared: Same[RosterMap], *, is_sheet: bool) -> tuple[Look, ...]:
    matched, mapping = same.model, declared.model
    return tuple(
        look_of(
            column,
            _declared(mapping, column, is_sheet=is_sheet),
            is_key=column.name == matched.key,
        )
        for column in matched.columns
    )


def _declared(mapping: RosterMap, column: Column, *, is_sheet: bool) -> Reading:
    """What the mapping says of a column, numbered ones as their first."""
    names = (column.name, column.fact.name)
    words = next((mapping.words[name] for name in names if name in mapping.words), {})
    form = next((mapping.dates[name] for name in names if name in mapping.dates), "")
    unit = next((mapping.units[name] for name in names if name in mapping.units), 0)
    return Reading(words, form, unit, keeps_noughts=is_sheet)


def look_of(column: Column, reading: Reading, *, is_key: bool = False) -> Look:
    """The look at one column."""
    texts = pl.col(column.name)
    match column.fact:
        case DateFact():  # of these the signs themselves are read
            return _look(column, reading)
        case WholeFact():
            numbers = texts.cast(pl.Int64, strict=False)
            return _look(column, reading, _fits(texts, WHOLE), (numbers, NO_WHOLE))
        case MoneyFact():
            fen = (texts.cast(pl.Decimal(18, 2), strict=False) * FEN_A_YUAN).cast(pl.Int64)
            return _look(column, reading, _fits(texts, YUAN), (fen, NO_FEN))
        case CategoryFact() | YesNoFact() as fact:
            return _look_at_words(column, fact, reading)
        case fact:
            more = [_fits(texts, CERTAINLY_A_KEY)] if is_key else []
            more += [_fits(texts, SCIENTIFIC)] if isinstance(fact, TextFact) else []
            return _look(column, reading, (texts.str.strip_chars(SPACES), None), *more)


def _look(column: Column, reading: Reading, *asked: Asked) -> Look:
    return Look(column, reading, _named(column, asked))


def _look_at_words(column: Column, fact: CategoryFact | YesNoFact, reading: Reading) -> Look:
    told = _told(fact, reading.words)
    meanings = {plain(text): position for text, position in told.items()}
    spelled = list(told)
    codes = pl.col(column.name).cast(pl.Enum(spelled), strict=False).to_physical()
    positions = [*(meanings[plain(text)] for text in spelled), int(NO_WORD)]
    return Look(
        column,
        reading,
        _named(column, [(codes.cast(pl.Int32), -1)]),  # −1: the last
        meanings,
        np.array(positions, dtype=np.int16),
        dict(zip(spelled, positions, strict=False)),
    )


def _named(column: Column, asked: Iterable[Asked]) -> tuple[Question, ...]:
    return tuple(
        Question.of(f"{number}\t{column.name}", expression, empty)
        for number, (expression, empty) in enumerate(asked)
    )


def _fits(texts: pl.Expr, pattern: str) -> Asked:
    return texts.str.contains(pattern), False


def _told(fact: CategoryFact | YesNoFact, declared: Mapping[str, str]) -> dict[str, int]:
    """Every spelling and its position among the choices; of yes and no, 1 and 0."""
    if isinstance(fact, YesNoFact):
        ours = {text: meaning == "yes" for text, meaning in declared.items()}
        told = {"true": True, "false": False, **fact.words, **ours}
        return {text: int(meaning) for text, meaning in told.items()}
    position = {choice: index for index, choice in enumerate(fact.choices)}
    return {text: position[choice] for text, choice in {**spellings(fact), **declared}.items()}


def spellings(fact: CategoryFact) -> dict[str, str]:
    """The words of a fact, its choices among them, with what each means."""
    return {**{choice: choice for choice in fact.choices}, **fact.words}


def look(looks: Iterable[Look], texts: Mapping[str, pl.Series]) -> dict[str, Seen]:
    """The answers for each column by name; columns in which nothing stands are left out.

    Of a column of days: which are written as 2023-05-20, and the ordinals of these.
    """
    filled = [one.column for one in looks if _is_filled(texts.get(one.column.name))]
    days = [column.name for column in filled if isinstance(column.fact, DateFact)]
    names = {column.name for column in filled}.difference(days)
    others = [one for one in looks if one.column.name in names]
    return _days({name: texts[name] for name in days}) | _asked(others, texts)


def _asked(looks: Sequence[Look], texts: Mapping[str, pl.Series]) -> dict[str, Seen]:
    if not looks:
        return {}
    frame = pl.DataFrame({one.column.name: texts[one.column.name] for one in looks})
    answers = iter(_answers(frame, [question for one in looks for question in one.asked]))
    return {one.column.name: tuple(next(answers) for _ in one.asked) for one in looks}


def _answers(frame: pl.DataFrame, asked: Sequence[Question]) -> list[pl.Series]:
    """The answers in order. Nulls are filled afterwards: most columns have none."""
    answers = frame.select_seq([one.expression for one in asked])
    filling = [
        pl.col(one.name).fill_null(one.empty)
        for one, answer in zip(asked, answers.get_columns(), strict=True)
        if one.empty is not None and answer.null_count()
    ]
    return (answers.with_columns(filling) if filling else answers).get_columns()


def _days(texts: Mapping[str, pl.Series]) -> dict[str, Seen]:
    """All columns of days below one another, so that their signs are read in one go."""
    if not texts:
        return {}
    is_iso, days = days_of_iso_texts(pl.concat(texts.values()))
    apart = zip(np.split(is_iso, len(texts)), np.split(days, len(texts)), strict=True)
    return dict(zip(texts, apart, strict=True))


def _is_filled(texts: pl.Series | None) -> bool:
    return texts is not None and texts.null_count() < len(texts)


def holding(
    texts: Mapping[int, pl.Series], asked: Sequence[tuple[tuple[int, ...], str]]
) -> Iterator[Values]:
    """For each pattern, the rows in which one of some columns holds it; no pattern has line ends."""
    frame = pl.DataFrame({str(position): one for position, one in texts.items()})
    answers = _answers(frame, [_holds(positions, pattern) for positions, pattern in asked])
    return (found.to_numpy() for found in answers)


@lru_cache(maxsize=_PATTERNS_KEPT)
def _holds(positions: tuple[int, ...], pattern: str) -> Question:
    texts = pl.col(str(positions[0]))
    if len(positions) > 1:  # looked through once, not one after another
        names = [str(position) for position in positions]
        texts = pl.concat_str(names, separator="\n", ignore_nulls=True)
    return Question.of(f"{positions}\t{pattern}", *_fits(texts, pattern))
