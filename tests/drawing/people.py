"""Draw people whose events lie where engines go wrong: edges of months, leap days, birthdays."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

import numpy as np
import polars as pl
from attrs import frozen

from subsidy.dates import FIRST_DATE, Month, Period, first_day, last_day
from subsidy.register.table import NO_DAY, NO_FEN, NO_WHOLE, NO_WORD, People
from subsidy.rulebook.model import (
    CategoryFact,
    DateFact,
    IdentifierFact,
    MoneyFact,
    Rulebook,
    Status,
    WholeFact,
    YesNoFact,
)
from tests.drawing.facts import AGES
from tests.drawing.formulas import AWKWARD_FEN

ONE_DAY = timedelta(days=1)
Facts = dict[str, object]


@frozen
class Crowd:
    """Invented people: every row has a value, maybe None, for each of the columns."""

    columns: tuple[str, ...]
    rows: tuple[Facts, ...]


def draw_crowd(
    random: Random, book: Rulebook, period: Period, count: int, *, empty: float = 0.12
) -> Crowd:
    """*count* people over the columns that this register happens to have; *empty*: of cells."""
    columns = tuple(name for name in columns_of(book) if random.random() < _presence(name))
    drawer = _Drawer(random, book, period, empty)
    rows = (drawer.person() for _ in range(count))
    return Crowd(columns, tuple({name: row.get(name) for name in columns} for row in rows))


def columns_of(book: Rulebook) -> list[str]:
    """Every column that a register for *book* may have, numbered spells and values included."""
    names = [name for name, fact in book.facts.items() if not isinstance(fact, IdentifierFact)]
    for status in book.statuses.values():
        further = [status.begins, *([status.ends] if status.ends else [])]
        further += [
            name
            for name, fact in book.facts.items()
            if getattr(fact, "changes_with", None) == status.name
        ]
        names += [f"{name}_{n}" for n in range(2, status.spells + 1) for name in further]
    return names


def people_of(
    book: Rulebook, crowd: Crowd, unit: str = "person", keys: Sequence[str] | None = None
) -> People:
    """The same people, or other units, as the vector engine takes them."""
    numbers = [str(number) for number in range(len(crowd.rows))]
    return People(
        unit=unit,
        ids=pl.Series(numbers if keys is None else keys, dtype=pl.String),
        columns={
            name: _array(book, name, [row[name] for row in crowd.rows]) for name in crowd.columns
        },
        carried=pl.DataFrame({"region": [""] * len(crowd.rows)}),
        records_read=len(crowd.rows),
        set_aside=(),
        warnings=(),
        sha256="0" * 64,
    )


def _presence(name: str) -> float:
    return 0.85 if name[-1].isdigit() else 0.95


def _array(book: Rulebook, column: str, values: Sequence[object]) -> np.ndarray:
    name = column if column in book.facts else column.rsplit("_", 1)[0]
    fact = book.facts[name]
    match fact:
        case DateFact():
            days = [NO_DAY if v is None else v.toordinal() for v in values]  # type: ignore[attr-defined]
            return np.array(days, np.int32)
        case WholeFact():
            return np.array([NO_WHOLE if v is None else v for v in values], np.int32)
        case CategoryFact():
            return np.array(
                [NO_WORD if v is None else fact.choices.index(str(v)) for v in values], np.int16
            )
        case YesNoFact():
            return np.array([NO_WORD if v is None else int(bool(v)) for v in values], np.int16)
        case MoneyFact():
            return np.array([NO_FEN if v is None else v for v in values], np.int64)
        case _:
            raise TypeError(f"{column} is no column of values")


class _Drawer:
    def __init__(self, random: Random, book: Rulebook, period: Period, empty: float) -> None:
        self.random = random
        self.book = book
        self.period = period
        self.empty = empty

    def person(self) -> Mapping[str, object]:
        facts: Facts = {}
        for name, fact in self.book.facts.items():
            if not isinstance(fact, IdentifierFact):
                is_empty = self.random.random() < self.empty
                facts[name] = None if is_empty else self._value(name, fact)
        for status in self.book.statuses.values():
            if not status.name.endswith("alive") and self.random.random() < 0.9:
                self._spells(status, facts)
        return facts

    def _value(self, name: str, fact: object) -> object:
        match fact:
            case DateFact() if name.endswith("birth_date"):
                return self._birth()
            case DateFact():
                return self._day()
            case WholeFact():
                return self.random.randint(fact.lowest, fact.highest)
            case CategoryFact():
                return self.random.choice(fact.choices)
            case YesNoFact():
                return self.random.random() < 0.5
            case MoneyFact():
                return min(self.random.choice(AWKWARD_FEN), fact.highest_fen)
            case _:
                raise TypeError(f"{name} is no fact with a value")

    def _spells(self, status: Status, facts: Facts) -> None:
        begins = self._day()
        for number in range(1, status.spells + 1):
            suffix = "" if number == 1 else f"_{number}"
            ends = self._after(begins)
            if number > 1 and self.random.random() < 0.35:
                continue
            facts[status.begins + suffix] = begins
            if status.ends is not None:
                facts[status.ends + suffix] = None if self.random.random() < 0.2 else ends
            self._numbered_values(status, number, facts)
            begins = self._after(ends) if self.random.random() < 0.85 else self._day()

    def _numbered_values(self, status: Status, number: int, facts: Facts) -> None:
        for name, fact in self.book.facts.items():
            if number > 1 and getattr(fact, "changes_with", None) == status.name:
                empty = self.random.random() < 0.15
                facts[f"{name}_{number}"] = None if empty else self._value(name, fact)

    def _after(self, day: date) -> date:
        """The same day, the next, within three weeks, or some edge later."""
        form = self.random.random()
        if form < 0.12:
            return day
        if form < 0.24:
            return day + ONE_DAY
        if form < 0.42:
            return day + self.random.randint(2, 20) * ONE_DAY
        later = self._day()
        return later if later >= day else day + self.random.randint(2, 400) * ONE_DAY

    def _day(self) -> date:
        """A day around the period, mostly at the edge of a month; sometimes long before."""
        form = self.random.random()
        if form < 0.12:
            return date(self.random.randint(1930, 2020), self.random.randint(1, 12), 15)
        month = Month(self.random.randint(self.period.first - 4, self.period.end + 1))
        if form < 0.2:
            month = Month(month - 12 * self.random.randint(1, 4))
        return self.random.choice(
            [
                first_day(month),
                last_day(month),
                last_day(month) - ONE_DAY,
                first_day(month) + ONE_DAY,
                first_day(month) + 14 * ONE_DAY,
                first_day(month) + self.random.randrange(28) * ONE_DAY,
            ]
        )

    def _birth(self) -> date:
        """A birth whose interesting birthday lies around the period; some on 29 February."""
        years = self.random.choice(AGES)
        day = self._day()
        year = max(day.year - years, FIRST_DATE.year)
        if self.random.random() < 0.2:
            return date(_leap_year_near(year), 2, 29)
        if (day.month, day.day) == (2, 29):
            return date(year, 3, 1)
        return day.replace(year=year)


def _leap_year_near(year: int) -> int:
    return next(y for y in range(year, year + 9) if isleap(y))
