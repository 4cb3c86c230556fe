"""Projections of households and institutions: what a calculation of the same months gives."""

from __future__ import annotations

from decimal import Decimal

import pytest

import subsidy
from tests.units.place import HOMES, HOUSEHOLDS, PEOPLE, units_book

BESIDE = {"households": HOUSEHOLDS, "institutions": HOMES}


def amounts(frame):
    """Scheme, bracket, month and amount, without what pays nothing."""
    rows = frame.select("scheme", "bracket", "month", "amount").rows()
    return {row[:3]: row[3] for row in rows if row[3]}


@pytest.mark.parametrize("period", ["2023-01:2023-12", "2023-04:2028-12"])
def test_a_projection_of_nothing_but_ageing_is_the_calculation(period) -> None:
    """Households whose child comes of age, members' shares, homes: to the fen, month by month."""
    plain = subsidy.calculate(units_book(), PEOPLE, period, **BESIDE)
    found = subsidy.project(units_book(), PEOPLE, period, **BESIDE)

    assert amounts(plain.totals(("scheme", "bracket", "month"))) == amounts(found.monthly())
    assert {"gap", "coal", "top_up", "old_age"} <= set(found.monthly()["scheme"])


def test_splitting_a_horizon_changes_nothing() -> None:
    """Three pieces from one beginning."""
    whole = subsidy.project(units_book(), PEOPLE, "2023-01:2029-12", **BESIDE)
    pieces = ["2023-01:2023-05", "2023-06:2027-02", "2027-03:2029-12"]
    parts = [
        subsidy.project(units_book(), PEOPLE, one, since="2023-01", **BESIDE) for one in pieces
    ]
    together = {key: fen for part in parts for key, fen in amounts(part.monthly()).items()}

    assert amounts(whole.monthly()) == together


def test_a_household_loses_a_child_that_is_counted_no_more_when_a_member_dies() -> None:
    """Three members to May, two from June: 1500 and 800, by hand."""
    found = amounts(subsidy.project(units_book(), PEOPLE, "2023-05:2023-06", **BESIDE).monthly())

    assert Decimal("1500.00") == found["gap", "", "2023-05"]
    assert Decimal("800.00") == found["gap", "", "2023-06"]


def test_what_is_assumed_of_households_is_told() -> None:
    """One sentence, and no more without mortality."""
    found = subsidy.project(units_book(), PEOPLE, "2023", **BESIDE)
    alone = subsidy.project(units_book(), PEOPLE, "2023")

    assert 1 == sum("stay as registered" in words.en for _, words in found.assumptions())
    assert not any("ousehold" in words.en for _, words in alone.assumptions())
    assert ["person", "household", "institution"] == found.as_json()["units"]
