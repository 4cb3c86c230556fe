"""Totals, notes and marked cells by the thousand cost no more than the rows between them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter

from subsidy import load_rulebook
from subsidy.calculation import period_of
from subsidy.register.readers import read_register
from subsidy.register.source import Table
from subsidy.register.workbooks import control_sums, roster
from tests.counting import counted

HEADINGS = ["person_id", "birth_date", "备注", "金额"]
RULES = Path(__file__).parents[2] / "benchmarks" / "rules"


@pytest.fixture(scope="module")
def book():
    return load_rulebook(str(RULES))


def rows(people, stated=200):
    """A subtotal below every second person, a note below every fourth."""
    for n in range(people):
        yield [f"P{n:05}", f"1940-01-{n % 28 + 1:02}", "", "100"]
        if n % 2:
            yield ["小计", "", "", str(stated)]
        if n % 4 == 3:
            yield ["", "", f"说明{n}", ""]


def as_text(path, people, stated=200):
    lines = [HEADINGS, *rows(people, stated)]
    path.write_text("\n".join(map(",".join, lines)) + "\n", "utf-8")
    return path


def as_workbook(path, people, stated=200):
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([HEADINGS, *rows(people, stated)]):
            sheet.write_row(number, 0, row)
            if number:
                sheet.write_formula(number, len(row), "=1/0", None, "#DIV/0!")
    return path


def counts_of(monkeypatch, write, path, people, book):
    """What reading so many people calls, and how often."""
    with monkeypatch.context() as patch:
        found = counted(
            patch,
            (control_sums, "_number"),
            (control_sums, "_stand_above"),
            (roster, "_rows_with_marks"),
        )
        rows_of_source = Table.rows.fget

        def asked(table):
            found["rows"] += 1
            return rows_of_source(table)

        patch.setattr(Table, "rows", property(asked))
        register = read_register(write(path, people), book, period_of("2023"))
    assert people == len(register)
    return Counter(found)


@pytest.mark.parametrize(("write", "name"), [(as_text, "r.csv"), (as_workbook, "r.xlsx")])
def test_each_cell_is_added_up_once(monkeypatch, tmp_path, book, write, name):
    """Fails if a total looks at all people, or if a row that is nobody is looked up in all rows."""
    few, many = (counts_of(monkeypatch, write, tmp_path / name, n, book) for n in (100, 200))

    assert few["_number"] > 0
    assert many["_number"] == 2 * few["_number"]
    assert {n: few[n] for n in few if n != "_number"} == {
        n: many[n] for n in many if n != "_number"
    }


@pytest.mark.parametrize(("write", "name"), [(as_text, "r.csv"), (as_workbook, "r.xlsx")])
@pytest.mark.parametrize(("stated", "wrong"), [(200, 0), (201, 50)])
def test_every_total_is_compared_all_the_same(tmp_path, book, write, name, stated, wrong):
    """A hundred people: fifty subtotals of two each, all right or all wrong."""
    register = read_register(write(tmp_path / name, 100, stated), book, period_of("2023"))
    told = [words for words in register.warnings if str(stated) in words.en]

    assert wrong == len(told)
