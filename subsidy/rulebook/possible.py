"""Whether a condition can hold when some facts are known: yes, no, or it depends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from subsidy.expression.nodes import (
    And,
    Before,
    Compare,
    Comparison,
    Literal,
    Node,
    Not,
    OneOf,
    Or,
    Since,
)
from subsidy.rulebook.bounds import Bounds, Interval

__all__ = ["Known", "Values", "can_hold", "truth"]

Known = Mapping[Node, bool | int | str]
Values = list[bool] | list[int] | list[str]

MOST_STEPS = 20_000


def can_hold(
    node: Node, choices: Sequence[tuple[Node, Values]], known: Known, bounds: Bounds
) -> bool:
    """Whether *node* holds for some choice of values beside those in *known*.

    *choices* are the values of everything that *node* reads. What depends on parameters alone
    can hold in some month. A search that becomes too long answers yes.
    """
    open_choices = [pair for pair in choices if pair[0] not in known]
    budget = iter(range(MOST_STEPS))

    def search(found: dict[Node, bool | int | str], depth: int) -> bool:
        if next(budget, None) is None:
            return True
        decided = truth(node, found, bounds)
        if decided is not None or depth == len(open_choices):
            return decided is not False
        atom, values = open_choices[depth]
        return any(search({**found, atom: value}, depth + 1) for value in values)

    return search(dict(known), 0)


def truth(node: Node, known: Known, bounds: Bounds) -> bool | None:
    """What *node* comes to when the formulas in *known* have these values; None where it depends.

    Numbers that are not known take any value within their bounds.
    """
    return _truth(node, known, bounds.given(known))


def _truth(node: Node, known: Known, bounds: Bounds) -> bool | None:
    if node in known:
        value = known[node]
        return value if isinstance(value, bool) else None
    match node:
        case Before(date_fact):
            return _not(_truth(Since(date_fact), known, bounds))
        case Literal(bool(value)):
            return value
        case And(parts):
            return _all([_truth(part, known, bounds) for part in parts])
        case Or(parts):
            opposite = _all([_not(_truth(part, known, bounds)) for part in parts])
            return _not(opposite)
        case Not(of):
            return _not(_truth(of, known, bounds))
        case Compare(comparison, left, right):
            return _compare(comparison, _value(left, known, bounds), _value(right, known, bounds))
        case OneOf(item, options):
            return _one_of(_value(item, known, bounds), options)
        case _:
            return None


@frozen
class _Word:
    text: str


def _value(node: Node, known: Known, bounds: Bounds) -> Interval | _Word | None:
    value = known.get(node)
    if isinstance(value, str):
        return _Word(value)
    if isinstance(node, Literal) and isinstance(node.value, str):
        return _Word(node.value)
    return bounds.of(node)


def _compare(
    comparison: Comparison, left: Interval | _Word | None, right: Interval | _Word | None
) -> bool | None:
    if isinstance(left, _Word) and isinstance(right, _Word):
        return (left == right) == (comparison is Comparison.EQUAL)
    if not isinstance(left, Interval) or not isinstance(right, Interval):
        return None
    match comparison:
        case Comparison.LESS:
            return _ordered(left.high < right.low, left.low >= right.high)
        case Comparison.AT_MOST:
            return _ordered(left.high <= right.low, left.low > right.high)
        case Comparison.MORE:
            return _ordered(left.low > right.high, left.high <= right.low)
        case Comparison.AT_LEAST:
            return _ordered(left.low >= right.high, left.high < right.low)
        case Comparison.EQUAL:
            return _equal(left, right)
        case Comparison.UNEQUAL:
            return _not(_equal(left, right))


def _equal(left: Interval, right: Interval) -> bool | None:
    apart = left.high < right.low or left.low > right.high
    return _ordered(left.is_constant and right.is_constant and not apart, apart)


def _ordered(surely: bool, never: bool) -> bool | None:  # noqa: FBT001
    return True if surely else False if never else None


def _one_of(item: Interval | _Word | None, options: tuple[int | str, ...]) -> bool | None:
    if isinstance(item, _Word):
        return item.text in options
    if not isinstance(item, Interval):
        return None
    possible = [
        option for option in options if isinstance(option, int) and item.low <= option <= item.high
    ]
    return None if possible and not item.is_constant else bool(possible)


def _not(value: bool | None) -> bool | None:  # noqa: FBT001
    return None if value is None else not value


def _all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True
