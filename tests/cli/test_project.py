"""``subsidy project`` and ``subsidy upcoming`` as users call them."""

from __future__ import annotations

import csv
import json

import pytest

from subsidy.cli.main import run_command
from tests.projection.worlds import old_people

RULES = ["--rules", "cn/hunan/zhuzhou/shifeng", "--lang", "en"]


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "register.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["person_id", "birth_date", "sex", "death_date"])
        writer.writeheader()
        writer.writerows(old_people(60))
    return str(path)


def test_project_prints_years_and_what_it_assumes(register, capsys):
    """The table to standard output, the assumptions to standard error."""
    code = run_command(["project", register, *RULES, "--from", "2024-01", "--years", "2"])

    told = capsys.readouterr()
    assert 0 == code
    assert "[PROJECTION]" in told.out
    assert "Nobody dies" in told.err
    assert "Rates carried on as a projection" in told.err


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "html", "svg", "png", "txt"])
def test_project_writes_every_format(register, tmp_path, ending):
    """By the ending of the file."""
    pytest.importorskip("vl_convert")
    out = tmp_path / f"out.{ending}"

    code = run_command(["project", register, *RULES, "--from", "2024-01", "--out", str(out)])

    assert 0 == code
    assert 0 < out.stat().st_size


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "html", "ics", "txt"])
def test_upcoming_writes_every_format(register, tmp_path, ending):
    """By the ending of the file; nothing needs the extra for charts."""
    out = tmp_path / f"out.{ending}"

    code = run_command(["upcoming", register, *RULES, "--from", "2023-09", "--out", str(out)])

    assert 0 == code
    assert 0 < out.stat().st_size


def test_json_of_a_projection_has_everything(register, capsys):
    """Cases, band, budget, assumptions and the rates carried on."""
    asked = ["--low", "uprating=-1%", "--high", "uprating=+1%", "--uprating", "2%"]
    asked += ["--budget", "100000", "--format", "json"]

    run_command(["project", register, *RULES, "--from", "2024-01", "--years", "2", *asked])

    answer = json.loads(capsys.readouterr().out)
    assert ["low", "base", "high"] == list(answer["total"])
    assert ["low", "base", "high"] == [one["case"] for one in answer["budget"]["reach"]]
    assert answer["is_projection"]
    assert answer["carried"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (["project", "--from", "2024-13"], 2),
        (["project", "--from", "2024-01", "--years", "31"], 2),
        (["project", "--from", "2024-01", "--mortality", "no-such-table"], 2),
        (["project", "--from", "2024-01", "--mortality-factor", "120%"], 2),
        (["project", "--from", "2024-01", "--low", "deaths=2"], 2),
        (["project", "--from", "2024-01", "--budget", "much"], 2),
        (["project", "--from", "2024-01", "--out", "x.pdf"], 2),
        (["upcoming", "--from", "2023-13"], 2),
        (["upcoming", "--from", "2023-09", "--months", "0"], 2),
    ],
)
def test_wrong_questions_are_wrong_usage(register, asked, code, capsys):
    """Exit 2, words, nothing on standard output."""
    command, *options = asked

    assert code == run_command([command, register, *RULES, *options])
    assert "" == capsys.readouterr().out


def test_rows_set_aside_are_told_by_the_exit_code(register, tmp_path, capsys):
    """Exit 3, and the number of them."""
    path = tmp_path / "bad.csv"
    path.write_text("person_id,birth_date\nA,1944-02-30\nB,1944-03-01\n", "utf-8")

    for command in ("upcoming", "project"):
        assert 3 == run_command([command, str(path), *RULES, "--from", "2023-09"])
        assert "1 records set aside" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (["--uprating", "3%", "--uprating", "4%"], "--uprating of every rate"),
        (["--uprating", "old=3%", "--uprating", "old=4%"], "--uprating of old"),
        (["--low", "mortality=120%,mortality=90%"], "--low: mortality"),
    ],
)
def test_what_is_said_twice_is_refused(register, asked, what, capsys):
    """Fails if the last of two assumptions wins, and nobody is told."""
    code = run_command(["project", register, *RULES, "--from", "2024-01", *asked])

    told = capsys.readouterr()
    assert 2 == code
    assert f"{what} is given twice" in told.err
    assert not told.out


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--uprating", "3"], "write 3%"),
        (["--uprating", "old=12"], "write 3%"),
        (["--low", "uprating=-1"], "write -1%"),
        (["--low", "mortality=120%"], "give --mortality too"),
        (["--high", "inflow=110%"], "give --inflow too"),
        (["--budget", "-1"], "no budget in yuan"),
        (["--budget", "7,0"], "no budget in yuan"),
        (["--picture", "x.gif"], "end it in .png or .svg"),
        (["--picture", "x.txt"], "no format has the ending .txt"),
    ],
)
def test_what_would_be_misread_is_refused(register, asked, words, capsys):
    """Three hundred per cent a year, a band without a band, a budget below nothing."""
    code = run_command(["project", register, *RULES, "--from", "2024-01", "--years", "1", *asked])

    told = capsys.readouterr()
    assert (2, "") == (code, told.out)
    assert words in told.err


def test_a_first_month_that_is_none_is_told_by_its_option(register, capsys):
    """And not as a period, which project does not take."""
    run_command(["project", register, *RULES, "--from", "2024-13"])

    told = capsys.readouterr().err
    assert "--from\n" in told
    assert "--period" not in told


@pytest.mark.parametrize("budget", ["100,000", "10万", "10万元", "100000元"])
def test_a_budget_is_read_as_people_write_it(register, budget, capsys):
    """All of them a hundred thousand yuan."""
    asked = ["--from", "2024-01", "--years", "1", "--budget", budget, "--format", "json"]
    run_command(["project", register, *RULES, *asked])

    assert "100000.00" == json.loads(capsys.readouterr().out)["budget"]["amount"]


def test_a_workbook_of_a_projection_is_in_the_language_asked_for(register, tmp_path):
    """Sheets, headings, schemes, cases and rates by their names; amounts are numbers."""
    from python_calamine import CalamineWorkbook

    asked = ["--from", "2024-01", "--years", "2", "--budget", "10000", "--high", "uprating=1%"]
    out = tmp_path / "out.xlsx"
    run_command(["project", register, *RULES[:2], "--lang", "zh", *asked, "--out", str(out)])
    book = CalamineWorkbook.from_path(out)
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}

    assert ["预算", "各年", "各月", "假设", "沿用标准"] == book.sheet_names
    assert ["年份", "基准（元）", "高（元）"] == sheets["各年"][0]
    assert ["情形", "补贴项目", "档次", "月份", "人次", "金额（元）"] == sheets["各月"][0]
    assert {"高龄及百岁老人补贴"} == {row[1] for row in sheets["各月"][1:]}
    assert {"基准", "高"} == {row[0] for row in sheets["各月"][1:]}
    assert {float} == {type(row[-1]) for row in sheets["各月"][1:]}
    assert "届时结余（元）" in sheets["预算"][0]
    assert "600.00 元/年" in str(sheets["沿用标准"])
    assert "elderly_allowance" not in str(sheets)


def test_a_scenario_is_projected_beside_the_rules_in_force(register, tmp_path, capsys):
    """By --set and by a file; both hashes, both costs, and the difference in every format."""
    scenario = tmp_path / "s.yaml"
    scenario.write_text(
        "scenario: dearer\nname: {zh: 提高, en: Raise}\nreason: prices / 物价\n"
        'changes: {"elderly_allowance.80-89@2025-01": 720.00 per year}\n',
        "utf-8",
    )
    out = tmp_path / "out.xlsx"
    asked = ["--from", "2024-01", "--years", "2", "--scenario", str(scenario)]
    asked += ["--set", "elderly_allowance.90-99=+10%"]

    run_command(["project", register, *RULES, *asked, "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    run_command(["project", register, *RULES, *asked])
    text = capsys.readouterr().out
    run_command(["project", register, *RULES, *asked, "--out", str(out)])

    assert ["dearer", "--set"] == [one["name"] for one in answer["scenarios"]]
    for one in answer["scenarios"]:
        hashes = f"{answer['rulebook_sha256'][:12]} → {one['rulebook_sha256'][:12]}"
        assert hashes in text
        assert one["years_beside"][1]["difference"] != "0.00"
    assert "0.00" == answer["scenarios"][0]["years_beside"][0]["difference"]
    assert "Raise" in text
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(out)
    assert "scenarios by year" in workbook.sheet_names
    hashed = [one["rulebook_sha256"] for one in answer["scenarios"]]
    assert hashed == [row[-1] for row in workbook.get_sheet_by_name("changes").to_python()[1:]]


def test_a_scenario_without_effect_says_so(register, capsys):
    """Rates of a month beyond the horizon."""
    asked = [
        "--from",
        "2024-01",
        "--years",
        "1",
        "--set",
        "elderly_allowance.80-89@2030-01=1.00 per year",
    ]

    run_command(["project", register, *RULES, *asked])

    assert "no month of the projection costs more or less" in capsys.readouterr().out


def test_upcoming_masks_identity_numbers_for_people_only(tmp_path, capsys):
    """An invented number of 18 signs as the person's; programs are refused."""
    path = tmp_path / "people.csv"
    path.write_text("person_id,birth_date\n430204194310150018,1943-10-15\n", "utf-8")
    asked = ["upcoming", str(path), *RULES, "--from", "2023-09", "--mask-ids"]

    code = run_command(asked)
    told = capsys.readouterr()

    assert 0 == code
    assert "430204***********8" in told.out
    assert "430204194310150018" not in told.out + told.err
    assert 2 == run_command([*asked, "--format", "json"])
