"""Rows where a mask holds: whatever share of it does, the same as numpy finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.engine.sifting import rows_where

LENGTHS = st.integers(0, 200)


@given(st.data())
def test_few_rows_or_many_are_those_that_numpy_finds(data: st.DataObject) -> None:
    length = data.draw(LENGTHS)
    chosen = data.draw(st.sets(st.integers(0, max(length - 1, 0)), max_size=length))
    mask = np.zeros(length, bool)
    mask[list(chosen)[:length] if length else []] = True
    found = rows_where(mask)
    assert found.dtype == np.flatnonzero(mask).dtype
    assert found.tolist() == sorted(np.flatnonzero(mask).tolist())


@pytest.mark.parametrize("share", [0.0, 0.001, 0.05, 0.1, 0.3, 1.0])
@pytest.mark.parametrize("start", [0, 1, 5])
def test_a_part_of_a_mask_that_begins_anywhere(share: float, start: int) -> None:
    random = np.random.default_rng(7)
    mask = (random.random(10_003) < share)[start:]
    assert np.array_equal(rows_where(mask), np.flatnonzero(mask))


def test_the_last_rows_beyond_whole_words_are_not_lost() -> None:
    mask = np.zeros(1_003, bool)
    mask[[0, 7, 8, 999, 1_000, 1_002]] = True
    assert rows_where(mask).tolist() == [0, 7, 8, 999, 1_000, 1_002]
