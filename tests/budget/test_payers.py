"""Who bears the calculated lines of a budget, in every form of output."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

import subsidy
from subsidy.budget.execution import execute_budget
from subsidy.budget.paragraphs import line_texts
from subsidy.budget.reading import read_budget
from subsidy.budget.render_json import execution_json
from subsidy.budget.render_text import render_execution
from subsidy.budget.render_workbook import write_execution_workbook
from subsidy.budget.view import rows_of

BUDGET = """
budget: example
name: {zh: 示范区, en: Example}
document: 示范报告
period: 2023
unit: 元
lines:
  - {line: old, name: {zh: 长寿津贴, en: Longevity}, schemes: longevity_allowance}
  - {line: roads, name: {zh: 道路, en: Roads}, actual: "1.00"}
"""
PEOPLE = [{"person_id": "P1", "birth_date": "1948-01-01", "assessed_on": "2022-01-01"}]


@pytest.fixture(scope="module")
def execution(tmp_path_factory):
    """1000.00 for somebody of 75: 500.00 at 60:15:25, then 500.00 at a third each."""
    path = tmp_path_factory.mktemp("budget") / "b.yaml"
    path.write_text(BUDGET, "utf-8")
    result = subsidy.calculate("example", PEOPLE, "2023")
    return execute_budget(read_budget(path), result)


def test_what_payers_bear_is_what_was_calculated(execution):
    """Rounded down month by month, the district bears the rest: to the fen."""
    payers = execution.line("old").counted.payers

    assert ["city", "district", "province"] == list(payers)
    assert 100_000 == sum(payers.values())
    assert 7_497 + 16_663 == payers["city"]


def test_every_form_of_output_says_who_bears_what(execution):
    """Screen, JSON, workbook and the sentences of the report."""
    payers = execution.line("old").counted.payers
    city = f"{payers['city'] // 100}.{payers['city'] % 100:02d}"
    buffer = io.BytesIO()
    write_execution_workbook(execution, buffer, "zh")
    buffer.seek(0)
    sheet = CalamineWorkbook.from_filelike(buffer).get_sheet_by_name("各级承担").to_python()
    (row,) = [row for row in rows_of(execution) if row.key == "old"]

    assert f"Longevity city {city}" in " ".join(render_execution(execution, "en").split())
    assert city == execution_json(execution)["lines"][0]["payers_yuan"]["city"]
    assert ["项目", "承担方", "计算支出"] == sheet[0]
    assert city in [f"{cells[2]:.2f}" for cells in sheet[1:]]
    assert f"各级承担：city{city}元、" in next(line_texts(execution, row))


def test_where_the_rules_name_no_payer_nothing_is_said():
    """The Shifeng book says nothing of it."""
    result = subsidy.calculate(
        "cn/hunan/zhuzhou/shifeng", [{"person_id": "P1", "birth_date": "1930-01-01"}], "2023"
    )
    execution = execute_budget("cn/hunan/zhuzhou/shifeng/budgets/2023", result)

    assert {} == execution.line("old_age").counted.payers
    assert "Who bears it" not in render_execution(execution, "en")


def test_a_part_of_which_nothing_is_spent_says_what_was_budgeted():
    """No sentence of the Word section ends in a colon."""
    execution = execute_budget("cn/hunan/zhuzhou/shifeng/budgets/2023")
    (row,) = [row for row in rows_of(execution) if row.key == "central_support"]
    texts = list(line_texts(execution, row))

    assert "其中敬老院人员、办公、维护经费：年初预算30.00万元，未列支出。" in texts
    assert [] == [text for text in texts if text.endswith("：")]
