"""The words of budgets: columns, kinds of findings, headings, in both languages."""

from __future__ import annotations

from subsidy.errors import Words

__all__ = ["COLUMNS", "KINDS"]

COLUMNS = {
    "initial": Words("initial budget", "年初预算"),
    "adjustment": Words("adjustment", "年中调整"),
    "other_funds": Words("other funds", "其他资金"),
    "adjusted": Words("adjusted budget", "调整后预算"),
    "actual": Words("spending", "实际支出"),
    "balance": Words("balance", "结余结转"),
    "execution": Words("of adjusted budget", "执行率"),
    "execution_of_initial": Words("of initial budget", "占年初预算比"),
    "persons": Words("persons", "人数"),
    "person_times": Words("person-times", "人次"),
    "households": Words("households", "户数"),
    "year_end": Words("year-end stock", "期末人数"),
}

KINDS = {
    "contradiction": Words("contradiction", "矛盾"),
    "unexplained": Words("not itemised", "未列明"),
    "implausible": Words("doubtful", "存疑"),
    "rounding": Words("rounding", "舍入"),
    "remark": Words("remark", "提示"),
    "noted": Words("noted by a reader", "人工提示"),
}
