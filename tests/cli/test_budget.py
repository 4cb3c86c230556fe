"""``subsidy budget``: formats, exit codes, refusals."""

import io
import json
import zipfile

import pytest

BUDGET = """
budget: small
name: {zh: 示范区, en: Sample District}
document: 示范报告
period: 2023
unit: 元
lines:
  - line: old_age
    name: {zh: 高龄津贴, en: Old age}
    schemes: [old_age]
    initial: "700.00"
    adjustment: "0"
    actual: "710.00"
"""


@pytest.fixture
def budget(world, run):
    """Run ``budget`` on a small file with more arguments."""
    (world / "budget.yaml").write_text(BUDGET, "utf-8")

    def running(*arguments):
        return run("budget", "budget.yaml", *arguments)

    return running


WITH = ("register.csv", "--rules", "rules")


def test_a_budget_alone_shows_what_is_stated(budget):
    """710 of 700: 101.43 %, 10 too many; findings do not make the command fail."""
    code, out, err = budget()

    assert (0, "") == (code, err)
    assert "Old age 700.00 0.00 700.00 710.00 -10.00 101.43% 101.43%" in " ".join(out.split())
    assert "[doubtful] Old age: 10.00 yuan more than the budget of 700.00 yuan were spent" in out


def test_a_register_gives_the_calculated_spending(budget):
    """12 × 50 for P1, 2 × 50 for P2 (80 in November): 700.00."""
    code, out, _ = budget(*WITH, "--format", "json", "--lang", "en")
    (line,) = json.loads(out)["lines"]

    assert 0 == code
    assert ("700.00", "-10.00", "100.00%", "0.00") == (
        line["calculated"], line["difference"], line["of_adjusted"], line["balance"]
    )  # fmt: skip
    assert {"stated": None, "calculated": 14} == line["counts"]["person_times"]
    assert 2 == line["counts"]["year_end"]["calculated"]


def test_a_calculation_file_gives_the_same_as_the_register(budget, calc):
    """Byte for byte, from --detail monthly."""
    calc("--detail", "monthly", "--format", "json", "--out", "c.json")

    assert budget(*WITH) == budget("--calculation", "c.json")


@pytest.mark.parametrize("ending", ["xlsx", "docx", "json", "txt"])
def test_a_file_is_written_by_its_ending(budget, world, ending):
    """Whole, and the words go to standard error."""
    pytest.importorskip("docx")
    code, out, err = budget(*WITH, "--out", f"o.{ending}", "--lang", "zh")
    written = (world / f"o.{ending}").read_bytes()

    assert (0, "", f"已写入：o.{ending}\n") == (code, out, err)
    if ending in ("xlsx", "docx"):
        assert zipfile.ZipFile(io.BytesIO(written)).testzip() is None
    else:
        assert "100.00%" in written.decode()


def test_rows_set_aside_are_said_and_end_with_3(budget, world):
    """They are in no calculated figure."""
    with (world / "register.csv").open("a", encoding="utf-8") as file:
        file.write("P9,Nobody,1940-13-01\n")

    code, out, _ = budget(*WITH)

    assert 3 == code
    assert "0 undetermined and 1 set aside: they are in no calculated figure." in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("register.csv",),
        (*WITH, "--calculation", "c.json"),
        ("--rules", "rules"),
        ("--period", "2023"),
        ("--format", "xlsx", "--out", "o.json"),
        ("--out", "o.pdf"),
        (*WITH, "--period", "2022"),
    ],
)
def test_wrong_usage_ends_with_2_in_both_languages(budget, arguments):
    """Register and calculation together, a register without rules, endings that nobody writes."""
    english, chinese = budget(*arguments), budget(*arguments, "--lang", "zh")

    assert (2, "") == english[:2] == chinese[:2]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese[2])


def test_a_refused_budget_ends_with_1_and_is_told_by_place(run, world):
    """File, line and column."""
    (world / "bad.yaml").write_text(BUDGET.replace('"710.00"', "seven"), "utf-8")
    code, out, err = run("budget", "bad.yaml")

    assert (1, "") == (code, out)
    assert err.startswith("bad.yaml:13:13")


def test_an_output_never_replaces_an_input(budget, world):
    """Neither the budget nor the register."""
    code, _, _ = budget(*WITH, "--out", "register.csv", "--format", "table")

    assert 1 == code
    assert (world / "register.csv").read_text("utf-8").startswith("person_id")
    assert 1 == budget("--out", "budget.yaml", "--format", "table")[0]


def test_a_template_is_the_budget_as_a_workbook_that_reads_back(budget, run, world):
    """The same execution from either file; another ending is refused."""
    code, out, err = budget("--template", "t.xlsx")

    assert (0, "", "Written: t.xlsx\n") == (code, out, err)
    assert budget() == run("budget", "t.xlsx")
    assert 2 == budget("--template", "t.csv")[0]
    assert not (world / "t.csv").exists()
