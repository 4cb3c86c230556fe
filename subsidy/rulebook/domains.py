"""The values at which conditions can change: enough of them to try every combination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from subsidy.expression.nodes import (
    Before,
    Compare,
    FactValue,
    Holds,
    Node,
    OneOf,
    Since,
    YearsOfAge,
)
from subsidy.expression.uses import children, leaves
from subsidy.rulebook.bounds import Bounds
from subsidy.rulebook.model import CategoryFact, YesNoFact
from subsidy.rulebook.reading import Context

__all__ = ["Values", "atoms", "numbers_at_edges", "values_of"]

Values = list[bool] | list[int] | list[str]


def atoms(nodes: Iterable[Node]) -> list[Node]:
    """The facts, ages, dates and statuses that *nodes* read, each once, in the order met."""
    wanted = (Holds, Since, Before, FactValue, YearsOfAge)
    found = (leaf for node in nodes for leaf in leaves(node) if isinstance(leaf, wanted))
    return list(dict.fromkeys(found))


def values_of(atom: Node, nodes: Iterable[Node], context: Context, bounds: Bounds) -> Values:
    """Every value of *atom* that can make a difference to *nodes*."""
    match atom:
        case Holds() | Since() | Before():
            return [True, False]
        case FactValue(name) if isinstance(context.facts[name], YesNoFact):
            return [True, False]
        case FactValue(name):
            fact = context.facts[name]
            if isinstance(fact, CategoryFact):
                return list(fact.choices)
    return numbers_at_edges(atom, nodes, bounds)


def numbers_at_edges(item: Node, nodes: Iterable[Node], bounds: Bounds) -> list[int]:
    """The values of a number or amount just at, below and above every constant it meets."""
    span = bounds.of(item)
    edges = set(_edges(item, nodes, bounds))
    near = {edge + step for edge in edges for step in (-1, 0, 1)}
    if span is None:
        return sorted(near)
    low, high = int(span.low), int(span.high)
    return sorted({low, high} | {value for value in near if low <= value <= high})


def _edges(item: Node, nodes: Iterable[Node], bounds: Bounds) -> Iterator[int]:
    for node in nodes:
        yield from _edges_in(item, node, bounds)


def _edges_in(item: Node, node: Node, bounds: Bounds) -> Iterator[int]:
    match node:
        case Compare(_, left, right) if item in (left, right):
            span = bounds.of(right if left == item else left)
            if span is not None:
                yield from (int(span.low), int(span.high))
        case OneOf(of, options) if of == item:
            yield from (option for option in options if isinstance(option, int))
        case _:
            for part in children(node):
                yield from _edges_in(item, part, bounds)
