"""The other commands: check, test, explain, facts, template, places, plan."""

import json

import pytest


def test_check_of_sound_rules_is_one_line(run):
    """How much there is, and how much of it is assumed."""
    code, out, err = run("check", "rules")

    assert (0, "") == (code, err)
    assert out.endswith(
        "(Testville): sound. 1 scheme, 0 parameters, 4 facts; 1 convention assumed."
        " 1 rate has no last_confirmed: it holds until replaced.\n"
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


def test_a_place_without_schemes_is_marked(run):
    """It only holds what others inherit."""
    assert "cn  (no schemes)" in run("places", "--lang", "en")[1].splitlines()


def test_a_template_replaces_a_file_only_by_force(run, world):
    """A register that somebody has filled in is not lost."""
    (world / "mine.xlsx").write_bytes(b"filled in")
    code, _, err = run("template", "rules", "--out", "mine.xlsx")

    assert 1 == code
    assert "--force" in err
    assert b"filled in" == (world / "mine.xlsx").read_bytes()
    assert 0 == run("template", "rules", "--out", "mine.xlsx", "--force")[0]
    assert 2 == run("template", "rules", "--out", "mine.csv")[0]


def test_a_demo_is_not_written_into_a_file(run):
    """Refused with a cure, not an internal error."""
    code, _, err = run("demo", "--out", "register.csv", "--lang", "en")

    assert 1 == code
    assert "this is a file, not a folder" in err


def test_explaining_somebody_set_aside_says_why(run, world):
    """The line, the heading and the reason; somebody unknown is not in the file that is named."""
    with (world / "register.csv").open("a", encoding="utf-8") as file:
        file.write("P4,Nobody,1940-02-31\n")
    asked = ("--rules", "rules", "--month", "2023-05", "--lang", "en")
    code, _, aside = run("explain", "register.csv", "P4", *asked)
    _, _, unknown = run("explain", "register.csv", "P9", *asked)

    assert 2 == code
    assert "register.csv:5 birth_date" == aside.splitlines()[0]
    assert "this person is in row 5, which was set aside: " in aside
    assert ["register.csv", "  nobody in the register has this number"] == unknown.splitlines()[:2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["calc", "register.csv", "--rules", "rules"], "缺少选项 --period"),
        (["calc"], "缺少参数 REGISTER"),
        (["calc", "--perod", "2023"], "没有选项 --perod。是否要写 --period"),
        (["facts", "rules", "--format", "pdf"], "可选：table、csv、json"),
        (["nosuch"], "没有命令 nosuch"),
        (["places", "x", "y"], "多出的参数：x y"),
        (["plan", "rules", "--period"], "选项 --period"),
        (["check"], "请指定规则集"),
        (["calc", "no.csv", "--rules", "rules", "--period", "2023"], "没有这个文件或文件夹"),
    ],
)
def test_wrong_usage_is_told_in_chinese(run, arguments, words):
    """click speaks English only."""
    err = run(*arguments, "--lang", "zh")[2] if arguments[-1] != "--period" else (
        run(*arguments[:1], "--lang", "zh", *arguments[1:])[2]
    )  # fmt: skip

    assert words in err
    assert "Error" not in err
