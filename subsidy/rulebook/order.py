"""The order in which schemes are calculated, and the cycles that make it impossible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from graphlib import CycleError, TopologicalSorter
from itertools import combinations

from attrs import evolve

from subsidy.rulebook.model import (
    AmountRule,
    LaterRules,
    NetScheme,
    Overlap,
    OverlapRule,
    Scheme,
)

__all__ = [
    "dependencies",
    "find_cycle",
    "groups_of",
    "in_dependency_order",
    "tangled",
    "with_exclusions",
]


def with_exclusions(schemes: Iterable[Scheme], overlaps: Iterable[Overlap]) -> list[Scheme]:
    """Schemes in which every EXCLUSIVE overlap is expressed in ``unless_paid``."""
    earlier: dict[str, list[str]] = {}
    for overlap in overlaps:
        if overlap.rule is OverlapRule.EXCLUSIVE:
            for index, name in enumerate(overlap.schemes):
                earlier.setdefault(name, []).extend(overlap.schemes[:index])
    return [
        evolve(
            scheme,
            unless_paid=tuple(dict.fromkeys([*scheme.unless_paid, *earlier.get(scheme.name, [])])),
        )
        for scheme in schemes
    ]


def dependencies(scheme: Scheme) -> tuple[str, ...]:
    """The schemes that must be calculated before this one in any month, each once."""
    rules: list[Scheme | LaterRules] = [scheme, *scheme.later]
    amounts: list[AmountRule | LaterRules] = [scheme.amount, *scheme.later]
    beside = [name for one in rules for name in (*one.unless_paid, *one.only_if_paid)]
    nets = [net.scheme for one in amounts for net in one.net_of if isinstance(net, NetScheme)]
    frozen = [scheme.amount.frozen.scheme] if scheme.amount.frozen else []
    return tuple(dict.fromkeys([*beside, *nets, *frozen]))


def groups_of(schemes: Iterable[Scheme], overlaps: Iterable[Overlap]) -> dict[str, str]:
    """For every scheme the group it is calculated with: a HIGHEST_OF overlap, or itself alone."""
    groups = {scheme.name: scheme.name for scheme in schemes}
    for overlap in overlaps:
        if overlap.rule is OverlapRule.HIGHEST_OF:
            groups.update(
                {name: f"highest_of {overlap.name}" for name in overlap.schemes if name in groups}
            )
    return groups


def find_cycle(graph: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The names of one cycle, the first repeated at the end; empty where there is none.

    >>> find_cycle({"a": ["b"], "b": ["a"]})
    ('a', 'b', 'a')
    """
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as fault:
        cycle = list(reversed(fault.args[1]))[:-1]
        start = cycle.index(min(cycle))
        turned = cycle[start:] + cycle[:start]
        return (*turned, turned[0])
    return ()


def tangled(schemes: Sequence[Scheme], overlaps: Sequence[Overlap]) -> tuple[str, ...]:
    """Schemes that cannot be put in an order, or stand in two groups; empty where all can."""
    groups = groups_of(schemes, overlaps)
    rivals = [o.schemes for o in overlaps if o.rule is OverlapRule.HIGHEST_OF]
    twice = {name for one, two in combinations(rivals, 2) for name in set(one) & set(two)}
    waits: dict[str, list[str]] = {}
    for scheme in schemes:
        needed = [name for name in dependencies(scheme) if name in groups]
        inside = [name for name in needed if groups[name] == groups[scheme.name]]
        twice |= {scheme.name, *inside} if inside else set()
        waits.setdefault(groups[scheme.name], []).extend(groups[name] for name in needed)
    if twice:
        return tuple(sorted(twice))
    cycle = set(find_cycle(waits))
    return tuple(scheme.name for scheme in schemes if groups[scheme.name] in cycle)


def in_dependency_order(
    schemes: Sequence[Scheme], overlaps: Iterable[Overlap]
) -> tuple[Scheme, ...]:
    """Schemes so that each comes after all it depends on, and members of a group stand together.

    Among schemes that do not depend on one another the order of *schemes* is kept. It is the
    order before any later rules.
    """
    stated = tuple(overlap for overlap in overlaps if overlap.from_month is None)
    groups = groups_of(schemes, stated)
    members: dict[str, list[Scheme]] = {}
    for scheme in schemes:
        members.setdefault(groups[scheme.name], []).append(scheme)
    for overlap in stated:
        name = f"highest_of {overlap.name}"
        if overlap.rule is OverlapRule.HIGHEST_OF and name in members:
            members[name].sort(key=partial(_position, overlap))
    waits = {group: _group_waits(group, of, groups) for group, of in members.items()}
    ordered: list[Scheme] = []
    placed: set[str] = set()
    while len(placed) < len(members):
        ready = next(group for group in members if group not in placed and waits[group] <= placed)
        placed.add(ready)
        ordered.extend(members[ready])
    return tuple(ordered)


def _position(overlap: Overlap, scheme: Scheme) -> int:
    return overlap.schemes.index(scheme.name)


def _group_waits(group: str, members: list[Scheme], groups: Mapping[str, str]) -> set[str]:
    first = [evolve(scheme, later=()) for scheme in members]
    needed = {groups[name] for scheme in first for name in dependencies(scheme) if name in groups}
    return needed - {group}
