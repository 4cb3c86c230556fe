"""File to file: what others are given for it, as commands of their own.

    python -m benchmarks.file_ways rewrite people.parquet out.parquet
    python -m benchmarks.file_ways closed_form people.csv out.csv

``rewrite`` reads the file and writes it again, which is the floor. ``closed_form`` writes what
everybody is due of four rules in 2023, with Polars by hand: a row a person and scheme.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from benchmarks.contestants.polars_closed_form import fen_of, paid_months
from benchmarks.contestants.way import SCHEMES
from benchmarks.people import Columns, draw_people, is_day

__all__ = ["due_in_file", "people_frame", "write_frame"]


def main(arguments: list[str]) -> None:
    """One of both ways, from file to file."""
    way, source, target = arguments
    people = _read(Path(source))
    write_frame(people if way == "rewrite" else _due(people), Path(target))


def people_frame(people: int, seed: int) -> pl.DataFrame:
    """Invented people as a register of text and dates; who dies before something begins is left out."""
    drawn = draw_people(people, seed)
    columns = [_fact(name, drawn) for name in drawn]
    identified = pl.DataFrame(columns).with_row_index("person_id")
    lived = pl.all_horizontal(
        pl.col(name).is_null() | (pl.col("birth_date") <= pl.col(name))
        for name in drawn
        if is_day(name)
    )
    ordered = pl.all_horizontal(
        (pl.col(f"{status}_from") < pl.col(f"{status}_until")).fill_null(
            pl.col(f"{status}_until").is_null()
        )
        for status in ("disability", "subsistence_allowance", "orphan")
    )
    text = pl.format("P{}", pl.col("person_id").cast(pl.String).str.zfill(9)).alias("person_id")
    return identified.filter(lived & ordered).with_columns(text)


def due_in_file(file: Path) -> dict[str, int]:
    """Fen by scheme of a file of ``scheme, amount``."""
    frame = (
        pl.read_parquet(file)
        if file.suffix == ".parquet"
        else pl.read_csv(file, infer_schema=False)
    )
    fen = frame.select("scheme", (pl.col("amount").cast(pl.Decimal(20, 2)) * 100).cast(pl.Int64))
    return dict(fen.group_by("scheme").sum().iter_rows())


def write_frame(frame: pl.DataFrame, file: Path) -> None:
    """As Parquet or CSV, by the file's ending."""
    if file.suffix == ".parquet":
        frame.write_parquet(file)
    else:
        frame.write_csv(file)


def _fact(name: str, drawn: Columns) -> pl.Series:
    column = pl.Series(name, drawn[name])
    return column.set(column == 2**30, None).cast(pl.Date) if is_day(name) else column


def _read(file: Path) -> pl.DataFrame:
    if file.suffix == ".parquet":
        return pl.read_parquet(file)
    names = pl.scan_csv(file).collect_schema().names()
    types = {n: pl.Date if is_day(n) else pl.Int32 for n in names if n != "person_id"}
    return pl.read_csv(file, schema_overrides=types)


def _due(people: pl.DataFrame) -> pl.DataFrame:
    due = paid_months(people.lazy(), 1, keep=("person_id",)).select(
        "person_id", *(fen_of(name) for name in SCHEMES)
    )
    long = due.unpivot(index="person_id", variable_name="scheme", value_name="fen")
    amount = (pl.col("fen").cast(pl.Decimal(20, 2)) / 100).cast(pl.Decimal(20, 2))
    paid = long.filter(pl.col("fen") > 0).sort("person_id", "scheme")
    return paid.select(unit_id="person_id", scheme="scheme", amount=amount).collect()


if __name__ == "__main__":
    main(sys.argv[1:])
