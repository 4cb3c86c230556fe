"""Names, values, formulas and sources in both languages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import frozen

from subsidy.engine.reference import Because
from subsidy.errors import Words
from subsidy.expression.nodes import Node
from subsidy.expression.show import show_formula
from subsidy.money import Mode, Rounding, show_yuan
from subsidy.rulebook.model import CategoryFact, MoneyFact, Once, Rulebook, Source, When

__all__ = [
    "BECAUSE",
    "ONCE",
    "Naming",
    "exact_yuan",
    "joined",
    "rounding_words",
    "source_words",
    "when_words",
]

_WHEN = {
    When.SAME_MONTH: Words("the month of the event", "当月"),
    When.NEXT_MONTH: Words("the month after the event", "次月"),
}
_MODES = {
    Mode.HALF_UP: Words("half up", "四舍五入"),
    Mode.HALF_EVEN: Words("half to even", "四舍六入五成双"),
    Mode.UP: Words("up", "向上进位"),
    Mode.DOWN: Words("down", "舍去尾数"),
    Mode.EXACT: Words("exact", "不得取整"),
}
_STEPS = {1: Words("fen", "分"), 10: Words("jiao", "角"), 100: Words("yuan", "元")}
_PERIODS = {
    1: Words("per month", "/月"),
    3: Words("per quarter", "/季"),
    6: Words("per half-year", "/半年"),
    12: Words("per year", "/年"),
}
BECAUSE = {
    Because.NO_DAYS: Words("no eligible day counts for this month", "没有计入本月的符合条件的日子"),
    Because.NO_ROW: Words("no row of the amount applies", "没有适用的档次"),
    Because.NOT_FIRST: Words("this is not the first month", "本月不是首月"),
    Because.FREEZE_OVER: Words("the frozen amount is paid no more", "渐退期已满"),
}
ONCE = {
    Once.PER_SPELL: Words(
        "only the first month of a spell of eligible days is paid",
        "每段符合条件的期间只发首月",
    ),
    Once.PER_YEAR: Words(
        "paid once a year, in the first month of the year in which eligible days begin",
        "每年只发一次，在当年首次符合条件时发放",
    ),
}


@frozen
class Naming:
    """What things of one rulebook are called."""

    book: Rulebook

    def label(self, name: str) -> Words:
        """The label of a fact, status, age, parameter or scheme."""
        book = self.book
        for named in (book.facts, book.statuses, book.ages, book.parameters):
            if name in named:
                return named[name].labels
        return next((s.labels for s in book.schemes if s.name == name), Words(name, name))

    def formula(self, node: Node) -> Words:
        """A formula as it is written in each language."""
        book = self.book
        chinese = {
            name: thing.labels.zh
            for named in (book.facts, book.statuses, book.ages, book.parameters)
            for name, thing in named.items()
        }
        return Words(show_formula(node), show_formula(node, chinese))

    def value(self, fact_name: str, value: object) -> Words:
        """A fact's value; the word of a category in each language."""
        fact = self.book.facts[fact_name]
        match value:
            case None:
                return Words("not given", "未填")
            case bool():
                return Words("yes" if value else "no", "是" if value else "否")
            case date():
                return Words(value.isoformat(), value.isoformat())
            case int() if isinstance(fact, MoneyFact):
                period = _PERIODS[fact.per_months]
                return Words(f"{show_yuan(value)} {period.en}", f"{show_yuan(value)} 元{period.zh}")
            case str() if isinstance(fact, CategoryFact):
                return fact.choice_labels.get(value, Words(value, value))
            case _:
                return Words(str(value), str(value))

    def names(self, facts: frozenset[str]) -> Words:
        """Several facts by their labels, sorted."""
        labels = [self.label(name) for name in sorted(facts)]
        return Words(", ".join(w.en for w in labels), "、".join(w.zh for w in labels))

    def scheme(self, name: str) -> Words:
        """A scheme's label."""
        return self.book.scheme(name).labels


def joined(*parts: Words, en: str = "; ", zh: str = "；") -> Words:
    """Several texts as one; empty ones are left out."""
    kept = [part for part in parts if part.en]
    return Words(en.join(part.en for part in kept), zh.join(part.zh for part in kept))


def when_words(when: When) -> Words:
    """Which month an event counts in."""
    return _WHEN[when]


def per_words(fen: int | Fraction, per_months: int) -> Words:
    """An amount with its period."""
    period = _PERIODS[per_months]
    return Words(f"{exact_yuan(fen)} {period.en}", f"{exact_yuan(fen)} 元{period.zh}")


def rounding_words(rounding: Rounding) -> Words:
    """A rounding by name."""
    mode, step = _MODES[rounding.mode], _STEPS.get(rounding.step_fen, Words("fen", "分"))
    return Words(f"{mode.en} to {step.en}", f"{mode.zh}到{step.zh}")


def source_words(source: Source) -> Words:
    """Where it is published, or why it is assumed."""
    published = " ".join(part for part in (source.document, source.clause) if part)
    assumed = Words.written(source.assumed)
    return joined(
        Words(f"source: {published}", f"依据：{published}") if published else Words("", ""),
        Words(f"assumed: {assumed.en}", f"暂按假定：{assumed.zh}") if assumed.en else Words("", ""),
    )


def exact_yuan(fen: int | Fraction) -> str:
    """Yuan of fen that may be a fraction: ``845.065``, or ``2500/3 fen`` where decimals never end.

    >>> exact_yuan(Fraction(169013, 2))
    '845.065'
    """
    fen = Fraction(fen)
    if fen.denominator == 1:
        return show_yuan(fen.numerator)
    digits = _decimals(fen.denominator)
    if digits is None:
        return f"{fen} fen"
    scaled = abs(fen.numerator) * 10**digits // fen.denominator
    whole, rest = divmod(scaled, 10 ** (digits + 2))
    return f"{'-' if fen < 0 else ''}{whole}.{rest:0{digits + 2}d}"


def _decimals(denominator: int) -> int | None:
    """How many decimals of a fen a fraction needs; None where it needs endlessly many."""
    return next((n for n in range(1, 13) if 10**n % denominator == 0), None)
