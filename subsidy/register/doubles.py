"""Which numbers of a register may stand in it once only, and rows that share one.

In a register read whole the rows of a number are found at once; in one read in pieces they are
found beforehand, over the whole file, and each piece is told of its own (:class:`Doubles`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl
from attrs import field, frozen

from subsidy.register.cells import as_text
from subsidy.register.certificates import read_certificates
from subsidy.register.day_texts import trimmed
from subsidy.register.faults import Faults
from subsidy.register.headings import Column, Matched
from subsidy.register.identity import numbers_of
from subsidy.register.plain_texts import are_plain
from subsidy.register.source import Table
from subsidy.rulebook.model import IdentifierFact, IdentifierKind

__all__ = ["DUPLICATE_ID", "DUPLICATE_PERSON", "Doubles", "identifying", "numbers_compared"]

Values = np.ndarray[Any, Any]

DUPLICATE_PERSON, DUPLICATE_ID = "duplicate-person", "duplicate-id"


@frozen(eq=False)
class Doubles:
    """Rows whose number stands elsewhere, too: by column, the record and the words for the others."""

    found: Mapping[str, tuple[Values, tuple[str, ...]]] = field(factory=dict)  # records ascending

    def within(self, before: int, count: int) -> Doubles:
        """Of the *count* records that follow *before* others, counted from 1."""
        part = {}
        for name, (records, others) in self.found.items():
            begin, end = np.searchsorted(records, (before + 1, before + count + 1))
            part[name] = (records[begin:end] - before, others[begin:end])
        return Doubles(part)

    def add_to(self, faults: Faults, column: Column, code: str) -> None:
        """Note the rows of one column."""
        records, others = self.found.get(column.name, (np.empty(0, dtype=np.int64), ()))
        for record, words in zip(records.tolist(), others, strict=True):
            faults.add(np.array([record]), column.heading, code, others=words)


def identifying(matched: Matched) -> tuple[Column, ...]:
    """The columns from which the numbers are told that may stand once only."""
    kinds = (IdentifierKind.RESIDENT_ID, IdentifierKind.CERTIFICATE)
    return tuple(
        column
        for column in matched.columns
        if column.name == matched.key
        or (isinstance(column.fact, IdentifierFact) and column.fact.kind in kinds)
    )


def numbers_compared(table: Table, matched: Matched) -> Iterator[tuple[Column, str, pl.Series]]:
    """Of each such number: its column, what two equal ones are called, and all of them as text.

    Null where a row has none, or one that cannot be told.
    """
    columns = identifying(matched)
    texts = {column.name: as_text(table, column, Faults()) for column in columns}
    key = matched.named(matched.key)
    if key is not None and not _is(key, IdentifierKind.RESIDENT_ID):
        yield key, DUPLICATE_PERSON, _trimmed(texts[key.name])
    for column in columns:
        fact = column.fact
        if isinstance(fact, IdentifierFact) and fact.kind is IdentifierKind.CERTIFICATE:
            inside = matched.named(fact.gives_id_number or "")
            if inside is not None:
                told = read_certificates(texts[column.name], "", table.records, Faults())
                texts[inside.name] = _trimmed(texts[inside.name]).fill_null(told.id_numbers)
    for column in columns:
        if _is(column, IdentifierKind.RESIDENT_ID):
            yield column, DUPLICATE_ID, numbers_of(texts[column.name])


def _trimmed(texts: pl.Series) -> pl.Series:
    return texts.clone() if are_plain(texts) else trimmed(texts)


def _is(column: Column, kind: IdentifierKind) -> bool:
    return isinstance(column.fact, IdentifierFact) and column.fact.kind is kind
