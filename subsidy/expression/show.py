"""Typed nodes back to formula text, in English or with Chinese words: the inverse of reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from fractions import Fraction
from typing import assert_never

from attrs import field, frozen

from subsidy.expression.constants import decimal_text
from subsidy.expression.nodes import (
    Add,
    And,
    Before,
    Compare,
    FactValue,
    Greatest,
    Holds,
    Least,
    Literal,
    MoneyLiteral,
    Multiply,
    Node,
    Not,
    OneOf,
    Or,
    ParameterValue,
    Since,
    Subtract,
    YearsOfAge,
)
from subsidy.expression.wording import chinese_amount
from subsidy.money import Amount, show_amount

__all__ = ["show_formula"]

_Constant = bool | int | Fraction | str


def show_formula(node: Node, labels: Mapping[str, str] | None = None) -> str:
    """A node as one line with no more brackets than needed; reading it gives the node again.

    With *labels* (name → Chinese word) names and signs are Chinese; a name without a label
    stays as it is.
    """
    signs = _ENGLISH if labels is None else _chinese(labels)
    return _text(node, signs, _Level.OR)


class _Level(IntEnum):
    """How tightly something binds; what binds less than its place asks for needs brackets."""

    OR = 1
    AND = 2
    NOT = 3
    RELATION = 4
    SUM = 5
    PRODUCT = 6
    ATOM = 7


@frozen
class _Signs:
    """The words and signs of one language; ``plain`` gives the sign of an English word."""

    plain: Mapping[str, str] = field(factory=dict)
    labels: Mapping[str, str] = field(factory=dict)
    negation: str = "not "
    opening: str = "("
    closing: str = ")"
    comma: str = ", "

    def sign(self, english: str) -> str:
        return self.plain.get(english, english)

    def name(self, name: str) -> str:
        return self.labels.get(name, name)

    def inside(self, function: str, parts: Iterable[str]) -> str:
        listed = self.comma.join(parts)
        return f"{self.sign(function)}{self.opening}{listed}{self.closing}"

    def amount(self, amount: Amount) -> str:
        return chinese_amount(amount) if self.plain else show_amount(amount)


_ENGLISH = _Signs()
_CHINESE_SIGNS = {
    "and": "且", "or": "或", "in ": "属于", "not in ": "不属于", "yes": "是", "no": "否",
    "since": "已到", "before": "未到", "min": "最小", "max": "最大",
    "<=": "≤", "==": "=", "!=": "≠", ">=": "≥", "*": "×", "/": "÷",
}  # fmt: skip


def _chinese(labels: Mapping[str, str]) -> _Signs:
    return _Signs(_CHINESE_SIGNS, labels, "非", "（", "）", "，")


def _text(node: Node, signs: _Signs, place: _Level) -> str:
    """The text of *node* where its surroundings bind as *place* does."""
    level, text = _levelled(node, signs)
    return text if level >= place else f"{signs.opening}{text}{signs.closing}"


def _levelled(node: Node, signs: _Signs) -> tuple[_Level, str]:
    match node:
        case Holds(name) | FactValue(name) | YearsOfAge(name) | ParameterValue(name):
            return _Level.ATOM, signs.name(name)
        case Literal(value):
            return _constant(value, signs)
        case MoneyLiteral(fen, per_months):
            return _Level.ATOM, signs.amount(Amount(fen, per_months))
        case Since(name):
            return _Level.ATOM, signs.inside("since", [signs.name(name)])
        case Before(name):
            return _Level.ATOM, signs.inside("before", [signs.name(name)])
        case Least(parts):
            return _Level.ATOM, _function("min", parts, signs)
        case Greatest(parts):
            return _Level.ATOM, _function("max", parts, signs)
        case Add(left, right):
            return _operation("+", left, right, signs)
        case Subtract(left, right):
            return _operation("-", left, right, signs)
        case Multiply(value, by):
            return _product(value, by, signs)
        case _:
            return _condition(node, signs)


def _condition(node: And | Or | Not | Compare | OneOf, signs: _Signs) -> tuple[_Level, str]:
    match node:
        case And(parts):
            return _Level.AND, _joined("and", parts, signs, _Level.NOT)
        case Or(parts):
            return _Level.OR, _joined("or", parts, signs, _Level.AND)
        case Not(OneOf(item, options)):
            return _Level.RELATION, _membership("not in ", item, options, signs)
        case Not(of):
            return _Level.NOT, signs.negation + _text(of, signs, _Level.NOT)
        case OneOf(item, options):
            return _Level.RELATION, _membership("in ", item, options, signs)
        case Compare(comparison, left, right):
            sign = signs.sign(comparison.value)
            texts = (_text(part, signs, _Level.SUM) for part in (left, right))
            return _Level.RELATION, f" {sign} ".join(texts)
        case _:
            assert_never(node)


def _joined(word: str, parts: Sequence[Node], signs: _Signs, inside: _Level) -> str:
    """Parts joined by a word; none at all is what joining nothing means: and yes, or no."""
    if not parts:
        return signs.sign("yes" if word == "and" else "no")
    return f" {signs.sign(word)} ".join(_text(part, signs, inside) for part in parts)


def _membership(word: str, item: Node, options: Sequence[int | str], signs: _Signs) -> str:
    choices = [_constant(option, signs)[1] for option in options]
    return f"{_text(item, signs, _Level.SUM)} {signs.inside(word, choices)}"


def _function(name: str, parts: Sequence[Node], signs: _Signs) -> str:
    return signs.inside(name, (_text(part, signs, _Level.OR) for part in parts))


def _operation(sign: str, left: Node, right: Node, signs: _Signs) -> tuple[_Level, str]:
    text = f"{_text(left, signs, _Level.SUM)} {sign} {_text(right, signs, _Level.PRODUCT)}"
    return _Level.SUM, text


def _product(value: Node, by: Node, signs: _Signs) -> tuple[_Level, str]:
    """``value * by``, or ``value / n`` where the factor is a part that no decimal can say."""
    left = _text(value, signs, _Level.PRODUCT)
    match by:
        # Two constants divided would be read as one fraction, so there it stays a product.
        case Literal(Fraction(numerator=1) as part) if decimal_text(
            part
        ) is None and not isinstance(value, Literal):
            return _Level.PRODUCT, f"{left} {signs.sign('/')} {part.denominator}"
        case _:
            return _Level.PRODUCT, f"{left} {signs.sign('*')} {_text(by, signs, _Level.ATOM)}"


def _constant(value: _Constant, signs: _Signs) -> tuple[_Level, str]:
    match value:
        case bool():
            return _Level.ATOM, signs.sign("yes" if value else "no")
        case int():
            return _Level.ATOM, str(value)
        case str():
            return _Level.ATOM, _quoted(value)
        case Fraction():
            decimal = decimal_text(value)
            if decimal is not None:
                return _Level.ATOM, decimal
            return _Level.PRODUCT, f"{value.numerator}/{value.denominator}"


def _quoted(word: str) -> str:
    """A word between the first quotation marks that it does not hold itself."""
    pairs = ('""', "''", "“”", "‘’")
    marks = next((pair for pair in pairs if not set(pair) & set(word)), pairs[0])
    return f"{marks[0]}{word}{marks[1]}"
