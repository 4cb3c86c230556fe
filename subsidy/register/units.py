"""The registers of one calculation: persons, and where given, households and institutions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve, field, frozen

from subsidy.dates import Period
from subsidy.register.crosschecks import BORN_AFTER_PERIOD
from subsidy.register.headings import headings_of, plain
from subsidy.register.readers import read_register
from subsidy.register.table import People
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.of_unit import book_of_unit, link_to_household, month_fact

__all__ = ["Registers", "Sources", "read_registers"]

Array = np.ndarray[Any, Any]


@frozen
class Sources:
    """What a caller hands in: a source of persons, and of others where there are any."""

    persons: Any
    households: Any = None
    institutions: Any = None
    options: Mapping[str, Any] = field(factory=dict)  # for the reading of persons

    def units(self) -> frozenset[str]:
        """The units of which a register is given."""
        given = {HOUSEHOLD: self.households, INSTITUTION: self.institutions}
        return frozenset({PERSON, *(unit for unit, one in given.items() if one is not None)})


@frozen(eq=False)
class Registers:
    """All registers, read. ``months`` are those of the institutions' rows, one row a month."""

    persons: People
    households: People | None = None
    institutions: People | None = None
    months: Array | None = None
    blind: Array | None = None  # households of which a member's row was set aside


def read_registers(sources: Sources, book: Rulebook, period: Period) -> Registers:
    """Read every register by the facts of its own unit.

    Raises:
        RegisterRefused: one of them as a whole cannot be used.
    """
    persons = _read(sources.persons, PERSON, book, period, sources.options)
    households = institutions = months = blind = None
    if sources.households is not None:
        households = _read(sources.households, HOUSEHOLD, book, period, {})
        blind = _blind(persons, households, book)
    if sources.institutions is not None:
        institutions = _read(sources.institutions, INSTITUTION, book, period, {})
        month = month_fact(book)
        if month is not None:
            months = institutions.columns.get(month.name)
    return Registers(persons, households, institutions, months, blind)


def _read(
    source: Any, unit: str, book: Rulebook, period: Period, options: Mapping[str, Any]
) -> People:
    if isinstance(source, People):
        return source
    people = read_register(source, book_of_unit(book, unit), period, **options)
    return evolve(people, unit=unit)


def _blind(persons: People, households: People, book: Rulebook) -> Array:
    """The households to which a row that was set aside says it belongs.

    Whoever is born after the period is no member yet; such a row hides nobody.
    """
    link = link_to_household(book)
    hidden = {one.row for one in persons.set_aside if one.code != BORN_AFTER_PERIOD}
    records = persons.set_aside_records
    if records.width:
        records = records.filter(pl.col("record").is_in(list(hidden)))
    known = {plain(heading) for heading in headings_of(link)} if link else set()
    found = [records[name] for name in records.columns if plain(name) in known]
    texts = (
        pl.concat([one.cast(pl.String) for one in found])
        if found
        else pl.Series([], dtype=pl.String)
    )
    named = texts.drop_nulls().str.strip_chars().unique()
    return households.ids.cast(pl.String).is_in(named.implode()).to_numpy()
