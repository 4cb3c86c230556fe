"""Walking formulas: the parts of a node, and what it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

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

__all__ = ["children", "leaves", "names_in"]


def children(node: Node) -> tuple[Node, ...]:
    """The nodes that stand directly inside *node*, from left to right."""
    match node:
        case And(parts) | Or(parts) | Least(parts) | Greatest(parts):
            return parts
        case Compare(_, left, right) | Add(left, right) | Subtract(left, right):
            return (left, right)
        case Multiply(value, by):
            return (value, by)
        case Not(of):
            return (of,)
        case OneOf(item, _):
            return (item,)
        case Literal() | MoneyLiteral() | Holds() | Since() | Before():
            return ()
        case FactValue() | YearsOfAge() | ParameterValue():
            return ()
        case _:
            assert_never(node)


def leaves(node: Node) -> Iterator[Node]:
    """Every node inside *node* that has no parts of its own, from left to right.

    A leaf's only leaf is itself. Constants are leaves too; :func:`names_in` leaves them out.
    """
    parts = children(node)
    if not parts:
        yield node
    for part in parts:
        yield from leaves(part)


def names_in(node: Node) -> frozenset[Node]:
    """The facts, dates, statuses, ages and parameters that *node* reads, as leaves."""
    named = (Holds, Since, Before, FactValue, YearsOfAge, ParameterValue)
    return frozenset(leaf for leaf in leaves(node) if isinstance(leaf, named))
