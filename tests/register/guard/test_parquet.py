"""Hostile and broken Parquet files: one refusal, whatever the library does."""

from __future__ import annotations

import io
import random

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from subsidy.errors import Place, RegisterRefused
from subsidy.register.guard.limits import MIB, Limits
from subsidy.register.guard.parquet import open_parquet

DAMAGED = "the Parquet file cannot be read\n  write or copy it anew"
SMALL = evolve(Limits(), memory=1_000 * MIB, waiting=30)


def good():
    file = io.BytesIO()
    frame = pl.DataFrame({"person_id": [f"P{n}" for n in range(200)], "share": range(200)})
    frame.write_parquet(file)
    return file.getvalue()


def arrow(table, **options):
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return file.getvalue()


def refusal_of(content, limits=SMALL):
    with pytest.raises(RegisterRefused) as refused:
        open_parquet(content, Place("x.parquet"), limits)
    return refused.value.show().removeprefix("x.parquet\n  ")


def flipped(seed):
    draw, content = random.Random(seed), bytearray(good())
    for _ in range(draw.randint(1, 4)):
        content[-draw.randrange(1, 300)] ^= 1 << draw.randrange(8)  # the footer stands at the end
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        b"PAR1",
        b"PAR1" + bytes(64) + b"PAR1",
        b"PAR1" + b"\xff\xff\xff\x7fPAR1",
        good()[:-1],
        good()[: len(good()) // 2],
    ],
    ids=["magic alone", "zeros", "endless footer", "cut by a byte", "half"],
)
def test_a_broken_file_is_one_message(content):
    """What, and how to mend it."""
    assert DAMAGED == refusal_of(content)


@pytest.mark.parametrize("seed", range(6))
def test_a_flipped_footer_is_read_or_refused_never_more(seed):
    """Panics of the library end the child, not this process."""
    try:
        frame = open_parquet(flipped(seed), Place("x.parquet"), SMALL)
    except RegisterRefused as refused:
        told = len(refused.problems)
    else:
        told = frame.height

    assert told in (1, 200)


def test_a_dictionary_bomb_is_stopped_by_a_limit():
    """A few kilobytes that say: 200,000 times the same long text."""
    long = pa.array(["x" * 100_000])
    column = pa.DictionaryArray.from_arrays(np.zeros(200_000, np.int32), long)
    content = arrow(pa.table({"a": column.cast(pa.dictionary(pa.int32(), pa.string()))}))

    assert len(content) < 200_000
    assert refusal_of(content) == (
        "the values of the file come to more than 4 GiB\n"
        "  if nobody made it so on purpose, save the table alone as CSV UTF-8;"
        " else raise the limit: --limit result=…"
    )


def test_columns_without_end_are_refused():
    """From the footer, before a value is read."""
    content = arrow(pa.table({f"c{n}": [1] for n in range(1_001)}))

    assert refusal_of(content).startswith("more than 1,000 columns")


def test_a_good_file_comes_through_as_it_is():
    """All types and rows, none of them too; frames of the child are joined again."""
    some = pl.DataFrame({"a": ["x", None], "b": [1, 2], "c": ["甲", "甲"]}).with_columns(
        pl.col("c").cast(pl.Categorical), d=pl.lit("2020-01-02").str.to_date()
    )
    for frame in (some, some.clear(), pl.DataFrame({"n": range(250_000)})):
        file = io.BytesIO()
        frame.write_parquet(file)
        read = open_parquet(file.getvalue(), Place("x.parquet"), Limits())

        assert frame.to_dicts() == read.to_dicts()
        assert frame.schema == read.schema
