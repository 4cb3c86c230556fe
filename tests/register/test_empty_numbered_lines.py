"""Forms come with numbered lines that nobody has filled in: they are no people, and counted."""

from __future__ import annotations

import pytest
import xlsxwriter

import subsidy

HEADINGS = ["序号", "姓名*", "身份证号码（必填）", "备注"]
LINES = [
    [1, "某甲", "430204194305200017", None],
    [2, None, None, None],
    [3, None, None, None],
]


@pytest.fixture
def book():
    return subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")


def as_text(path):
    rows = [HEADINGS, *LINES]
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    path.write_text(text + "\n", "utf-8")


def as_workbook(path):
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate((["2023年9月高龄津贴花名册"], HEADINGS, *LINES)):
            sheet.write_row(number, 0, row)


@pytest.mark.parametrize(("write", "name"), [(as_text, "r.csv"), (as_workbook, "r.xlsx")])
def test_lines_with_a_number_alone_are_no_people(book, tmp_path, write, name):
    """Nobody is set aside, and every line is accounted for."""
    path = tmp_path / name
    write(path)
    result = subsidy.calculate(book, path, "2023")
    receipt = result.receipt()

    assert (1, 0) == (receipt.calculated, receipt.set_aside)
    assert 2 == receipt.non_data["blank"]
