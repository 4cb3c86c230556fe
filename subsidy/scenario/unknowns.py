"""One number of a rulebook that is varied: what it is now, its step, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction

from attrs import frozen

from subsidy.dates import Month, Period
from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.expression.nodes import Node
from subsidy.money import (
    Amount,
    AmountError,
    read_amount,
    read_ratio,
    read_yuan,
    show_amount,
    show_yuan,
)
from subsidy.rulebook.model import Parameter, ParameterKind, Row, Rulebook, Scheme
from subsidy.rulebook.overlay import is_of_text, written_at
from subsidy.rulebook.targets import resolved
from subsidy.rulebook.values import RateMissing, Rates, version_in_force

__all__ = [
    "Kind",
    "Unknown",
    "rate_targets",
    "read_number",
    "read_range",
    "scheme_of",
    "unknown_of",
]

MOST_VALUES = 10_000
_STEPS_FEN = (100, 10, 1)


class Kind(Enum):
    """What a number is: fen, a share, or a whole number such as an age."""

    MONEY = "money"
    SHARE = "share"
    WHOLE = "whole"


@frozen
class Unknown:
    """A target of a reform (with its months, if any), its value now and the step it moves by.

    ``now`` and ``step`` are fen for money, else the number itself.
    """

    key: str
    kind: Kind
    per_months: int
    now: Fraction
    step: Fraction

    def text(self, value: Fraction) -> str:
        """A value as rules write it: ``720.00 per year``, ``13/10``, ``80``."""
        if self.kind is Kind.MONEY:
            return show_amount(Amount(int(value), self.per_months))
        return str(value)

    def number(self, value: Fraction) -> str:
        """A value without its period, as it is written in tables."""
        return show_yuan(int(value)) if self.kind is Kind.MONEY else str(value)

    def on_step(self, value: Fraction) -> Fraction:
        """The value, rounded down to a whole number of steps."""
        return value // self.step * self.step


def unknown_of(book: Rulebook, key: str, period: Period, step: str = "") -> Unknown:
    """The number that *key* names, as it is in the last month of the period.

    Its step is the largest of yuan, jiao and fen in which it comes out (and its scheme rounds);
    one percent of a share; one of a whole number; or *step*, written like the number.

    Raises:
        UsageRefused: the target is no number, or hangs on facts.
        RulesRefused: there is no such target.
    """
    key = resolved(key, book)
    target = key.partition("@")[0]
    month = Month(period.end - 1)
    row = _row(book, target)
    if row is not None:
        found = _of_row(book, key, row, month)
    elif target in book.parameters:
        found = _of_parameter(book, key, book.parameters[target], month)
    elif written_at(book, target).isdecimal():
        now = Fraction(int(written_at(book, target)))
        found = Unknown(key, Kind.WHOLE, 1, now, Fraction(1))
    else:
        if not is_of_text(target, book):
            book.reform({key: "0.00 per month"})  # tells what is misspelt
        raise UsageRefused(_no_number(target))
    if not step:
        return found
    chosen = _read_step(found, step)
    return Unknown(found.key, found.kind, found.per_months, found.now, chosen)


def scheme_of(book: Rulebook, key: str) -> str | None:
    """The scheme that a target belongs to; None for a parameter."""
    first = key.partition("@")[0].partition(".")[0]
    return first if any(scheme.name == first for scheme in book.schemes) else None


def rate_targets(book: Rulebook, period: Period) -> list[str]:
    """Every rate and every amount or share among the parameters that is a number in the period."""
    rows = [
        f"{scheme.name}.{row.name}" if row.name else scheme.name
        for scheme in book.schemes
        for row in scheme.amount.rows
    ]
    numbers = [
        name
        for name, one in book.parameters.items()
        if one.kind is not ParameterKind.WHOLE and one.versions
    ]
    return [key for key in [*rows, *numbers] if _is_number(book, key, period)]


def _read_step(of: Unknown, text: str) -> Fraction:
    try:
        chosen = read_number(of, text)
    except UsageRefused:
        chosen = Fraction(0)
    if chosen > 0:
        return chosen
    message = Words(f"{text} is no step of {of.key}", f"{text} 不能作为 {of.key} 的步长")
    cure = Words(
        "write a step above nothing, of yuan (1, 0.10, 0.01) or of the number itself",
        "请写大于零的步长：金额如 1、0.10、0.01，或数值自身的步长",
    )
    raise UsageRefused(Problem("wrong-value", Place("--step"), message, cure, text))


def read_number(of: Unknown, text: str) -> Fraction:
    """A value as users write it: yuan, perhaps with the period of *of*, a share or a whole number.

    Raises:
        UsageRefused: it is none.
    """
    try:
        if of.kind is Kind.MONEY:
            return Fraction(_fen(of, text.strip()))
        value = read_ratio(text)
    except AmountError:
        raise UsageRefused(_not_read(of.key, text)) from None
    if of.kind is Kind.WHOLE and value.denominator != 1:
        raise UsageRefused(_not_read(of.key, text))
    return value


def _fen(of: Unknown, text: str) -> int:
    if text.replace(".", "").lstrip("-").isdecimal():
        return read_yuan(text)
    amount = read_amount(text)
    if amount.per_months != of.per_months:
        message = Words(
            f"{text} is not for the period of {of.key}", f"{text} 与 {of.key} 的期间不一致"
        )
        cure = Words(
            "write the amount alone: it is for the rate's own period", "请只写金额，期间与标准一致"
        )
        raise UsageRefused(Problem("wrong-value", Place(of.key), message, cure, text))
    return amount.fen


def read_range(of: Unknown, text: str) -> tuple[Fraction, ...]:
    """Values written ``600:1200:60`` (both ends included) or ``600, 720, 900``.

    Raises:
        UsageRefused: it is neither, or more than 10,000 values.
    """
    parts: Sequence[str] = text.split(":")
    if len(parts) == 1:
        return tuple(read_number(of, part) for part in text.replace("，", ",").split(","))
    if len(parts) not in (2, 3):
        raise UsageRefused(_not_read(of.key, text))
    first, last = read_number(of, parts[0]), read_number(of, parts[1])
    step = read_number(of, parts[2]) if len(parts) == 3 else of.step
    fault = _range_fault(first, last, step)
    if fault is not None:
        cure = Words("write FROM:TO:STEP such as 600:1200:60", "请写 起:止:步长，如 600:1200:60")
        raise UsageRefused(Problem("wrong-value", Place(of.key), fault, cure, text))
    return tuple(first + step * number for number in range(int((last - first) // step) + 1))


def _range_fault(first: Fraction, last: Fraction, step: Fraction) -> Words | None:
    if step <= 0:
        return Words("the step is not above nothing", "步长须大于零")
    if last < first:
        return Words("the range ends below where it begins", "范围的止值小于起值")
    values = (last - first) // step + 1
    if values > MOST_VALUES:
        return Words(
            f"these are {values:,} values, more than {MOST_VALUES:,}",
            f"共 {values:,} 个取值，超过 {MOST_VALUES:,} 个",
        )
    return None


def _row(book: Rulebook, target: str) -> tuple[Scheme, Row] | None:
    name, _, bracket = target.partition(".")
    for scheme in book.schemes:
        for row in scheme.amount.rows:
            if (scheme.name, row.name) == (name, bracket):
                return scheme, row
    return None


def _of_row(book: Rulebook, key: str, of: tuple[Scheme, Row], month: Month) -> Unknown:
    scheme, row = of
    exists = month if scheme.until_month is None else min(month, Month(scheme.until_month - 1))
    try:
        version = version_in_force(row.versions, Month(exists), name=key)
    except RateMissing as missing:
        raise UsageRefused(missing.problem) from None
    now = _constant(book, version.pay, month, key)
    return Unknown(key, Kind.MONEY, version.per_months, now, _step(now, scheme.rounding.step_fen))


def _of_parameter(book: Rulebook, key: str, parameter: Parameter, month: Month) -> Unknown:
    if not parameter.versions:  # not known: it moves from nothing up
        kind = Kind(parameter.kind.value)
        steps = {Kind.MONEY: Fraction(100), Kind.SHARE: Fraction(1, 100), Kind.WHOLE: Fraction(1)}
        return Unknown(key, kind, parameter.per_months or 1, Fraction(0), steps[kind])
    try:
        now = Fraction(Rates(book.values_by_month).value(parameter.name, month))
    except RateMissing as missing:
        raise UsageRefused(missing.problem) from None
    match parameter.kind:
        case ParameterKind.MONEY:
            step = _step(now, parameter.rounding.step_fen)
            return Unknown(key, Kind.MONEY, parameter.per_months or 1, now, step)
        case ParameterKind.SHARE:
            return Unknown(key, Kind.SHARE, 1, now, Fraction(1, 100))
        case ParameterKind.WHOLE:
            return Unknown(key, Kind.WHOLE, 1, now, Fraction(1))


def _constant(book: Rulebook, node: Node, month: Month, key: str) -> Fraction:
    try:
        return Rates(book.values_by_month).of(node, month)
    except RateMissing as missing:
        raise UsageRefused(missing.problem) from None
    except ValueError:
        raise UsageRefused(_no_number(key)) from None


def _step(now: Fraction, least_fen: int) -> Fraction:
    return Fraction(max(next(n for n in _STEPS_FEN if n == 1 or now % n == 0), least_fen))


def _is_number(book: Rulebook, key: str, period: Period) -> bool:
    try:
        unknown_of(book, key, period)
    except UsageRefused:
        return False
    return True


def _no_number(target: str) -> Problem:
    return Problem(
        "not-a-number",
        Place(target),
        Words(
            f"{target} is not one number: it hangs on facts of people, or is text",
            f"{target} 不是单一数值：它取决于个人信息，或是文字",
        ),
        Words(
            "name a rate, a parameter or an edge such as scheme.80-89.from",
            "请指定标准、参数，或年龄界限（如 项目.80-89.from）",
        ),
        target,
    )


def _not_read(key: str, text: str) -> Problem:
    return Problem(
        "wrong-value",
        Place(key),
        Words(f"{text} cannot be read as values of {key}", f"{text} 不能作为 {key} 的取值"),
        Words(
            "write a value, FROM:TO:STEP such as 600:1200:60, or a list 600, 720",
            "请写单个值、起:止:步长（如 600:1200:60），或列表 600, 720",
        ),
        text,
    )
