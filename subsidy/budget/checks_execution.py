"""Rates of execution: those that are stated, recomputed; and what the recomputed ones tell."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.budget.amounts import sum_of_lines
from subsidy.budget.finding import Finding, Passage, passage, shown
from subsidy.budget.model import Budget, Line
from subsidy.budget.printed import percent, show_percent
from subsidy.errors import Words

__all__ = ["check_execution", "check_follows_spending"]

_BASES = {
    "execution": ("initial", "adjustment", "other_funds"),
    "execution_of_initial": ("initial",),
}
_STATED_TO = {0: 100, 1: 10, 2: 1}  # decimals of a stated percentage → hundredths


def check_execution(budget: Budget) -> Iterator[Finding]:
    """Stated rates of execution against spending ÷ budget."""
    for line in budget.ordered():
        for column, base in _BASES.items():
            figure, actual, whole = line.figures.get(column), line.fen("actual"), line.sum_of(*base)
            if figure is None or actual is None or whole is None:
                continue
            recomputed = percent(actual, whole)
            decimals = len(figure.first.text.rstrip("%").partition(".")[2])
            stated = figure.first.lowest
            if recomputed is not None and 2 * abs(recomputed - stated) <= _STATED_TO[decimals]:
                continue
            words = Words(
                f"{figure.labels.en}: stated {figure.first.text}, recomputed {show_percent(recomputed)}",
                f"{figure.labels.zh}：报告为 {figure.first.text}，重算为 {show_percent(recomputed)}",
            )
            passages = (passage(figure), passage(line.figures["actual"]))
            yield Finding("execution", "contradiction", line.key, words, passages)


def check_follows_spending(budget: Budget) -> Iterator[Finding]:
    """Where every adjusted budget equals the spending, only the initial one says anything."""
    lines = tuple(line for line in budget.top_lines() if _had(line) is not None)
    moved = [line for line in lines if line.fen("adjustment")]
    if not moved or any(_had(line) != line.fen("actual") for line in lines):
        return
    initial, actual = (sum_of_lines(budget, lines, name) for name in ("initial", "actual"))
    rate = show_percent(percent(actual.lowest, initial.lowest))
    first, spent = (shown(budget, one.lowest, is_money=True) for one in (initial, actual))
    words = Words(
        f"On all {len(lines)} lines with a budget the adjusted budget equals the spending: "
        f"100.00% execution is no news; of the initial budget ({first.en}) {spent.en} are {rate}",
        f"全部 {len(lines)} 个有预算的项目，调整后预算均等于支出，执行率 100.00% 不说明问题；"
        f"支出 {spent.zh}为年初预算 {first.zh}的 {rate}",
    )
    sides = tuple(
        Passage(one.passage.labels, one.passage.text, one.passage.at, one.passage.place)
        for one in (initial, actual)
    )
    yield Finding("follows-spending", "remark", budget.key, words, sides)


def _had(line: Line) -> int | None:
    """The adjusted budget of a line that also states its spending."""
    if "actual" not in line.figures:
        return None
    return line.sum_of("initial", "adjustment", "other_funds")
