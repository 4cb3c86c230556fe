"""Headings: matched by name, label and alias; what is missing or double is refused."""

from __future__ import annotations

import pytest

from subsidy.errors import RegisterRefused


def refusal(read, content):
    with pytest.raises(RegisterRefused) as caught:
        read(content)
    return caught.value.problems


@pytest.mark.parametrize(
    "heading",
    [
        "person_id",
        "PERSON_ID",
        "人员编号",
        " 人员 编号 ",
        "编号",
        "person number",
        "ｐｅｒｓｏｎ＿ｉｄ",
    ],
)
def test_a_heading_matches_by_any_of_its_spellings(read, heading):
    """Width, case and spaces do not matter."""
    assert ["a"] == read(f"{heading},birth_date\na,1950-01-01\n").ids.to_list()


def test_two_columns_for_one_fact_are_refused(read):
    """The positions of both are named."""
    (problem,) = refusal(read, "person_id,birth_date,出生日期\na,1950-01-01,1950-01-01\n")

    assert "duplicate-heading" == problem.code
    assert "2 (birth_date), 3 (出生日期)" in problem.message.en


def test_an_unknown_heading_is_named_with_the_nearest_known(read):
    """The column is not read, and the warning says so."""
    (warning,) = read("person_id,birth_date,shar\na,1950-01-01,x\n").warnings

    assert "column shar is not known and not read; did you mean share?" == warning.en


def test_all_missing_columns_are_named_at_once(read):
    """One problem names every column that is wanted."""
    (problem,) = refusal(read, "name\nx\n")

    assert "missing-column" == problem.code
    assert "columns are missing: person_id (人员编号), birth_date (出生日期)" == problem.message.en


def test_a_file_without_headings_shows_none_of_its_data(read):
    """The first row of data, taken for headings, is not quoted."""
    (problem,) = refusal(read, "ZZCANARY,430204194305200017\nb,c\n")

    assert "no heading is known at all" in problem.message.en
    assert "ZZCANARY" not in problem.show("en") + problem.show("zh")


def test_the_identity_number_identifies_where_no_key_is_given(read):
    """The rows go by their identity number, and a warning says so."""
    people = read("身份证号,care_from\n430204430520001,2020-01-01\n")

    assert ["430204194305200017"] == people.ids.to_list()
    assert "identifies each row" in people.warnings[0].en


def test_more_spells_than_the_rules_take_are_refused(read):
    """A fourth spell is never silently left out."""
    (problem,) = refusal(read, "person_id,birth_date,care_from_4\na,1950-01-01,2020-01-01\n")

    assert "too-many-spells" == problem.code


def test_a_heading_like_an_identity_number_is_shown_by_its_place(read):
    """What looks like a person's number is not repeated."""
    (warning,) = read("person_id,birth_date,430204194305200017\na,1950-01-01,x\n").warnings

    assert "column number 3 is not known and not read" == warning.en
