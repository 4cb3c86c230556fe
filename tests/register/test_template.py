"""What a register may hold: the table of facts and the empty workbook."""

from __future__ import annotations

import io

import python_calamine

from subsidy.register.readers import read_register
from subsidy.register.template import facts_table, template_bytes, write_template
from subsidy.register.totals_rows import RowKind


def test_the_table_says_what_each_fact_accepts(book):
    """One line a fact, with type, accepted values, meaning when empty and headings."""
    table = facts_table(book)
    lines = {line["name"]: line for line in table.to_dicts()}

    assert list(book.facts) == table["name"].to_list()
    assert "1 … 4, 一级, 二级; further columns grade_2 to grade_3" == lines["grade"]["accepts"]
    assert "it has not happened" == lines["death_date"]["when_empty"]
    assert "yuan per month" == lines["share"]["type"]
    assert "元/月" == facts_table(book, "zh").to_dicts()[11]["type"]


def test_the_template_read_back_is_an_empty_register(book, period, tmp_path):
    """Its headings are all known, in both languages."""
    for language in ("en", "zh"):
        path = tmp_path / f"{language}.xlsx"
        write_template(book, path, language)
        sheets = python_calamine.load_workbook(path)
        headings = sheets.get_sheet_by_index(0).to_python()[0]
        people = read_register([dict.fromkeys(headings)], book, period)

        assert [RowKind.BLANK] == [entry.kind for entry in people.apart]
        assert () == people.warnings
        assert len(book.facts) + 1 == sheets.get_sheet_by_index(1).height


def test_the_template_is_the_same_bytes_every_time(book):
    """No clock: two runs give one file."""
    assert template_bytes(book) == template_bytes(book)
    assert io.BytesIO(template_bytes(book)).read(2) == b"PK"
