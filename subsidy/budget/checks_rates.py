"""Spending against persons at their rates for the whole period, and against whole payments."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd

from attrs import frozen

from subsidy.budget.finding import Finding, Passage, exact_money, joined, passage, worded
from subsidy.budget.model import Budget, Figure, Line, Rate
from subsidy.errors import Words
from subsidy.money import round_fen, show_yuan

__all__ = ["check_whole_payments", "check_whole_period"]

_LENGTHS = (12, 6, 3, 1)
_PERIODS = {
    12: Words("years", "整年"),
    6: Words("half-years", "整半年"),
    3: Words("quarters", "整季"),
    1: Words("months", "整月"),
}


@frozen
class _Paying:
    """Lines that together explain one amount: the line itself, or all of its parts."""

    line: Line
    actual: Figure
    payers: tuple[Line, ...]

    @property
    def in_full(self) -> bool:
        """Whether everybody is paid a whole rate."""
        return all(one.pays_in_full for one in self.payers)

    def rates(self) -> tuple[Rate, ...]:
        """Every stated rate."""
        return tuple(rate for one in self.payers for rate in one.rates)

    def rate_passage(self) -> Passage:
        """Where the rates stand."""
        rates = self.rates()
        return Passage(
            Words("rates", "标准"),
            "; ".join(dict.fromkeys(rate.text for rate in rates)),
            joined([rate.at for rate in rates]),
            rates[0].place,
        )


def _paying(budget: Budget) -> Iterator[_Paying]:
    for line in budget.ordered():
        actual = line.figures.get("actual")
        payers = (line,) if line.rates else budget.parts_of(line)
        if actual is not None and payers and all(one.rates for one in payers):
            yield _Paying(line, actual, payers)


def check_whole_period(budget: Budget) -> Iterator[Finding]:
    """Persons × rate × months: no spending above the highest; below the lowest is doubtful."""
    months = len(budget.period.months())
    for one in _paying(budget):
        if not all("persons" in payer.figures for payer in one.payers):
            continue
        lowest = sum(_bounds(payer, months)[0] for payer in one.payers)
        highest = sum(_bounds(payer, months)[1] for payer in one.payers)
        actual = one.actual.first.lowest
        if 2 * (actual - highest) > budget.step_fen:
            yield _period_finding(budget, one, highest, actual - highest)
        elif one.in_full and 2 * (lowest - actual) > budget.step_fen:
            yield _period_finding(budget, one, lowest, actual - lowest)


def _bounds(line: Line, months: int) -> tuple[int, int]:
    """What the fewest persons at the lowest rate, and the most at the highest, come to."""
    persons = line.figures["persons"].first
    each = [Fraction(rate.amount.fen * months, rate.amount.per_months) for rate in line.rates]
    return int(persons.lowest * min(each)), int(persons.highest * max(each))


def _period_finding(budget: Budget, one: _Paying, bound: int, apart: int) -> Finding:
    """*apart* above zero: more was spent than everybody can be due."""
    counts = [payer.figures["persons"] for payer in one.payers]
    persons = " + ".join(figure.first.text for figure in counts)
    persons_en = " + ".join(worded(figure).en for figure in counts)
    name, stated = one.line.labels, one.actual.first.text
    whole, rest = exact_money(budget, bound), exact_money(budget, abs(apart))
    payments = _payments(one, abs(apart))
    if apart > 0:
        words = Words(
            f"{name.en}: {persons_en} persons at the highest rate all period come to {whole} at most; "
            f"the report has {stated}, {rest} more{payments.en}",
            f"{name.zh}：{persons} 人全期按最高标准至多 {whole}{budget.unit}，报告为 {stated}{budget.unit}，"
            f"多 {rest}{budget.unit}{payments.zh}",
        )
    else:
        words = Words(
            f"{name.en}: {persons_en} persons at the lowest rate all period come to {whole} at least; "
            f"the report has {stated}, {rest} less{payments.en}: the counts are no averages, "
            "or not everybody was paid in full",
            f"{name.zh}：{persons} 人全期按最低标准至少 {whole}{budget.unit}，报告为 {stated}{budget.unit}，"
            f"少 {rest}{budget.unit}{payments.zh}：人数并非全期平均数，或并非人人足额",
        )
    kind = "contradiction" if apart > 0 else "implausible"
    passages = (passage(one.actual), *map(passage, counts), one.rate_passage())
    return Finding("persons-rate-months", kind, one.line.key, words, passages)


def _payments(one: _Paying, fen: int) -> Words:
    """How many payments a difference comes to, where there is one monthly rate."""
    amounts = {rate.amount for rate in one.rates()}
    only = next(iter(amounts))
    if len(amounts) > 1 or only.per_months != 1 or fen % only.fen:
        return Words("", "")
    number = fen // only.fen
    return Words(f" ({number} payments of {show_yuan(only.fen)} yuan)", f"（{number} 人次 × {show_yuan(only.fen)} 元）")  # fmt: skip


def check_whole_payments(budget: Budget) -> Iterator[Finding]:
    """Whether whole years, half-years, quarters or months at the stated rates come to the amount."""
    for one in _paying(budget):
        longest = min(rate.amount.per_months for rate in one.rates())
        counted = any("person_times" in payer.figures for payer in one.payers)
        if not one.in_full or counted or not one.actual.first.lowest:
            continue
        fits = {length: _multiples(budget, one, length) for length in _LENGTHS if length <= longest}
        single = len({rate.amount for rate in one.rates()}) == 1
        if not fits[longest]:
            yield _payments_finding(budget, one, fits)
        elif longest == 1 and single and len(fits[1]) == 1:
            yield _implied(budget, one, fits[1][0])


def _unit_fen(one: _Paying, length: int) -> int | None:
    """What every payment for so many months is a multiple of; None where it is no whole fen."""
    unit = 0
    for rate in one.rates():
        part = Fraction(rate.amount.fen * length, rate.amount.per_months)
        if part.denominator != 1:
            return None
        unit = gcd(unit, part.numerator)
    return unit


def _multiples(budget: Budget, one: _Paying, length: int) -> range:
    """The multiples of that unit which print as the amount does; empty where none does."""
    unit = _unit_fen(one, length)
    if unit is None:
        return range(0)
    stated, step = one.actual.first.lowest, budget.step_fen
    near = range((stated - step) // unit, (stated + step) // unit + 1)
    fitting = [n for n in near if round_fen(n * unit, budget.rounding) == stated]
    return range(fitting[0], fitting[-1] + 1) if fitting else range(0)


def _payments_finding(budget: Budget, one: _Paying, fits: dict[int, range]) -> Finding:
    longest = max(fits)
    unit = _unit_fen(one, longest) or 1
    below = one.actual.first.lowest // unit * unit
    near = f"{show_yuan(below)}, {show_yuan(below + unit)}"
    possible = [length for length in fits if fits[length]]
    smaller_en = ", ".join(_fit(one, fits, length).en for length in possible)
    smaller_zh = "、".join(_fit(one, fits, length).zh for length in possible)
    name, stated = one.line.labels, one.actual.first.text
    words = Words(
        f"{name.en}: whole {_PERIODS[longest].en} cannot come to {stated}: every sum is a multiple of "
        f"{show_yuan(unit)} yuan, the nearest are {near}; possible: {smaller_en or 'none'}",
        f"{name.zh}：按{_PERIODS[longest].zh}发放不可能得 {stated}{budget.unit}：合计必为 {show_yuan(unit)} 元的整数倍，"
        f"最近为 {near}；可行：{smaller_zh or '无'}",
    )
    passages = (passage(one.actual), one.rate_passage())
    return Finding("whole-payments", "implausible", one.line.key, words, passages)


def _fit(one: _Paying, fits: dict[int, range], length: int) -> Words:
    first, last, unit = fits[length][0], fits[length][-1], show_yuan(_unit_fen(one, length) or 0)
    words = _PERIODS[length]
    number = str(first) if first == last else f"{first}–{last}"
    return Words(f"{words.en} ({number} × {unit})", f"{words.zh}（{number} × {unit}）")


def _implied(budget: Budget, one: _Paying, number: int) -> Finding:
    rate = show_yuan(one.rates()[0].amount.fen)
    name, stated = one.line.labels, one.actual.first.text
    words = Words(
        f"{name.en}: {stated} are {number} payments of {rate} yuan; the report does not state how many",
        f"{name.zh}：{stated}{budget.unit} 相当于 {number} 人次 × {rate} 元，报告未列人次",
    )
    passages = (passage(one.actual), one.rate_passage())
    return Finding("implied-payments", "remark", one.line.key, words, passages)
