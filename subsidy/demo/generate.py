"""The registers: everybody drawn from one seed, shuffled, numbered and put into files."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve, field, frozen

from subsidy.demo.drawing import disabled_people, extremely_poor
from subsidy.demo.households import settle
from subsidy.demo.identity import IdNumbers
from subsidy.demo.institutions import institutions
from subsidy.demo.old import Person, old_people
from subsidy.demo.others import assisted, children, not_paid, with_care
from subsidy.demo.settings import Settings

__all__ = ["COLUMNS", "Registers", "generate", "register_bytes", "with_id_numbers"]

COLUMNS = (
    "person_id", "household_id", "sex", "birth_date", "death_date", "region", "hukou_from", "hukou_until",
    "disability_category", "disability_grade", "disability_from", "disability_until",
    "disability_applied_on", "disability_from_2", "disability_grade_2",
    "work_injury_care_from",
    "subsistence_allowance_from", "subsistence_allowance_until",
    "extreme_poverty_from", "extreme_poverty_until",
    "orphan_from", "unsupported_child_from", "enrolled_on", "graduated_on",
    "assistance_approved_on", "assistance_persons", "assistance_months",
    "care_insured_from", "care_service_from", "care_need",
)  # fmt: skip

HOUSEHOLD_COLUMNS = (
    "household_id", "income_per_month", "subsistence_approved_on", "subsistence_ended_on",
)  # fmt: skip


@frozen(eq=False)
class Registers:
    """Invented persons, households and institutions, each a frame with a row a unit (or month)."""

    persons: pl.DataFrame = field(repr=False)
    households: pl.DataFrame = field(repr=False)
    institutions: pl.DataFrame = field(repr=False)

    def equals(self, other: Registers) -> bool:
        """Whether every register is the same."""
        return (
            self.persons.equals(other.persons)
            and self.households.equals(other.households)
            and self.institutions.equals(other.institutions)
        )


def generate(settings: Settings, seed: int) -> Registers:
    """Registers of invented people; the same settings and seed give the same ones.

    >>> from subsidy.demo.settings import read_settings
    >>> generate(read_settings(), 7).equals(generate(read_settings(), 7))
    True
    """
    random = np.random.default_rng(seed)
    year = settings.year
    old = old_people(random, settings.old, year)
    settled = [person for person in old if _is_settled(person, year)]
    random.shuffle(settled)
    drawing = disabled_people(random, year, settings.care, settings.living, settled)
    drawing += extremely_poor(random, year, settings.extreme_poverty, settled)
    unsettled = [person for person in old if not _is_settled(person, year)]
    others = children(random, year, settings.children) + not_paid(random, year, settings.not_paid)
    others += assisted(random, year, settings.assisted)
    cared = with_care(random, year, settings.assisted, settled)
    everybody = settle(random, year, settings.homes, unsettled + cared + drawing + others)
    return Registers(
        persons=_frame(random, settings, everybody.people),
        households=pl.DataFrame(everybody.households, schema=_schema(HOUSEHOLD_COLUMNS)),
        institutions=_counts(institutions(random, year, settings.institutions)),
    )


def with_id_numbers(registers: Registers, prefix: str) -> Registers:
    """Persons with well-formed identity numbers, made up from birth date, sex and a counter."""
    numbers, persons = IdNumbers(prefix), registers.persons
    given = [
        numbers.of(born_on, sex)
        for born_on, sex in zip(persons["birth_date"], persons["sex"], strict=True)
    ]
    column = pl.Series("id_number", given, dtype=pl.String)
    return evolve(registers, persons=persons.clone().insert_column(1, column))


def register_bytes(register: pl.DataFrame, suffix: str) -> BytesIO:
    """A register as a file: CSV, or a workbook where *suffix* is ``.xlsx``."""
    file = BytesIO()
    if suffix == ".xlsx":
        register.write_excel(file, dtype_formats={pl.Date: "yyyy-mm-dd"})
    else:
        register.write_csv(file)
    return file


def _is_settled(person: Person, year: int) -> bool:
    """Alive, here and over eighty all year: may be somebody else as well."""
    return person.keys() == {"birth_date", "sex"} and person["birth_date"].year < year - 80


def _frame(random: np.random.Generator, settings: Settings, people: list[Person]) -> pl.DataFrame:
    order = random.permutation(len(people))
    streets = random.choice(settings.streets, len(people))
    rows = [
        people[index] | {"person_id": f"P{number:06d}", "region": str(street)}
        for number, (index, street) in enumerate(zip(order, streets, strict=True), start=1)
    ]
    return pl.DataFrame(rows, schema=_schema(COLUMNS))


def _counts(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """A column for every count; what a row does not count is empty, not zero."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts = ("institution_id", "month")
    schema = {name: pl.String() if name in texts else pl.Int64() for name in names}
    return pl.DataFrame(rows, schema=schema)


def _schema(columns: tuple[str, ...]) -> dict[str, pl.DataType]:
    def kind(column: str) -> pl.DataType:
        if "grade" in column or column in ("assistance_persons", "assistance_months"):
            return pl.Int64()
        is_date = column.endswith(("_date", "_from", "_until", "_on", "_from_2"))
        return pl.Date() if is_date else pl.String()

    return {column: kind(column) for column in columns}
