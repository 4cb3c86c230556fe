"""Hostile and odd budget workbooks: one message each, in both languages, and nothing lost."""

from __future__ import annotations

import io
import time

import pytest
import xlsxwriter

from subsidy.budget.opening import LIMITS
from subsidy.budget.reading import read_budget
from subsidy.errors import BudgetRefused
from tests.register.guard.bombs import number, row, shared, text, understated, workbook

LONG = "x" * 500_000
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
HOSTILE = {
    "not a workbook": (b"PK\x03\x04" + bytes(100), "damaged-file"),
    "nothing": (b"", "damaged-file"),
    "text": ("预算,项目\n".encode(), "damaged-file"),
    "old Excel, damaged": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged-file"),
    "far corner": (workbook(row(1, number("A1")) + row(2**20, number("XFD1048576"))), "too-large"),
    "zip bomb": (workbook(" " * 40_000_000), "too-large"),
    "shared strings": (
        workbook(
            "".join(row(n, shared(f"A{n}")) for n in range(1, 2_001)),
            strings=f"><si><t>{LONG}</t></si>",
        ),
        "too-large",
    ),
    "many columns": (workbook(row(1, *["<c><v>1</v></c>"] * 300)), "too-many-columns"),
    "many parts": (workbook(more=[(f"{n}.xml", "") for n in range(1_001)]), "too-large"),
    "entities": (workbook(row(1, text("A1", "&b;")), before=ENTITIES), "hostile-file"),
    "lying directory": (understated(workbook(row(1, text("A1", LONG)))), "damaged-file"),
}


def refusal_of(path):
    with pytest.raises(BudgetRefused) as caught:
        read_budget(path)
    return caught.value.problems


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_workbook_is_one_message_with_a_cure_that_fits_budgets(tmp_path, kind):
    """No traceback, no option of registers, within seconds."""
    content, code = HOSTILE[kind]
    path = tmp_path / "budget.xlsx"
    path.write_bytes(content)
    began = time.perf_counter()
    (problem,) = refusal_of(path)

    assert code == problem.code
    assert "--limit" not in problem.cure.en
    assert ".yaml" in problem.cure.zh
    assert "名册" not in problem.message.zh
    assert time.perf_counter() - began < LIMITS.waiting


@pytest.fixture
def written(tmp_path):
    """A workbook of sheets whose cells are written one by one."""

    def writing(sheets):
        path, buffer = tmp_path / "budget.xlsx", io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for where, value in cells.items():
                sheet.write(where, value)
        book.close()
        path.write_bytes(buffer.getvalue())
        return path

    return writing


HEAD = dict(
    zip(
        ("B3", "C3", "B4", "C4", "B5", "C5", "B6", "C6", "B7", "C7", "B8", "C8"),
        ("代码", "s", "名称", "区", "英文名称", "S", "文件", "d", "期间", 2023, "单位", "万元"),
        strict=True,
    )
)
LINES = {"C2": "代码", "D2": "名称", "E2": "英文名称", "F2": "年初预算", "C3": "a", "D3": "甲", "E3": "A", "F3": 3}  # fmt: skip


def test_tables_may_stand_anywhere_on_their_sheets(written):
    """Empty rows above and columns to the left mean nothing."""
    budget = read_budget(written({"预算": HEAD, "项目": LINES}))

    assert ("s", "万元") == (budget.key, budget.unit)
    assert [3_000_000] == [line.fen("initial") for line in budget.lines]


def test_places_are_those_that_the_spreadsheet_shows(written):
    """Row 3, though two rows above are empty."""
    (problem,) = refusal_of(written({"预算": HEAD, "项目": LINES | {"F3": "viele"}}))

    assert ("项目", 3, "年初预算") == (
        problem.place.sheet, problem.place.line, problem.place.heading
    )  # fmt: skip


def test_a_value_under_no_heading_is_told(written):
    """It would be lost in silence."""

    assert ["no-heading"] == [
        one.code for one in refusal_of(written({"预算": HEAD, "项目": LINES | {"H3": 5}}))
    ]


def test_two_sheets_that_mean_the_same_are_refused(written):
    """Of 项目 and lines nobody can say which one counts."""
    found = refusal_of(written({"预算": HEAD, "项目": LINES, "lines": LINES}))

    assert ("duplicate-key", "lines") in [(one.code, one.place.sheet) for one in found]


def test_an_error_cell_is_no_empty_cell(tmp_path):
    """#DIV/0! and a formula that was never worked out are told by row and column."""
    error = '<c r="B1" t="e"><v>#DIV/0!</v></c>'
    path = tmp_path / "budget.xlsx"
    path.write_bytes(workbook(row(1, text("A1", "unit"), error, '<c r="C1"><f>1+1</f></c>')))
    found = [
        (one.place.line, one.place.heading)
        for one in refusal_of(path)
        if one.code == "cell-without-value"
    ]

    assert [(1, "B"), (1, "C")] == sorted(found)


def test_times_and_spans_are_text_and_no_traceback(written):
    """A cell that a spreadsheet takes for a time of day is refused as a wrong figure."""
    from datetime import time as of_day

    found = refusal_of(written({"预算": HEAD, "项目": LINES | {"F3": of_day(12, 30)}}))

    assert ["wrong-figure"] == [one.code for one in found]
