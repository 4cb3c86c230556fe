"""The demo's figures beside the published ones."""

from __future__ import annotations

import pytest

from subsidy.budget.execution import execute_budget
from subsidy.budget.printed import show_money
from subsidy.calculation import calculate
from subsidy.demo.generate import generate
from subsidy.demo.report import published_fen, render_comparison
from subsidy.demo.run import Demo, run_demo
from subsidy.demo.settings import read_published, read_settings
from subsidy.rulebook.reform import reform
from subsidy.rulebook.shelf import load_rulebook


@pytest.fixture(scope="module")
def roster():
    return generate(read_settings(), read_settings().seed)


@pytest.fixture(scope="module")
def result(roster):
    return calculate(read_settings().place, roster, "2023")


@pytest.fixture(scope="module")
def execution(result):
    return execute_budget(read_published().budget, result)


def counted(execution, key):
    """Persons, person-months and fen of one line of the budget."""
    found = execution.line(key).counted
    return found.persons, found.person_times, found.fen


def test_1732_person_months_come_to_1463540_yuan(execution):
    """The published person-months of 特困 and the sum of the rules' 845 a month."""

    assert (161, 1732, 146354000) == counted(execution, "extreme_poverty")


def test_the_yuan_come_from_rules_and_roster_and_from_no_constant(roster):
    """Another subsistence standard gives 特困 another sum: 1.3 × 700 × 1732."""
    book = reform(
        load_rulebook(read_settings().place), {"subsistence_standard": "700.00 per month"}
    )

    execution = execute_budget(read_published().budget, calculate(book, roster, "2023"))

    assert (161, 1732, 157612000) == counted(execution, "extreme_poverty")


def test_both_disability_subsidies_come_to_43589_person_months(execution):
    """435.89 万元 at 100 a month; who draws both counts as one person."""
    both = counted(execution, "disability")
    apart = [counted(execution, f"disability_{kind}")[0] for kind in ("living", "care")]

    assert (43589, 435890000) == both[1:]
    assert [1150, 2760] == apart
    assert sum(apart) > both[0]


def test_old_age_comes_within_a_thousandth_of_the_published_sum(execution):
    """A calibrated count: over nine thousand persons and 681.26 万元, less or more 0.1 %."""
    persons, _, fen = counted(execution, "old_age")

    assert 9000 < persons < 10000
    assert abs(fen - 681260000) < 681300


def test_every_scheme_of_the_book_is_compared(execution, result):
    """No scheme that pays is left out of the comparison."""
    compared = {
        scheme for one in execution.lines if one.from_calculation for scheme in one.line.schemes
    }

    assert {scheme.name for scheme in result.book.schemes} == compared


def test_every_line_of_the_budget_is_shown_calculated_or_as_published(result, execution):
    """The demo's table grows with the rules; until then no line of the report is forgotten."""
    text = "\n".join(render_comparison(result, read_published(), "en"))
    shown = [
        one.line.labels.en
        for one in execution.lines
        if one.counted is not None or one.stated is not None
    ]

    assert [] == [label for label in shown if label not in text]


def test_what_is_said_of_a_line_is_said_of_one_that_the_budget_has(execution):
    """A line that is renamed in the budget file does not lose its explanation in silence."""

    assert set(read_published().lines) <= {one.line.key for one in execution.lines}


def test_a_part_that_is_not_stated_is_set_beside_the_rest_of_its_whole(execution):
    """23.66 for child welfare less 2.50 of education grants leaves 21.16 for the children."""
    rest = published_fen(execution, execution.line("orphans"))

    assert "21.16" == show_money(rest, 1_000_000, execution.budget.rounding)
    assert published_fen(execution, execution.line("disability_living")) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("invented", "calibrated", "1,463,540.00")), ("zh", ("虚构", "校准", "1,463,540.00"))],
)
def test_the_comparison_says_that_people_are_invented_and_what_was_calibrated(
    result, language, words
):
    """Whoever reads the table alone reads this too, in either language."""
    text = "\n".join(render_comparison(result, read_published(), language))

    assert [] == [word for word in words if word not in text]


def test_the_demo_writes_register_results_and_receipts(tmp_path):
    """Five files, and the two commands to try next name one of them."""
    lines = run_demo(Demo(tmp_path / "demo"), "en")
    written = sorted(path.name for path in (tmp_path / "demo").iterdir())

    assert [
        "annual.csv",
        "annual.csv.receipt.json",
        "monthly.csv",
        "monthly.csv.receipt.json",
        "register.csv",
    ] == written
    assert ["explain", "calc"] == [line.split()[1] for line in lines[-2:]]
