"""Two roads, one answer: the reference and the vector engine on drawn rulebooks and people.

``SUBSIDY_TESTS=quick`` runs a tenth of it, for the inner loop; ``make agree`` runs far more.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from tests.agreement.comparing import (
    Tally,
    agree_on,
    both_engines,
    describe,
    differences,
    smallest,
)
from tests.drawing.books import draw_period
from tests.strategies import Situation, draw_situation, situations

QUICK = os.environ.get("SUBSIDY_TESTS") == "quick"
CHUNKS = 4 if QUICK else 36
BOOKS = 10
PEOPLE = 40
PERSON_MONTHS = 5_000 if QUICK else 100_000


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_both_engines_give_everybody_the_same(chunk: int) -> None:
    """Status, fen, bracket and missing facts agree for every person, scheme and month."""
    tally = Tally()
    for seed in range(chunk * BOOKS, (chunk + 1) * BOOKS):
        tally = tally.plus(agree_on(seed, PEOPLE))

    assert (BOOKS, 0) == (tally.rulebooks, tally.refused)
    assert tally.entitled > 0
    assert tally.undetermined > 0


def test_the_seeds_above_cover_enough_person_months() -> None:
    """The comparison is as large as it claims to be."""
    periods = [draw_period(Random(seed)) for seed in range(CHUNKS * BOOKS)]

    assert PERSON_MONTHS <= sum(len(period.months()) * PEOPLE for period in periods)


@settings(
    derandomize=True,
    deadline=None,
    max_examples=15 if QUICK else 120,
    suppress_health_check=list(HealthCheck),
)
@given(situations(people=8))
def test_both_engines_agree_on_what_hypothesis_draws(situation: Situation) -> None:
    """The same, with rulebooks that Hypothesis can shrink to the smallest that disagrees."""
    found = differences(*both_engines(situation))

    assert not found, describe(smallest(situation))


@pytest.mark.parametrize("batch_rows", [1, 7, 16])
def test_the_size_of_a_batch_changes_nothing(batch_rows: int) -> None:
    """Batches of one, of a prime number, and of a power of two give the same (I-4)."""
    situation = draw_situation(Random(11), people=40)

    assert [] == differences(*both_engines(situation, batch_rows))
