"""A small invented budget, and ways to read one from text."""

import pytest

from subsidy.budget.reading import read_budget

SMALL = """
budget: small
name: {zh: 示范区, en: Sample District}
document: 示范报告
period: 2023
unit: 万元
lines:
  - line: old_age
    name: {zh: 高龄津贴, en: Old age}
    at: 二（1）
    schemes: [elderly_allowance]
    initial: "3.00"
    adjustment: "1.50"
    actual: "4.50"
    balance: "0"
    persons: 70多
    rates: ["600.00 per year"]
  - line: roads
    name: {zh: 道路, en: Roads}
    at: 二（2）
    initial: "10"
    adjustment: "-2.5"
    actual: {value: "7", at: 二（2）, quote: 支出7万元}
    balance: "0.5"
figures:
  - figure: spending
    name: {zh: 支出合计, en: Total spending}
    at: 一
    stated: "11.50"
    claims: [{sum: lines.actual}]
"""


@pytest.fixture
def budget_of(tmp_path):
    """A budget from text."""

    def reading(text, name="budget.yaml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return read_budget(path)

    return reading


@pytest.fixture
def small(budget_of):
    """The small budget, in which everything adds up."""
    return budget_of(SMALL)


@pytest.fixture
def lines_of(budget_of):
    """A budget of given lines (and more keys after them)."""
    head = SMALL.partition("lines:")[0]

    def reading(text, unit="万元"):
        return budget_of(head.replace("unit: 万元", f"unit: {unit}") + text)

    return reading
