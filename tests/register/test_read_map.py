"""Mapping files: read whole, or refused with every problem at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

import subsidy
from subsidy.errors import RegisterRefused
from subsidy.register.read_map import read_map_text
from subsidy.register.roster_map import NO_MAP, column_key, keys_of
from subsidy.rulebook.shelf import load_rulebook


@pytest.fixture(scope="module")
def book():
    return load_rulebook("cn/hunan/zhuzhou/shifeng")


def test_the_manual_s_mapping_file_is_read(book):
    """The one in rules/README.md, every key of it."""
    manual = (Path(subsidy.__file__).parents[1] / "rules" / "README.md").read_text("utf-8")
    text = manual.partition("```text\nroster:")[2].partition("```")[0]
    found = read_map_text("roster:" + text, "roster.yaml", book)

    assert (";", "gb18030", 3) == (
        found.form.separator, found.form.encoding, found.form.header_row,
    )  # fmt: skip
    assert "payee_name" == found.columns["姓名#2"]
    assert {
        "退出": "stopped", "一般": "goes_on", "已故": "death_date", "特困": "goes_on",
        "低保": "subsistence_allowance_from", "低保边缘": "none",
    } == found.standing["类型"]  # fmt: skip
    assert ("认定日期",) == found.told_by_words()
    assert {"subsistence_share": 1_000_000} == found.units
    assert 2 == len(found.members)


def test_every_problem_is_told_at_once_with_its_place(book):
    """Line and column of each."""
    text = "roster: r\nmoney: {subsistence_share: 角}\ndates: {name: serial}\nx: y\n"
    with pytest.raises(RegisterRefused) as refused:
        read_map_text(text, "m.yaml", book)

    found = [(problem.place.line, problem.code) for problem in refused.value.problems]

    assert [(2, "wrong-value"), (3, "unknown-fact"), (4, "unknown-key")] == found
    assert all(problem.place.column for problem in refused.value.problems)


def test_a_fixed_value_must_be_one_of_its_fact(book):
    """A word's fact, or the row's, is checked where it is used, too."""
    with pytest.raises(RegisterRefused) as refused:
        read_map_text(
            "roster: r\nstanding: {类型: {特困: {extreme_poverty_from: 2020-02-30}}}\nfixed: {sex: X}\n",
            "m.yaml",
            book,
        )

    assert [2, 3] == [problem.place.line for problem in refused.value.problems]


def test_equal_headings_are_numbered_and_spelled_alike():
    """Spaces, width and case do not tell headings apart."""
    assert ("姓名", "姓名#2", "a") == keys_of(("姓 名", "姓名\u200b", "Ａ"))
    assert "person_id" == column_key(" Person_ID ")
    assert NO_MAP == NO_MAP.with_form(separator=None, encoding=None)
