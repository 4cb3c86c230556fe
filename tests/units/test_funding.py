"""Who bears what: shares of each scheme's month, to the fen."""

from __future__ import annotations

from decimal import Decimal

import pytest

import subsidy
from subsidy.report.totals_table import render_totals
from tests.units.place import HOMES, HOUSEHOLDS, PEOPLE, units_book


def test_a_month_is_split_and_the_remainder_named() -> None:
    """Two people at 50 in May: a third of 100.00 is 33.33, the district bears 66.67."""
    result = subsidy.calculate(units_book(), PEOPLE, "2023-05", households=HOUSEHOLDS)

    assert [("district", Decimal("66.67")), ("province", Decimal("33.33"))] == [
        row[2:] for row in result.funding().rows() if row[0] == "old_age"
    ]
    assert [("gap", "2023-05", "", Decimal("1500.00"))] == [
        row for row in result.funding().rows() if row[0] == "gap"
    ]


def test_what_payers_bear_is_what_is_due() -> None:
    """By any grouping; by unit, too."""
    result = subsidy.calculate(
        units_book(), PEOPLE, "2023-01:2023-06", households=HOUSEHOLDS, institutions=HOMES
    )
    due = result.totals(())["amount"].sum()

    for by in (("payer",), ("payer", "unit"), ("scheme", "payer"), ()):
        assert due == result.funding(by)["amount"].sum()
    assert ["household", "institution", "person"] == result.totals(("unit",))["unit"].to_list()
    assert due == result.totals(("unit",))["amount"].sum()


def test_a_column_that_there_is_not_is_refused_with_those_of_every_register() -> None:
    """Fails if the register of households, which are in no household, speaks for all of them."""
    result = subsidy.calculate(units_book(), PEOPLE, "2023-01", households=HOUSEHOLDS)

    with pytest.raises(subsidy.UsageRefused, match="month, year, unit, household_id"):
        result.totals(("colour",))


def test_a_total_of_people_and_households_says_what_it_counts() -> None:
    """A household is no person (fault: 'each person is counted once')."""
    result = subsidy.calculate(units_book(), PEOPLE, "2023", households=HOUSEHOLDS)
    alone = subsidy.calculate(units_book(), PEOPLE, "2023")

    assert "each person, household and institution is counted once" in render_totals(result, "en")
    assert "household and institution" not in render_totals(alone, "en")
