"""Numbers of disability certificates: whose they are, and the category and grade that they tell.

The number is the resident identity number of 18 characters, one digit of the category, one of the
grade; a certificate issued again has up to three characters more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve, frozen

from subsidy.register.day_texts import trimmed
from subsidy.register.faults import Faults
from subsidy.register.headings import headings_of
from subsidy.register.identity import normalised_numbers
from subsidy.register.roster_map import RosterMap, column_key, keys_of
from subsidy.register.source import Table
from subsidy.rulebook.model import Fact, IdentifierFact, IdentifierKind, Rulebook
from subsidy.same import Same

__all__ = ["Certificates", "read_certificates", "with_numbers_of_certificates"]

Values = np.ndarray[Any, Any]

_SHAPE = r"^([0-9]{17}[0-9X])([1-7])([1-4])(?:B?[0-9]{1,2})?$"
_KEPT = 32
_ROUNDED = r"^[0-9](?:\.[0-9]*)?[eE]\+?[0-9]{2}$"


@frozen(eq=False)
class Certificates:
    """What each certificate's number tells; null where it is empty or of the wrong shape."""

    id_numbers: pl.Series
    categories: pl.Series  # the digit, as text
    grades: pl.Series  # the digit, as text


def read_certificates(
    texts: pl.Series, heading: str, records: Values, faults: Faults
) -> Certificates:
    """Read certificate numbers; every fault is noted at *heading*."""
    spelled = normalised_numbers(trimmed(texts)).str.to_uppercase()
    parts = spelled.str.extract_groups(_SHAPE).struct.unnest().get_columns()
    filled = spelled.is_not_null().to_numpy()
    rounded = spelled.str.contains(_ROUNDED).fill_null(value=False).to_numpy()
    faults.add(records[rounded], heading, "id-as-number")
    wrong = filled & ~rounded & parts[0].is_null().to_numpy()
    faults.add(records[wrong], heading, "bad-certificate-shape")
    return Certificates(*parts)


def with_numbers_of_certificates(table: Table, book: Rulebook, mapping: RosterMap) -> Table:
    """A table that has certificates but no identity numbers, with those inside the certificates."""
    at, inside = _alone(table.headings, Same(book), Same(mapping))
    if not inside:
        return table
    texts = [cell if isinstance(cell, str) else None for cell in table.columns[at]]
    spelled = normalised_numbers(trimmed(pl.Series(texts, dtype=pl.String)))
    numbers = spelled.str.to_uppercase().str.extract(_SHAPE, 1)
    headings = (*table.headings, inside)
    return evolve(table, headings=headings, columns=(*table.columns, numbers))


@lru_cache(maxsize=_KEPT)
def _alone(
    headings: tuple[str, ...], same: Same[Rulebook], declared: Same[RosterMap]
) -> tuple[int, str]:
    """The column of certificates and the fact of the number inside; no fact where that has its own."""
    book, mapping, keys = same.model, declared.model, keys_of(headings)
    for fact in book.facts.values():
        if not isinstance(fact, IdentifierFact) or fact.kind is not IdentifierKind.CERTIFICATE:
            continue
        inside = book.facts.get(fact.gives_id_number or "")
        at = _position(fact, keys, mapping)
        if inside is not None and at is not None and _position(inside, keys, mapping) is None:
            return at, inside.name
    return 0, ""


def _position(fact: Fact, keys: tuple[str, ...], mapping: RosterMap) -> int | None:
    """The column that tells a fact, or None."""
    own = {column_key(heading) for heading in headings_of(fact)}
    for position, key in enumerate(keys):
        told = mapping.columns.get(key)
        if told == fact.name or (told is None and key in own and key not in mapping.ignore):
            return position
    return None
