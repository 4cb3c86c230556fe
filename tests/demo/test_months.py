"""Months by construction."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.demo.months import months_by_construction


@given(persons=st.integers(5, 300), missing=st.integers(0, 60), seed=st.integers(0, 2**32))
def test_months_sum_to_the_total_and_nobody_is_left_out(persons, missing, seed):
    """Everybody is paid between one month and twelve, and all together exactly the total."""
    total = max(persons * 12 - missing, persons * 11)

    months = months_by_construction(np.random.default_rng(seed), persons, total)

    assert (total, persons) == (months.sum(), len(months))
    assert months.min() >= 1
    assert months.max() <= 12


def test_more_months_than_a_year_has_are_refused():
    """161 persons cannot have 2000 months in a year."""
    with pytest.raises(ValueError, match="2000 months do not fit 161 persons"):
        months_by_construction(np.random.default_rng(1), 161, 2000)


def test_too_few_months_are_refused():
    """161 persons who were all paid at least a month cannot have none."""
    with pytest.raises(ValueError, match="0 months do not fit 161 persons"):
        months_by_construction(np.random.default_rng(1), 161, 0)
