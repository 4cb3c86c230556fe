"""Rates carried on and grown: by hand, and always marked."""

from __future__ import annotations

import pytest

import subsidy
from subsidy.dates import read_month, read_period
from subsidy.projection.uprating import carry_on, read_uprating
from subsidy.rulebook.values import parameter_value, version_in_force
from subsidy.rulebook.versions import first_month
from tests.projection.worlds import old_age_book

SHIFENG = "cn/hunan/zhuzhou/shifeng"
MONTHS = read_period("2023-07:2026-12")


def test_a_plain_calculation_still_refuses_what_is_not_confirmed(tmp_path):
    """Only the carried book goes on; the book itself is as it was."""
    book = old_age_book(tmp_path)
    people = [{"person_id": "A", "birth_date": "1940-01-15"}]

    carried, told = carry_on(book, read_period("2024"))

    with pytest.raises(subsidy.RulesRefused, match="confirmed up to 2023-12"):
        subsidy.calculate(book, people, "2024")
    assert 600 == subsidy.calculate(carried, people, "2024").totals(()).item(0, "amount")
    assert ["2023-12", "2023-12"] == [one.last_confirmed for one in told]
    assert book.sha256 != carried.sha256


def test_what_is_carried_on_is_marked_as_assumed(tmp_path):
    """The receipt of a calculation by a carried book says so."""
    carried, _ = carry_on(old_age_book(tmp_path), read_period("2024"))

    result = subsidy.calculate(carried, [{"person_id": "A", "birth_date": "1940-01-15"}], "2024")

    marks = [one.why for one in result.receipt().assumed]
    assert any("carried on as a projection" in why for why in marks)


def test_nothing_is_carried_where_everything_is_confirmed(tmp_path):
    """The same book, and nothing to tell."""
    book = old_age_book(tmp_path)

    assert (book, ()) == carry_on(book, read_period("2023"))


@pytest.mark.parametrize(
    ("month", "fen"),
    [("2023-12", 65000), ("2024-01", 66950), ("2025-01", 68959), ("2026-12", 71027)],
)
def test_growth_counts_from_the_year_after_the_last_confirmed(month, fen):
    """650.00 × 1.03ⁿ, each year from the written amount: 669.50, 689.585, 710.27255."""
    book = subsidy.load_rulebook(SHIFENG)

    carried, _ = carry_on(book, MONTHS, read_uprating("3%"))

    assert fen == parameter_value(carried, "subsistence_standard", read_month(month))


def test_a_share_of_a_grown_rate_grows_once():
    """1.3 × the grown standard, not grown again (fault: shares grown too)."""
    book = subsidy.load_rulebook(SHIFENG)

    carried, _ = carry_on(book, MONTHS, read_uprating("10%"))

    assert 65000 * 11 // 10 == parameter_value(
        carried, "subsistence_standard", read_month("2024-01")
    )
    assert 71500 * 13 // 10 == parameter_value(
        carried, "extreme_poverty_standard", read_month("2024-01")
    )


def test_a_series_by_year_may_name_one_rate():
    """5 % in 2024, nothing in 2025, down 10 % in 2026; other rates stay."""
    book = subsidy.load_rulebook(SHIFENG)
    growth = read_uprating({"subsistence_standard": "2024:5%,2025:0%,2026:-10%"})

    carried, _ = carry_on(book, MONTHS, growth)

    found = [
        parameter_value(carried, "subsistence_standard", read_month(f"{year}-06"))
        for year in (2024, 2025, 2026)
    ]
    assert [68250, 68250, 61425] == found
    assert 108600 == parameter_value(carried, "orphan_standard", read_month("2026-06"))


def test_growth_that_comes_back_to_nothing_is_not_forgotten():
    """Up a quarter, down a fifth: 2025 is what 2023 was (fault: years without growth left out)."""
    book = subsidy.load_rulebook(SHIFENG)
    growth = read_uprating({"subsistence_standard": "2024:25%,2025:-20%,2026:0%"})

    carried, _ = carry_on(book, MONTHS, growth)

    assert 65000 == parameter_value(carried, "subsistence_standard", read_month("2025-06"))


def test_a_rate_without_a_last_month_grows_from_the_beginning_of_the_projection(tmp_path):
    """100.00 for ever, 10 % a year since 2024: 121.00 in 2026, whatever piece is looked at."""
    book = old_age_book(tmp_path)
    scheme = (tmp_path / "old_age.yaml").read_text("utf-8")
    (tmp_path / "old_age.yaml").write_text(scheme.replace("last_confirmed: 2023-12, ", ""), "utf-8")
    book = subsidy.load_rulebook(tmp_path)
    people = [{"person_id": "A", "birth_date": "1944-01-15"}]

    whole = subsidy.project(book, people, "2024-01:2026-12", uprating="10%").totals(("year",))
    piece = subsidy.project(book, people, "2026", since="2024-01", uprating="10%").totals(("year",))

    assert ["600.00", "660.00", "726.00"] == [str(amount) for amount in whole["amount"]]
    assert ["726.00"] == [str(amount) for amount in piece["amount"]]


@pytest.mark.parametrize(
    ("change", "fen"),
    [
        ({"@2025-01:2025-12": "720.00 per year"}, (61800, 72000, 72000, 65564, 67531)),
        ({"@2025-01": "720.00 per year"}, (61800, 72000, 72000, 74160, 76385)),
        ({"@2025-07": "+10%"}, (61800, 63654, 70019, 72120, 74284)),
        ({"": "720.00 per year"}, (72000, 74160, 74160, 76385, 78676)),
    ],
)
def test_a_rate_of_a_scenario_grows_from_its_own_year(change, fen):
    """Written for a year it grows after it; what goes back, or goes up by a share, has grown since
    its last confirmed month (fault: such a version beginning before itself).
    """
    book = subsidy.load_rulebook(SHIFENG)
    reform = book.reform({f"elderly_allowance.80-89{at}": value for at, value in change.items()})

    carried, _ = carry_on(reform, read_period("2024-01:2027-12"), read_uprating("3%"))

    (row,) = (r for r in carried.scheme("elderly_allowance").amount.rows if r.name == "80-89")
    months = map(read_month, ("2024-06", "2025-06", "2025-07", "2026-06", "2027-06"))
    assert fen == tuple(version_in_force(row.versions, month).pay.fen for month in months)
    firsts = [first_month(version) for version in row.versions]
    assert sorted(set(firsts)) == firsts


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("three", "uprating-value"),
        ("-100%", "uprating-value"),
        ({"*": "2024:3%,2024:4%"}, "uprating-value"),
        ({"subsistence_standart": "3%"}, "uprating-name"),
        ({"*": "2024:3%"}, "uprating-year"),
    ],
)
def test_growth_that_is_none_is_refused(given, code):
    """No number, a year twice, no such rate, a year that is not given."""
    with pytest.raises(subsidy.UsageRefused) as refused:
        subsidy.project(SHIFENG, [], "2024-01:2025-12", uprating=given)

    assert code == refused.value.problems[0].code
