"""The invented roster."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from attrs import evolve

from subsidy.calculation import calculate
from subsidy.demo.generate import COLUMNS, generate, register_bytes, with_id_numbers
from subsidy.demo.old import age_quotas
from subsidy.demo.settings import read_settings


@pytest.fixture(scope="module")
def drawn():
    return generate(read_settings(), 2023)


@pytest.fixture(scope="module")
def roster(drawn):
    return drawn.persons


def test_the_same_seed_gives_the_same_registers(drawn):
    """Nothing but the seed decides."""

    assert drawn.equals(generate(read_settings(), 2023))


def test_another_seed_gives_other_people_households_and_institutions(drawn):
    """Birth dates, incomes and counts differ between seeds."""
    other = generate(read_settings(), 2024)

    assert not drawn.persons.equals(other.persons)
    assert not drawn.households.equals(other.households)
    assert not drawn.institutions.equals(other.institutions)


@pytest.mark.parametrize("seed", [1, 7, 430204])
def test_another_seed_reaches_the_published_counts_too(seed):
    """Months are put together, not tuned to one seed; in other registers other people live."""
    other, place = generate(read_settings(), seed), read_settings().place
    found = calculate(place, other.persons, "2023", households=other.households)
    totals = dict(found.totals(["scheme"]).select("scheme", "unit_months").iter_rows())

    assert 33096 == len(found.shares())
    assert 1732 == totals["extreme_poverty_support"]


def test_everybody_with_a_household_lives_in_one_of_the_register(drawn):
    """Nobody names a household that there is not, and no household is empty."""
    named = drawn.persons["household_id"].drop_nulls().unique().sort()

    assert drawn.households["household_id"].sort().equals(named)


def test_published_moves_of_households_are_in_the_register(drawn):
    """166 households with 340 persons came in the year, 178 with at most 288 persons left."""
    homes = drawn.households.with_columns(
        came=pl.col("subsistence_approved_on").dt.year() == 2023,
        left=pl.col("subsistence_ended_on").dt.year() == 2023,
    )
    members = drawn.persons.join(homes, on="household_id")
    alone = members.filter(
        ~pl.col("left").fill_null(value=False)
        & (pl.col("death_date").is_not_null() | pl.col("hukou_until").is_not_null())
    )

    assert (166, 178) == (homes["came"].sum(), homes["left"].sum())
    assert (340, 288) == (members["came"].sum(), members["left"].sum() + len(alone))


def test_institutions_have_the_published_counts(drawn):
    """In December: 1200 residents, 800 insured beds, 250 carers, 45 facilities; 200 new beds a year."""
    december = drawn.institutions.filter(pl.col("month") == "2023-12").sum()
    year = drawn.institutions.sum()
    residents = december.select("residents_able", "residents_partly", "residents_unable")
    carers = december.select("carers_basic", "carers_middle", "carers_senior")
    facilities = december.select(pl.col("^facilities_grade_.$"))

    assert [(1200,), (250,), (45,)] == [
        tuple(map(sum, frame.iter_rows())) for frame in (residents, carers, facilities)
    ]
    assert (800, 200, 4) == (
        december["insured_beds"].item(),
        year["new_beds_first"].item(),
        year["facilities_new"].item(),
    )


def test_person_numbers_are_unique_and_in_order(roster):
    """P000001, P000002 and so on, nobody twice."""
    expected = [f"P{number:06d}" for number in range(1, len(roster) + 1)]

    assert expected == roster["person_id"].to_list()


def test_every_column_is_a_fact_of_the_book(roster):
    """The register that the demo writes has no heading that a clerk would have to explain."""
    result = calculate(read_settings().place, roster.head(100), "2023")

    assert COLUMNS == tuple(roster.columns)
    assert () == result.people.warnings


def test_age_quotas_sum_to_the_count_and_never_rise_with_age():
    """Rounding loses nobody, and the old thin out."""
    old = read_settings().old
    quotas = list(age_quotas(old).values())

    assert old.count == sum(quotas)
    assert all(older <= younger + 1 for younger, older in pairwise(quotas))


def test_nobody_dies_before_birth_or_outside_the_year(roster):
    """Deaths lie in the year of the roster, after birth."""
    dead = roster.filter(pl.col("death_date").is_not_null())

    assert date(2023, 1, 1) <= dead["death_date"].min()
    assert date(2023, 12, 31) >= dead["death_date"].max()
    assert dead.filter(pl.col("death_date") <= pl.col("birth_date")).is_empty()


def test_identity_numbers_pass_the_register_s_own_check(drawn, roster):
    """With numbers, nobody is set aside, and the figures are the same."""
    some = roster.head(3000)
    place = read_settings().place

    numbered = with_id_numbers(evolve(drawn, persons=some), "430204")
    with_numbers = calculate(place, numbered.persons, "2023")

    assert with_numbers.set_aside().is_empty()
    assert calculate(place, some, "2023").totals().equals(with_numbers.totals())


def test_the_workbook_gives_the_same_figures(roster, tmp_path):
    """CSV and workbook are two writings of one roster."""
    some = roster.head(800)
    for suffix in (".csv", ".xlsx"):
        (tmp_path / f"register{suffix}").write_bytes(register_bytes(some, suffix).getvalue())

    place = read_settings().place
    from_csv = calculate(place, tmp_path / "register.csv", "2023")
    from_workbook = calculate(place, tmp_path / "register.xlsx", "2023")

    assert 800 == len(from_csv.people)
    assert from_csv.annual().equals(from_workbook.annual())


def test_published_counts_of_further_schemes_are_in_the_roster(roster):
    """143 applications for 178 persons, three students, 430 insured, 110 with services."""
    counts = roster.select(
        pl.col("assistance_approved_on", "enrolled_on", "care_insured_from", "care_service_from")
        .count()
    )  # fmt: skip
    months = roster["assistance_persons"] * roster["assistance_months"]

    assert (143, 3, 430, 110) == counts.row(0)
    assert (178, 613) == (roster["assistance_persons"].sum(), months.sum())
