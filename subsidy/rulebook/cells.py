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
    YearsOfAge,
)
from subsidy.expression.types import Kind, Type
from subsidy.expression.wording import PERIODS
from subsidy.money import AmountError, read_amount, read_yuan, show_yuan
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.kinds import ScalarKind
from subsidy.rulebook.model import MoneyFact, WholeFact
from subsidy.rulebook.reading import Context
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
    """What cells are compared with: a formula, its type, all names for its words, its span.

    ``lowest`` and ``highest`` are what the fact or age can be, None where nothing is declared.
    """

    node: Node
    type: Type
    names: Names
    findings: Findings
    lowest: int | None = None
    highest: int | None = None

    @classmethod
    def of(cls, node: Node, type_: Type, context: Context) -> Column:
        """The column of a formula, with the span that its fact or age declares."""
        low: int | None = None
        high: int | None = None
        match node:
            case YearsOfAge(age):
                low, high = 0, context.ages[age].highest_years
            case FactValue(name):
                fact = context.facts[name]
                if isinstance(fact, WholeFact):
                    low, high = fact.lowest, fact.highest
                elif isinstance(fact, MoneyFact):
                    low, high = fact.lowest_fen, fact.highest_fen
        return cls(node, type_, context.names, context.findings, low, high)

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
    _refuse_repeated(values, constants, column)
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
        _refuse_range(lower or upper, column)
        return None
    parts: list[Node] = []
    for edge, comparison in ((lower, Comparison.AT_LEAST), (upper, Comparison.LESS)):
        if edge is None:
            continue
        above = 1 if comparison is Comparison.LESS else 0
        constant = _constant(edge, column, above)
        if constant is None:
            return None
        parts.append(Compare(comparison, column.node, constant))
    return all_of(*parts)


def _refuse_range(edge: Value | None, column: Column) -> None:
    if edge is None:
        return
    if column.type.kind is Kind.YES_NO:
        message = Words("yes and no have no range", "是与否没有范围")
        cure = Words(
            "write is: yes or is: no (in a table: yes, no)",
            "请写 is: yes 或 is: no（表格中直接写 yes、no）",
        )
    else:
        listed = ", ".join(column.type.words)
        message = Words("words have no order, and so no range", "词语没有大小，不能写范围")
        cure = Words(f"name the words: is: [{listed}]", f"请写出具体取值：is: [{listed}]")
    column.findings.add("wrong-value", edge.place, message, cure, edge.text)


def _equal(value: Value, column: Column) -> Node | None:
    constant = _constant(value, column)
    if constant is None:
        return None
    if column.type.kind is Kind.YES_NO and isinstance(constant, Literal):
        return column.node if constant.value else Not(column.node)
    return Compare(Comparison.EQUAL, column.node, constant)


def _constant(value: Value, column: Column, above: int = 0) -> Literal | MoneyLiteral | None:
    """The cell as a constant of the column's type, within its span moved up by *above*."""
    constant = _typed(value, column)
    number = constant.fen if isinstance(constant, MoneyLiteral) else constant and constant.value
    if isinstance(number, bool) or not isinstance(number, int):
        return constant
    if column.lowest is None or column.highest is None:
        return constant
    if column.lowest + above <= number <= column.highest + above:
        return constant
    _refuse_outside(value, column)
    return None


def _refuse_outside(value: Value, column: Column) -> None:
    is_money = column.type.kind is Kind.MONEY
    lowest, highest = (
        show_yuan(edge or 0) if is_money else str(edge) for edge in (column.lowest, column.highest)
    )
    message = Words(
        f"{value.text} lies outside what this can be, {lowest} to {highest}",
        f"{value.text} 超出取值范围 {lowest} 至 {highest}",
    )
    cure = Words(
        "write a value inside, or leave out the edge at that end",
        "请写范围以内的值；一端不限时不写该端",
    )
    column.findings.add("value-outside", value.place, message, cure, value.text)


def _refuse_repeated(
    values: tuple[Value, ...], constants: list[Literal | MoneyLiteral | None], column: Column
) -> None:
    """Two spellings of one value in a list; the same spelling was refused by its text."""
    for index, (value, constant) in enumerate(zip(values, constants, strict=True)):
        first = values[constants.index(constant)]
        if constants.index(constant) < index and first.text != value.text:
            message = Words(
                f"{value.text} and {first.text} are the same", f"{value.text} 与 {first.text} 相同"
            )
            cure = Words("take one of the two away", "请删去其中一个")
            column.findings.add("listed-twice", value.place, message, cure, value.text)


def _typed(value: Value, column: Column) -> Literal | MoneyLiteral | None:
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
        period = PERIODS[months]
        _refuse(value, column, f"an amount per {period.en}", f"每{period.zh}的金额")
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
