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
