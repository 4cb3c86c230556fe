"""Households beside persons: rows set aside are told, listed and can be fed again."""

from __future__ import annotations

import json

import pytest

RULES = "cn/hunan/zhuzhou/shifeng"
PERSONS = "人员编号,户号,出生日期\nP1,H1,1950-01-01\nP2,H1,1980-02-30\nP3,H2,1970-01-01\nP4,H3,1960-05-05\n"
HOUSEHOLDS = (
    "户号,income_per_month,subsistence_approved_on\n"
    "H1,100.00,2022-01-10\nH2,200.00,2022-01-10\nH3,abc,2022-01-10\n合计,350.00,\n"
)


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A folder with a register of persons and one of households."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.csv").write_text(PERSONS, encoding="utf-8")
    (tmp_path / "h.csv").write_text(HOUSEHOLDS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def calculated(run):
    """Calculate September 2023 in English; exit code, standard output, standard error."""

    def calculating(*arguments):
        return run("calc", *arguments, "--rules", RULES, "--period", "2023-09", "--lang", "en")

    return calculating


def test_each_register_has_its_list_and_the_receipt_names_them(world, run, calculated):
    """The row of a household is told with its file, counted, and stands in a list of its own."""
    files = ("--out", "o.json", "--quarantine", "q.csv")
    code, _, err = calculated("p.csv", "--households", "h.csv", *files)
    receipt = json.loads((world / "o.json.receipt.json").read_text())

    assert 3 == code
    assert "set aside, h.csv, income_per_month: " in err
    assert (8, 5, 2, {"total": 1}) == tuple(
        receipt["counts"][n] for n in ("records_read", "calculated", "set_aside", "non_data")
    )
    assert ["q.household.csv"] == [one["file"] for one in receipt["set_aside_lists_beside"]]
    assert (world / "q.household.csv").read_text().endswith(",H3,abc,2022-01-10\n")


def test_a_household_that_was_mended_is_calculated(world, run, calculated):
    """The list itself is a register."""
    calculated("p.csv", "--households", "h.csv", "--quarantine", "q.csv", "--quiet")
    listed = (world / "q.household.csv").read_text(encoding="utf-8")
    (world / "mended.csv").write_text(listed.replace("abc", "50.00"), encoding="utf-8")
    asked = ("--detail", "annual", "--format", "csv", "--quiet")
    _, out, _ = calculated("p.csv", "--households", "mended.csv", *asked)

    assert "household,H3,subsistence_allowance,1,600.00" in out


def test_a_household_named_under_a_mapped_heading_is_not_decided_without_its_member(
    world, run, calculated
):
    """P2 is set aside: what H1 is due is unknown, however the column of households is called."""
    (world / "p.csv").write_text(PERSONS.replace("户号", "家号"), encoding="utf-8")
    (world / "map.yaml").write_text("roster: r\ncolumns: {家号: household_id}\n", encoding="utf-8")
    asked = ("--map", "map.yaml", "--detail", "annual", "--quiet")
    _, out, _ = calculated("p.csv", "--households", "h.csv", *asked)

    assert "H2" in out
    assert "H1" not in out


def test_a_limit_holds_for_every_register(world, run, calculated):
    """A limit of the command line is one for households, too."""
    code, _, err = calculated("p.csv", "--households", "h.csv", "--limit", "file=110", "--quiet")

    assert 1 == code
    assert err.startswith("h.csv")


def test_a_register_of_which_no_row_is_left_pays_nobody(world, run, calculated):
    """Institutions by month, none of them: no bug, no amount."""
    run("template", RULES, "--unit", "institution", "--out", "i.xlsx")
    (world / "p.csv").write_text("人员编号,出生日期\nP1,1930-01-01\n", encoding="utf-8")

    code, out, _ = calculated("p.csv", "--institutions", "i.xlsx", "--quiet")

    assert 0 == code
    assert "Old-age allowance" in out


def test_totals_of_a_text_file_are_compared_with_its_rows(world, run, calculated):
    """A total that is none is told with its line; one that fits is not; nor one over unread cells."""
    text = (
        "人员编号,出生日期,金额,补差\na,1930-01-01,50.00,1\nb,1931-01-01,50.00元,x\n合计,2,110,7\n"
    )
    (world / "p.csv").write_text(text, encoding="utf-8")
    _, _, err = calculated("p.csv")

    assert "row 4, 金额: the total says 110, the rows come to 100" in err
    assert 1 == err.count("the total says")


def test_the_facts_of_every_unit_are_listed_and_each_has_a_template(world, run, calculated):
    """Headings of a template are those of its own unit."""
    _, out, _ = run("facts", RULES, "--format", "json")
    run("template", RULES, "--unit", "household", "--out", "h.xlsx")
    _, _, err = calculated("p.csv", "--households", "h.xlsx")

    assert {"person", "household", "institution"} == {one["unit"] for one in json.loads(out)}
    assert "not known and not read" not in err
    assert "not calculated: subsistence_allowance" not in err


def test_a_mapping_file_speaks_of_persons_alone(world, run, calculated):
    """A fact of households is none of a roster of persons."""
    (world / "map.yaml").write_text(
        "roster: r\ncolumns: {户号: income_per_month}\n", encoding="utf-8"
    )

    code, _, err = calculated("p.csv", "--map", "map.yaml")

    assert 1 == code
    assert "income_per_month is no fact of these rules" in err
