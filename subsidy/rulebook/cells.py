"""Cells of tables and edges of brackets: values compared with a fact, an age or a status."""

from __future__ import annotations

from attrs import frozen

from subsidy.errors import Words
from subsidy.expression.names import Names
from subsidy.expression.nodes import (
    And,
    Compare,
    Comparison,
    FactValue,
    Literal,
    MoneyLiteral,
    Node,
    Not,
    OneOf,
)
from subsidy.expression.types import Kind, Type
from subsidy.money import AmountError, read_amount, read_yuan
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.kinds import ScalarKind
from subsidy.rulebook.record import Listing, Record, Result, Value
from subsidy.rulebook.scalars import ScalarError, read_scalar

__all__ = [
    "ALWAYS_TRUE",
    "Column",
    "all_of",
    "cell_condition",
    "one_of_condition",
    "range_condition",
]

ALWAYS_TRUE = And(())

_ORDERED = (Kind.WHOLE, Kind.MONEY)
_TRUTHS = {"yes": True, "是": True, "no": False, "否": False}


@frozen
class Column:
    """What cells are compared with: a formula, its type, and all names for its words."""

    node: Node
    type: Type
    names: Names
    findings: Findings

    def words(self) -> dict[str, str | int | bool]:
        """Every accepted spelling of a value of this column."""
        own: dict[str, str | int | bool] = {word: word for word in self.type.words}
        if isinstance(self.node, FactValue):
            for meaning in self.names.find(self.node.fact):
                own.update(meaning.words)
        return own


def all_of(*parts: Node) -> Node:
    """The conjunction of *parts*, flat; what always holds for none."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (part,))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def cell_condition(cell: Result, column: Column) -> Node | None:
    """When a table's cell holds; None where it was refused."""
    if isinstance(cell, Value):
        return ALWAYS_TRUE if cell.text == "any" else _equal(cell, column)
    if isinstance(cell, Listing):
        return one_of_condition(
            tuple(item for item in cell.items if isinstance(item, Value)), column
        )
    return range_condition(cell, column)


def one_of_condition(values: tuple[Value, ...], column: Column) -> Node | None:
    """When the column equals one of *values*."""
    if len(values) == 1:
        return _equal(values[0], column)
    constants = [_constant(value, column) for value in values]
    if not values or any(constant is None for constant in constants):
        return None
    if column.type.kind in (Kind.YES_NO, Kind.MONEY):
        _refuse(values[0], column, "one value or a range", "单个值或范围")
        return None
    options = tuple(
        c.value for c in constants if isinstance(c, Literal) and isinstance(c.value, int | str)
    )
    return OneOf(column.node, options)


def range_condition(record: Record, column: Column) -> Node | None:
    """When the column lies in [from, below); either edge may be open."""
    lower, upper = record.value("from"), record.value("below")
    if (lower or upper) and column.type.kind not in _ORDERED:
        _refuse(lower or upper, column, "values, not a range", "具体取值，而非范围")  # type: ignore[arg-type]
        return None
    parts: list[Node] = []
    for edge, comparison in ((lower, Comparison.AT_LEAST), (upper, Comparison.LESS)):
        if edge is None:
            continue
        constant = _constant(edge, column)
        if constant is None:
            return None
        parts.append(Compare(comparison, column.node, constant))
    return all_of(*parts)


def _equal(value: Value, column: Column) -> Node | None:
    constant = _constant(value, column)
    if constant is None:
        return None
    if column.type.kind is Kind.YES_NO and isinstance(constant, Literal):
        return column.node if constant.value else Not(column.node)
    return Compare(Comparison.EQUAL, column.node, constant)


def _constant(value: Value, column: Column) -> Literal | MoneyLiteral | None:
    """The cell as a constant of the column's type."""
    text, kind = value.text, column.type.kind
    if kind is Kind.MONEY:
        return _money(value, column)
    words = column.words()
    if text in words:
        return Literal(words[text])
    if kind is Kind.YES_NO:
        if text in _TRUTHS:
            return Literal(_TRUTHS[text])
        _refuse(value, column, "yes, no or any", "yes、no 或 any")
        return None
    if kind is Kind.WHOLE:
        return _whole(value, column)
    _refuse(value, column, f"one of {', '.join(column.type.words)}", "、".join(column.type.words))
    return None


def _whole(value: Value, column: Column) -> Literal | None:
    try:
        read = read_scalar(value.text, ScalarKind.WHOLE)
    except ScalarError:
        _refuse(value, column, "a whole number", "整数")
        return None
    return Literal(read) if isinstance(read, int) else None


def _money(value: Value, column: Column) -> MoneyLiteral | None:
    months = column.type.per_months or 1
    try:
        if value.text.replace(".", "").isdigit():
            return MoneyLiteral(read_yuan(value.text), months)
        amount = read_amount(value.text)
    except AmountError:
        _refuse(value, column, "an amount such as 500.00", "金额，如 500.00")
        return None
    if amount.per_months != months:
        _refuse(value, column, f"an amount for {months} month(s)", f"{months} 个月的金额")
        return None
    return MoneyLiteral(amount.fen, months)


def _refuse(value: Value, column: Column, expected: str, expected_zh: str) -> None:
    message = Words(
        f"{value.text} stands here where {expected} is expected",
        f"{value.text} 不合要求，此处应为 {expected_zh}",
    )
    known = [word for word in column.words() if isinstance(word, str)]
    cure = cure_by_nearest(value.text, known, Words(f"write {expected}", f"请写 {expected_zh}"))
    column.findings.add("wrong-value", value.place, message, cure, value.text)
