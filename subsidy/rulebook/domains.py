"""The values at which conditions can change: enough of them to try every combination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
from subsidy.rulebook.possible import Values
from subsidy.rulebook.reading import Context

__all__ = ["atoms", "choices_of", "every_number", "values_of"]

MOST_VALUES = 1_000


def atoms(nodes: Iterable[Node]) -> list[Node]:
    """The facts, ages, dates and statuses that *nodes* read, each once, in the order met.

    A day before a date is one that is not since it, so that both are one atom.
    """
    wanted = (Holds, Since, FactValue, YearsOfAge)
    read = (leaf for node in nodes for leaf in leaves(node))
    found = (Since(leaf.date_fact) if isinstance(leaf, Before) else leaf for leaf in read)
    return [atom for atom in dict.fromkeys(found) if isinstance(atom, wanted)]


def choices_of(node: Node, context: Context, bounds: Bounds) -> list[tuple[Node, Values]]:
    """Everything that *node* reads of a register, with the values that can make a difference."""
    found = [(atom, values_of(atom, [node], context, bounds)) for atom in atoms([node])]
    return sorted(found, key=lambda pair: len(pair[1]))


def values_of(atom: Node, nodes: Sequence[Node], context: Context, bounds: Bounds) -> Values:
    """Every value of *atom* that can make a difference to *nodes*."""
    match atom:
        case Holds() | Since():
            return [True, False]
        case FactValue(name) if isinstance(context.facts[name], YesNoFact):
            return [True, False]
        case FactValue(name):
            fact = context.facts[name]
            if isinstance(fact, CategoryFact):
                return list(fact.choices)
    if any(_is_reckoned_with(atom, node) for node in nodes):
        return every_number(atom, nodes, bounds)
    return _numbers_at_edges(atom, nodes, bounds)


def every_number(item: Node, nodes: Iterable[Node], bounds: Bounds) -> list[int]:
    """All values of a number; of one with very many those at the edges of what it meets."""
    span = bounds.of(item)
    if span is not None and span.high - span.low <= MOST_VALUES:
        return list(range(int(span.low), int(span.high) + 1))
    return _numbers_at_edges(item, nodes, bounds)


def _is_reckoned_with(atom: Node, node: Node) -> bool:
    """Whether a comparison takes a sum or product of *atom*, whose edges are not those of *atom*."""
    if isinstance(node, Compare | OneOf):
        sides = children(node)
        return any(atom != side and atom in leaves(side) for side in sides)
    return any(_is_reckoned_with(atom, part) for part in children(node))


def _numbers_at_edges(item: Node, nodes: Iterable[Node], bounds: Bounds) -> list[int]:
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
