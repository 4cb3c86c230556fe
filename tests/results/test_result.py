"""Every view of a run tells the same story to the fen."""

from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import subsidy.results.result as result_module
import subsidy.results.totals as totals_module
from subsidy.dates import Month
from subsidy.errors import UsageRefused, Words
from subsidy.register.table import SetAside
from tests.results.made_up_runs import (
    YEAR_2023,
    made_people,
    made_result,
    made_scheme,
    made_undetermined,
    results,
    written_out,
)

JANUARY = int(YEAR_2023.first)
COLUMNS = ["unit", "unit_id", "scheme", "bracket", "month", "amount"]


@given(results())
def test_the_monthly_view_is_every_month_written_out(result):
    """Fails if a month is lost, doubled, out of order, or rounded another way."""
    monthly = result.monthly()

    assert COLUMNS == monthly.columns
    assert pl.Decimal(38, 2) == monthly.schema["amount"]
    assert written_out(result) == monthly.rows()


@given(results())
def test_the_annual_view_is_the_monthly_one_added_up(result):
    """Fails if closed forms and months written out differ by a fen or a month."""
    grouped = (
        result.monthly()
        .group_by("unit", "unit_id", "scheme")
        .agg(pl.len().cast(pl.Int64).alias("months"), pl.col("amount").sum())
        .sort("unit", "unit_id", "scheme")
    )

    assert grouped.rows() == result.annual().rows()
    assert ["unit", "unit_id", "scheme", "months", "amount"] == result.annual().columns


BY = st.lists(st.sampled_from(["scheme", "bracket", "month", "year", "region"]), unique=True)


@given(results(), BY)
def test_totals_of_any_grouping_are_the_sums_of_their_rows(result, by):
    """Fails if a unit is counted twice, or a fen falls between two groups."""
    region = dict(zip(result.people.ids, result.people.carried["region"], strict=True))
    rows = result.monthly().with_columns(
        pl.col("month").str.slice(0, 4).alias("year"),
        pl.col("unit_id").replace_strict(region, return_dtype=pl.String).alias("region"),
    )
    sums = (pl.col("unit_id").n_unique(), pl.len(), pl.col("amount").sum())
    grouped = rows.group_by(by).agg(*sums).sort(by, nulls_last=True) if by else rows.select(*sums)

    assert grouped.rows() == result.totals(by).rows()


@given(results())
def test_totals_by_month_are_the_same_from_differences_and_from_slices(result):
    """The fast road and the general one never differ."""
    fast = result.totals(("scheme", "region", "month"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(totals_module, "_LARGEST_TABLE", 0)
        patched.setattr(totals_module, "_LARGEST_MARKS", 0)
        slow = result.totals(("scheme", "region", "month"))

    assert slow.rows() == fast.rows()


@given(results(), st.integers(1, 40))
def test_batches_of_months_are_the_monthly_view(result, months):
    """Nothing is lost at the edge of a batch, whatever its size."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(result_module, "BATCH_MONTHS", months)
        batches = list(result.monthly_batches())

    assert result.monthly().rows() == pl.concat(batches).rows()


@given(results())
def test_spells_written_out_by_their_standards_cover_the_paid_months(result):
    """A spell that pays nothing at all is not among them."""
    spells = result.spells()
    monthly = result.monthly()
    inside = spells.join(monthly, on=["unit_id", "scheme", "bracket"], suffix="_due").filter(
        (pl.col("first_month") <= pl.col("month")) & (pl.col("month") < pl.col("end_month"))
    )

    assert len(monthly) == len(inside)
    assert len(spells) == len(inside.unique(["unit_id", "scheme", "first_month"]))


def test_a_yearly_standard_of_1000_yuan_is_paid_to_the_fen():
    """1000.00 a year comes to 1000.00, not to twelve times 83.33."""
    result = made_result(
        made_people(["P1"]), made_scheme("grant", (0, "", JANUARY, JANUARY + 12, 100_000, 12))
    )

    assert Decimal("1000.00") == result.annual()["amount"][0]
    assert Decimal("83.34") == result.monthly()["amount"][1]
    assert [("grant", "", "2023-01", "2024-01", Decimal("1000.00"), "year")] == (
        result.spells().drop("unit", "unit_id").rows()
    )


def test_sums_beyond_64_bits_are_exact():
    """Amounts that would wrap an int64 come out whole. Fails if totals sum without a bound."""
    large = 2**55
    count = 600
    result = made_result(
        made_people([f"P{number}" for number in range(count)]),
        made_scheme("grant", *((row, "", JANUARY, JANUARY + 12, large, 1) for row in range(count))),
    )
    total = Decimal(count * 12 * large) / 100

    assert count * 12 * large > 2**63
    assert total == result.totals(())["amount"][0]
    assert total == result.totals(("scheme", "month"))["amount"].to_list()[0] * 12
    assert f"{total:.2f}" == result.receipt().amount


def test_a_standard_that_could_wrap_is_refused():
    """No amount is ever silently wrong."""
    result = made_result(
        made_people(["P1"]), made_scheme("grant", (0, "", JANUARY, JANUARY + 1, 2**60, 1))
    )
    with pytest.raises(OverflowError, match="too large"):
        result.totals()


def test_an_empty_run_has_empty_views_and_a_total_of_nothing():
    """No people is a valid register."""
    result = made_result(made_people([]))

    assert [0] * 5 == [
        len(view)
        for view in (
            result.monthly(),
            result.annual(),
            result.spells(),
            result.undetermined(),
            result.set_aside(),
        )
    ]
    assert [] == result.totals().rows()
    assert [(0, 0, Decimal("0.00"))] == result.totals(()).rows()
    assert "0.00" == result.receipt().amount


def test_undetermined_runs_that_touch_and_miss_the_same_are_one():
    """Months in a row with other missing facts stay apart; facts are named in order."""
    runs = made_undetermined(
        (1, JANUARY, JANUARY + 2, 0b011),
        (1, JANUARY + 2, JANUARY + 3, 0b011),
        (1, JANUARY + 3, JANUARY + 4, 0b100),
        (0, JANUARY + 6, JANUARY + 12, 0b100),
    )
    result = made_result(made_people(["P2", "P1"]), made_scheme("grant", undetermined=runs))

    assert [
        ("person", "P1", "grant", "2023-01", 3, "grade;sex"),
        ("person", "P1", "grant", "2023-04", 1, "birth_date"),
        ("person", "P2", "grant", "2023-07", 6, "birth_date"),
    ] == result.undetermined().rows()


def test_totals_by_an_unknown_column_are_refused_with_the_nearest_name():
    """A misspelt column is named, with the one that was meant."""
    result = made_result(made_people(["P1"], region=["东区"]))
    with pytest.raises(UsageRefused) as refused:
        result.totals(("regoin",))

    assert "totals cannot be grouped by regoin" in str(refused.value)
    assert "did you mean region?" in str(refused.value)


def test_rows_set_aside_are_listed_without_their_values():
    """Row, heading and reason only."""
    aside = SetAside(3, 4, None, "出生日期", "date", Words("no such day", "没有这一天"))
    result = made_result(made_people(["P1"], set_aside=(aside,)))

    assert [(3, 4, None, "出生日期", "date", "no such day", "没有这一天", "person")] == (
        result.set_aside().rows()
    )


def test_order_of_units_does_not_matter():
    """The same people in another order give the same tables."""
    spells = [(0, "x", JANUARY, JANUARY + 3, 100, 1), (1, "y", JANUARY, JANUARY + 2, 700, 12)]
    swapped = [(1 - spell[0], *spell[1:]) for spell in spells]
    here = made_result(made_people(["A", "B"]), made_scheme("grant", *spells))
    there = made_result(made_people(["B", "A"]), made_scheme("grant", *swapped))

    assert here.monthly().equals(there.monthly())
    assert here.annual().equals(there.annual())
    assert here.spells().equals(there.spells())


def test_months_are_counted_from_the_calendar_not_from_the_period():
    """A period from May pays May's instalment of a yearly standard first."""
    period = type(YEAR_2023)(Month(JANUARY + 4), Month(JANUARY + 6))
    result = made_result(
        made_people(["P1"]),
        made_scheme("grant", (0, "", JANUARY + 4, JANUARY + 6, 100_000, 12)),
        period=period,
    )

    assert [Decimal("83.34"), Decimal("83.33")] == result.monthly()["amount"].to_list()
    assert np.int64(2) == result.annual()["months"][0]
