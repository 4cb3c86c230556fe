"""The roster: everybody drawn from one seed, shuffled, numbered and put into a file."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import polars as pl

from subsidy.demo.drawing import disabled_people, extremely_poor
from subsidy.demo.identity import IdNumbers
from subsidy.demo.old import Person, old_people
from subsidy.demo.others import children, not_paid
from subsidy.demo.settings import Settings

__all__ = ["COLUMNS", "generate", "roster_bytes", "with_id_numbers"]

COLUMNS = (
    "person_id", "sex", "birth_date", "death_date", "region", "hukou_from", "hukou_until",
    "disability_category", "disability_grade", "disability_from", "disability_until",
    "disability_applied_on", "disability_from_2", "disability_grade_2",
    "work_injury_care_from",
    "subsistence_allowance_from", "subsistence_allowance_until", "subsistence_share",
    "extreme_poverty_from", "extreme_poverty_until",
    "orphan_from", "unsupported_child_from",
)  # fmt: skip


def generate(settings: Settings, seed: int) -> pl.DataFrame:
    """A roster of invented people; the same settings and seed give the same roster.

    >>> from attrs import evolve
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
    return _frame(random, settings, unsettled + settled + drawing + others)


def with_id_numbers(roster: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """The roster with well-formed identity numbers, made up from birth date, sex and a counter."""
    numbers = IdNumbers(prefix)
    given = [
        numbers.of(born_on, sex)
        for born_on, sex in zip(roster["birth_date"], roster["sex"], strict=True)
    ]
    return roster.insert_column(1, pl.Series("id_number", given, dtype=pl.String))


def roster_bytes(roster: pl.DataFrame, suffix: str) -> BytesIO:
    """The roster as a file: CSV, or a workbook where *suffix* is ``.xlsx``."""
    file = BytesIO()
    if suffix == ".xlsx":
        roster.write_excel(file, dtype_formats={pl.Date: "yyyy-mm-dd"})
    else:
        roster.write_csv(file)
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
    return pl.DataFrame(rows, schema=_schema())


def _schema() -> dict[str, pl.DataType]:
    def kind(column: str) -> pl.DataType:
        if "grade" in column:
            return pl.Int64()
        is_date = column.endswith(("_date", "_from", "_until", "_on", "_from_2"))
        return pl.Date() if is_date else pl.String()

    return {column: kind(column) for column in COLUMNS}
