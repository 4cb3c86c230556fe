"""What one more scenario takes is counted, not timed: it grows with what a change touches alone."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from subsidy.engine.units import running
from subsidy.errors import RulesRefused
from subsidy.expression.names import Names
from subsidy.results.result import Result
from subsidy.rulebook import names_read, reform
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.naming import names_of
from subsidy.rulebook.reading import Context
from subsidy.scenario import costing as pricing
from subsidy.scenario import recalculation
from subsidy.scenario.costing import Costing
from tests.counting import counted
from tests.properties.worlds import world
from tests.scenario.overlays import draw_changes

RATE = "elderly_allowance.80-89"


@pytest.fixture
def done(monkeypatch):
    """How often the work was done that a scenario may take."""
    return counted(
        monkeypatch,
        (reform, "check_amount"),
        (reform, "check_model_parameters"),
        (names_read, "formulas_of"),
        (Names, "of"),
        (Costing, "_dues"),
        (pricing, "version_in_force"),
        (running, "plan_of"),
        (recalculation, "calculate_registers"),
        (Result, "totals"),
    )


def asked(costing, change):
    """Another scenario, after the first."""
    return costing.costs(costing.book.reform(change))


def test_one_more_rate_touches_no_person_and_no_scheme_but_its_own(costing, done):
    """One scheme of many is checked and read, one row of it is priced, month by month; no plan.

    Fails if names, checks, person-months or prices of the baseline are made again.
    """
    asked(costing, {RATE: "+1.00"})
    done.clear()
    again = asked(costing, {RATE: "+2.00"})

    assert again.from_person_months
    assert len(costing.book.schemes) > 10
    assert len(costing.book.scheme("elderly_allowance").amount.rows) > 1
    assert done == {"check_amount": 1, "formulas_of": 1, "_dues": 1, "version_in_force": 12}


def test_another_parameter_is_checked_with_what_reads_it(costing, done):
    """Fails if all schemes are checked again, or none."""
    costing.book.reform({"orphan_standard": "+1.00"})
    done.clear()
    costing.book.reform({"orphan_standard": "+2.00"})

    assert 1 == done["check_model_parameters"]
    assert 1 <= done["check_amount"] <= 3


def problems(book, changes):
    """What a reform is refused for."""
    try:
        book.reform(changes)
    except RulesRefused as refused:
        return set(refused.problems)
    return set()


@pytest.mark.parametrize("seed", range(9_000, 9_060))
def test_checking_what_changed_finds_what_checking_everything_finds(seed, monkeypatch):
    """On drawn books and changes that may be anything, sound or not. Fails if a scheme is passed
    over that a change can make unsound, as through a parameter that reads another.
    """
    random = Random(seed)
    situation = world(seed, people=1)
    book, check = situation.book, reform._check
    changes = [drawn(random, book, situation.period) for _ in range(6)]
    findings = Findings()  # drawn books are not all sound to begin with
    check(book, Context.of_book(book, names_of(book), findings), None)
    before = set(findings.problems)
    found = [problems(book, one) - before for one in changes]
    monkeypatch.setattr(reform, "_check", lambda book, context, _: check(book, context, None))

    assert [problems(book, one) - before for one in changes] == found


def drawn(random, book, period):
    """Changes of rates and parameters, one of them often to what rules do not allow."""
    changes = draw_changes(random, book, period)
    if random.random() < 0.7:
        target = random.choice(sorted(changes))
        changes[target] = random.choice(
            ("0.00 per month - 1.00 per month", "-2.00", "9999999999999.99 per month", "-3", "1/7")
        )
    return changes


def test_many_of_the_drawn_changes_are_refused():
    """The property above would say nothing if all changes were sound."""
    codes = Counter()
    for seed in range(9_000, 9_060):
        random = Random(seed)
        situation = world(seed, people=1)
        for _ in range(6):
            changes = drawn(random, situation.book, situation.period)
            codes.update({one.code for one in problems(situation.book, changes)})

    assert codes["amount-negative"] > 10
    assert codes["amount-too-large"] > 10
