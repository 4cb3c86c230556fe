"""Sums over whole periods without spells: the same fen, and really without them."""

from __future__ import annotations

from random import Random

import pytest

from subsidy.dates import Month, Period
from subsidy.engine import kernel
from subsidy.engine.kernel import run
from subsidy.engine.ready import Ready
from subsidy.plan.build import build_plan
from subsidy.plan.spans import reach_of
from subsidy.results import views
from subsidy.results.amounts import amounts_of_period
from subsidy.same import Same
from tests.drawing.people import people_of
from tests.strategies import draw_situation

SEEDS = (  # of plans that hold a ladder that stands alone
    20_068,
    20_254,
    20_273,
    20_288,
    20_328,
    20_426,
    20_594,
    20_669,
    20_729,
    20_787,
    20_818,
    20_822,
    20_977,
    21_027,
    21_109,
    21_166,
    21_465,
    21_568,
    21_570,
    21_591,
    21_773,
    21_849,
    21_955,
    21_999,
    22_068,
    22_208,
    22_294,
    22_375,
    22_478,
    22_499,
)


def planned(seed, share_before=0):
    """A drawn plan and its people; some of its months are looked at, but lie before the period."""
    situation = draw_situation(Random(seed), 40)
    people = people_of(situation.book, situation.crowd)
    whole = situation.period
    first = Month(whole.first + round((whole.end - whole.first) * share_before))
    plan = build_plan(
        situation.book,
        Period(first, whole.end),
        frozenset(situation.crowd.columns),
        reach=reach_of(situation.book, whole),
    )
    return plan, people


@pytest.mark.usefixtures("spoilt_memory")
@pytest.mark.parametrize("share_before", [0, 0.5])
@pytest.mark.parametrize("seed", SEEDS)
def test_sums_are_those_of_the_spells(seed, share_before):
    """Fails if an edge, a rate, an instalment or a month before the period is summed wrongly."""
    plan, people = planned(seed, share_before)
    outcome = run(plan, people)
    summed = amounts_of_period(plan, people, 16)
    for scheme in plan.schemes:
        spells = views.amounts_fen(outcome, len(people), scheme.name)

        assert spells.tolist() == summed[scheme.name].tolist()


def test_the_drawn_plans_hold_ladders_that_stand_alone(monkeypatch):
    """Fails if no drawn person is due anything by a sum, so that the test above shows nothing."""
    paid = []
    of_scheme = Ready.sum_into

    def counted(scheme, due, batch):
        of_scheme(scheme, due, batch)
        paid.append(int((due > 0).sum()))

    monkeypatch.setattr(Ready, "sum_into", counted)
    for seed in SEEDS:
        amounts_of_period(*planned(seed))

    assert sum(paid) > 500


@pytest.mark.parametrize("seed", range(20_000, 20_080))
def test_what_others_have_to_know_is_not_summed(seed):
    """Fails if a scheme is summed that another one asks for, nets, or competes with."""
    plan, _ = planned(seed)
    asked = {other for scheme in plan.schemes for other in scheme.asks_for}
    asked |= {member for group in plan.groups for member in group}
    asked |= {number for number, scheme in enumerate(plan.schemes) if scheme.asks_for}
    (stretch,) = kernel._ready_to_sum(Same(plan))

    assert not any(stretch.schemes[number].tally for number in asked)
