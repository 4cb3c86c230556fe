"""What the formula language can say: a closed set of immutable nodes, names already resolved.

Each node is produced by :mod:`subsidy.expression.infer`, which also proves its type, so
engines branch on the class and never look anything up by guessing.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from attrs import field, frozen

__all__ = [
    "Add",
    "And",
    "Before",
    "Compare",
    "Comparison",
    "FactValue",
    "Greatest",
    "Holds",
    "Least",
    "Literal",
    "MoneyLiteral",
    "Multiply",
    "Node",
    "Not",
    "OneOf",
    "Or",
    "ParameterValue",
    "Since",
    "Subtract",
    "YearsOfAge",
]


class Comparison(Enum):
    """The six comparisons; equality alone is allowed for words."""

    LESS = "<"
    AT_MOST = "<="
    EQUAL = "=="
    UNEQUAL = "!="
    AT_LEAST = ">="
    MORE = ">"


def _kind_and_value(value: object) -> tuple[type, object]:
    return type(value), value


@frozen
class Literal:
    """A constant: a truth (bool), a whole number (int), a share (Fraction) or a word (str).

    Constants of different kinds are never equal: ``Literal(True) != Literal(1)``.
    """

    value: bool | int | Fraction | str = field(eq=_kind_and_value)


@frozen
class MoneyLiteral:
    """A constant amount: so many fen for a period of 1, 3, 6 or 12 months."""

    fen: int
    per_months: int


@frozen
class Holds:
    """Yes on the days of a status's spells: ``local``."""

    status: str


@frozen
class Since:
    """Yes from the day that a date fact names, that day included: ``since(disability_applied_on)``."""

    date_fact: str


@frozen
class Before:
    """Yes up to, and not including, the day that a date fact names: ``before(graduated_on)``."""

    date_fact: str


@frozen
class FactValue:
    """The value of a whole-number, money, word or yes/no fact on the day asked."""

    fact: str


@frozen
class YearsOfAge:
    """The full years attained on the day asked, from the birth date that the age is of."""

    age: str


@frozen
class ParameterValue:
    """A dated parameter's value in the month of the day asked."""

    parameter: str


@frozen
class Compare:
    """Two numbers, amounts or words compared."""

    comparison: Comparison
    left: Node
    right: Node


@frozen
class OneOf:
    """Yes where the item equals one of the constants: ``disability_grade in (1, 2)``."""

    item: Node
    options: tuple[int | str, ...]


@frozen
class Not:
    """The opposite; unknown stays unknown."""

    of: Node


@frozen
class And:
    """Yes where all parts are: one no decides, then one unknown."""

    parts: tuple[Node, ...]


@frozen
class Or:
    """Yes where one part is: one yes decides, then one unknown."""

    parts: tuple[Node, ...]


@frozen
class Add:
    """The sum of two values of one type."""

    left: Node
    right: Node


@frozen
class Subtract:
    """The difference of two values of one type."""

    left: Node
    right: Node


@frozen
class Multiply:
    """A value times an exact number. Division by n is written as multiplication by 1/n."""

    value: Node
    by: Node


@frozen
class Least:
    """The smallest of its parts."""

    parts: tuple[Node, ...]


@frozen
class Greatest:
    """The largest of its parts."""

    parts: tuple[Node, ...]


Node = (
    Literal
    | MoneyLiteral
    | Holds
    | Since
    | Before
    | FactValue
    | YearsOfAge
    | ParameterValue
    | Compare
    | OneOf
    | Not
    | And
    | Or
    | Add
    | Subtract
    | Multiply
    | Least
    | Greatest
)
