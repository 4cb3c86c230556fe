"""What of a book a reform can touch: schemes that differ, and all that depends on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from subsidy.dates import Month
from subsidy.expression.nodes import Node, ParameterValue
from subsidy.expression.uses import leaves
from subsidy.rulebook.model import (
    AmountRule,
    LaterRules,
    NetAmount,
    OverlapRule,
    Rulebook,
    Scheme,
)
from subsidy.rulebook.names_read import changed_parameters, read_by
from subsidy.rulebook.order import dependencies

__all__ = [
    "differing",
    "looked_at",
    "parameters_outside_pays",
    "with_dependents",
]


def differing(baseline: Rulebook, book: Rulebook) -> frozenset[str] | None:
    """The schemes of *book* that are not as in *baseline*; None: everything may be.

    A scheme differs if its rules do, if it reads a parameter that differs, or if it competes in
    another *highest of*.
    """
    if not _same_facts(baseline, book):
        return None
    old = {scheme.name: scheme for scheme in baseline.schemes}
    parameters = changed_parameters(baseline, book)
    found = {
        scheme.name
        for scheme in book.schemes
        if not _is_same(old.get(scheme.name), scheme)
        or (parameters and parameters & read_by(scheme).parameters)
    }
    if baseline.overlaps is not book.overlaps:
        other = _dated_groups(baseline) ^ _dated_groups(book)
        found |= {name for group, _, _ in other for name in group}
    return frozenset(found & {scheme.name for scheme in book.schemes})


def with_dependents(book: Rulebook, touched: Iterable[str]) -> frozenset[str]:
    """Those schemes and every scheme whose result can hang on one of them."""
    found = set(touched)
    groups = _groups(book)
    while True:
        more = {s.name for s in book.schemes if found.intersection(dependencies(s))}
        more |= {name for group in groups if found.intersection(group) for name in group}
        if more <= found:
            return frozenset(found)
        found |= more


def looked_at(book: Rulebook, wanted: Iterable[str]) -> frozenset[str]:
    """Those schemes and every scheme that they look at, however far away."""
    found = set(wanted)
    groups = _groups(book)
    while True:
        more = {n for s in book.schemes if s.name in found for n in dependencies(s)}
        more |= {name for group in groups if found.intersection(group) for name in group}
        if more <= found:
            return frozenset(found)
        found |= more


def parameters_outside_pays(scheme: Scheme) -> frozenset[str]:
    """The parameters that decide more than an amount: who, which row, bounds, nets."""
    return frozenset(
        leaf.parameter
        for node in _conditions(scheme)
        for leaf in leaves(node)
        if isinstance(leaf, ParameterValue)
    )


def _same_facts(one: Rulebook, two: Rulebook) -> bool:
    pairs = (
        (one.facts, two.facts),
        (one.statuses, two.statuses),
        (one.ages, two.ages),
        (one.leap_day, two.leap_day),
        (one.key, two.key),
        (one.units, two.units),
    )
    return all(_is_same(left, right) for left, right in pairs)


def _is_same(one: object, two: object) -> bool:
    return one is two or one == two


def _groups(book: Rulebook) -> set[tuple[str, ...]]:
    return {one.schemes for one in book.overlaps if one.rule is OverlapRule.HIGHEST_OF}


def _dated_groups(book: Rulebook) -> set[tuple[tuple[str, ...], Month | None, Month | None]]:
    """The same with the months in which they hold."""
    rivals = (one for one in book.overlaps if one.rule is OverlapRule.HIGHEST_OF)
    return {(one.schemes, one.from_month, one.until_month) for one in rivals}


def _conditions(scheme: Scheme) -> Iterator[Node]:
    yield scheme.eligible
    yield from (row.condition for row in scheme.amount.rows)
    rules: list[AmountRule | LaterRules] = [scheme.amount, *scheme.later]
    for one in rules:
        yield from (bound for bound in (one.at_least, one.at_most) if bound is not None)
        for net in one.net_of:
            if isinstance(net, NetAmount):
                yield from (net.amount, net.while_)
