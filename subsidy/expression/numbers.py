"""The rules of types for numbers and money: what may be added, multiplied and compared."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from subsidy.expression import type_wording, wording
from subsidy.expression.constants import Typed, can_be_written, is_constant
from subsidy.expression.nodes import (
    Add,
    Greatest,
    Least,
    Literal,
    MoneyLiteral,
    Multiply,
    Subtract,
)
from subsidy.expression.reading import Faults, Part
from subsidy.expression.syntax import Operator
from subsidy.expression.types import Kind, Type
from subsidy.money import Amount, show_amount

__all__ = ["common_type", "extreme", "negative", "product", "quotient", "sum_of"]

_NUMERIC = (Kind.WHOLE, Kind.SHARE, Kind.MONEY)
_WHOLE = Type(Kind.WHOLE)
_SHARE = Type(Kind.SHARE)


def common_type(faults: Faults, parts: Sequence[Part]) -> Type | None:
    """The one type that numeric parts have together; None, and a fault, where they have none.

    Whole numbers become shares beside shares; money stands only beside money of its period.
    """
    typed = [(part, part.value.type) for part in parts if _is_numeric(faults, part) and part.value]
    if len(typed) < len(parts):
        return None
    money = [type_ for _, type_ in typed if type_.kind is Kind.MONEY]
    if not money:
        kinds = {type_.kind for _, type_ in typed}
        return _SHARE if Kind.SHARE in kinds else _WHOLE
    count = len(faults.found)
    for part, type_ in typed:
        if type_.kind is not Kind.MONEY and part.value and not is_constant(part.value):
            faults.add(part, type_wording.number_beside_money(part.text))
        elif type_.kind is not Kind.MONEY:
            faults.add(part, type_wording.bare_number(part.text, *_as_money(part, money[0])))
        elif type_ != money[0]:
            faults.add(part, type_wording.mixed_periods(money[0], type_))
    return money[0] if len(faults.found) == count else None


def sum_of(faults: Faults, operator: Operator, left: Part, right: Part) -> Typed | None:
    """``left + right`` or ``left - right``."""
    type_ = common_type(faults, (left, right))
    if type_ is None or left.value is None or right.value is None:
        return None
    sort = Add if operator is Operator.ADD else Subtract
    return Typed(sort(left.value.node, right.value.node), type_)


def product(faults: Faults, whole: Part, left: Part, right: Part) -> Typed | None:
    """``left * right``: two numbers, or money and a number, which then stands second."""
    numeric = [_is_numeric(faults, part) for part in (left, right)]
    if not all(numeric) or left.value is None or right.value is None:
        return None
    value, by = left.value, right.value
    if by.type.kind is Kind.MONEY:
        value, by = by, value
    if by.type.kind is Kind.MONEY:
        return faults.add(whole, type_wording.money_times_money())
    if value.type.kind is Kind.WHOLE:
        return Typed(Multiply(value.node, by.node), by.type)
    return Typed(Multiply(value.node, by.node), value.type)


def quotient(faults: Faults, whole: Part, left: Part, right: Part) -> Typed | None:
    """``left / right`` by a whole constant: a fraction of constants, or times ``1/n``."""
    numeric = _is_numeric(faults, left)
    if right.value is None:
        return None
    match right.value:
        case Typed(Literal(int(divisor)), Type(Kind.WHOLE)) if divisor > 0:
            pass
        case _:
            return faults.add(right, type_wording.bad_divisor(right.text))
    if not numeric or left.value is None:
        return None
    match left.value.node:
        case Literal(int() | Fraction() as number):
            share = Fraction(number) / divisor
            too_fine = not can_be_written(share)
            return (
                faults.add(whole, wording.too_fine()) if too_fine else Typed(Literal(share), _SHARE)
            )
        case node:
            money = left.value.type.kind is Kind.MONEY
            type_ = left.value.type if money else _SHARE
            return Typed(Multiply(node, Literal(Fraction(1, divisor))), type_)


def negative(faults: Faults, part: Part) -> Typed | None:
    """A constant below zero."""
    if not _is_numeric(faults, part) or part.value is None:
        return None
    match part.value.node:
        case Literal(int() | Fraction() as number):
            return Typed(Literal(-number), part.value.type)
        case MoneyLiteral(fen, per_months):
            return Typed(MoneyLiteral(-fen, per_months), part.value.type)
        case _:
            return faults.add(part, type_wording.bad_minus(part.text, part.value.type))


def extreme(
    faults: Faults, whole: Part, sort: type[Least | Greatest], parts: Sequence[Part]
) -> Typed | None:
    """``min(…)`` or ``max(…)`` of at least two numeric parts."""
    if len(parts) < 2:
        return faults.add(whole, wording.needs_two(whole.text.partition("(")[0].strip()))
    type_ = common_type(faults, parts)
    nodes = tuple(part.value.node for part in parts if part.value)
    return Typed(sort(nodes), type_) if type_ and len(nodes) == len(parts) else None


def _is_numeric(faults: Faults, part: Part) -> bool:
    """Whether a part is a number or money; a part without a value has had its fault."""
    if part.value is None:
        return False
    if part.value.type.kind in _NUMERIC:
        return True
    faults.add(part, type_wording.not_numeric(part.text, part.value.type))
    return False


def _as_money(part: Part, beside: Type) -> tuple[str, str]:
    """How a bare number would be written as money of the period beside it, in both languages."""
    per_months = beside.per_months or 1
    yuan = Fraction(1)
    match part.value:
        case Typed(Literal(int() | Fraction() as number)) if number * 100 == int(number * 100):
            yuan = Fraction(number)
        case _:
            pass
    amount = Amount(int(yuan * 100), per_months)
    return show_amount(amount), wording.chinese_amount(amount)
