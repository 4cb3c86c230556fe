"""Two roads, one answer, for persons, households and institutions on drawn rulebooks.

``SUBSIDY_TESTS=quick`` runs a tenth of it, for the inner loop; ``make agree`` runs far more.
"""

from __future__ import annotations

import os

import pytest

from tests.agreement.comparing import Tally
from tests.agreement.of_units import agree_on_units

QUICK = os.environ.get("SUBSIDY_TESTS") == "quick"
CHUNKS = 1 if QUICK else 5
BOOKS = 20
HOMES = 6


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_both_engines_give_every_unit_the_same(chunk: int) -> None:
    """Status, fen, bracket, missing facts and shares agree for every unit, scheme and month."""
    tally = Tally()
    for seed in range(chunk * BOOKS, (chunk + 1) * BOOKS):
        tally = tally.plus(agree_on_units(seed, HOMES))

    assert (BOOKS, 0) == (tally.rulebooks, tally.refused)
    assert tally.entitled > 0
    assert tally.undetermined > 0
    assert tally.shares > 0
    assert tally.household_months > 0
