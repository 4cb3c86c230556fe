"""Who gains, who bears the cost: on paper, and on drawn worlds."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

import subsidy
from subsidy.results.frames import AMOUNT
from subsidy.scenario.gains import bands, quantiles
from tests.properties.worlds import result_of, without_relations, world


def moved(*yuan):
    """People whose amounts differ by so much."""
    differences = pl.Series("difference", [Decimal(n) for n in yuan], AMOUNT)
    return pl.DataFrame([differences, pl.Series("change", ["gaining"] * len(yuan), pl.String)])


def test_a_quantile_is_somebodys_difference():
    """Of ten people: least, the first, the third, the fifth … Fails if a mean is taken."""
    found = quantiles(moved(*range(10, 110, 10)))

    assert [(0, 10), (10, 10), (25, 30), (50, 50), (75, 80), (90, 90), (100, 100)] == [
        (percent, int(yuan)) for percent, yuan in found.rows()
    ]
    assert 0 == len(quantiles(moved()))


def test_a_band_has_its_lower_edge_only():
    """100.00 is in the band from 100. Fails if edges are counted twice."""
    found = bands(moved("-100", "-0.01", "99.99", "100", "100.01")).rows()

    assert [(-100, 0, 2), (0, 100, 1), (100, 500, 2)] == [
        (int(low), int(high), units) for low, high, units, _ in found
    ]


@pytest.mark.parametrize("seed", range(9_500, 9_515))
def test_raising_a_flat_rate_lowers_nobody(seed):
    """Every rate at once. Where no scheme looks at another, nothing bounds or nets, and the rise is a rounding step
    a month or more: below that the instalments of a part of a year may fall by roundings.

    Fails if a rise is taken for a cut, or of the wrong months.
    """
    base = result_of(without_relations(world(seed, people=15)))
    targets = [
        f"{scheme.name}.{row.name}" if row.name else scheme.name
        for scheme in base.book.schemes
        for row in scheme.amount.rows
    ]
    risen = base.book.reform(dict.fromkeys(targets, "+12.00"))
    compared = subsidy.compare(base.book, risen, base.people, base.period)

    assert len(compared.people()) or not len(base.annual())
    assert not {"losing", "newly_out"} & set(compared.groups(("scheme",))["change"])
    assert (
        compared.undetermined()
        .select("baseline")
        .equals(compared.undetermined().select(baseline="reform"))
    )


PEOPLE = [{"person_id": f"P{n}", "birth_date": "1940-01-01"} for n in range(3)]


def test_each_payer_bears_its_share_and_one_the_rest():
    """Three people aged 83: months of 399.99, 400.02, 399.99 by 60, 15 and 25 %, from July of
    440.01, 439.98, 440.01 by thirds.

    The province: 2 × (239.99 + 240.01 + 239.99) + 2 × 440.00. Fails if the year is split as a
    whole, or a remainder is lost.
    """
    book = subsidy.load_rulebook("example")
    reform = {"longevity_allowance.80-89@2023-07": "+10%"}
    facts = [row | {"resident_from": "2000-01-01", "assessed_on": None} for row in PEOPLE]
    compared = subsidy.compare(book, reform, facts, "2023")
    scheme = compared.costs(("scheme", "payer")).filter(pl.col("scheme") == "longevity_allowance")
    borne = {row["payer"]: (row["baseline"], row["reform"]) for row in scheme.to_dicts()}
    whole = compared.costs(("scheme",)).filter(pl.col("scheme") == "longevity_allowance")

    assert {"province", "city", "district"} == set(borne)
    assert whole["baseline"][0] == sum(before for before, _ in borne.values())
    assert whole["reform"][0] == sum(after for _, after in borne.values())
    assert Decimal("5040.00") == whole["baseline"][0]
    assert Decimal("2319.98") == borne["province"][0]
    assert Decimal("1239.96") == borne["city"][0]
    assert Decimal("1480.06") == borne["district"][0]


def test_costs_by_region_sum_to_the_whole(costing):
    """A text column of the register is a grouping."""
    book = costing.baseline.book.reform({"elderly_allowance.80-89": "+10%"})
    compared = subsidy.compare(costing.baseline.book, book, costing.baseline.people, "2023")
    by_region = compared.costs(("region",))

    assert ["north", "south"] == by_region["region"].to_list()
    assert sum(by_region["difference"]) == sum(compared.costs(("scheme",))["difference"]) > 0
    with pytest.raises(subsidy.UsageRefused):
        compared.costs(("regoin",))


def test_an_answer_is_a_table_in_a_notebook(costing):
    """Escaped, with its amounts."""
    compared = subsidy.compare(
        costing.baseline.book, {"elderly_allowance.80-89": "+10%"}, costing.baseline.people, "2023"
    )

    assert compared._repr_html_().startswith("<table>")
    assert "elderly_allowance" in compared._repr_html_()
