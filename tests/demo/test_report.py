"""The demo's figures beside the published ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from subsidy.calculation import calculate
from subsidy.demo.generate import generate
from subsidy.demo.report import computed_line, render_comparison
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


def line_of(*schemes):
    return next(line for line in read_published() if line.schemes == schemes)


def test_1732_person_months_come_to_1463540_yuan(result):
    """The published person-months of 特困 and the sum of the rules' 845 a month."""
    computed = computed_line(result, line_of("extreme_poverty_support"))

    assert (161, 1732, Decimal("1463540.00")) == (
        computed.persons,
        computed.months,
        computed.yuan,
    )


def test_the_yuan_come_from_rules_and_roster_and_from_no_constant(roster):
    """Another subsistence standard gives 特困 another sum: 1.3 × 700 × 1732."""
    book = reform(
        load_rulebook(read_settings().place), {"subsistence_standard": "700.00 per month"}
    )

    computed = computed_line(calculate(book, roster, "2023"), line_of("extreme_poverty_support"))

    assert (1732, Decimal("1576120.00")) == (computed.months, computed.yuan)


def test_both_disability_subsidies_come_to_43589_person_months(result):
    """435.89 万元 at 100 a month; who draws both counts as one person."""
    both = line_of("disability_living_subsidy", "disability_care_subsidy")
    computed = computed_line(result, both)
    apart = [
        computed_line(result, line_of(scheme)).persons
        for scheme in ("disability_living_subsidy", "disability_care_subsidy")
    ]

    assert (43589, Decimal("4358900.00")) == (computed.months, computed.yuan)
    assert [1150, 2760] == apart
    assert sum(apart) > computed.persons


def test_old_age_comes_within_a_thousandth_of_the_published_sum(result):
    """A calibrated count: over nine thousand persons and 681.26 万元, less or more 0.1 %."""
    computed = computed_line(result, line_of("elderly_allowance"))

    assert 9000 < computed.persons < 10000
    assert abs(computed.yuan - 6812600) < 6813


def test_every_scheme_of_the_book_is_compared(result):
    """No scheme that pays is left out of the comparison."""
    compared = {scheme for line in read_published() for scheme in line.schemes}

    assert {scheme.name for scheme in result.book.schemes} == compared


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
