"""``subsidy facts`` and ``subsidy template``: of every unit, for every book on the shelf."""

from __future__ import annotations

import json

import pytest
from python_calamine import CalamineWorkbook

from subsidy.rulebook.shelf import places

UNITS = ("person", "household", "institution")
SHEETS = {"en": ("register", "columns"), "zh": ("名册", "填表说明")}
KEYS = {"person": "person_id", "household": "household_id", "institution": "institution_id"}


@pytest.mark.parametrize("place", places())
def test_facts_of_every_unit_are_listed_in_every_format(run, place):
    """The same facts as a table, as CSV and as JSON; each unit has some."""
    code, text, _ = run("facts", place, "--format", "json", "--lang", "en")
    listed = json.loads(text)
    _, table, _ = run("facts", place, "--lang", "zh")
    _, csv, _ = run("facts", place, "--format", "csv", "--lang", "zh")

    assert 0 == code
    assert set(UNITS) == {one["unit"] for one in listed}
    assert [] == [one["name"] for one in listed if one["name"] not in table]
    assert [] == [one["name"] for one in listed if one["name"] not in csv]
    assert all(one["zh"] and one["type"] and one["accepts"] for one in listed)


@pytest.mark.parametrize(("unit", "language"), [*zip(UNITS, ("en", "zh", "en"), strict=True)])
@pytest.mark.parametrize("place", places())
def test_a_template_of_every_unit_holds_the_facts_that_a_register_may_tell(
    run, world, place, unit, language
):
    """A sheet explains each heading, in the language asked for; the unit's key is among them."""
    code, out, err = run("template", place, "--unit", unit, "--out", "t.xlsx", "--lang", language)
    register, columns = SHEETS[language]
    workbook = CalamineWorkbook.from_path(world / "t.xlsx")
    (headings,) = workbook.get_sheet_by_name(register).to_python()
    explained = workbook.get_sheet_by_name(columns).to_python()[1:]

    assert (0, "") == (code, out)
    assert "t.xlsx" in err
    assert KEYS[unit] in [row[0] for row in explained]
    assert headings == [row[1 if language == "zh" else 0] for row in explained]
