"""What-if questions where households and institutions are paid, too."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

import subsidy
from subsidy.errors import RulesRefused
from subsidy.scenario.recalculation import recalculate, schemes_run_again
from subsidy.scenario.sweeping import costing_of
from tests.units.place import HOMES, HOUSEHOLDS, PEOPLE, units_book

BESIDE = {"households": HOUSEHOLDS, "institutions": HOMES}
REFORMS = [
    {"old_age": "60.00 per month"},
    {"standard": "800.00 per month"},
    {"child_standard": "900.00 per month", "coal": "480.00 per year"},
    {"resident_rate": "+10%"},
    {"new_bed_rate": "3000.00 per year"},
    {"top_up.eligible": "alive and age < 16"},
    {"gap.at_least": "100.00 per month", "new_bed_rate": "2400.00 per year"},
]


@pytest.fixture(scope="module")
def baseline():
    """The place calculated for the first half of 2023."""
    return subsidy.calculate(units_book(), PEOPLE, "2023-01:2023-06", **BESIDE)


@pytest.fixture(scope="module")
def costing():
    """The same, ready for questions."""
    return costing_of(units_book(), PEOPLE, "2023-01:2023-06", HOUSEHOLDS, HOMES)


def everything(result):
    """Every view that the units of a result have."""
    views = (result.monthly(), result.annual(), result.shares(), result.undetermined())
    schemes = [scheme.name for scheme in result.book.schemes]
    return [*(view.rows() for view in views), result.left_out, schemes]


@pytest.mark.parametrize("changes", REFORMS)
def test_a_reform_beside_units_is_what_a_calculation_of_its_own_says(baseline, changes) -> None:
    """Schemes of all units, members' shares, and what is left out."""
    book = units_book().reform(changes)
    alone = subsidy.calculate(book, PEOPLE, "2023-01:2023-06", **BESIDE)

    assert everything(alone) == everything(recalculate(baseline, book))


def test_a_household_rate_runs_its_members_schemes_again_and_no_others(baseline) -> None:
    """The children's top-up hangs on the shares."""
    book = units_book().reform({"standard": "800.00 per month"})
    again = schemes_run_again(baseline.book, recalculate(baseline, book).book)

    assert {"gap", "top_up"} == again


def test_a_higher_standard_costs_the_household_gap_less_the_top_up() -> None:
    """May: 3 × 100 more; the child's share grows by 100, so the top-up pays 100 less."""
    found = subsidy.compare(
        units_book(), {"standard": "800.00 per month"}, PEOPLE, "2023-05", **BESIDE
    )

    assert [("gap", Decimal("300.00")), ("top_up", Decimal("-100.00"))] == [
        row for row in found.costs(("scheme",)).select("scheme", "difference").rows() if row[1]
    ]
    assert [("household", Decimal("300.00")), ("person", Decimal("-100.00"))] == [
        row for row in found.costs(("unit",)).select("unit", "difference").rows() if row[1]
    ]
    assert [("household", "H1"), ("person", "P2")] == found.people().select(
        "unit", "unit_id"
    ).rows()


def test_a_rate_that_nobody_published_is_supplied_by_the_question() -> None:
    """Five beds at 3000 a year, a twelfth a month, for June."""
    found = subsidy.compare(
        units_book(), {"new_bed_rate": "3000.00 per year"}, PEOPLE, "2023-06", **BESIDE
    )

    assert ["building"] == [one.scheme for one in found.baseline.left_out]
    assert () == found.reform.left_out
    assert [("building", Decimal("1250.00"))] == [
        row for row in found.costs(("scheme",)).select("scheme", "difference").rows() if row[1]
    ]


@pytest.mark.parametrize("changes", REFORMS)
def test_fast_costs_are_those_of_a_calculation(costing, changes) -> None:
    """Whether or not the short way is taken."""
    book = units_book().reform(changes)

    assert costing.by_calculation(book).by_scheme == costing.costs(book).by_scheme


def test_the_short_way_is_taken_for_flat_rates_alone(costing) -> None:
    """A household's flat rate that nobody asks about; not what shares hang on."""
    fast = [costing.is_fast(units_book().reform(one)) for one in REFORMS]

    assert [True, False, False, False, False, False, False] == fast
    assert not costing.is_fast(
        units_book().reform({"coal": "480.00 per year", "gap.at_least": "1.00 per month"})
    )


def test_an_unknown_rate_is_swept_and_sought_from_nothing_up() -> None:
    """June: five beds × value / 12; 10 000 a year are 833.33 for a month."""
    swept = subsidy.sweep(
        units_book(), PEOPLE, "2023-06", {"new_bed_rate": "0:2400:1200"}, **BESIDE
    )
    goal = subsidy.Goal("new_bed_rate", "10000", between="0:4000")
    sought = subsidy.seek(units_book(), PEOPLE, "2023-06", goal, **BESIDE)

    assert ["0.00", "500.00", "1000.00"] == [str(cost) for cost in swept.frame["difference"]]
    assert {"new_bed_rate": "2000.00 per year"} == sought.values
    assert Decimal("833.33") == sought.cost


def test_nothing_can_be_added_to_what_is_not_known() -> None:
    """A percentage of an unknown rate is refused."""
    with pytest.raises(RulesRefused) as refused:
        units_book().reform({"new_bed_rate": "+10%"})

    assert ["parameter-unknown"] == [one.code for one in refused.value.problems]


def test_sensitivity_tells_rates_of_all_units() -> None:
    """One yuan more a year for one household: half of it, for January of two paying months."""
    frame = subsidy.sensitivity(units_book(), PEOPLE, "2023-01", **BESIDE).frame

    assert [("coal", Decimal("0.50"))] == [
        row for row in frame.select("target", "per_extra_yuan").rows() if row[0] == "coal"
    ]


def test_the_command_line_asks_about_households(folder, capfdbinary) -> None:
    """300 more for the household, 100 less for the child."""
    from subsidy.cli.main import run_command

    asked = "whatif people.csv --rules rules --period 2023-05 --households households.csv --json"
    code = run_command([*asked.split(), "--set", "standard=800.00 per month"])
    told = json.loads(capfdbinary.readouterr().out)

    assert 0 == code
    assert "200.00" == told["comparisons"][0]["total"]["difference"]
