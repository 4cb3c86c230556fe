"""What a change may be called: names in either language, all brackets of a scheme, all rates."""

from __future__ import annotations

import pytest

import subsidy
from subsidy.rulebook.targets import rates_of, resolved

AGES = ["80-89", "90-99", "100+"]


@pytest.fixture(scope="module")
def book():
    """The Shifeng book, which has formulas of standards."""
    return subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")


@pytest.fixture(scope="module")
def example():
    """The invented place."""
    return subsidy.load_rulebook("example")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("高龄及百岁老人补贴.80-89@2023-07", "elderly_allowance.80-89@2023-07"),
        ("Old-age allowance.90-99.from", "elderly_allowance.90-99.from"),
        ("低保标准", "subsistence_standard"),
        ("elderly_allowance.80-89", "elderly_allowance.80-89"),
        ("高龄补贴", "高龄补贴"),
    ],
)
def test_names_of_either_language_are_those_of_the_rules(book, said, meant):
    """What nobody is called stays, to be refused as it was written."""
    assert meant == resolved(said, book)


def test_a_reform_by_label_is_the_reform_by_name(book):
    """The same hash, so the same rules."""
    one = book.reform({"高龄及百岁老人补贴.80-89": "720元/年"})

    assert one.sha256 == book.reform({"elderly_allowance.80-89": "720元/年"}).sha256


def test_a_change_of_a_scheme_is_one_of_each_bracket(book):
    """With its months; told rate by rate."""
    whole = book.reform({"elderly_allowance@2023-07": "+10%"})
    each = book.reform({f"elderly_allowance.{age}@2023-07": "+10%" for age in AGES})

    assert (each.sha256, each.schemes) == (whole.sha256, whole.schemes)
    assert [f"elderly_allowance.{age}@2023-07" for age in AGES] == [
        one.name for one in whole.changes
    ]


def test_a_change_of_everything_raises_nothing_twice(book):
    """Extreme poverty is 1.3 × the standard, which is raised: 929.50 and not 1022.45."""
    raised = book.reform({"*": "+10%"})
    people = [{"person_id": "P1", "birth_date": "1950-01-01", "extreme_poverty_from": "2020-01-01"}]
    paid = subsidy.calculate(raised, people, "2023-01").totals(("scheme",)).rows()

    assert [("extreme_poverty_support", 1, 1)] == [row[:3] for row in paid]
    assert "929.50" == str(paid[0][3])
    assert not {one.name for one in raised.changes} & {
        "extreme_poverty_standard",
        "care_share_able",
    }


def test_a_rate_in_yuan_in_part_is_named_and_refused(example):
    """max(local_rate, provincial_floor) + 20.00: what ten per cent more is, is not clear."""
    words = r"care_subsidy\.grade 1 is written in yuan in part"
    with pytest.raises(subsidy.RulesRefused, match=words) as refused:
        example.reform({"*": "+10%"})

    assert "rate-in-part" in {problem.code for problem in refused.value.problems}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"elderly_allowance": "720.00 per year"},
            "name a bracket or row: elderly_allowance.80-89",
        ),
        ({"*": "720.00 per year"}, r"a change such as \+10%"),
        ({"*": "+10%", "elderly_allowance.80-89": "720元/年"}, "changed twice"),
        ({"低保标准": "+10%", "subsistence_standard": "+5%"}, "changed twice"),
        ({"高龄补贴.80-89": "720元/年"}, "neither a rate"),
    ],
)
def test_what_is_not_clear_is_refused(book, changes, words):
    """With a cure that can be written down."""
    with pytest.raises(subsidy.RulesRefused, match=words) as refused:
        book.reform(changes)

    codes = {problem.code for problem in refused.value.problems}
    assert codes == {"changed-twice" if "twice" in words else "unknown-name"}


def test_one_rate_may_change_twice_in_months_of_its_own(book):
    """Two changes by one name are no slip: their months differ."""
    changes = {"elderly_allowance@2023-03": "+10%", "elderly_allowance.80-89@2023-09": "+5%"}

    assert 4 == len(book.reform(changes).changes)


def test_a_scheme_that_is_sought_moves_all_its_brackets(book):
    """In the proportion that they have now."""
    assert [f"elderly_allowance.{age}@2023-07" for age in AGES] == rates_of(
        "高龄及百岁老人补贴@2023-07", book
    )
    assert ["disability_care_subsidy"] == rates_of("disability_care_subsidy", book)
