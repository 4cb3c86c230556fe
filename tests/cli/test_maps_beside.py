"""Registers of households and institutions are read as the mapping file and the options say."""

from __future__ import annotations

import csv
import io

import pytest
import xlsxwriter

RULES = "cn/hunan/zhuzhou/shifeng"
PERSONS = "人员编号,户号,出生日期\nP1,H1,1950-01-01\nP2,H2,1970-01-01\n"
HOMES = "家号\t月入\t批准日\nH1\t100.00\t2022-01-10\nH2\t200.00\t2022-01-10\n"
MAP = """
roster: 家庭表
household:
  file: {separator: tab, encoding: gb18030}
  columns: {家号: household_id, 月入: income_per_month, 批准日: subsistence_approved_on}
"""


@pytest.fixture
def calculated(run, tmp_path, monkeypatch):
    """Calculate September 2023: exit code, what households are due, standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.csv").write_text(PERSONS, "utf-8")
    (tmp_path / "map.yaml").write_text(MAP, "utf-8")

    def calculating(*arguments):
        asked = ("--rules", RULES, "--period", "2023-09", "--lang", "en", "--quiet")
        code, out, err = run("calc", *arguments, *asked, "--detail", "annual", "--format", "csv")
        due = [r["unit_id"] for r in csv.DictReader(io.StringIO(out)) if r["unit"] == "household"]
        return code, due, err

    return calculating


def workbook(path, *sheets):
    """A workbook of households, one sheet a street."""
    with xlsxwriter.Workbook(path) as book:
        for name, number in sheets:
            page = book.add_worksheet(name)
            page.write_row(0, 0, ("户号", "家庭月收入", "低保确认日期"))
            page.write_row(1, 0, (number, "100.00", "2022-01-10"))


def test_the_mapping_file_has_a_section_for_households(calculated, tmp_path):
    """Separator, encoding and columns of the register of households."""
    (tmp_path / "h.csv").write_bytes(HOMES.encode("gb18030"))

    assert (0, ["H1", "H2"], "") == calculated(
        "p.csv", "--households", "h.csv", "--map", "map.yaml"
    )


def test_options_name_the_register_that_they_speak_of(calculated, tmp_path):
    """``household=`` goes before what is said of all."""
    text = HOMES.replace("家号\t月入\t批准日", "户号\t家庭月收入\t低保确认日期")
    (tmp_path / "h.csv").write_bytes(text.encode("utf-16"))
    named = ("--separator", "household=tab", "--encoding", "household=utf-16")

    assert (0, ["H1", "H2"], "") == calculated(
        "p.csv", "--households", "h.csv", *named, "--encoding", "utf-8"
    )


def test_sheets_of_the_register_of_households_are_named(calculated, tmp_path):
    """A plain ``--sheet`` is one of the register of persons."""
    workbook(tmp_path / "h.xlsx", ("甲街", "H1"), ("乙街", "H2"))
    code, due, _ = calculated("p.csv", "--households", "h.xlsx", "--sheet", "household=乙街")

    assert (0, ["H2"]) == (code, due)


def test_the_sheets_of_households_tell_their_fact(run, tmp_path):
    """``from: sheet`` joins several sheets of one unit, whichever it is."""
    workbook(tmp_path / "h.xlsx", ("甲街", "H1"), ("乙街", "H2"))
    (tmp_path / "m.yaml").write_text("roster: r\nhousehold:\n  fixed: {regoin: {from: sheet}}\n")
    asked = (str(tmp_path / "h.xlsx"), "--rules", RULES, "--unit", "household", "--lang", "en")
    code, _, err = run("intake", *asked, "--map", str(tmp_path / "m.yaml"))

    assert 1 == code
    assert "m.yaml:3:11" in err
    assert "regoin is no fact of these rules" in err


def test_a_mapping_file_to_begin_with_is_read_back(run, tmp_path):
    """What ``intake --unit household --write-map`` writes stands in a section of households."""
    text = HOMES.replace("家号\t月入", "户号\t家庭月收入").replace("\t", ";")
    (tmp_path / "h.csv").write_text(text, "utf-8")
    asked = (str(tmp_path / "h.csv"), "--rules", RULES, "--unit", "household", "--lang", "en")
    declared = ("--separator", "semicolon", "--write-map", str(tmp_path / "m.yaml"))
    run("intake", *asked, *declared)
    written = (tmp_path / "m.yaml").read_text("utf-8")

    assert written.startswith("roster: h\nhousehold:\n  file:\n    separator: semicolon\n")
    assert 0 == run("intake", *asked, "--map", str(tmp_path / "m.yaml"))[0]


def test_an_unknown_separator_is_wrong_usage(run, tmp_path):
    """The words that are known are listed."""
    code, _, err = run("calc", "p.csv", "--rules", RULES, "--period", "2023", "--separator", "x")

    assert 2 == code
    assert "semicolon" in err
