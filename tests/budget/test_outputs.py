"""The same numbers in every form of output; files that open and are the same whenever written."""

import builtins
import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from subsidy.budget.execution import execute_budget
from subsidy.budget.render_document import write_document
from subsidy.budget.render_json import execution_json, execution_text
from subsidy.budget.render_text import render_execution
from subsidy.budget.render_workbook import write_execution_workbook
from subsidy.budget.view import columns_of, count_columns, places_of, rows_of
from subsidy.budget.wording import COLUMNS
from subsidy.errors import OutputRefused
from tests.budget.test_execution import Invented

SCHEMES = ("elderly_allowance", "disability_living_subsidy", "disability_care_subsidy", "extreme_poverty_support", "orphan_allowance")  # fmt: skip
FEN = {name: 123_456_789 * (n + 1) for n, name in enumerate(SCHEMES)}
EXECUTION = execute_budget("cn/hunan/zhuzhou/shifeng/budgets/2023", Invented(FEN))


@pytest.fixture(scope="module")
def document():
    docx = pytest.importorskip("docx")
    buffer = io.BytesIO()
    write_document(EXECUTION, buffer)
    return docx.Document(buffer)


@pytest.fixture(scope="module")
def sheets():
    buffer = io.BytesIO()
    write_execution_workbook(EXECUTION, buffer, "zh")
    book = CalamineWorkbook.from_filelike(io.BytesIO(buffer.getvalue()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def by_line():
    """Every line's cells as the view words them."""
    return {row.key: dict(row.cells) for row in rows_of(EXECUTION)}


def test_json_has_the_numbers_of_the_view():
    """Text for text; null where something is not known."""
    columns = columns_of(EXECUTION)
    found = {
        one["line"]: {name: one[name] for name in columns if one[name] is not None}
        for one in execution_json(EXECUTION)["lines"]
    }

    assert by_line() == found
    assert "." in found["old_age"]["calculated"]
    assert '"calculated_yuan": "1234567.89"' in execution_text(EXECUTION)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_has_the_numbers_of_the_view(language):
    """Each line's row ends in its cells, in order; a star marks what is not whole."""
    text = render_execution(EXECUTION, language).replace("*", "")
    for row in rows_of(EXECUTION):
        cells = [row.cells[name] for name in columns_of(EXECUTION) if name in row.cells]
        label = re.escape(row.labels.in_language(language))

        assert re.search(rf"^ *{label} *{' +'.join(map(re.escape, cells))}$", text, re.MULTILINE)


def test_the_workbook_has_the_numbers_of_the_view(sheets):
    """Read back as numbers, printed as they were; rates as fractions of one."""
    head, *rows = sheets["执行情况"]
    names = {COLUMNS[name].zh: name for name in columns_of(EXECUTION)}
    found = {}
    for row in rows:
        cells = {
            names[title]: value for title, value in zip(head, row, strict=True) if title in names
        }
        found[row[0]] = {
            name: f"{value * 100:.2f}%" if name.startswith("of_") else f"{value:.2f}"
            for name, value in cells.items()
            if value != ""
        }

    assert by_line() == {key: found[key] for key in by_line()}
    assert ["执行情况", "人数与人次", "内容", "说明"] == list(sheets)


def test_counts_stand_in_the_workbook_as_numbers_and_what_is_vague_as_text(sheets):
    """9000多 stays text; 7 calculated persons are a number."""
    row = next(row for row in sheets["人数与人次"] if row[0] == "old_age")

    assert {"9000多", 7.0, 70.0, 6.0} <= set(row)
    assert ("persons", "person_times", "households", "year_end") == count_columns(EXECUTION)


def test_the_document_has_the_numbers_of_the_view(document):
    """The table of lines cell by cell, in the order of the columns."""
    head, *rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    names = {COLUMNS[name].zh: name for name in columns_of(EXECUTION)}
    found = [
        {
            names[title]: text
            for title, text in zip(head, row, strict=True)
            if title in names and text
        }
        for row in rows
    ]

    assert list(by_line().values()) == found[: len(by_line())]


def test_the_document_fills_the_sentences_of_the_report(document):
    """Initial budget, adjustment, spending (here the calculated one) and balance of a line."""
    texts = [paragraph.text for paragraph in document.paragraphs]

    assert ["三、资金使用及绩效情况", "（二）项目支出绩效情况"] == texts[:2]
    assert (
        "年初预算项目提退人员经费，金额14.87万元，年中执行调增0.11万元，实际支出14.98万元，结余结转0.00万元；"
        in texts[2]
    )
    assert (
        "年初预算项目高龄及百岁老人补贴，金额297.38万元，年中执行调增383.88万元，实际支出123.46万元，结余结转557.80万元；"
        in texts[2]
    )
    assert "项目社区惠民资金，未列年初预算，实际支出198.00万元。实施及绩效情况如下：" in texts[2]
    assert "（2）高龄及百岁老人补贴" in texts
    assert any("报告数为681.26万元，计算数与报告数相差-557.80万元" in text for text in texts)


def test_the_document_lists_every_finding_with_its_places_and_the_notes(document):
    """As many rows as findings, worded alike; 说明 stands behind."""
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows][1:]
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]

    assert [one.words.zh for one in EXECUTION.findings] == [row[2] for row in rows]
    assert all(passage.at in row[3] for one, row in zip(EXECUTION.findings, rows, strict=True) for passage in one.passages)  # fmt: skip
    assert "说明" == headings[-1]
    assert any("一次舍入（四舍五入）" in paragraph.text for paragraph in document.paragraphs)


def test_every_form_lists_the_same_findings(sheets):
    """Text in both languages, JSON and the workbook."""
    rows = sheets["内容"][1:]
    english, chinese = (render_execution(EXECUTION, language) for language in ("en", "zh"))
    listed = execution_json(EXECUTION)["findings"]

    assert [one.words.zh for one in EXECUTION.findings] == [row[2] for row in rows]
    assert [one.words.en for one in EXECUTION.findings] == [one["en"] for one in listed]
    assert [] == [one for one in EXECUTION.findings if one.words.en not in english]
    assert [] == [one for one in EXECUTION.findings if places_of(one) not in chinese]


@pytest.mark.parametrize("write", [write_document, write_execution_workbook])
def test_the_same_execution_gives_the_same_bytes(write):
    """No clock in the file: neither in its members nor in its properties."""
    pytest.importorskip("docx")
    first, second = io.BytesIO(), io.BytesIO()
    write(EXECUTION, first)
    write(EXECUTION, second)
    dates = {member.date_time for member in zipfile.ZipFile(first).infolist()}

    assert first.getvalue() == second.getvalue()
    assert {(1980, 1, 1, 0, 0, 0)} == dates


def test_without_the_extra_a_document_is_refused_by_the_name_of_the_extra(monkeypatch):
    """Everything else works without python-docx."""
    real = builtins.__import__

    def importing(name, *arguments, **options):
        if name == "docx":
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(OutputRefused) as caught:
        write_document(EXECUTION, io.BytesIO())

    assert "subsidy[documents]" in caught.value.show("zh")


def test_what_is_not_whole_is_marked_and_said(document):
    """Orphans are calculated, unsupported children not: a star, and a note with the scheme's name."""
    english = render_execution(EXECUTION, "en")

    assert "617.28*" in english
    assert "* Orphans and unsupported children: without unsupported_child_allowance" in english
    assert any("unsupported_child_allowance" in p.text for p in document.paragraphs)


def test_a_line_whose_schemes_the_calculation_does_not_hold_is_named(lines_of):
    """A misspelt scheme is told, not taken for a line without schemes."""
    keys = "name: {zh: a, en: Somebody}, schemes: [old_agee], actual: '3', initial: '3'"
    budget = lines_of(f"lines:\n  - {{line: a, {keys}}}\n")
    executed = execute_budget(budget, Invented({"old_age": 1}))

    assert "Somebody: not calculated; the calculation does not hold old_agee" in render_execution(executed, "en")  # fmt: skip
    assert "not calculated" not in render_execution(execute_budget(budget), "en")


def test_vague_counts_are_worded_in_the_language_of_the_reader():
    """9000多 is 9000 and more; no Chinese count stands in an English table or finding."""
    english = render_execution(EXECUTION, "en")

    assert "9000 and more" in english
    assert "some 1100 and more + some 2700 and more persons" in english
    assert "9000多" in render_execution(EXECUTION, "zh")
    assert [] == [one.words.en for one in EXECUTION.findings if "多" in one.words.en]
