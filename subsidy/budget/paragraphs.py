"""The sentences of a performance report, with an execution's figures filled in (Chinese)."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.budget.execution import Execution
from subsidy.budget.finding import printed_money
from subsidy.budget.model import COUNTS, Line
from subsidy.budget.view import Row, rows_of
from subsidy.budget.wording import COLUMNS
from subsidy.money import show_yuan

__all__ = ["line_sentence", "line_texts"]

_PERIODS = {1: "月", 3: "季", 6: "半年", 12: "年"}
_UNITS = {"persons": "人", "person_times": "人次", "households": "户", "year_end": "人"}


def line_sentence(row: Row, unit: str) -> str:
    """One line as section 三（二） opens: initial budget, adjustment, spending, balance."""
    name, cells = row.labels.zh, row.cells
    if "initial" not in cells:
        said = f"项目{name}，未列年初预算"
    else:
        said = f"年初预算项目{name}，金额{cells['initial']}{unit}"
    if "adjustment" in cells:
        adjustment = cells["adjustment"]
        word = "调减" if adjustment.startswith("-") else "调增"
        said += f"，年中执行{word}{adjustment.removeprefix('-')}{unit}"
    if "other_funds" in cells:
        said += f"，其他资金{cells['other_funds']}{unit}"
    spent = _spent(row)
    if spent:
        said += f"，实际支出{spent}{unit}"
    return f"{said}，结余结转{cells['balance']}{unit}" if "balance" in cells else said


def _spent(row: Row) -> str:
    """What was calculated where it is whole, else what is stated."""
    return row.cells.get("calculated" if row.from_calculation else "stated", "")


def line_texts(execution: Execution, row: Row) -> Iterator[str]:
    """The paragraphs of one line: spending and execution, rates and counts, each part."""
    lines = {one.line.key: one.line for one in execution.lines}
    borne = _borne(execution, row.key)
    yield _spending(row, execution.budget.unit) + borne + _paid(row, lines[row.key])
    for part in rows_of(execution):
        if lines[part.key].part_of != row.key:
            continue
        spent = _spent(part)
        amount = f"支出{spent}{execution.budget.unit}。" if spent else ""
        borne = _borne(execution, part.key)
        said = f"{amount}{borne}{_paid(part, lines[part.key])}"
        yield f"其中{part.labels.zh}：{said or _only_budgeted(part, execution.budget.unit)}"


def _only_budgeted(part: Row, unit: str) -> str:
    """A part of which neither spending nor a count is known."""
    initial = part.cells.get("initial")
    return f"年初预算{initial}{unit}，未列支出。" if initial else "未列支出。"


def _borne(execution: Execution, key: str) -> str:
    """Who bears what was calculated, where the rules name payers."""
    counted = execution.line(key).counted
    if counted is None or not counted.payers:
        return ""
    unit = execution.budget.unit
    parts = "、".join(
        f"{payer or '规则未载明'}{printed_money(execution.budget, fen)}{unit}"
        for payer, fen in counted.payers.items()
    )
    return f"各级承担：{parts}。"


def _spending(row: Row, unit: str) -> str:
    spent = _spent(row)
    if not spent:
        return "未列支出。"
    rates = [
        f"{word} {row.cells[name]}"
        for name, word in (("of_initial", "为年初预算的"), ("of_adjusted", "调整后预算执行率"))
        if name in row.cells
    ]
    said = "，".join([f"项目支出{spent}{unit}", *rates])
    if "difference" in row.cells:
        said += f"；报告数为{row.cells['stated']}{unit}，计算数与报告数相差{row.cells['difference']}{unit}"
    return f"{said}。"


def _paid(row: Row, line: Line) -> str:
    """Rates and counts; where a count is both calculated and stated, both."""
    rates = "、".join(
        f"{show_yuan(rate.amount.fen)}元/人·{_PERIODS[rate.amount.per_months]}"
        for rate in line.rates
    )
    counts = "、".join(
        _count(row, name) for name in COUNTS if name in row.counts or name in row.stated_counts
    )
    upto = "" if line.pays_in_full else "，按差额发放"
    sentences = [f"标准为{rates}{upto}" if rates else "", counts]
    return "".join(f"{sentence}。" for sentence in sentences if sentence)


def _count(row: Row, name: str) -> str:
    calculated, stated = row.counts.get(name), row.stated_counts.get(name)
    word, unit = COLUMNS[name].zh, _UNITS[name]
    if calculated is None:
        return f"{word}{stated}{unit}（报告数）"
    return f"{word}{calculated}{unit}" + (f"（报告数：{stated}）" if stated else "")
