"""A period outside the rules: the months that can be calculated are said first."""

from __future__ import annotations

import pytest

from subsidy.cli.main import run_command
from subsidy.cli.months_covered import Span, months_covered
from subsidy.dates import read_month
from subsidy.rulebook.shelf import load_rulebook

ROSTER = "人员编号,姓名,身份证号码\na,测试甲,430204194305200017\n"
SHIFENG = "cn/hunan/zhuzhou/shifeng"


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("2022", "2022-01 至 2022-12"),
        ("2024-02", "2024-02"),
        ("2023-06:2024-01", "2023-06 至 2024-01"),
    ],
)
@pytest.mark.parametrize("way", ["--whole", "--stream"])
def test_the_months_that_can_be_calculated_are_said_first(period, shown, way, tmp_path, capsys):
    """Before the rates that are missing, in one sentence, however the register is read."""
    register = tmp_path / "名册.csv"
    register.write_text(ROSTER, encoding="utf-8")
    asked = ["calc", str(register), "--rules", SHIFENG, "--period", period, "--lang", "zh", way]
    code = run_command(asked)
    lines = capsys.readouterr().err.splitlines()

    assert 1 == code
    assert "--period" == lines[0]
    assert f"  {SHIFENG} 可计算的月份：2023-01 至 2023-12；{shown} 不在其内或不全在其内" == lines[1]


def test_the_months_of_the_shelf_are_those_that_are_confirmed():
    """One span, from the first rates to the month up to which they are confirmed."""
    book = load_rulebook(SHIFENG)
    year = Span(read_month("2023-01"), read_month("2024-01"))

    assert (year,) == months_covered(book, frozenset({"person"}))


def test_rules_without_bounds_are_said_without_bounds():
    """A span that nothing ends has no last month."""
    since, before = Span(read_month("2023-01"), None), Span(None, read_month("2023-03"))

    assert ("2023-01 and later", "2023-01 及以后") == (since.words.en, since.words.zh)
    assert ("up to 2023-02", "2023-02 及以前") == (before.words.en, before.words.zh)
