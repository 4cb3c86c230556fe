"""A formula with its figures in place of its names: 700.00 per month * 3 - 600.00 per month."""

from __future__ import annotations

from fractions import Fraction

from subsidy.engine.reference.kleene import Unknown
from subsidy.errors import Words
from subsidy.explanation.conditions import Reading
from subsidy.expression.nodes import (
    Add,
    FactValue,
    Greatest,
    Least,
    Literal,
    MoneyLiteral,
    Multiply,
    Node,
    ParameterValue,
    Subtract,
)
from subsidy.expression.show import show_formula
from subsidy.expression.uses import leaves
from subsidy.rulebook.model import MoneyFact, ParameterKind

__all__ = ["figures_of"]


class _Untold(Exception):
    """A value that cannot be written as a formula writes it."""


def figures_of(node: Node, reading: Reading) -> Words | None:
    """The formula in figures; None where it reads no facts, or one of them has no plain figure."""
    if not any(isinstance(leaf, FactValue) for leaf in leaves(node)):
        return None
    try:
        told = _figured(node, reading)
    except _Untold:
        return None
    return Words(show_formula(told), show_formula(told, {}))


def _figured(node: Node, reading: Reading) -> Node:
    match node:
        case Add(left, right):
            return Add(_figured(left, reading), _figured(right, reading))
        case Subtract(left, right):
            return Subtract(_figured(left, reading), _figured(right, reading))
        case Multiply(value, by):
            return Multiply(_figured(value, reading), _figured(by, reading))
        case Least(parts):
            return Least(tuple(_figured(part, reading) for part in parts))
        case Greatest(parts):
            return Greatest(tuple(_figured(part, reading) for part in parts))
        case FactValue(fact):
            kind = reading.book.facts[fact]
            per_months = kind.per_months if isinstance(kind, MoneyFact) else None
            return _plain(reading.unit.value(node, reading.day, reading.month), per_months)
        case ParameterValue(name):
            parameter = reading.book.values_by_month[name]
            is_money = parameter.kind is ParameterKind.MONEY
            number = reading.rates.value(name, reading.month)
            return _plain(number, (parameter.per_months or 1) if is_money else None)
        case _:
            return node


def _plain(value: object, per_months: int | None) -> Node:
    if (
        isinstance(value, Unknown | bool | str)
        or not isinstance(value, int | Fraction)
        or value < 0
    ):
        raise _Untold
    return Literal(value) if per_months is None else MoneyLiteral(int(value), per_months)
