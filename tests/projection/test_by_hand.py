"""Every number of a projection against a calculation that shares no line with it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache

import polars as pl
import pytest

import subsidy
from subsidy.projection.life_table import SHIPPED, read_life_table
from tests.projection.village import (
    FILES,
    HOUSEHOLDS,
    INFLOW,
    PEOPLE,
    UPRATING,
    Village,
    month_of,
    shown,
)

MONTHS = range(month_of("2024-01"), month_of("2033-12") + 1)
BAND = {
    "low": subsidy.Variation(mortality="130%", inflow="50%", uprating="-1%"),
    "high": subsidy.Variation(mortality="75%", inflow="150%", uprating="0.5%"),
}


@cache
def by_hand(factor="1"):
    """Low, base and high on paper; the factor multiplies every probability of the table."""
    table, prefix = SHIPPED / "cl-2010-2013.csv", "class-one."
    times = Decimal(factor)
    cases = {
        "low": Village(table, prefix, deaths=times * Decimal("1.3"), inflow="0.5", points="-0.01"),
        "base": Village(table, prefix, deaths=factor),
        "high": Village(
            table, prefix, deaths=times * Decimal("0.75"), inflow="1.5", points="0.005"
        ),
    }
    return {name: one.cells(MONTHS) for name, one in cases.items()}


def written(growth):
    """Growth by year as the option takes it, from 2024 on."""
    years = {year: one for year, one in growth.items() if 2024 <= year < 2034}
    tenths = {year: int(one * 1000) for year, one in years.items()}
    return ",".join(
        f"{year}:{'-' * (n < 0)}{abs(n) // 10}.{abs(n) % 10}%" for year, n in tenths.items()
    )


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    """The book and the inflow of the village."""
    folder = tmp_path_factory.mktemp("village")
    for name, text in FILES.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    inflow = folder.parent / "inflow.csv"
    inflow.write_text(INFLOW, "utf-8")
    return subsidy.load_rulebook(folder), inflow


def projected(village, factor="1", period="2024-01:2033-12", since=None):
    book, inflow = village
    return subsidy.project(
        book,
        PEOPLE,
        period,
        since=since,
        mortality=read_life_table("cl-2010-2013/class-one").scaled(factor),
        inflow=inflow,
        uprating={name: written(growth) for name, growth in UPRATING.items()},
        band=BAND,
        households=HOUSEHOLDS,
    )


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02}"


def sums(cells, *names):
    """Fen by the names among scheme, bracket, month and year."""
    found = defaultdict(int)
    for (scheme, bracket, month), (_, fen) in cells.items():
        told = {"scheme": scheme, "bracket": bracket, "month": month, "year": month // 12}
        found[tuple(told[name] for name in names)] += fen
    return found


@pytest.mark.parametrize("factor", ["1", "3"])
def test_every_cell_of_every_case_is_what_paper_says(village, factor):
    """Ten years, month by month, to the fen (fault: newcomers who die before they come)."""
    frame = projected(village, factor).cases()

    found: dict[str, dict] = defaultdict(dict)
    for case, scheme, bracket, month, count, amount in frame.rows():
        key = (scheme, bracket, month_of(month))
        found[case][key] = (int(count * 100), int(amount * 100))
    assert by_hand(factor) == found


def test_every_number_of_the_json_is_what_paper_says(village):
    """Months, years, schemes and totals; the budget's end and the next year's, case by case."""
    budget = 6_500_000
    paper = by_hand()

    answer = projected(village).as_json(yuan(budget))

    of_case = {case: sums(cells, "month") for case, cells in paper.items()}
    assert [
        {"month": shown(m), **{case: yuan(of_case[case][(m,)]) for case in paper}} for m in MONTHS
    ] == answer["months"]
    by_year = {case: sums(cells, "year") for case, cells in paper.items()}
    assert [
        {"year": str(y), **{case: yuan(by_year[case][(y,)]) for case in paper}}
        for y in range(2024, 2034)
    ] == answer["years"]
    by_scheme = sums(paper["base"], "scheme", "bracket", "year")
    assert by_scheme == {
        (row["scheme"], row["bracket"], int(row["year"])): int(row["amount"].replace(".", ""))
        for row in answer["schemes"]
    }
    assert {case: yuan(sums(cells)[()]) for case, cells in paper.items()} == {
        case: row["amount"] for case, row in answer["total"].items()
    }
    assert [lasts(case, of_case[case], budget) for case in paper] == answer["budget"]["reach"]


def lasts(case, months, budget):
    """Whole months out of a budget; what the second calendar year costs."""
    left, paid, short = budget, 0, ""
    for month in MONTHS:
        if months[(month,)] > left:
            short = shown(month)
            break
        left, paid = left - months[(month,)], paid + 1
    ask = sum(fen for (month,), fen in months.items() if month // 12 == 2025)
    told = {"case": case, "months": paid, "runs_out": short, "left": yuan(left)}
    return {**told, "next_year": "2025", "ask": yuan(ask)}


def test_a_piece_of_the_horizon_is_what_paper_says_of_it(village):
    """Years in the middle, assumed since the beginning."""
    frame = projected(village, period="2027-05:2029-02", since="2024-01").cases()

    piece = range(month_of("2027-05"), month_of("2029-02") + 1)
    paper = {
        (case, *key[:2], shown(key[2])): cell
        for case, cells in by_hand().items()
        for key, cell in cells.items()
        if key[2] in piece
    }
    assert paper == {row[:4]: (int(row[4] * 100), int(row[5] * 100)) for row in frame.rows()}


def test_newcomers_are_alive_when_they_come(village, tmp_path):
    """Twelve a year aged 80, of whom none was at risk before: each month brings one whole person."""
    inflow = tmp_path / "inflow.csv"
    inflow.write_text("number,age,sex\n12,80,male\n", "utf-8")
    table = tmp_path / "table.csv"
    table.write_text("age,male,female\n80,0,0\n81,1,1\n", "utf-8")

    found = subsidy.project(
        village[0], [], "2030-01:2030-12", since="2024-01", inflow=inflow, mortality=table
    )

    # eleven aged 80; of those aged 81, who die evenly in the year, 12, 11, 10 … 1 twelfths
    assert [Decimal("17.50")] * 12 == found.totals(("month",))["unit_months"].to_list()


def test_newcomers_without_sex_are_counted_as_people(village, tmp_path):
    """Twenty-four a year, not as many as the months in which they come."""
    inflow = tmp_path / "inflow.csv"
    inflow.write_text("number,age\n24,80\n", "utf-8")

    found = subsidy.project(village[0], [], "2024", inflow=inflow, mortality="cl-2010-2013/annuity")

    assert 24 == found.base.without_mortality


def test_newcomers_who_cannot_be_judged_are_told(village, tmp_path):
    """A certificate without a grade: in no figure, and said so."""
    inflow = tmp_path / "inflow.csv"
    inflow.write_text("number,age,sex,disability_from\n3,50,male,entry\n", "utf-8")

    found = subsidy.project(village[0], [], "2024", inflow=inflow)

    told = "3 pairs of a new person and a scheme cannot be decided"
    assert any(told in words.en for _, words in found.assumptions())


def test_a_scenario_stands_beside_the_rules_in_force(village):
    """Each side is its own projection; their difference by year, hashes and changes of both."""
    book, inflow = village
    given = {"mortality": "cl-2010-2013/class-one", "inflow": inflow, "uprating": "3%"}
    given |= {"households": HOUSEHOLDS, "band": {"low": subsidy.Variation(uprating="-1%")}}
    change = {"old_age.80-89@2025-01": "100.00 per month", "withdraws@2026-01": "care"}
    reform, months = book.reform(change), "2024-01:2027-12"

    found = subsidy.project(book, PEOPLE, months, reforms={"dearer": change}, **given)

    alone = subsidy.project(book, PEOPLE, months, **given)
    other = subsidy.project(reform, PEOPLE, months, **given)
    assert alone.cases().equals(found.cases().filter(pl.col("scenario") == "").drop("scenario"))
    assert other.cases().equals(
        found.cases().filter(pl.col("scenario") == "dearer").drop("scenario")
    )
    before, after = (
        dict(one.totals(("year",)).select("year", "amount").rows()) for one in (alone, other)
    )
    assert [
        ("dearer", year, before[year], after[year], after[year] - before[year]) for year in before
    ] == found.compared().rows()
    (told,) = found.as_json("100000")["scenarios"]
    assert (reform.sha256, 2) == (told["rulebook_sha256"], len(told["changes"]))
    assert other.as_json("100000")["budget"] == told["budget"]
    assert str(found.compared(())["difference"][0]) == told["total_beside"]["difference"]


def test_growth_may_name_a_rate_that_a_scenario_withdraws(village):
    """It grows where it is; a name that no book has is refused (fault: refused by the scenario)."""
    book, _ = village
    asked = {"reforms": {"less": {"withdraws": "care"}}}

    found = subsidy.project(book, PEOPLE, "2024", uprating={"care": "3%"}, **asked)

    assert "care" not in set(found.scenarios[0].projection.monthly()["scheme"])
    with pytest.raises(subsidy.UsageRefused):
        subsidy.project(book, PEOPLE, "2024", uprating={"cares": "3%"}, **asked)
