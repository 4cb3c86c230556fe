"""The books on the shelf: sound, sourced, and with every worked case right."""

from __future__ import annotations

from itertools import chain

import pytest

from subsidy.budget.execution import execute_budget
from subsidy.calculation import calculate
from subsidy.casebook import run_cases
from subsidy.dates import read_month
from subsidy.errors import RulesRefused
from subsidy.expression.nodes import ParameterValue
from subsidy.expression.uses import leaves
from subsidy.rulebook.shelf import SHELF, check_rulebook, load_rulebook, places

WITH_RULES = [name for name in places() if load_rulebook(name).schemes]
REAL = [name for name in WITH_RULES if name.startswith("cn/")]


def test_the_shelf_holds_the_places_that_the_documents_name():
    """A place that disappears is noticed."""

    assert {"cn/hunan/zhuzhou/shifeng", "example", "example/riverside"} <= set(WITH_RULES)


@pytest.mark.parametrize("name", places())
def test_every_place_is_sound(name):
    """`subsidy check` finds nothing wrong with any place."""

    assert () == check_rulebook(name)


@pytest.mark.parametrize("name", WITH_RULES)
def test_every_case_is_right_in_both_engines(name):
    """What was calculated by hand is what both engines give."""
    report = run_cases(name)

    assert report.results
    assert report.passed, report.text()


@pytest.mark.parametrize("name", REAL)
def test_every_scheme_of_a_real_place_says_where_it_comes_from(name):
    """A document, or the word that it is assumed; the months likewise."""
    schemes = load_rulebook(name).schemes
    sources = chain.from_iterable((scheme.source, scheme.timing.source) for scheme in schemes)

    assert all(source.document or source.assumed for source in sources)


@pytest.mark.parametrize("name", REAL)
def test_every_rate_of_a_real_place_is_sourced_and_confirmed_to_a_month(name):
    """No rate of a real place runs on by itself."""
    book = load_rulebook(name)
    rates = [version for one in book.parameters.values() for version in one.versions]
    pays = [
        version
        for scheme in book.schemes
        for row in scheme.amount.rows
        for version in row.versions
        if not any(isinstance(leaf, ParameterValue) for leaf in leaves(version.pay))
    ]

    assert all(version.source.document or version.source.assumed for version in rates)
    assert all(version.last_confirmed is not None for version in [*rates, *pays])


def test_the_rates_of_2023_are_those_of_the_report():
    """650, 845 and 1086 yuan a month, confirmed to December 2023."""
    people = [
        {"person_id": "K", "birth_date": "2012-03-01", "orphan_from": "2018-02-10"},
        {"person_id": "T", "birth_date": "1955-03-01", "extreme_poverty_from": "2019-01-01"},
    ]
    paid = calculate("cn/hunan/zhuzhou/shifeng", people, "2023-05").monthly()
    standard = load_rulebook("cn/hunan/zhuzhou/shifeng").parameters["subsistence_standard"]

    assert ["1086.00", "845.00"] == [str(amount) for amount in paid["amount"]]
    assert read_month("2023-12") == standard.versions[-1].last_confirmed


def test_a_year_that_nobody_confirmed_is_refused():
    """2024 and 2022 stop with the rate's name instead of carrying 2023 over."""
    people = [{"person_id": "P1", "birth_date": "1938-01-10"}]
    for year in ("2022", "2024"):
        with pytest.raises(RulesRefused, match=r"elderly_allowance\.80-89"):
            calculate("cn/hunan/zhuzhou/shifeng", people, year)


def test_no_file_of_the_shelf_is_outside_a_place():
    """Every YAML file stands in a folder with a place.yaml, or among its cases or budgets."""
    stray = [
        path
        for path in SHELF.rglob("*.yaml")
        if not (path.parent / "place.yaml").is_file()
        and not (
            path.parent.name in ("cases", "budgets")
            and (path.parent.parent / "place.yaml").is_file()
        )
    ]

    assert [] == stray


def test_every_budget_of_the_shelf_can_be_executed():
    """What stands in a budgets folder is a sound budget file."""
    budgets = sorted(SHELF.rglob("budgets/*"))

    assert budgets
    assert all(execute_budget(path).lines for path in budgets)


@pytest.mark.parametrize(
    "asked", ["株洲市石峰区", "石峰", "Shifeng, Zhuzhou", "cn/hunan/zhuzhou/shifen"]
)
def test_a_place_asked_for_by_what_it_is_called_is_answered_with_its_name(asked):
    """A clerk knows the district, not the path."""
    with pytest.raises(RulesRefused) as refused:
        load_rulebook(asked)

    assert "是否应为 cn/hunan/zhuzhou/shifeng？" in refused.value.show("zh")


def test_a_word_that_several_places_share_names_none():
    """All are listed instead."""
    with pytest.raises(RulesRefused) as refused:
        load_rulebook("株洲")

    assert "现有地区" in refused.value.show("zh")
