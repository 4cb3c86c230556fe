"""Rows stand in the order of identifiers as texts, however many there are."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from subsidy.register.table import People
from subsidy.results.views import rank_of

MANY = 5_000


def people(ids: list[str]) -> People:
    texts = pl.Series("person_id", ids, dtype=pl.String)
    return People("person", texts, {}, pl.DataFrame(), len(ids), (), (), "")


@pytest.mark.parametrize(
    "written",
    ["{:05}", "{}", "P{:05}", "{:018}", "{:019}", "{:05}x", "-{:04}", "4302041943052{:05}"],
)
def test_rank_is_that_of_the_sorted_texts(written: str) -> None:
    random = np.random.default_rng(7)
    ids = [written.format(int(number)) for number in random.permutation(MANY)]
    rows = np.flatnonzero(random.random(MANY) < 0.9)
    rank = rank_of(people(ids), np.repeat(rows, 2))
    expected = {text: at for at, text in enumerate(sorted(ids[row] for row in rows))}
    assert [expected[ids[row]] for row in rows] == rank[rows].tolist()
    assert not rank[np.setdiff1d(np.arange(MANY), rows)].any()
