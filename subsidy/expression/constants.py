"""Constants of a formula: their text to an exact value with a type, or to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from attrs import field, frozen

from subsidy.errors import Words
from subsidy.expression import wording
from subsidy.expression.faults import Said
from subsidy.expression.nodes import Literal, MoneyLiteral, Node
from subsidy.expression.syntax import Constant, Sort
from subsidy.expression.types import Kind, Type
from subsidy.money import AmountError, read_amount, read_ratio

__all__ = ["Typed", "can_be_written", "decimal_text", "is_constant", "read_constant"]

_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_SHARE = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?%?", re.ASCII)
_FINER = re.compile(r"[0-9]+\.[0-9]{3,}(?![0-9.])", re.ASCII)
_LEADING_ZEROS = re.compile(r"0[0-9]", re.ASCII)
_PERIOD = re.compile(r"per\s|[/每]", re.ASCII)

_HIGHEST = 10**9  # numbers have at most 9 digits before the point and 9 behind it


@frozen
class Typed:
    """A node with its type, and the spellings of constants that it can be compared with."""

    node: Node
    type: Type
    words: Mapping[str, str | int | bool] = field(factory=dict)


def read_constant(constant: Constant) -> Typed | Said:
    """The value of a constant, or what is wrong with it. Words are open until compared."""
    match constant.sort:
        case Sort.NUMBER:
            return _number(constant.text)
        case Sort.MONEY:
            return _money(constant.text)
        case Sort.QUOTED:
            return Typed(Literal(constant.text[1:-1]), Type(Kind.WORD))
        case Sort.YES | Sort.NO:
            return Typed(Literal(constant.sort is Sort.YES), Type(Kind.YES_NO))


def is_constant(value: Typed) -> bool:
    """Whether a value is written out, and not the name of something."""
    return isinstance(value.node, Literal | MoneyLiteral)


def can_be_written(value: Fraction) -> bool:
    """Whether a share can be written in a formula again, as a decimal or as one fraction."""
    if decimal_text(value) is not None:
        return True
    return max(abs(value.numerator), value.denominator) < _HIGHEST


def decimal_text(value: Fraction) -> str | None:
    """A share as a plain decimal such as ``1.3``; None where it has none of 9 digits."""
    billionths = value * _HIGHEST
    if billionths.denominator != 1 or abs(value) >= _HIGHEST:
        return None
    whole, rest = divmod(abs(billionths.numerator), _HIGHEST)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{f'{rest:09d}'.rstrip('0') or '0'}"


def _number(text: str) -> Typed | Said:
    if _WHOLE.fullmatch(text):
        return Typed(Literal(int(text)), Type(Kind.WHOLE))
    if _SHARE.fullmatch(text) and can_be_written(read_ratio(text)):
        return Typed(Literal(read_ratio(text)), Type(Kind.SHARE))
    return wording.not_a_number(text)


def _money(text: str) -> Typed | Said:
    try:
        amount = read_amount(text)
    except AmountError:
        return wording.not_an_amount(text, _money_reason(text))
    node = MoneyLiteral(amount.fen, amount.per_months)
    return Typed(node, Type(Kind.MONEY, amount.per_months))


def _money_reason(text: str) -> Words:
    if not _PERIOD.search(text):
        return Words("it names no period", "没有写明周期")
    if _FINER.match(text):
        return Words("it is finer than one fen", "小于一分")
    if _LEADING_ZEROS.match(text):
        return Words("its digits begin with 0", "数字以 0 开头")
    return Words("its digits or its period are unknown", "数字或周期无法识别")
