"""Putting yes/no plan nodes together, with constants folded and negation pushed inwards."""

from __future__ import annotations

from collections.abc import Iterable

from subsidy.plan.nodes import NO, YES, All, AnyOf, Negated, Truth, YesNo

__all__ = ["all_of", "any_of", "negate"]


def all_of(parts: Iterable[YesNo]) -> YesNo:
    """And: flat, without YES; NO if any part is NO."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, All) else (part,))]
    kept = [part for part in flat if part != YES]
    if NO in kept:
        return NO
    return YES if not kept else kept[0] if len(kept) == 1 else All(tuple(kept))


def any_of(parts: Iterable[YesNo]) -> YesNo:
    """Or: flat, without NO; YES if any part is YES."""
    flat = [
        inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,))
    ]
    kept = [part for part in flat if part != NO]
    if YES in kept:
        return YES
    return NO if not kept else kept[0] if len(kept) == 1 else AnyOf(tuple(kept))


def negate(node: YesNo) -> YesNo:
    """Not, pushed down so that only single tests are ever negated."""
    match node:
        case Truth(value):
            return NO if value else YES
        case Negated(of):
            return of
        case All(parts):
            return any_of(negate(part) for part in parts)
        case AnyOf(parts):
            return all_of(negate(part) for part in parts)
        case _:
            return Negated(node)
