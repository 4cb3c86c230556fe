"""Several sheets in one workbook: those with headings of people are the register."""

from __future__ import annotations

import pytest
import xlsxwriter

import subsidy
from subsidy.register.workbooks.choosing import SheetForm

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


def test_two_sheets_of_people_are_both_read(tmp_path):
    """Fails if one of two streets is calculated and the other forgotten."""
    other = [PEOPLE[0], ["P2", "1933-08-15"]]
    path = workbook(tmp_path / "roster.xlsx", 一街=PEOPLE, 二街=other, 填表说明=NOTES)
    result = subsidy.calculate(BOOK, path, "2023")

    assert ["P1", "P2"] == result.annual()["unit_id"].to_list()


def test_one_person_in_two_sheets_is_set_aside_with_both_places(tmp_path):
    """Fails if somebody on two streets is paid twice, or only one of the places is named."""
    path = workbook(tmp_path / "roster.xlsx", 一街=PEOPLE, 二街=PEOPLE)
    people = subsidy.calculate(BOOK, path, "2023").people

    assert [("一街", 2), ("二街", 2)] == [(one.sheet, one.line) for one in people.set_aside]
    assert ["二街!2", "一街!2"] == [one.reason.en.split()[6] for one in people.set_aside]


def test_the_name_of_a_sheet_tells_a_fact_only_where_it_is_declared(tmp_path):
    """Fails if a street is guessed from a sheet's name, or the declared one is not taken."""
    path = workbook(tmp_path / "roster.xlsx", 清水塘=PEOPLE)
    named = subsidy.calculate(BOOK, path, "2023", sheets=SheetForm(fact="region")).people

    assert ["清水塘"] == named.carried["region"].to_list()
    assert "region" not in subsidy.calculate(BOOK, path, "2023").people.carried.columns


@pytest.mark.parametrize("fact", ["birth_date", "nothing"])
def test_a_sheets_name_tells_a_text_and_no_other_fact(tmp_path, fact):
    """Fails if the name of a sheet is taken for a date, or an unknown fact is ignored."""
    path = workbook(tmp_path / "roster.xlsx", 清水塘=PEOPLE)
    with pytest.raises(subsidy.RegisterRefused) as refused:
        subsidy.calculate(BOOK, path, "2023", sheets=SheetForm(fact=fact))

    assert ["sheet-fact"] == [one.code for one in refused.value.problems]


def test_few_texts_in_many_cells_are_no_lie(tmp_path):
    """Fails if the count of uses of shared texts is taken for a count of texts."""
    rows = [[*PEOPLE[0], "备注"], *([f"P{n}", "1933-08-15", "同"] for n in range(2000))]
    people = subsidy.calculate(BOOK, workbook(tmp_path / "many.xlsx", 名册=rows), "2023").people

    assert 2000 == len(people)


def test_cells_in_opposite_corners_are_refused(tmp_path):
    """Fails if a few bytes make a parser ask for room for seventeen thousand million cells."""
    path = tmp_path / "corners.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, PEOPLE[0])
        sheet.write_string(1_048_575, 16_383, "x")
    with pytest.raises(subsidy.RegisterRefused) as refused:
        subsidy.calculate(BOOK, path, "2023")

    assert ["too-large"] == [one.code for one in refused.value.problems]
