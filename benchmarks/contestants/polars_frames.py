"""What both ways of writing it in Polars share: the people as a frame, ends of spells, birthdays."""

from __future__ import annotations

import polars as pl

from benchmarks.contestants import way
from benchmarks.people import NEVER, Columns, is_day

__all__ = ["FAR", "as_frame", "prepared"]

FAR = 2**20  # days: more than two thousand years


def as_frame(people: Columns) -> pl.DataFrame:
    """The columns as Polars would have read them: dates, with nulls."""
    return pl.DataFrame(people).select(
        pl.when(pl.col(name) == NEVER).then(None).otherwise(pl.col(name)).cast(pl.Date).alias(name)
        if is_day(name)
        else pl.col(name)
        for name in people
    )


def prepared(people: pl.LazyFrame) -> pl.LazyFrame:
    """Birthdays, and begin and end of every scheme's days, as days since 1970."""
    days = people.with_columns(pl.col(pl.Date).cast(pl.Int32))  # dates are whole days inside
    return days.with_columns(**_birthdays()).with_columns(**_spells())


def _birthdays() -> dict[str, pl.Expr]:
    at = pl.col("birth_date") - way.FIRST_BORN
    tables = {age: pl.Series(way.birthdays(age)) for age in way.AGES}
    return {f"at{age}": pl.lit(table).gather(at) for age, table in tables.items()}


def _spells() -> dict[str, pl.Expr]:
    born, died = pl.col("birth_date"), pl.col("death_date")

    def begins(*names: str) -> pl.Expr:
        return pl.max_horizontal(born, *(pl.col(name).fill_null(FAR) for name in names))

    care_end = pl.min_horizontal(pl.col("disability_until"), died).fill_null(FAR)
    return {
        "died": died.fill_null(FAR),
        "orphan_begin": begins("orphan_from"),
        "orphan_end": pl.min_horizontal(pl.col("orphan_until"), pl.col("at18"), died),
        "care_begin": begins("disability_from"),
        "care_end": care_end,
        "living_begin": begins("disability_from", "subsistence_allowance_from"),
        "living_end": pl.min_horizontal(care_end, pl.col("subsistence_allowance_until")),
    }
