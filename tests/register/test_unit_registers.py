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


def noticed(people, homes):
    """What the run says of households and members that do not find each other."""
    book = subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")
    result = subsidy.calculate(book, people, "2023", households=homes)
    return [w.zh for w in result.people.warnings if "户编号" in w.zh], [
        w.en for w in result.people.warnings if "household" in w.en
    ]


def test_households_and_members_that_do_not_find_each_other_are_told():
    """They are paid nothing: H1 and H-1 are no one household, and nobody would notice."""
    homes = [{"household_id": home, "subsistence_approved_on": "2022-01-01",
              "income_per_month": "0"} for home in ("H1", "H2")]  # fmt: skip
    people = [{"person_id": "P1", "birth_date": "1940-01-01", "household_id": "H-1"},
              {"person_id": "P2", "birth_date": "1940-01-01", "household_id": None},
              {"person_id": "P3", "birth_date": "1940-01-01", "household_id": " H2 "}]  # fmt: skip
    chinese, english = noticed(people, homes)

    assert ["1 户在人员名册中没有成员；请核对两份名册的户编号是否一致",
            "1 人所填的户编号不在家庭名册中"] == chinese  # fmt: skip
    assert [("households without any member in the register of persons: 1;"
            " see whether both registers write household_id alike"),
            "persons whose household is not in the register of households: 1"] == english  # fmt: skip


def test_rows_set_aside_are_not_told_as_if_they_were_not_there():
    """H1 has a member who was set aside; P2 belongs to a household that was."""
    people = [{"person_id": "P1", "birth_date": "1940-02-31", "household_id": "H1"},
              {"person_id": "P2", "birth_date": "1940-01-01", "household_id": "H2"}]  # fmt: skip
    homes = [{"household_id": "H1", "income_per_month": "0"},
             {"household_id": "H2", "income_per_month": "abc"}]  # fmt: skip

    assert ([], []) == noticed(people, homes)


def test_a_register_of_persons_without_household_numbers_leaves_every_household_alone():
    """No column at all: each household is told."""
    homes = [{"household_id": "H1", "income_per_month": "0"}]
    chinese, _ = noticed([{"person_id": "P1", "birth_date": "1940-01-01"}], homes)

    assert ["1 户在人员名册中没有成员；请核对两份名册的户编号是否一致"] == chinese
