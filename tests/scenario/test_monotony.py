"""What is said to be proven of costs holds at every value that a recalculation tries."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from subsidy import Goal
from subsidy.rulebook.overlay import is_of_text
from subsidy.scenario.costing import Costing
from subsidy.scenario.monotony import is_proven_to_rise
from subsidy.scenario.seeking import PROVEN, seek_on
from subsidy.scenario.sweeping import costing_of
from subsidy.scenario.unknowns import rate_targets, unknown_of
from tests.properties.worlds import result_of, world
from tests.units.place import HOMES, HOUSEHOLDS, PEOPLE, units_book


def costs_of(costing, unknown, numbers):
    """What a calculation of its own gives at so many steps."""
    texts = (unknown.text(unknown.step * number) for number in numbers)
    return [
        sum(costing.by_calculation(costing.book.reform({unknown.key: text})).by_scheme.values())
        for text in texts
    ]


@pytest.mark.parametrize("seed", range(9_100, 9_109))
def test_what_is_proven_to_rise_rises_in_drawn_worlds(seed):
    """Rates at random, steps of a fen, values in a row."""
    base = result_of(world(seed, people=8))
    costing, random = Costing(base), Random(seed)
    for key in rate_targets(base.book, base.period):
        if is_of_text(key, base.book):
            continue
        unknown = unknown_of(base.book, key, base.period, "0.01")
        if not is_proven_to_rise(costing, [unknown]):
            continue
        begin = random.randrange(500)
        costs = costs_of(costing, unknown, range(begin, begin + 9))

        assert all(one <= two for one, two in pairwise(costs))


def test_rates_are_proven_and_told_so(costing):
    """A yearly rate over its year, in whole yuan."""
    found = seek_on(costing, Goal("elderly_allowance.80-89", "140000"))

    assert (True, True) == (found.proven, found.monotone)
    assert PROVEN in found.notes


def test_roundings_of_instalments_are_found_out(book, people):
    """In February alone the second twelfth of 7 fen is 1, of 8 fen 0: nothing is proven."""
    february = costing_of(book, people, "2023-02")
    unknown = unknown_of(book, "elderly_allowance.80-89", february.baseline.period, "0.01")
    costs = costs_of(february, unknown, range(13))

    assert not is_proven_to_rise(february, [unknown])
    assert any(one > two for one, two in pairwise(costs))


def test_parameters_are_only_checked(costing):
    """Whatever reads them may ask more than an amount."""
    found = seek_on(costing, Goal("orphan_standard", "600000", ("all",)))

    assert (False, True) == (found.proven, found.monotone)
    assert f"checked at {found.evaluations} values" in found.notes[-1].en


def test_a_household_rate_is_proven():
    """Coal money, paid in January and December; the gap's standard, a parameter, is not."""
    units = costing_of(units_book(), PEOPLE, "2023", HOUSEHOLDS, HOMES)
    proven = [
        is_proven_to_rise(units, [unknown_of(units_book(), key, units.baseline.period)])
        for key in ("coal", "old_age", "standard")
    ]

    assert [True, True, False] == proven
