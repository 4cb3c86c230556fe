"""The invented roster."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from subsidy.calculation import calculate
from subsidy.demo.generate import COLUMNS, generate, roster_bytes, with_id_numbers
from subsidy.demo.old import age_quotas
from subsidy.demo.settings import read_settings


@pytest.fixture(scope="module")
def roster():
    return generate(read_settings(), 2023)


def test_the_same_seed_gives_the_same_roster(roster):
    """Nothing but the seed decides."""

    assert roster.equals(generate(read_settings(), 2023))


def test_another_seed_gives_other_people(roster):
    """Birth dates differ between seeds."""

    assert not roster.equals(generate(read_settings(), 2024))


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


def test_identity_numbers_pass_the_register_s_own_check(roster):
    """With numbers, nobody is set aside, and the figures are the same."""
    some = roster.head(3000)
    place = read_settings().place

    with_numbers = calculate(place, with_id_numbers(some.clone(), "430204"), "2023")

    assert with_numbers.set_aside().is_empty()
    assert calculate(place, some, "2023").totals().equals(with_numbers.totals())


def test_the_workbook_gives_the_same_figures(roster, tmp_path):
    """CSV and workbook are two writings of one roster."""
    some = roster.head(800)
    for suffix in (".csv", ".xlsx"):
        (tmp_path / f"register{suffix}").write_bytes(roster_bytes(some, suffix).getvalue())

    place = read_settings().place
    from_csv = calculate(place, tmp_path / "register.csv", "2023")
    from_workbook = calculate(place, tmp_path / "register.xlsx", "2023")

    assert 800 == len(from_csv.people)
    assert from_csv.annual().equals(from_workbook.annual())
