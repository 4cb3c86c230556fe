"""Counts against one another, against rates and against amounts.

A printed amount stands for everything that rounds to it: half a step to either side. 人数 counts
distinct persons, 人次 paid person-months where the rate is a month's; the average number of
persons in a month is 人次 ÷ months, and can be no more than 人数.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from subsidy.budget.finding import Finding, exact_money, passage, worded
from subsidy.budget.model import Budget, Figure, Line
from subsidy.budget.printed import percent, show_percent
from subsidy.budget.wording import UNITS
from subsidy.errors import Words
from subsidy.money import HALF_UP_TO_FEN, Mode, Rounding, round_fen, show_yuan

__all__ = ["check_averages", "check_counts", "check_paid_months"]


def check_counts(budget: Budget) -> Iterator[Finding]:
    """Households are no more than persons, persons no more than payments."""
    pairs = (("households", "persons"), ("households", "person_times"), ("persons", "person_times"), ("year_end", "persons"))  # fmt: skip
    for line in budget.ordered():
        for small, large in pairs:
            fewer, more = line.figures.get(small), line.figures.get(large)
            if fewer is None or more is None or fewer.first.lowest <= more.first.highest:
                continue
            words = Words(
                f"{fewer.labels.en}: {worded(fewer).en}, more than {more.labels.en}: {worded(more).en}",
                f"{fewer.labels.zh} {fewer.first.text}，多于{more.labels.zh} {more.first.text}",
            )
            yield Finding("count-order", "contradiction", line.key, words, (passage(fewer), passage(more)))  # fmt: skip


def check_averages(budget: Budget) -> Iterator[Finding]:
    """Persons against the average of the paid person-months."""
    months = len(budget.period.months())
    for line in budget.ordered():
        persons, times = line.figures.get("persons"), line.figures.get("person_times")
        monthly = line.rates and all(rate.amount.per_months == 1 for rate in line.rates)
        if persons is None or times is None or not monthly:
            continue
        if times.first.lowest > persons.first.highest * months:
            yield _average(line, persons, times, months, "contradiction")
        elif times.first.highest < persons.first.lowest * months:
            yield _average(line, persons, times, months, "implausible")


def _average(line: Line, persons: Figure, times: Figure, months: int, kind: str) -> Finding:
    average = _hundredths(Fraction(times.first.lowest, months))
    said, paid = persons.first.text, times.first.text
    meaning = Words("no average of the period; which count it is, the report does not say", "不是期间平均数，报告未说明口径")  # fmt: skip
    if kind == "contradiction":
        meaning = Words("fewer than the average, which cannot be", "少于平均数，不可能成立")
    words = Words(
        f"{line.labels.en}: {paid} person-times in {months} months are {average} persons on average; "
        f"{worded(persons).en} is {meaning.en}",
        f"{line.labels.zh}：{paid} 人次按 {months} 个月平均为 {average} 人；{said}{meaning.zh}",
    )
    return Finding("average", kind, line.key, words, (passage(persons), passage(times)))


def check_paid_months(budget: Budget) -> Iterator[Finding]:
    """Spending against person-times at the stated rate, where there is one rate and it is monthly."""
    for line in budget.ordered():
        actual, times = line.figures.get("actual"), line.figures.get("person_times")
        if actual is None or times is None or not times.first.is_exact or len(line.rates) != 1:
            continue
        if line.rates[0].amount.per_months != 1:
            continue
        if line.pays_in_full:
            yield from _in_full(budget, line, actual, times)
        else:
            yield from _up_to(budget, line, actual, times)


def _in_full(budget: Budget, line: Line, actual: Figure, times: Figure) -> Iterator[Finding]:
    rate, stated = line.rates[0].amount.fen, actual.first.lowest
    product = rate * times.first.lowest
    if product == stated:
        return
    near = round_fen(product, budget.rounding) == stated
    outcome = Words("printed to the step", "舍入后相符") if near else Words("not that", "不相符")
    sum_text = exact_money(budget, product)
    words = Words(
        f"{line.labels.en}: {times.first.text} × {show_yuan(rate)} yuan are {sum_text} "
        f"({UNITS[budget.unit].en}); the report has {actual.first.text}, {outcome.en}",
        f"{line.labels.zh}：{times.first.text} 人次 × {show_yuan(rate)} 元 = {sum_text}{budget.unit}，"
        f"报告为 {actual.first.text}{budget.unit}，{outcome.zh}",
    )
    kind = "rounding" if near else "contradiction"
    yield Finding("times-rate", kind, line.key, words, (passage(actual), passage(times)))


def _up_to(budget: Budget, line: Line, actual: Figure, times: Figure) -> Iterator[Finding]:
    rate, stated, count = line.rates[0].amount.fen, actual.first.lowest, times.first.lowest
    if count == 0:
        return
    mean = show_yuan(round_fen(Fraction(stated, count), Rounding(Mode.HALF_UP)))
    share = show_percent(percent(stated, rate * count))
    exceeds = 2 * (stated - rate * count) > budget.step_fen
    outcome = (
        Words("more than the rate", "超过标准")
        if exceeds
        else Words("a payment up to the rate", "属补差发放")
    )
    words = Words(
        f"{line.labels.en}: {actual.first.text} over {times.first.text} person-times are {mean} yuan each, "
        f"{share} of {show_yuan(rate)}: {outcome.en}",
        f"{line.labels.zh}：{actual.first.text}{budget.unit} ÷ {times.first.text} 人次 = 每人次 {mean} 元，"
        f"为标准 {show_yuan(rate)} 元的 {share}，{outcome.zh}",
    )
    kind = "contradiction" if exceeds else "remark"
    yield Finding("mean-payment", kind, line.key, words, (passage(actual), passage(times)))


def _hundredths(value: Fraction) -> str:
    return show_yuan(round_fen(value * 100, HALF_UP_TO_FEN))
