"""The registers of one calculation: persons, and where given, households and institutions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve, field, frozen

from subsidy.dates import Period
from subsidy.register.crosschecks import BORN_AFTER_PERIOD
from subsidy.register.readers import read_register
from subsidy.register.roster_map import NO_MAP, RosterMap
from subsidy.register.table import People
from subsidy.register.unmatched import unmatched
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.of_unit import link_to_household, month_fact

__all__ = ["Registers", "Sources", "read_registers"]

Array = np.ndarray[Any, Any]

_OF_ALL = ("limits",)  # options that concern every register as they stand


@frozen
class Sources:
    """What a caller hands in: a source of persons, and of others where there are any."""

    persons: Any
    households: Any = None
    institutions: Any = None
    options: Mapping[str, Any] = field(factory=dict)  # for the reading

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
    beside = {name: sources.options[name] for name in _OF_ALL if name in sources.options}
    mapping: RosterMap = sources.options.get("mapping", NO_MAP)
    if sources.households is not None:
        beside["mapping"] = mapping.of_unit(HOUSEHOLD)
        households = _read(sources.households, HOUSEHOLD, book, period, beside)
        blind = _blind(persons, households, book)
        noticed = tuple(unmatched(persons, households, book))
        persons = evolve(persons, warnings=(*persons.warnings, *noticed))
    if sources.institutions is not None:
        beside["mapping"] = mapping.of_unit(INSTITUTION)
        institutions = _read(sources.institutions, INSTITUTION, book, period, beside)
        month = month_fact(book)
        if month is not None:
            months = institutions.columns.get(month.name)
    return Registers(persons, households, institutions, months, blind)


def _read(
    source: Any, unit: str, book: Rulebook, period: Period, options: Mapping[str, Any]
) -> People:
    if isinstance(source, People):
        return source
    return read_register(source, book, period, unit=unit, **options)


def _blind(persons: People, households: People, book: Rulebook) -> Array:
    """The households to which a row that was set aside says it belongs.

    Whoever is born after the period is no member yet; such a row hides nobody.
    """
    link = link_to_household(book)
    told = persons.set_aside_links
    if link is None or link.name not in told.columns:
        return np.zeros(len(households.ids), dtype=bool)
    hidden = {one.row for one in persons.set_aside if one.code != BORN_AFTER_PERIOD}
    named = told.filter(pl.col("record").is_in(list(hidden)))[link.name].drop_nulls().unique()
    return households.ids.cast(pl.String).is_in(named.implode()).to_numpy()
