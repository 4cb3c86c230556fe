"""Who is explained: a person, a household or an institution out of the registers, with its facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl
from attrs import field, frozen

from subsidy.dates import Month, month_of
from subsidy.register.facts import person_facts
from subsidy.register.intake import MONTH_MARK
from subsidy.register.table import People
from subsidy.register.units import Registers
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.of_unit import book_of_unit, link_to_household, value_facts

__all__ = ["UNITS", "Home", "Subject", "find_subject"]

UNITS = (PERSON, HOUSEHOLD, INSTITUTION)

Facts = Mapping[str, object]


@frozen(eq=False)
class Home:
    """A household: its number, its facts, and its members by their numbers.

    ``is_blind``: the row of a member was set aside, so that nobody knows all members.
    """

    household_id: str
    facts: Facts = field(repr=False)
    member_ids: tuple[str, ...] = field(repr=False)
    members: tuple[Facts, ...] = field(repr=False)
    is_blind: bool


@frozen(eq=False)
class Subject:
    """One unit of a register: its own facts, its household, its months where it has rows of them."""

    unit: str
    unit_id: str
    facts: Facts = field(repr=False)
    home: Home | None = None
    by_month: Mapping[Month, Facts] | None = None


def find_subject(
    registers: Registers, book: Rulebook, unit_id: str, unit: str | None = None
) -> Subject | None:
    """The unit of that identifier: among persons first, then households, then institutions.

    *unit* looks in one register alone. None where there is no such unit that can be calculated.
    """
    finders = {PERSON: _person, HOUSEHOLD: _household, INSTITUTION: _institution}
    for one in UNITS if unit is None else (unit,):
        found = finders[one](registers, book, unit_id)
        if found is not None:
            return found
    return None


def _person(registers: Registers, book: Rulebook, unit_id: str) -> Subject | None:
    people = registers.persons
    row = _row(people, unit_id)
    if row is None:
        return None
    facts = {book.key: unit_id, **person_facts(people, book_of_unit(book, PERSON), row)}
    link = link_to_household(book)
    home = None
    if registers.households is not None and link and link.name in people.carried.columns:
        named = people.carried[link.name].cast(pl.String)[row]
        home = None if named is None else _home(registers, book, named.strip())
    return Subject(PERSON, unit_id, facts, home)


def _household(registers: Registers, book: Rulebook, unit_id: str) -> Subject | None:
    home = _home(registers, book, unit_id)
    return None if home is None else Subject(HOUSEHOLD, unit_id, home.facts, home)


def _home(registers: Registers, book: Rulebook, household_id: str) -> Home | None:
    households, people = registers.households, registers.persons
    row = None if households is None else _row(households, household_id)
    link = link_to_household(book)
    if households is None or row is None or link is None:
        return None
    members: list[int] = []
    if link.name in people.carried.columns:
        named = people.carried[link.name].cast(pl.String).str.strip_chars()
        members = (named == household_id).fill_null(value=False).arg_true().to_list()
    persons = book_of_unit(book, PERSON)
    ids = [str(people.ids[member]) for member in members]
    facts = [
        {book.key: key, **person_facts(people, persons, member)}
        for key, member in zip(ids, members, strict=True)
    ]
    own = person_facts(households, book_of_unit(book, HOUSEHOLD), row)
    is_blind = registers.blind is not None and bool(registers.blind[row])
    return Home(household_id, own, tuple(ids), tuple(facts), is_blind)


def _institution(registers: Registers, book: Rulebook, unit_id: str) -> Subject | None:
    register = registers.institutions
    if register is None:
        return None
    own = book_of_unit(book, INSTITUTION)
    if registers.months is None:
        row = _row(register, unit_id)
        return (
            None if row is None else Subject(INSTITUTION, unit_id, person_facts(register, own, row))
        )
    keys = register.ids.cast(pl.String).str.split(MONTH_MARK).list.first()
    rows = [int(row) for row in (keys == unit_id).arg_true()]
    if not rows:
        return None
    told = {row: person_facts(register, own, row) for row in rows}
    values = set(value_facts(book))
    by_month = {
        month_of(date.fromordinal(int(registers.months[row]))): {
            name: value for name, value in told[row].items() if name in values
        }
        for row in rows
    }
    dates = {name: value for name, value in told[rows[0]].items() if name not in values}
    return Subject(INSTITUTION, unit_id, dates, by_month=by_month)


def _row(people: People, unit_id: str) -> int | None:
    rows = np.flatnonzero((people.ids.cast(pl.String) == unit_id).to_numpy())
    return int(rows[0]) if len(rows) else None
