"""The other commands: check, test, explain, facts, template, places, plan."""

import json

import pytest


def test_check_of_sound_rules_is_one_line(run):
    """How much there is, and how much of it is assumed."""
    code, out, err = run("check", "rules")

    assert (0, "") == (code, err)
    assert out.endswith(
        "(Testville): sound. 1 schemes, 0 parameters, 4 facts; 1 conventions assumed.\n"
    )


def test_check_lists_all_problems_with_place_and_cure(run, world):
    """Two faults in one file are both there, and counted."""
    path = world / "rules" / "old_age.yaml"
    text = (
        path.read_text("utf-8").replace("alive and", "alve and").replace("50.00 per", "5.001 per")
    )
    path.write_text(text, "utf-8")
    code, out, _ = run("check", "rules")

    assert 1 == code
    assert "old_age.yaml:7:" in out
    assert "alive" in out
    assert out.endswith("2 problems in 1 file.\n")


def test_check_prints_the_schema(run):
    """For editors."""
    code, out, _ = run("check", "--schema")

    assert 0 == code
    assert "$schema" in json.loads(out)


CASES = """
cases:
  - case: turns 80 in November
    source: invented
    period: 2023
    person: {birth_date: 1943-11-20}
    expect: {old_age: "AMOUNT"}
    why: 2 × 50
"""


@pytest.mark.parametrize(("amount", "code"), [("100.00", 0), ("150.00", 1)])
def test_test_runs_the_cases_beside_the_rules(run, world, amount, code):
    """A wrong expectation is found by both engines."""
    (world / "rules" / "cases").mkdir()
    (world / "rules" / "cases" / "age.yaml").write_text(CASES.replace("AMOUNT", amount), "utf-8")
    found, out, _ = run("test", "rules")

    assert code == found
    assert f"{1 - code} of 1 cases" in out


def test_explain_tells_text_and_json(run):
    """One person, one month."""
    asked = ["explain", "register.csv", "P1", "--rules", "rules", "--month", "2023-05"]
    code, text, _ = run(*asked)

    assert 0 == code
    assert "Old-age allowance" in text
    assert "50.00" in text

    code, text, _ = run(*asked, "--format", "json", "--scheme", "old_age")

    assert 0 == code
    assert ["old_age"] == [scheme["scheme"] for scheme in json.loads(text)["schemes"]]


def test_explaining_nobody_is_wrong_usage(run):
    """Exit 2."""
    code, out, _ = run("explain", "register.csv", "P9", "--rules", "rules", "--month", "2023-05")

    assert (2, "") == (code, out)


@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_facts_are_listed(run, format_):
    """Names and headings that a register may use."""
    code, out, _ = run("facts", "rules", "--format", format_)

    assert 0 == code
    assert "birth_date" in out
    assert "出生日期" in out


def test_a_template_is_a_workbook_that_calc_reads(run, world):
    """An empty register is a valid one."""
    assert 0 == run("template", "rules", "--out", "empty.xlsx")[0]
    assert b"PK" == (world / "empty.xlsx").read_bytes()[:2]


def test_places_are_names_that_rules_take(run):
    """One a line."""
    code, out, _ = run("places")

    assert 0 == code
    assert "cn/hunan/zhuzhou/shifeng" in out.splitlines()


def test_a_plan_is_text(run):
    """The scheme stands in it."""
    code, out, _ = run("plan", "rules", "--period", "2023")

    assert 0 == code
    assert "old_age" in out
