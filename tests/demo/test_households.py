"""Households put together so that months sum."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from subsidy.demo.generate import generate
from subsidy.demo.households import sizes_by_construction
from subsidy.demo.settings import read_settings


@pytest.mark.parametrize(("households", "persons"), [(1, 1), (166, 340), (10, 60), (10, 10)])
def test_sizes_sum_and_nobody_lives_in_an_empty_household(households, persons):
    """From one to six in each."""
    sizes = sizes_by_construction(np.random.default_rng(3), households, persons)

    assert (households, persons) == (len(sizes), int(sizes.sum()))
    assert 1 <= sizes.min()
    assert 6 >= sizes.max()


@pytest.mark.parametrize(("households", "persons"), [(2, 1), (2, 13)])
def test_counts_that_no_households_can_have_are_refused(households, persons):
    """Fewer persons than households, or more than they hold."""

    with pytest.raises(ValueError, match="do not fit"):
        sizes_by_construction(np.random.default_rng(3), households, persons)


@pytest.mark.parametrize("person_months", [1, 40_000])
def test_months_that_nobody_can_be_paid_are_refused(person_months):
    """Too few or too many person-months for those who come and go."""
    settings = read_settings()

    with pytest.raises(ValueError, match="do not fit the households"):
        generate(evolve(settings, homes=evolve(settings.homes, person_months=person_months)), 1)
