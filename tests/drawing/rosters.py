"""Draw registers of persons, their households and institutions for a drawn rulebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import numpy as np
import polars as pl
from attrs import evolve, frozen

from subsidy.dates import Month, Period, first_day
from subsidy.register.intake import MONTH_MARK
from subsidy.register.table import People
from subsidy.register.units import Registers
from subsidy.rulebook.in_play import in_play
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.of_unit import book_of_unit, month_fact, value_facts
from tests.drawing.people import Crowd, draw_crowd, people_of
from tests.drawing.unit_books import LINK

NOWHERE = "nowhere"  # a household that is not in the register
SIZES = (0, 1, 1, 2, 2, 3, 4, 6)
Values = Mapping[str, object]


@frozen
class Named:
    """Units of one kind: their keys, and their facts row by row."""

    keys: tuple[str, ...]
    crowd: Crowd


@frozen
class Sites:
    """Institutions, or their rows a month; *months* are then those of the rows."""

    rows: Named
    months: tuple[Month, ...] | None

    def together(self, values: Sequence[str]) -> dict[str, tuple[Values, dict[Month, Values]]]:
        """Each institution's facts, of its first row, and its values by month."""
        found: dict[str, tuple[Values, dict[Month, Values]]] = {}
        rows = zip(self.rows.keys, self.months or (), self.rows.crowd.rows, strict=True)
        for key, month, row in rows:
            facts = {name: value for name, value in row.items() if name not in values}
            _, by_month = found.setdefault(key, (facts, {}))
            by_month[month] = {name: row[name] for name in values if name in row}
        return found


@frozen
class Roster:
    """Everybody of one calculation; a register that is None is not given.

    ``link`` is the household that each person names, ``blind`` the households of which a
    member's row was set aside.
    """

    persons: Named
    link: tuple[str | None, ...]
    homes: Named | None
    blind: frozenset[str]
    sites: Sites | None

    @property
    def units(self) -> frozenset[str]:
        """The units of which a register is given."""
        given = {"household": self.homes, "institution": self.sites}
        return frozenset({"person", *(unit for unit, one in given.items() if one is not None)})

    def members(self, home: str) -> list[int]:
        """The rows of the persons who name a household."""
        return [row for row, link in enumerate(self.link) if link == home]


def draw_roster(random: Random, book: Rulebook, period: Period, homes: int) -> Roster:
    """Up to so many households with their members, some persons without one, institutions."""
    empty = random.choice([0.0, 0.02, 0.06, 0.12])
    keys = [f"H{number}" for number in range(homes)]
    links: list[str | None] = [key for key in keys for _ in range(random.choice(SIZES))]
    links += random.choices([None, NOWHERE], k=random.randint(0, 4))
    random.shuffle(links)
    everybody = [f"P{number}" for number in random.sample(range(10 * len(links) + 10), len(links))]
    persons = book_of_unit(book, "person")
    given = random.choice([{"homes"}, {"homes"}, {"homes"}, {"homes", "sites"}, {"sites"}, set()])
    crowd = draw_crowd(random, persons, period, len(links), empty=empty)
    return Roster(
        Named(tuple(everybody), _living(random, crowd)),
        tuple(links),
        _draw_homes(random, book, period, keys, empty) if "homes" in given else None,
        frozenset(key for key in keys if random.random() < 0.04),
        _draw_sites(random, book, period) if "sites" in given else None,
    )


def registers_of(book: Rulebook, roster: Roster) -> tuple[Rulebook, Registers]:
    """The rules that such registers allow, and the registers as they are read."""
    rules, _ = in_play(book, roster.units)
    persons = _people(rules, "person", roster.persons)
    persons = evolve(persons, carried=persons.carried.with_columns(_text(LINK, roster.link)))
    homes = sites = months = blind = None
    if roster.homes is not None:
        homes = _people(rules, "household", roster.homes)
        blind = np.array([key in roster.blind for key in roster.homes.keys], bool)
    if roster.sites is not None:
        sites, months = _site_rows(rules, roster.sites)
    return rules, Registers(persons, homes, sites, months, blind)


def _living(random: Random, crowd: Crowd) -> Crowd:
    """The same people, half of whom do not die."""
    return Crowd(
        crowd.columns,
        tuple(
            {name: None if name == "death_date" and lives else row[name] for name in crowd.columns}
            for row in crowd.rows
            for lives in (random.random() < 0.5,)
        ),
    )


def _draw_homes(
    random: Random, book: Rulebook, period: Period, keys: list[str], empty: float
) -> Named:
    order = random.sample(keys, len(keys))
    own = book_of_unit(book, "household")
    return Named(tuple(order), draw_crowd(random, own, period, len(order), empty=empty))


def _draw_sites(random: Random, book: Rulebook, period: Period) -> Sites:
    own = book_of_unit(book, "institution")
    keys = [f"S{number}" for number in range(random.randint(0, 4))]
    if month_fact(book) is None:
        return Sites(Named(tuple(keys), draw_crowd(random, own, period, len(keys))), None)
    first, end = period.first - 14, period.end + 2
    rows = [(key, Month(m)) for key in keys for m in range(first, end) if random.random() < 0.8]
    random.shuffle(rows)
    crowd = draw_crowd(random, _without_month(own), period, len(rows), empty=0.03)
    return Sites(Named(tuple(key for key, _ in rows), crowd), tuple(month for _, month in rows))


def _site_rows(book: Rulebook, sites: Sites) -> tuple[People, np.ndarray | None]:
    own = _without_month(book_of_unit(book, "institution"))
    if sites.months is None:
        return _people(book, "institution", sites.rows), None
    days = [first_day(month) for month in sites.months]
    keys = [f"{key}{MONTH_MARK}{day}" for key, day in zip(sites.rows.keys, days, strict=True)]
    people = people_of(own, sites.rows.crowd, "institution", keys)
    return people, np.array([day.toordinal() for day in days], np.int32)


def values_of(book: Rulebook) -> list[str]:
    """The facts of institutions that hold in the month of a row alone."""
    return list(value_facts(book))


def _without_month(own: Rulebook) -> Rulebook:
    month = month_fact(own)
    return own if month is None else evolve(own, facts={n: f for n, f in own.facts.items() if n != month.name})  # fmt: skip


def _people(book: Rulebook, unit: str, named: Named) -> People:
    return people_of(book_of_unit(book, unit), named.crowd, unit, named.keys)


def _text(name: str, values: Sequence[str | None]) -> pl.Series:
    return pl.Series(name, values, dtype=pl.String)
