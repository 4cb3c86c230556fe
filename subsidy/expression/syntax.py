"""The untyped syntax tree of a formula: what stands where, before any name is looked up.

Every node knows its place: it is written in the characters [at, end) of the formula.
"""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from subsidy.expression.nodes import Comparison

__all__ = [
    "Call",
    "Constant",
    "Membership",
    "Name",
    "Operation",
    "Operator",
    "Relation",
    "Sort",
    "Syntax",
]


class Operator(Enum):
    """What joins or changes values."""

    AND = "and"
    OR = "or"
    NOT = "not"
    MINUS = "minus"  # before a single value
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


class Sort(Enum):
    """What a constant looks like; its text is read later, so that all faults are told at once."""

    NUMBER = "number"  # 80, 1.3 or 30%
    MONEY = "money"  # 100.00 per month, 100元/月
    QUOTED = "quoted"  # a word between quotation marks
    YES = "yes"
    NO = "no"


@frozen
class Constant:
    """A constant; ``text`` is in plain signs, but for what stands between quotation marks."""

    sort: Sort
    text: str
    at: int
    end: int

    @property
    def parts(self) -> tuple[Syntax, ...]:
        """Nothing stands inside a constant."""
        return ()


@frozen
class Name:
    """A name as it is written, in any language."""

    text: str
    at: int
    end: int

    @property
    def parts(self) -> tuple[Syntax, ...]:
        """Nothing stands inside a name."""
        return ()


@frozen
class Call:
    """A function of its parts: ``since(applied_on)``; ``end`` is behind the closing bracket."""

    function: str
    parts: tuple[Syntax, ...]
    at: int
    end: int


@frozen
class Operation:
    """One operator and its one, two or (and, or) more parts."""

    operator: Operator
    parts: tuple[Syntax, ...]
    at: int
    end: int


@frozen
class Relation:
    """Parts with comparisons between them; more than one comparison is a chain."""

    comparisons: tuple[Comparison, ...]
    parts: tuple[Syntax, ...]
    at: int
    end: int


@frozen
class Membership:
    """``parts[0]`` is one of the rest, or, negated, none of them."""

    negated: bool
    parts: tuple[Syntax, ...]
    at: int
    end: int


Syntax = Constant | Name | Call | Operation | Relation | Membership
