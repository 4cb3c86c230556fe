"""Registers of households and institutions, where rules know of such and where they do not."""

from __future__ import annotations

import pytest

import subsidy
from subsidy.errors import RegisterRefused
from tests.cli.conftest import FACTS, PLACE, SCHEME

PEOPLE = [{"person_id": "P1", "birth_date": "1940-01-01"}]


@pytest.fixture
def without_households(tmp_path):
    """Rules that know of persons alone."""
    for name, text in (("place", PLACE), ("facts", FACTS), ("old_age", SCHEME)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return subsidy.load_rulebook(tmp_path)


@pytest.mark.parametrize(
    ("option", "words"), [("households", "no households"), ("institutions", "no institutions")]
)
def test_a_register_that_the_rules_do_not_know_is_refused_with_the_cure(
    without_households, option, words
):
    """No fact identifies its rows: that is said, and no row is lost on the way."""
    with pytest.raises(RegisterRefused) as refused:
        subsidy.calculate(without_households, PEOPLE, "2023", **{option: [{"a": "1"}]})

    assert ["unit-not-in-rules"] == [one.code for one in refused.value.problems]
    assert words in str(refused.value)
    assert "leave out the register" in str(refused.value)


def test_rows_set_aside_of_every_register_are_listed_with_their_unit():
    """A row of households is told from one of persons."""
    book = subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")
    people = [{"person_id": "P1", "birth_date": "1940-02-31", "household_id": "H1"}]
    homes = [{"household_id": "H1", "income_per_month": "abc"}]
    listed = subsidy.calculate(book, people, "2023", households=homes).set_aside()

    assert [("person", 1), ("household", 1)] == listed.select("unit", "row").rows()
