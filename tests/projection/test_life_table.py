"""Life tables: what a file must be, and every fault of it at once."""

from __future__ import annotations

from fractions import Fraction

import pytest

import subsidy
from subsidy.projection.life_table import read_life_table


def test_the_table_that_ships_says_where_it_comes_from():
    """105 ages and certainty at the last; the figures of two cells, by the published table."""
    table = read_life_table("cl-2010-2013/class-one")

    assert "China Life Insurance Mortality Table" in table.source
    assert (0, 105) == (table.first_age, table.last_age)
    assert Fraction("0.082220") == table.probability("male", 80)
    assert Fraction("0.055385") == table.probability("female", 80)
    assert 1 == table.probability("female", 117)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["life-table-headings"]),
        ("male,female\n1,1\n", ["life-table-headings"]),
        ("age,male,male\n80,1,1\n", ["life-table-headings"]),
        ("age,male,female\n", ["life-table-empty"]),
        ("age,male,female\n80,0.1,0.1\n82,1,1\n", ["life-table-gap"]),
        ("age,male,female\neighty,1,1\n", ["life-table-age"]),
        ("age,male,female\n80,1.1,1\n", ["life-table-probability"]),
        ("age,male,female\n80,1,-0.1\n", ["life-table-probability"]),
        ("age,male,female\n80,,1e-3\n", ["life-table-probability"] * 2),
        ("age,male,female\n80,1\n", ["life-table-width"]),
        ("age,male,female\n80,0.5,1\n", ["life-table-end"]),
        ("age,a.male,b.male\n80,1,1\n", ["life-table-choice"]),
        ("age,male\n80,0.1\n82,2\n", ["life-table-gap", "life-table-probability"]),
    ],
)
def test_a_file_that_is_no_life_table_is_refused_with_every_fault(tmp_path, text, codes):
    """Each fault with its line; none hides another."""
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8")

    with pytest.raises(subsidy.UsageRefused) as refused:
        read_life_table(path)

    assert codes == [problem.code for problem in refused.value.problems]
    assert all(problem.cure.en and problem.cure.zh for problem in refused.value.problems)


def test_a_table_that_begins_too_late_is_refused(tmp_path):
    """Nobody is younger than the table (fault: the first age taken for those below it)."""
    path = tmp_path / "table.csv"
    path.write_text("age,male,female\n80,1,1\n", "utf-8")
    people = [{"person_id": "A", "birth_date": "1950-01-15", "sex": "male"}]

    with pytest.raises(subsidy.UsageRefused, match="begins at age 80"):
        subsidy.project("cn/hunan/zhuzhou/shifeng", people, "2024", mortality=path)


def test_a_table_without_one_of_the_sexes_is_refused(tmp_path):
    """A column for each word that the rules have."""
    path = tmp_path / "table.csv"
    path.write_text("age,male\n0,1\n", "utf-8")

    with pytest.raises(subsidy.UsageRefused, match="no column for female"):
        subsidy.project("cn/hunan/zhuzhou/shifeng", [], "2024", mortality=path)


@pytest.mark.parametrize("factor", ["0", "-1", "twice"])
def test_a_factor_is_a_number_above_nothing(factor):
    """Nothing would make everybody immortal."""
    with pytest.raises(subsidy.UsageRefused, match="not a factor"):
        read_life_table("cl-2010-2013/annuity").scaled(factor)
