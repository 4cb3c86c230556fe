"""The columns of a table read into typed arrays and texts, and what was found wrong on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from attrs import define, field

from subsidy.errors import Words
from subsidy.how_many import are_few, are_many
from subsidy.register.at_once import Look, Seen, look, looks_of
from subsidy.register.cells import as_series, as_texts, spoilt_texts, spoilt_words
from subsidy.register.day_texts import days_of_dates, without_blanks
from subsidy.register.doubles import Doubles
from subsidy.register.faults import Faults
from subsidy.register.few_cells import usual_texts, usual_values
from subsidy.register.headings import Column, Matched
from subsidy.register.plain_texts import are_plain, are_whole_numbers
from subsidy.register.roster_map import RosterMap
from subsidy.register.source import Table
from subsidy.register.values import values_seen
from subsidy.rulebook.model import DateFact, IdentifierFact, TextFact

__all__ = ["SoFar", "read_columns"]

Values = np.ndarray[Any, Any]


@define
class SoFar:
    """What has been read so far of one table."""

    table: Table
    matched: Matched
    mapping: RosterMap
    faults: Faults
    doubles: Doubles | None
    keys_are_plain: bool = False  # all of capitals and digits: no words, nothing that is invisible
    columns: dict[str, Values] = field(factory=dict)
    texts: dict[str, pl.Series] = field(factory=dict)
    warnings: list[Words] = field(factory=list)

    @property
    def records(self) -> Values:
        return self.table.records

    def put(self, name: str, told: Values | pl.Series) -> None:
        """Keep what a column tells: typed values, or texts."""
        if isinstance(told, pl.Series):
            self.texts[name] = told
        else:
            self.columns[name] = told


def read_columns(reading: SoFar) -> None:
    """Look at all columns at once, then read each; its faults stand in the order of the columns."""
    looks = looks_of(reading.matched, reading.mapping, is_sheet=reading.table.is_sheet)
    texts: dict[str, pl.Series] = {}
    noted = {at.column.name: Faults() for at in looks}
    told: dict[str, Values | pl.Series] = {}
    for at in looks:
        if _holds_dates(reading.table, at.column):
            continue
        name, cells = at.column.name, as_texts(reading.table, at.column, noted[at.column.name])
        usual = _of_few(reading, at, cells)
        if usual is None:
            texts[name] = as_series(cells, reading.table, at.column)
        else:
            told[name] = usual
    plain = {at.column.name for at in looks if _is_plain(at.column, texts)}
    answers = look([at for at in looks if at.column.name not in plain], texts)
    if reading.matched.key in plain:
        reading.keys_are_plain = are_whole_numbers(texts[reading.matched.key])
    for at in looks:
        if at.column.name in told:
            reading.put(at.column.name, told[at.column.name])
        else:
            _read_column(reading, at, texts, answers, noted[at.column.name])
        reading.faults.found.extend(noted[at.column.name].found)


def _of_few(
    reading: SoFar, at: Look, cells: pl.Series | list[str | None]
) -> Values | pl.Series | None:
    """A column of few cells that are all written in the usual way; else None."""
    if not are_few(cells):
        return None
    texts = cells if isinstance(cells, list) else cells.to_list()
    if not isinstance(at.column.fact, TextFact | IdentifierFact):
        return usual_values(texts, at)
    found = None if _holds_floats(reading.table, at.column) else usual_texts(texts, at)
    if found is None:
        return None
    stripped, are_keys = found
    if at.column.name == reading.matched.key:
        reading.keys_are_plain = are_keys
    return pl.Series(stripped, dtype=pl.String)


def _holds_floats(table: Table, column: Column) -> bool:
    """Whether numbers stand there whose last digits may be lost."""
    cells = table.columns[column.position]
    return isinstance(cells, list) and any(isinstance(cell, float) for cell in cells)


def _holds_dates(table: Table, column: Column) -> bool:
    cells = table.columns[column.position]
    is_date = isinstance(cells, pl.Series) and cells.dtype == pl.Date
    return is_date and isinstance(column.fact, DateFact)


def _is_plain(column: Column, texts: Mapping[str, pl.Series]) -> bool:
    """Whether one look at all texts or numbers of a column proves that none needs another."""
    is_text = isinstance(column.fact, TextFact | IdentifierFact) and column.name in texts
    return is_text and are_many(texts[column.name]) and are_plain(texts[column.name])


def _read_column(
    reading: SoFar,
    at: Look,
    texts: Mapping[str, pl.Series],
    answers: Mapping[str, Seen],
    faults: Faults,
) -> None:
    column = at.column
    if column.name not in texts:
        dates = reading.table.columns[column.position]
        assert isinstance(dates, pl.Series)
        reading.columns[column.name] = days_of_dates(dates, column, reading.records, faults)
        return
    values = values_seen(texts[column.name], at, answers, reading.records, faults)
    if values is not None:
        reading.columns[column.name] = values
        return
    stripped, *more = answers.get(column.name, (texts[column.name].clone(),))
    if column.name == reading.matched.key and more:
        reading.keys_are_plain = bool(more.pop(0).all())
    if isinstance(column.fact, TextFact) and more:
        spoilt = spoilt_texts(reading.table, column, more[0])
        if len(spoilt):
            stripped = stripped.scatter(spoilt.tolist(), [None] * len(spoilt))
            reading.warnings.append(spoilt_words(column, reading.table.rows[spoilt]))
    reading.texts[column.name] = without_blanks(stripped)
