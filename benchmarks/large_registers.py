"""Registers of as many invented people as are wanted, written batch by batch in little memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

__all__ = ["draw_register", "write_register"]

Numbers = np.ndarray[Any, Any]

BATCH = 1_000_000
EPOCH = np.datetime64("1970-01-01")
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])


def write_register(path: Path, count: int, seed: int) -> None:
    """A register of so many invented people, written batch by batch."""
    import pyarrow.parquet

    writer = None
    with path.open("wb") as file:
        for start in range(0, count, BATCH):
            frame = draw_register(start, min(BATCH, count - start), count, seed)
            if path.suffix == ".csv":
                frame.write_csv(file, include_header=start == 0)
                continue
            table = frame.to_arrow()
            writer = writer or pyarrow.parquet.ParquetWriter(file, table.schema, compression="zstd")
            writer.write_table(table, row_group_size=BATCH)
        if writer:
            writer.close()


def draw_register(start: int, count: int, of: int, seed: int) -> pl.DataFrame:
    """People *start* to *start + count*: numbers in no order, true check digits, one in six old."""
    random = np.random.default_rng([seed, start])
    number = np.arange(start, start + count, dtype=np.int64)
    scrambled = number * 7_368_787 % _prime_above(of)

    def days(first: str, last: str, share: float) -> pl.Series:
        low, high = ((np.datetime64(day) - EPOCH).astype(int) for day in (first, last))
        drawn = pl.Series(random.integers(low, high, count).astype(np.int32))
        return drawn.set(pl.Series(random.random(count) >= share), None).cast(pl.Date)

    born = random.integers(-17_897, 19_722, count)
    is_disabled = random.random(count) < 0.05
    grade = pl.Series(random.integers(1, 5, count)).cast(pl.String)
    category = pl.Series(np.array(["智力", "精神", "肢体", "视力"])[random.integers(0, 4, count)])
    disabled = pl.Series(is_disabled)
    return pl.DataFrame(
        {
            "person_id": pl.Series(scrambled).cast(pl.String).str.zfill(10),
            "id_number": _identities(born, number),
            "birth_date": pl.Series(born.astype(np.int32)).cast(pl.Date),
            "death_date": days("2022-06-01", "2024-06-01", 0.02),
            "hukou_from": days("1990-01-01", "2023-12-31", 0.2),
            "hukou_until": days("2022-06-01", "2024-06-01", 0.03),
            "disability_category": category.set(~disabled, None),
            "disability_grade": grade.set(~disabled, None),
            "disability_from": days("2005-01-01", "2019-12-31", 1.0).set(~disabled, None),
            "disability_until": days("2023-01-01", "2033-01-01", 1.0).set(~disabled, None),
            "disability_applied_on": days("2020-01-01", "2022-12-31", 1.0).set(~disabled, None),
            "subsistence_allowance_from": days("2018-01-01", "2022-12-31", 0.04),
            "subsistence_allowance_until": days("2023-01-01", "2025-01-01", 0.01),
            "orphan_from": days("2010-01-01", "2023-12-31", 0.003),
            "orphan_until": days("2024-01-01", "2025-01-01", 0.001),
        }
    )


def _identities(born: Numbers, number: Numbers) -> pl.Series:
    """Numbers of invented people: a region for each thousand of one day's people, then a serial."""
    dates = pl.Series(born.astype(np.int32)).cast(pl.Date)
    ymd = (dates.dt.year().cast(pl.Int64) * 10_000 + dates.dt.month().cast(pl.Int64) * 100
           + dates.dt.day().cast(pl.Int64)).to_numpy()  # fmt: skip
    body = (110_000 + number // 1000 % 800_000) * 10**11 + ymd * 1000 + number % 1000
    digits = (body[:, None] // 10 ** np.arange(16, -1, -1)) % 10
    sign = np.array(list("10X98765432"))[digits @ WEIGHTS % 11]
    return pl.Series(body).cast(pl.String) + pl.Series(sign)


def _prime_above(count: int) -> int:
    """A modulus that keeps scrambled numbers apart."""
    return next(n for n in (10_000_019, 1_000_000_007) if n > count)
