"""Goal seek: the answer fits, one step more does not, and what cannot be reached is said."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

import subsidy
from subsidy import Goal
from subsidy.scenario.costing import Costing
from subsidy.scenario.seeking import FALLS, NONE_FITS, WAVERS, seek_on
from subsidy.scenario.unknowns import rate_targets
from tests.properties.worlds import result_of, world


def spent(book, people, changes, schemes, period="2023"):
    """What some schemes cost in a calculation of its own."""
    totals = subsidy.calculate(book.reform(changes), people, period).totals(("scheme",))
    wanted = (
        totals.filter(totals["scheme"].is_in(list(schemes))) if "all" not in schemes else totals
    )
    return sum(wanted["amount"], Decimal(0))


@pytest.mark.parametrize(
    ("targets", "budget", "options"),
    [
        ("elderly_allowance.80-89", "140000", {}),
        ("elderly_allowance.80-89", "140000", {"step": "0.01"}),
        (("elderly_allowance.80-89", "elderly_allowance.90-99"), "155000", {}),
        ("disability_living_subsidy", "9000", {}),
        ("orphan_standard", "600000", {"schemes": ("all",)}),
        ("subsistence_standard@2023-07", "200000", {}),
    ],
)
def test_the_answer_fits_and_one_step_more_does_not(costing, people, targets, budget, options):
    """Both calculated afresh. Fails if the answer is a step too low or too high."""
    found, book = seek_on(costing, Goal(targets, budget, **options)), costing.baseline.book

    assert found.reached
    assert spent(book, people, found.values, found.schemes) == found.cost <= Decimal(budget)
    assert (
        spent(book, people, found.next_values, found.schemes) == found.next_cost > Decimal(budget)
    )
    assert found.budget_of_period - found.cost == found.residue


@pytest.mark.parametrize("seed", range(9_000, 9_020))
def test_the_answer_holds_in_drawn_worlds(seed):
    """Whatever the rules: reached answers fit; their neighbour does not, or everything fits."""
    base = result_of(world(seed, people=12))
    costing, random = Costing(base), Random(seed)
    targets = rate_targets(base.book, base.period)
    if not targets:
        return
    budget = f"{random.randrange(1, 40_000)}.{random.randrange(100):02}"
    goal = Goal(random.choice(targets), budget, ("all",))
    try:
        found = seek_on(costing, goal)
    except subsidy.SubsidyError:
        return
    after = spent(base.book, base.people, found.values, ("all",), base.period)
    beyond = spent(base.book, base.people, found.next_values, ("all",), base.period)

    assert (after, beyond) == (found.cost, found.next_cost)
    assert found.reached == (after <= found.budget_of_period)
    assert not found.reached or beyond > found.budget_of_period or found.notes[:-1]


def test_the_budget_is_for_a_year(book, people):
    """Half a year has half of it. Fails if a year's budget is spent in six months."""
    found = subsidy.seek(book, people, "2023-01:2023-06", Goal("elderly_allowance.80-89", "140000"))

    assert Decimal("70000.00") == found.budget_of_period
    assert found.cost <= Decimal("70000.00") < found.next_cost


def test_a_budget_that_cannot_be_kept_gives_the_nearest(costing):
    """Other brackets alone cost more."""
    found = seek_on(costing, Goal("elderly_allowance.80-89", "100"))

    assert not found.reached
    assert {"elderly_allowance.80-89": "0.00 per year"} == found.values
    assert NONE_FITS in found.notes
    assert found.residue < 0


def test_a_cost_that_falls_is_said_to_fall(book, people):
    """Of two that compete, a higher rate of one takes months from the other: the least that fits.

    Fails if cost is taken to rise with every unknown.
    """
    rivals = book.reform({"overlaps.old_age_beside_disability.rule": "highest_of"})
    care = ("disability_care_subsidy",)
    goal = Goal("disability_living_subsidy", "15000", care, between="0:400")
    found = subsidy.seek(rivals, people, "2023", goal)

    assert (True, True) == (found.reached, found.monotone)
    assert FALLS in found.notes
    assert found.cost <= Decimal(15000) < found.next_cost
    assert spent(rivals, people, found.next_values, care) == found.next_cost


def test_a_cost_that_goes_up_and_down_is_said_to(book, people):
    """Paid nothing, the one no longer excludes the other. Fails if only the ends are looked at."""
    changed = book.reform({"disability_care_subsidy.unless_paid": "disability_living_subsidy"})
    both = ("disability_living_subsidy", "disability_care_subsidy")
    goal = Goal("disability_living_subsidy", "23000", both, between="0:400")
    found = subsidy.seek(changed, people, "2023", goal)

    assert (True, False) == (found.reached, found.monotone)
    assert WAVERS in found.notes
    assert found.cost <= Decimal(23000) < found.next_cost


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (Goal("elderly_allowance.80-89", "lots"), "not an amount of yuan"),
        (
            Goal("elderly_allowance.80-89", "1", ("elderly_allowence",)),
            "did you mean elderly_allowance?",
        ),
        (Goal("elderly_allowance.80-89.from", "1"), "needs a range"),
        (Goal("elderly_allowance.80-89", "1", between="9:1"), "is no range"),
        (Goal("elderly_allowance.80-89", "1", step="0"), "no step of"),
    ],
)
def test_a_goal_that_makes_no_sense_is_refused(costing, goal, said):
    """With what is wrong and how to mend it."""
    with pytest.raises(subsidy.SubsidyError) as refused:
        seek_on(costing, goal)

    assert said in refused.value.show()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"step": "0"}, r"(?s)--step.*no step of"),
        ({"step": "0.005"}, r"(?s)--step.*no step of"),
        ({"between": "640:600"}, r"(?s)--between.*is no range"),
    ],
)
def test_where_and_how_to_look_is_refused_by_its_option(costing, options, words):
    """And not as values of the rate."""
    with pytest.raises(subsidy.UsageRefused, match=words):
        seek_on(costing, Goal("elderly_allowance.80-89", "140000", **options))


@pytest.mark.parametrize("budget", ["14万", "140,000", 140000, Decimal("140000.00")])
def test_a_budget_is_taken_as_text_or_as_an_exact_number(costing, budget):
    """All of them the same."""
    asked = seek_on(costing, Goal("elderly_allowance.80-89", "140000"))

    assert asked.values == seek_on(costing, Goal("elderly_allowance.80-89", budget)).values


@pytest.mark.parametrize("budget", [140000.0, "-1", "14e4", None, True])
def test_a_budget_that_is_none_is_refused(costing, budget):
    """A float by name of what is wrong with it, no traceback."""
    with pytest.raises(subsidy.UsageRefused, match="is not an amount of yuan"):
        seek_on(costing, Goal("elderly_allowance.80-89", budget))


@pytest.mark.parametrize("value", [720, 720.0, None])
def test_a_change_that_is_no_text_is_refused(book, value):
    """By the reform itself, whoever asks."""
    with pytest.raises(subsidy.RulesRefused, match="written as text"):
        book.reform({"elderly_allowance.80-89": value})
