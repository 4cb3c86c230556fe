"""Budget workbooks: the same budget as YAML gives, and every fault with sheet, row and column."""

from io import BytesIO

import pytest
import xlsxwriter
from attrs import evolve

from subsidy.budget.checking import find_inconsistencies
from subsidy.budget.execution import execute_budget
from subsidy.budget.reading import read_budget
from subsidy.budget.render_json import execution_json
from subsidy.budget.workbook import cell_text
from subsidy.budget.write_workbook import write_budget_workbook
from subsidy.errors import BudgetRefused

SHEETS = {
    "预算": [
        ["代码", "small"], ["名称", "示范区"], ["英文名称", "Sample District"], ["文件", "示范报告"],
        ["期间", 2023], ["单位", "万元"],
    ],
    "项目": [
        ["代码", "名称", "英文名称", "报告位置", "补贴项目", "标准", "年初预算", "年中调整", "实际支出", "结余结转", "人数"],
        ["old_age", "高龄津贴", "Old age", "二（1）", "elderly_allowance", "600.00 per year", 3, 1.5, 4.5, 0, "70多"],
        ["roads", "道路", "Roads", "二（2）", "", "", 10, -2.5, "", 0.5, ""],
    ],
    "figures": [["figure", "name_zh", "name_en", "at", "stated"], ["spending", "支出合计", "Total spending", "一", 11.5]],
    "claims": [["figure", "sum"], ["spending", "lines.actual"]],
    "statements": [["of", "value", "at", "quote"], ["roads.actual", 7, "二（2）", "支出7万元"]],
}  # fmt: skip


@pytest.fixture
def workbook(tmp_path):
    """A workbook of given sheets."""

    def writing(sheets):
        path, buffer = tmp_path / "budget.xlsx", BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(number, column, value) if value != "" else None
        book.close()
        path.write_bytes(buffer.getvalue())
        return path

    return writing


def changed(sheet, row, column, value):
    """The sheets with one other cell."""
    rows = [list(cells) for cells in SHEETS[sheet]]
    rows[row][column] = value
    return {**SHEETS, sheet: rows}


def plain(budget):
    """An execution without the places in the file."""
    text = execution_json(execute_budget(evolve(budget, file="", sha256="")))
    for finding in text["findings"]:
        for passage in finding["passages"]:
            passage.pop("place")
    return text


def test_a_workbook_says_the_same_as_the_yaml_file(workbook, small):
    """Numbers, ranges, schemes, places, statements and claims."""
    budget = read_budget(workbook(SHEETS))

    assert plain(small) == plain(budget)
    assert () == find_inconsistencies(budget)
    assert "支出7万元" == budget.lines[1].figures["actual"].first.quote


def refused(path):
    with pytest.raises(BudgetRefused) as caught:
        read_budget(path)
    return [
        (one.code, one.place.sheet, one.place.line, one.place.heading)
        for one in caught.value.problems
    ]


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (("项目", 1, 6, 3.005), ("wrong-figure", "项目", 2, "年初预算")),
        (("预算", 5, 0, "代码"), ("duplicate-key", "预算", 6, "代码")),
        (("项目", 2, 10, "many"), ("wrong-figure", "项目", 3, "人数")),
        (("项目", 0, 6, "年初预祘"), ("unknown-heading", "项目", 1, "年初预祘")),
        (("项目", 2, 0, "old_age"), ("name-twice", "项目", 3, "代码")),
        (("claims", 1, 1, "lines.actuel"), ("unknown-figure", "claims", 2, "sum")),
        (("claims", 1, 0, "nobody"), ("unknown-figure", "claims", 2, "figure")),
        (("statements", 1, 0, "nobody.actual"), ("unknown-figure", "statements", 2, "of")),
        (("statements", 1, 1, "x"), ("wrong-figure", "statements", 2, "value")),
        (("预算", 5, 1, "dollars"), ("wrong-value", "预算", 6, "单位")),
        (("预算", 5, 0, "币种"), ("unknown-key", "预算", 6, "币种")),
    ],
)
def test_a_fault_is_told_by_sheet_row_and_heading(workbook, cell, problem):
    """One wrong cell in a sound workbook."""

    assert problem in refused(workbook(changed(*cell)))


def test_all_faults_of_a_workbook_are_told_at_once(workbook):
    """Two cells in two sheets, and a sheet that means nothing."""
    sheets = changed("项目", 1, 6, "x") | {
        "figures": changed("figures", 1, 4, "y")["figures"],
        "旧表": [["z"]],
    }
    codes = [(code, sheet) for code, sheet, _, _ in refused(workbook(sheets))]

    assert {
        ("wrong-figure", "项目"),
        ("wrong-figure", "figures"),
        ("unknown-sheet", "旧表"),
    } <= set(codes)


def test_a_number_is_what_the_spreadsheet_shows():
    """A formula that gives 0.30000000000000004 shows 0.3; whole numbers have no point."""

    assert ["0.3", "2642.87", "10", "0"] == [
        cell_text(value) for value in (0.1 + 0.2, 2642.8699999999999, 10.0, 0)
    ]


def test_a_heading_that_stands_twice_is_refused(workbook):
    """Of two columns of one name nobody can say which one counts."""
    sheets = changed("项目", 0, 7, "年初预算")

    assert "duplicate-key" in [code for code, _, _, _ in refused(workbook(sheets))]


@pytest.mark.parametrize("name", ["cn/hunan/zhuzhou/shifeng/budgets/2023", "small"])
def test_a_budget_written_as_a_workbook_reads_back_the_same(tmp_path, small, name):
    """Every line, statement, quote, claim and note, and so every finding and number."""
    budget = small if name == "small" else read_budget(name)
    path, buffer = tmp_path / "b.xlsx", BytesIO()
    write_budget_workbook(budget, buffer)
    path.write_bytes(buffer.getvalue())
    back = read_budget(path)

    assert plain(budget) == plain(back)
    assert said(budget) == said(back)


def said(budget):
    """All that a budget says, without the places in its file."""
    figures = [figure for line in budget.lines for figure in line.figures.values()]
    claims = [
        (figure.key, one.kind, one.terms, one.share, one.at, one.assumed)
        for figure in budget.figures
        for one in figure.claims
    ]
    statements = [
        (figure.key, one.text, one.at, one.quote)
        for figure in [*figures, *budget.figures]
        for one in figure.statements
    ]
    rates = [(line.key, one.text, one.at, one.quote) for line in budget.lines for one in line.rates]
    lines = [
        (one.key, one.at, one.schemes, one.part_of, one.pays_in_full, one.parts_are_all)
        for one in budget.lines
    ]
    return claims, statements, rates, lines, [(note.words, note.at) for note in budget.notes]
