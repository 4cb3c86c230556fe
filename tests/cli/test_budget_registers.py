"""``subsidy budget`` beside registers of households and institutions."""

from __future__ import annotations

import json

import pytest

RULES = "cn/hunan/zhuzhou/shifeng"
PERSONS = (
    "人员编号,户号,出生日期,死亡日期\n"
    "P1,H1,1950-01-01,\nP2,H1,1980-02-03,2023-03-10\nP3,H2,1970-01-01,\nP4,,1930-01-01,\n"
)
HOUSEHOLDS = (
    "户号,income_per_month,subsistence_approved_on,subsistence_ended_on\n"
    "H1,100.33,2022-01-10,\nH2,200.00,2022-01-10,2023-02-10\n"
)
INSTITUTIONS = "机构编号,月份,facilities_new\n" + "".join(
    f"I1,2023-{month:02d},{4 if month == 5 else 0}\n" for month in range(1, 13)
)
BUDGET = """
budget: small
name: {zh: 石峰区, en: Shifeng}
document: 示范报告
period: 2023
unit: 万元
lines:
  - {line: relief, name: {zh: 救助, en: Relief}, initial: "1.00", adjustment: "0", actual: "1.00"}
  - {line: subsistence, name: {zh: 低保, en: Subsistence}, part_of: relief, schemes: subsistence_allowance, households: "2"}
  - {line: old, name: {zh: 高龄, en: Old age}, schemes: elderly_allowance}
  - {line: built, name: {zh: 社区设施, en: Facilities}, schemes: elder_care_facility_construction}
"""


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A folder with a budget and three registers."""
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("p.csv", PERSONS),
        ("h.csv", HOUSEHOLDS),
        ("i.csv", INSTITUTIONS),
        ("b.yaml", BUDGET),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def budget(world, run):
    """Execute the budget in English by the Shifeng book."""

    def running(*arguments):
        return run("budget", "b.yaml", "p.csv", "--rules", RULES, *arguments, "--lang", "en")

    return running


def lines_of(text):
    """The lines of the JSON by their short names."""
    return {one["line"]: one for one in json.loads(text)["lines"]}


WITH = ("--households", "h.csv", "--institutions", "i.csv")


def test_members_of_households_count_as_persons_and_their_payments_as_the_line_s(budget):
    """H1: 3 × 1199.67 with two members, 9 × 549.67 with one; H2: 2 × 450.00.

    8546.04 + 900.00 yuan; persons P1, P2, P3; 2 × 3 + 9 + 2 person-months; in December there is
    H1 alone, with one member.
    """
    code, out, _ = budget(*WITH, "--format", "json")
    line = lines_of(out)["subsistence"]

    assert 0 == code
    assert "9446.04" == line["calculated_yuan"]
    assert {"stated": "2", "calculated": 2} == line["counts"]["households"]
    assert (3, 17, 1) == tuple(
        line["counts"][name]["calculated"] for name in ("persons", "person_times", "year_end")
    )


def test_what_was_calculated_of_parts_stands_at_their_line_and_in_no_balance(budget):
    """9446.04 yuan are 0.94 of 10,000; the line's balance follows from what the report states."""
    code, out, _ = budget(*WITH, "--format", "json")
    relief = lines_of(out)["relief"]

    assert 0 == code
    assert ("0.94", None, "0.00") == (
        relief["calculated_parts"], relief["calculated"], relief["balance"]
    )  # fmt: skip


def test_sums_are_rounded_once_and_the_difference_of_rounding_is_shown(budget, world):
    """9446.04 yuan print as 0.94, 1200.00 as 0.12; as a line beside it the sum is 1.06, from fen."""
    text = BUDGET.replace("part_of: relief, ", "")
    (world / "b.yaml").write_text(text, "utf-8")
    _, out, _ = budget(*WITH, "--format", "json")
    (calculated,) = [one for one in json.loads(out)["sums"] if one["column"] == "calculated"]

    assert ("10646.04", "1.06", "1.06", "0.00") == tuple(
        calculated[name] for name in ("yuan", "rounded_once", "sum_of_rounded", "rounding_difference")
    )  # fmt: skip


def test_without_the_households_the_line_is_not_calculated_and_says_why(budget):
    """By the option that is missing; nothing is taken for zero."""
    code, out, _ = budget()

    assert 0 == code
    assert "Subsistence: not calculated; the calculation does not hold subsistence_allowance" in out
    assert "  subsistence_allowance: no register of households is given (--households)" in out


def test_a_rate_that_nobody_published_can_be_supplied(budget):
    """Four facilities at 50,000 each; the change and every register stand beside the figures."""
    _, without, _ = budget(*WITH)
    code, out, _ = budget(*WITH, "--set", "facility_construction_rate=50000.00 per month")

    assert "elder_care_facility_construction: not known: facility_construction_rate" in without
    assert 0 == code
    assert "Facilities 20.00 " in " ".join(out.split())
    assert "Rates as changed for this run: facility_construction_rate: " in out
    assert "Further registers: households " in out


def test_rows_of_households_set_aside_end_with_3(budget, world):
    """They are in no figure, and are counted."""
    (world / "h.csv").write_text(HOUSEHOLDS + "H3,abc,2022-01-10,\n", "utf-8")
    code, out, _ = budget(*WITH)

    assert 3 == code
    assert "1 set aside" in out


@pytest.mark.parametrize("target", ["h.csv", "i.csv", "p.csv"])
def test_no_register_is_ever_replaced(budget, world, target):
    """Whichever of the three it is."""
    before = (world / target).read_bytes()
    code, _, _ = budget(*WITH, "--out", target, "--format", "table")

    assert 1 == code
    assert before == (world / target).read_bytes()


@pytest.mark.parametrize(
    "arguments", [("--households", "h.csv"), ("--set", "a=1.00 per month"), ("--limit", "cells=1")]
)
def test_what_is_said_of_a_register_needs_one(run, world, arguments):
    """The option is named."""
    code, _, err = run("budget", "b.yaml", *arguments, "--lang", "en")

    assert 2 == code
    assert f"{arguments[0]}: only with a REGISTER" in err
