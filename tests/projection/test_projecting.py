"""Projection against plain calculation, against hand calculation, and against itself in pieces."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

import subsidy
from subsidy.dates import read_period
from subsidy.projection.uprating import carry_on
from subsidy.register.readers import read_register
from tests.drawing.people import people_of
from tests.projection.worlds import TWO_AGES, old_age_book, old_people
from tests.strategies import situations

SHIFENG = "cn/hunan/zhuzhou/shifeng"
INFLOW = "number,age,sex\n30,79,male\n7,60,female\n"


@pytest.fixture
def book(tmp_path):
    return old_age_book(tmp_path)


def months_of(frame):
    return {row["month"]: row["amount"] for row in frame.iter_rows(named=True)}


def test_without_assumptions_a_projection_is_the_plain_calculation():
    """Ten years of the Shifeng book, scheme, bracket and month, to the fen (fault: month + 1)."""
    book = subsidy.load_rulebook(SHIFENG)
    period = read_period("2024-01:2033-12")
    people = read_register(old_people(400), book, read_period("2024-01"))
    by = ("scheme", "bracket", "month")
    plain = subsidy.calculate(carry_on(book, period)[0], people, period).totals(by)
    months = pl.col("unit_months").cast(pl.Decimal(38, 2))

    projected = subsidy.project(book, people, period).monthly()

    assert plain.with_columns(months).select(projected.columns).equals(projected)
    assert len(projected) > 300


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(situations(people=12))
def test_a_projection_of_any_rulebook_is_its_plain_calculation(situation):
    """Rulebooks and people drawn at random; the drawn rates all hold."""
    people = people_of(situation.book, situation.crowd)
    by = ("scheme", "bracket", "month")
    try:
        plain = subsidy.calculate(situation.book, people, situation.period).totals(by)
    except (subsidy.RulesRefused, OverflowError):
        return

    projected = subsidy.project(situation.book, people, situation.period).monthly()

    months = pl.col("unit_months").cast(pl.Decimal(38, 2))
    assert plain.with_columns(months).select(projected.columns).equals(projected)


def test_splitting_a_horizon_changes_nothing(tmp_path):
    """With every assumption at work, two pieces are the whole (fault: *since* not passed on)."""
    book = subsidy.load_rulebook(SHIFENG)
    people, inflow = old_people(300), tmp_path / "inflow.csv"
    inflow.write_text(INFLOW, "utf-8")
    given = {
        "mortality": "cl-2010-2013/class-two",
        "inflow": inflow,
        "uprating": {"*": "3%", "orphan_standard": "0%"},
    }

    whole = subsidy.project(book, people, "2024-01:2031-12", **given).monthly()
    one = subsidy.project(book, people, "2024-01:2026-05", **given).monthly()
    two = subsidy.project(book, people, "2026-06:2031-12", since="2024-01", **given).monthly()

    assert whole.equals(pl.concat([one, two]).sort("scheme", "bracket", "month"))


@pytest.mark.parametrize(
    ("stop", "january", "february"),
    [("next_month", "50.00", "49.50"), ("same_month", "49.50", "49.00")],
)
def test_the_month_of_a_death_is_paid_as_the_timing_says(tmp_path, stop, january, february):
    """Aged 80 on 1 January, q = 0.12: one hundredth dies in each month of the year."""
    book = old_age_book(tmp_path, stop)
    table = tmp_path / "table.csv"
    table.write_text(TWO_AGES, "utf-8")
    people = [{"person_id": "A", "birth_date": "1944-01-15", "sex": "male"}]

    found = subsidy.project(book, people, "2024-01:2024-02", mortality=table)

    expected = {"2024-01": Decimal(january), "2024-02": Decimal(february)}
    assert expected == months_of(found.totals(("month",)))


def test_mortality_by_hand_over_two_birthdays(tmp_path):
    """0.88 live to 81, of whom 2 in 100 die a month; 0.88 × 0.76 to 82, who die evenly in a year."""
    book = old_age_book(tmp_path)
    table = tmp_path / "table.csv"
    table.write_text(TWO_AGES, "utf-8")
    people = [{"person_id": "A", "birth_date": "1944-01-15", "sex": "male"}]

    found = months_of(
        subsidy.project(book, people, "2024-01:2027-12", mortality=table).totals(("month",))
    )

    assert Decimal("44.00") == found["2025-01"]  # 50 × 0.88
    assert Decimal("43.12") == found["2025-02"]  # 50 × 0.88 × 0.98
    assert Decimal("33.44") == found["2026-01"]  # 50 × 0.88 × 0.76
    assert Decimal("2.79") == found["2026-12"]  # 33.44 ÷ 12 = 2.7867
    assert Decimal("0.00") == found["2027-01"]


def test_a_factor_scales_what_is_not_certain(tmp_path):
    """Twice the mortality: 2 of 100 die in a month of the first year."""
    table_file = tmp_path / "table.csv"
    table_file.write_text(TWO_AGES, "utf-8")
    from subsidy.projection.life_table import read_life_table

    table = read_life_table(table_file).scaled("200%")

    assert ("6/25", "12/25", "1") == tuple(
        str(table.probability("male", age)) for age in (80, 81, 82)
    )


def test_a_known_death_leaves_nothing_to_chance(tmp_path):
    """Whoever has a date of death is paid for certain until then, and not after."""
    book = old_age_book(tmp_path)
    people = [
        {"person_id": "A", "birth_date": "1944-01-15", "sex": "male", "death_date": "2024-02-10"}
    ]

    table = "cl-2010-2013/class-one"
    found = subsidy.project(book, people, "2024-01:2024-04", mortality=table).totals(("month",))

    assert {"2024-01": Decimal("50.00"), "2024-02": Decimal("50.00")} == months_of(found)


def test_who_has_no_sex_lives_on_and_is_told(book):
    """Unknown is not dead: they are counted whole, and an assumption says how many they are."""
    people = [{"person_id": "A", "birth_date": "1944-01-15", "sex": ""}]

    found = subsidy.project(book, people, "2024", mortality="cl-2010-2013/annuity")

    assert 600 == found.totals(()).item(0, "amount")
    assert 1 == found.base.without_mortality
    assert any("1 people are taken to live on" in words.en for _, words in found.assumptions())


def test_newcomers_are_paid_from_the_month_in_which_they_come(book, tmp_path):
    """12 a year aged 80: one more every month; none before the projection begins."""
    inflow = tmp_path / "inflow.csv"
    inflow.write_text("number,age,sex,hukou_from\n12,80,male,entry\n", "utf-8")

    found = subsidy.project(book, [], "2024", inflow=inflow).totals(("month",))

    expected = [Decimal(50 * number) for number in range(1, 13)]
    assert expected == found["amount"].to_list()


def test_nobody_is_paid_for_months_before_they_come(book, tmp_path):
    """Aged 85 when they come, they were 80 long before; two a year, in January and in July."""
    inflow = tmp_path / "inflow.csv"
    inflow.write_text("number,age,sex\n2,85,male\n", "utf-8")

    found = subsidy.project(book, [], "2024", inflow=inflow).totals(("month",))

    assert [Decimal(50)] * 6 + [Decimal(100)] * 6 == found["amount"].to_list()


@pytest.mark.parametrize("number", [1, 5, 7, 12, 100, 1001])
def test_newcomers_of_a_year_are_as_many_as_the_file_says(book, tmp_path, number):
    """Spread over the months they stay whole (fault: ``//`` in place of the ceiling)."""
    inflow = tmp_path / "inflow.csv"
    inflow.write_text(f"number,age,sex\n{number},80,male\n", "utf-8")

    found = subsidy.project(book, [], "2024-01:2025-12", inflow=inflow).totals(("month",))

    by_month = dict(zip(found["month"], found["unit_months"], strict=True))
    assert number == by_month["2024-12"]
    assert 2 * number == by_month["2025-12"]


def test_newcomers_turn_ninety_like_everybody(book, tmp_path):
    """Aged 89 in January 2024, 90 in January 2025: another bracket, at 1000.00 a year."""
    inflow = tmp_path / "inflow.csv"
    inflow.write_text("number,age,sex\n1,89,male\n", "utf-8")

    found = subsidy.project(book, [], "2024-01:2025-12", inflow=inflow)

    first = found.totals(("bracket", "month")).filter(pl.col("bracket") == "90+")
    assert "2025-01" == first["month"][0]
    assert Decimal("83.33") == first["amount"][0]


def test_the_band_is_in_order():
    """More deaths, fewer newcomers and less growth never cost more, in any month."""
    varied = {
        "low": subsidy.Variation(mortality="120%", uprating="-1%"),
        "high": subsidy.Variation(mortality="80%", uprating="+1%"),
    }

    found = subsidy.project(
        SHIFENG,
        old_people(200),
        "2024-01:2033-12",
        mortality="cl-2010-2013/class-one",
        uprating="3%",
        band=varied,
    ).band()

    assert ["month", "low", "base", "high"] == found.columns
    assert 0 == len(
        found.filter((pl.col("low") > pl.col("base")) | (pl.col("base") > pl.col("high")))
    )
    assert 0 < len(found.filter(pl.col("low") < pl.col("high")))


def test_a_budget_lasts_as_long_as_whole_months_fit(book):
    """600.00 a year: 130.00 pays two months and leaves 30.00; next year asks for 600.00."""
    people = [{"person_id": "A", "birth_date": "1944-01-15"}]

    (reach,) = subsidy.project(book, people, "2024-01:2025-12").reach("130.00")

    assert (2, "2024-03", "30.00") == (reach.months, reach.runs_out, reach.left)
    assert ("2025", "600.00") == (reach.next_year, reach.ask)


def test_a_budget_that_is_just_enough_is_enough(book):
    """100.00 pays January and February, to the fen (fault: ``>=`` for ``>``)."""
    people = [{"person_id": "A", "birth_date": "1944-01-15"}]

    (reach,) = subsidy.project(book, people, "2024-01:2024-02").reach("100.00")

    assert (2, "", "0.00", "") == (reach.months, reach.runs_out, reach.left, reach.ask)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"period": "2024-01:2054-01"}, "horizon"),
        ({"since": "2024-02"}, "since"),
        ({"since": "soon"}, "since"),
        ({"band": {"middle": subsidy.Variation()}}, "band"),
        ({"band": {"low": subsidy.Variation(mortality="-1")}, "mortality": "cl-2010-2013/annuity"}, "band"),
        ({"band": {"low": subsidy.Variation(uprating="-100%")}}, "band"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(book, given, code):
    """A horizon too long, a beginning after the first month, cases and factors that are none."""
    asked = {"period": "2024", **given}

    with pytest.raises(subsidy.UsageRefused) as refused:
        subsidy.project(book, [], asked.pop("period"), **asked)

    assert [code] == [problem.code for problem in refused.value.problems]


def test_amounts_too_large_for_fast_arithmetic_are_still_exact():
    """The slow road and the fast one meet (fault: the low half forgotten)."""
    import numpy as np

    from subsidy.projection.cells import _expected

    alive = np.array([10**12, 987_654_321_987, 1], np.int64)
    small, large = np.array([3, 5, 7], np.int64), np.array([2**45, 5, 7], np.int64)

    assert 3 * 10**12 + 5 * 987_654_321_987 + 7 == _expected(small, alive)
    assert 2**45 * 10**12 + 5 * 987_654_321_987 + 7 == _expected(large, alive)
