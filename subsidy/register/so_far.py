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
from subsidy.register.sparse import is_sparse, read_sparse
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
        name, faults = at.column.name, noted[at.column.name]
        cells = _cells(reading, at, faults)
        alone = _told_alone(reading, at, cells, faults)
        if alone is None:
            texts[name] = as_series(cells, reading.table, at.column)
        else:
            told[name] = alone
    answers = look([at for at in looks if at.column.name in texts], texts)
    for at in looks:
        name = at.column.name
        if name in told:
            reading.put(name, told[name])
        else:
            _read_column(reading, at, texts[name], answers, noted[name])
        reading.faults.found.extend(noted[name].found)


def _cells(reading: SoFar, at: Look, faults: Faults) -> pl.Series | list[str | None]:
    """The cells of a column: days as days, everything else as text."""
    cells = reading.table.columns[at.column.position]
    if isinstance(cells, pl.Series) and _are_days(cells) and isinstance(at.column.fact, DateFact):
        return cells
    return as_texts(reading.table, at.column, faults)


def _told_alone(
    reading: SoFar, at: Look, cells: pl.Series | list[str | None], faults: Faults
) -> Values | pl.Series | None:
    """What a column tells that need not be looked at together with others; else None."""
    column = at.column
    if isinstance(cells, pl.Series) and is_sparse(cells) and not _holds_texts(column):
        return read_sparse(cells, at, reading.records, faults)
    if isinstance(cells, pl.Series) and _are_days(cells):
        return days_of_dates(cells, column, reading.records, faults)
    if are_few(cells):
        return _of_few(reading, at, cells)
    if isinstance(cells, pl.Series) and _holds_texts(column) and _is_plain(reading, column, cells):
        return cells.clone()
    return None


def _are_days(cells: pl.Series) -> bool:
    return cells.dtype == pl.Date


def _holds_texts(column: Column) -> bool:
    """Whether what the column tells are texts, and no values of another kind."""
    return isinstance(column.fact, TextFact | IdentifierFact)


def _of_few(
    reading: SoFar, at: Look, cells: pl.Series | list[str | None]
) -> Values | pl.Series | None:
    """A column of few cells that are all written in the usual way; else None."""
    texts = cells if isinstance(cells, list) else cells.to_list()
    if not _holds_texts(at.column):
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


def _is_plain(reading: SoFar, column: Column, texts: pl.Series) -> bool:
    """Whether one look at all texts of a column proves that none needs another."""
    proofs, is_key = reading.table.proofs, column.name == reading.matched.key
    if not are_many(texts):
        return False
    signs = proofs.signs.get(column.position)
    are_numbers = column.position in proofs.numbers
    is_plain = are_numbers or (signs is not None and bool(signs.is_shaped.all()))
    is_plain = is_plain or are_plain(texts)
    if is_key and is_plain:
        reading.keys_are_plain = are_numbers or are_whole_numbers(texts)
    return is_plain


def _read_column(
    reading: SoFar,
    at: Look,
    texts: pl.Series,
    answers: Mapping[str, Seen],
    faults: Faults,
) -> None:
    column = at.column
    values = values_seen(texts, at, answers, reading.records, faults)
    if values is not None:
        reading.columns[column.name] = values
        return
    stripped, *more = answers.get(column.name, (texts.clone(),))
    if column.name == reading.matched.key and more:
        reading.keys_are_plain = bool(more.pop(0).all())
    if isinstance(column.fact, TextFact) and more:
        spoilt = spoilt_texts(reading.table, column, more[0])
        if len(spoilt):
            stripped = stripped.scatter(spoilt.tolist(), [None] * len(spoilt))
            reading.warnings.append(spoilt_words(column, reading.table.rows[spoilt]))
    reading.texts[column.name] = without_blanks(stripped)
