"""Sweeps, cost per extra yuan and tornado are what repeated calculations say."""

from __future__ import annotations

from decimal import Decimal

import pytest

import subsidy
from subsidy.scenario.sweeping import sensitivity_on, sweep_on, tornado_on


def cost(book, people, changes):
    """What a calculation of its own comes to."""
    result = subsidy.calculate(book.reform(changes), people, "2023")
    return sum(result.totals(("scheme",))["amount"], Decimal(0))


@pytest.mark.parametrize(
    ("target", "values", "per"),
    [
        ("elderly_allowance.80-89", "600:720:40", " per year"),
        ("elderly_allowance.80-89@2023-07", "600.01, 599.99", " per year"),
        ("disability_living_subsidy", "80:120:20", " per month"),
        ("orphan_standard@2023-03:2023-05", "1000:1200:100", " per month"),
    ],
)
def test_a_sweep_is_a_calculation_for_every_value(costing, people, target, values, per):
    """Fast or not. Fails if a value is priced at its neighbour's rate, or an end is left out."""
    found = sweep_on(costing, {target: values}).frame
    book = costing.baseline.book
    alone = [cost(book, people, {target: value + per}) for value in found[target]]

    assert alone
    assert alone == found["cost"].to_list()


def test_both_ends_of_a_range_are_swept(costing):
    """600 and 720 too."""
    found = sweep_on(costing, {"elderly_allowance.80-89": "600:720:60"})

    assert ["600.00", "660.00", "720.00"] == found.frame["elderly_allowance.80-89"].to_list()


def test_two_parameters_make_a_grid(costing, book, people):
    """Every pair, the second within the first."""
    first, second = "elderly_allowance.80-89", "elderly_allowance.90-99"
    found = sweep_on(costing, {first: "600, 720", second: ["1200", "1300"]}).frame
    row = found.row(3, named=True)
    changes = {first: "720.00 per year", second: "1300.00 per year"}

    assert [
        ("600.00", "1200.00"),
        ("600.00", "1300.00"),
        ("720.00", "1200.00"),
        ("720.00", "1300.00"),
    ] == found.select(first, second).rows()
    assert cost(book, people, changes) == row["cost"]


def test_one_yuan_more_costs_what_a_calculation_says(costing, book, people):
    """For every rate, also where another scheme nets it."""
    before = cost(book, people, {})
    frame = sensitivity_on(costing).frame

    assert 10 == len(frame)
    assert [cost(book, people, {key: "+1.00"}) - before for key in frame["target"]] == frame[
        "per_extra_yuan"
    ].to_list()


def test_a_tornado_is_sorted_by_its_span(costing, book, people):
    """And each bar is a calculation."""
    frame = tornado_on(costing).frame
    before, widest = cost(book, people, {}), frame.row(0, named=True)

    assert sorted(frame["span"], reverse=True) == frame["span"].to_list()
    assert cost(book, people, {widest["target"]: "-10%"}) - before == widest["low"]
    assert cost(book, people, {widest["target"]: "+10%"}) - before == widest["high"]


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        ({"elderly_allowance.80-98": "1:2"}, "did you mean elderly_allowance.80-89?"),
        ({"elderly_allowance.80-89": "1:x"}, "cannot be read as values"),
        ({"elderly_allowance.80-89": "9:1"}, "ends below where it begins"),
        ({"elderly_allowance.80-89": "0:1000000:0.01"}, "100,000,001 values"),
        ({"elderly_allowance.eligible": "1:2"}, "is not one number"),
        ({}, "one parameter or two"),
    ],
)
def test_a_sweep_of_no_number_is_refused(costing, ranges, said):
    """With what is wrong and how to mend it."""
    with pytest.raises(subsidy.SubsidyError) as refused:
        sweep_on(costing, ranges)

    assert said in refused.value.show()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("800:600:50", "ends below where it begins"),
        ("600:800:0", "not above nothing"),
        ("600:800:0.01", "20,001 values, more than 10,000"),
        ("50.00 per month", "not for the period"),
        ([600, 720.5], "not as float"),
        (True, "not as bool"),
    ],
)
def test_values_that_cannot_be_tried_are_refused_for_their_reason(costing, text, words):
    """Not with one message for all."""
    with pytest.raises(subsidy.UsageRefused, match=words):
        sweep_on(costing, {"elderly_allowance.80-89": text})


@pytest.mark.parametrize(
    "values", ["600.00 per year, 720元/年", "600,720", [600, 720], [Decimal(600), "720"]]
)
def test_values_may_be_written_with_their_period_or_as_numbers(costing, values):
    """One sweep of two."""
    found = sweep_on(costing, {"elderly_allowance.80-89": values}).frame

    assert ["600.00", "720.00"] == found["elderly_allowance.80-89"].to_list()
