"""Several sheets in one workbook: the one with people is the register."""

from __future__ import annotations

import pytest
import xlsxwriter

import subsidy

BOOK = "cn/hunan/zhuzhou/shifeng"
PEOPLE = [["人员编号", "出生日期"], ["P1", "1933-08-15"]]
NOTES = [["列", "说明"], ["人员编号", "编号"]]


def workbook(path, **sheets):
    """Write sheets of text cells."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, cell)
    return path


def test_a_sheet_without_identifiers_is_named_and_left_out(tmp_path):
    """Fails if the program refuses its own template, or leaves a sheet out without a word."""
    path = workbook(tmp_path / "roster.xlsx", 填表说明=NOTES, 名册=PEOPLE)
    result = subsidy.calculate(BOOK, path, "2023")

    assert [12] == result.annual()["months"].to_list()
    assert ["填表说明"] == [w.zh.rsplit("：", 1)[1] for w in result.people.warnings]


def test_two_sheets_of_people_are_refused(tmp_path):
    """Fails if one of two streets is calculated and the other forgotten."""
    path = workbook(tmp_path / "roster.xlsx", 一街=PEOPLE, 二街=PEOPLE, 填表说明=NOTES)
    with pytest.raises(subsidy.RegisterRefused, match="一街, 二街"):
        subsidy.calculate(BOOK, path, "2023")
