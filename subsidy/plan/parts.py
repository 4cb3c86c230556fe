"""What plan nodes are made of: everything below a node, and the days on which it can change."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.plan import nodes as plan
from subsidy.plan.nodes import DayColumn, Numeric, YesNo

__all__ = ["days_of", "parts_of"]


def parts_of(node: YesNo | Numeric) -> Iterator[YesNo | Numeric]:
    """The node and everything below it."""
    yield node
    match node:
        case plan.Negated(of) | plan.Flag(of) | plan.Member(of, _):
            below: tuple[YesNo | Numeric, ...] = (of,)
        case plan.All(parts) | plan.AnyOf(parts) | plan.Smallest(parts) | plan.Largest(parts):
            below = parts
        case plan.Test(_, left, right):
            below = (left, right)
        case plan.Sum(left, right) | plan.Difference(left, right) | plan.Product(left, right):
            below = (left, right)
        case plan.Switched(base, later):
            below = (base, *(value for _, value in later))
        case _:
            below = ()
    for inner in below:
        yield from parts_of(inner)


def days_of(node: YesNo | Numeric) -> Iterator[DayColumn]:
    """Every threshold at which the node can change."""
    for part in parts_of(node):
        match part:
            case plan.Reached(day):
                yield day
            case plan.Switched(_, later):
                yield from (day for day, _ in later)
