"""Schemes among themselves: names that exist, an order of calculation that exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from subsidy.errors import Place, Words
from subsidy.rulebook.checks_overlaps import check_overlaps
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.model import Overlap, OverlapRule
from subsidy.rulebook.order import find_cycle
from subsidy.rulebook.reading import Declared
from subsidy.rulebook.record import Value

__all__ = ["check_schemes"]


def check_schemes(
    declared: Mapping[str, Declared],
    stated: Mapping[str, Declared],
    overlaps: Sequence[Overlap],
    findings: Findings,
) -> None:
    """References between schemes, groups that overlap, and cycles."""
    for one in declared.values():
        for value in _references(one):
            _demand(value, declared, findings)
    for one in stated.values():
        for value in one.record.values("schemes"):
            _demand(value, declared, findings)
    check_overlaps(stated, findings)
    groups = _groups(declared, overlaps, stated, findings)
    _refuse_cycle(declared, overlaps, groups, findings)


def _references(one: Declared) -> Iterator[Value]:
    yield from one.record.values("unless_paid")
    yield from one.record.values("only_if_paid")
    amount = one.record.record("amount")
    yield from amount.values("net_of") if amount else ()
    frozen = amount.value("frozen_from") if amount else None
    yield from (frozen,) if frozen else ()


def _demand(value: Value, declared: Mapping[str, Declared], findings: Findings) -> None:
    if value.text in declared:
        return
    known = list(declared)
    message = Words(f"there is no scheme {value.text}", f"没有项目 {value.text}")
    listed = ", ".join(known)
    otherwise = Words(f"the schemes are {listed}", f"现有项目：{listed}")
    cure = cure_by_nearest(value.text, known, otherwise)
    findings.add_unknown("unknown-scheme", value.place, message, cure, value.text)


def _groups(
    declared: Mapping[str, Declared],
    overlaps: Sequence[Overlap],
    stated: Mapping[str, Declared],
    findings: Findings,
) -> dict[str, str]:
    """For each scheme the HIGHEST_OF overlap that it is a member of, or itself."""
    groups = {name: name for name in declared}
    for overlap in overlaps:
        if overlap.rule is not OverlapRule.HIGHEST_OF:
            continue
        for name in overlap.schemes:
            if groups.get(name, name) != name:
                _refuse_two_groups(name, groups[name], overlap, stated, findings)
            else:
                groups[name] = _shown(overlap)
    return groups


def _refuse_two_groups(
    name: str, first: str, overlap: Overlap, stated: Mapping[str, Declared], findings: Findings
) -> None:
    message = Words(
        f"{name} is in {first} and in {_shown(overlap)}",
        f"{name} 同时属于 {first} 与 {_shown(overlap)}",
    )
    cure = Words("name it in one highest_of only", "只能列入一个 highest_of")
    values = stated[overlap.name].record.values("schemes")
    place = next((value.place for value in values if value.text == name), overlap.place)
    findings.add("two-groups", place, message, cure, name)


def _shown(overlap: Overlap) -> str:
    return f"highest_of {overlap.name}"


def _refuse_cycle(
    declared: Mapping[str, Declared],
    overlaps: Sequence[Overlap],
    groups: Mapping[str, str],
    findings: Findings,
) -> None:
    graph = _graph(declared, overlaps)
    cycle = find_cycle(graph)
    if cycle:
        shown = " → ".join(cycle)
        message = Words(f"schemes depend on one another: {shown}", f"项目相互依赖：{shown}")
        cure = Words(
            "decide which comes first, and remove the other condition",
            "请确定先后，并删去另一方向的条件",
        )
        place = _place_of_step(cycle[0], {cycle[1]}, declared, overlaps)
        findings.add("cycle", place, message, cure, shown)
        return
    inside = [(a, b) for a, needed in graph.items() for b in needed if groups[a] == groups[b]]
    for name, other in inside:
        message = Words(
            f"{name} depends on {other}, and both compete in {groups[name]}",
            f"{name} 依赖 {other}，而两者同属 {groups[name]}",
        )
        cure = Words(
            "keep the overlap or the condition, not both", "请只保留择高关系或依赖条件之一"
        )
        place = _place_of_step(name, {other}, declared, overlaps)
        findings.add("group-depends-on-itself", place, message, cure, name)
    if not inside:
        _refuse_group_cycle(declared, overlaps, groups, findings)


def _refuse_group_cycle(
    declared: Mapping[str, Declared],
    overlaps: Sequence[Overlap],
    groups: Mapping[str, str],
    findings: Findings,
) -> None:
    grouped: dict[str, list[str]] = {}
    for name, needed in _graph(declared, overlaps).items():
        grouped.setdefault(groups[name], []).extend(groups[other] for other in needed)
    cycle = find_cycle(grouped)
    if not cycle:
        return
    shown = " → ".join(cycle)
    message = Words(f"schemes depend on one another: {shown}", f"项目相互依赖：{shown}")
    cure = Words(
        "a scheme between members of a highest_of cannot be calculated",
        "介于择高各项之间的项目无法计算",
    )
    steps = [(a, b) for a in declared for b in declared if (groups[a], groups[b]) == cycle[:2]]
    places = [_place_of_step(a, {b}, declared, overlaps) for a, b in steps]
    own = [declared[a].place for a, _ in steps]
    place = next((found for found in places if found not in own), own[0])
    findings.add("cycle", place, message, cure, shown)


def _place_of_step(
    name: str, needed: set[str], declared: Mapping[str, Declared], overlaps: Sequence[Overlap]
) -> Place:
    """The line by which a scheme waits for another: in the scheme, else in an overlap."""
    for value in _references(declared[name]):
        if value.text in needed:
            return value.place
    for overlap in overlaps:
        if overlap.rule is OverlapRule.EXCLUSIVE and {name, *needed} <= {*overlap.schemes}:
            return overlap.place
    return declared[name].place


def _graph(declared: Mapping[str, Declared], overlaps: Sequence[Overlap]) -> dict[str, list[str]]:
    """For each scheme all that must be calculated before it."""
    graph = {
        name: [value.text for value in _references(one) if value.text in declared]
        for name, one in declared.items()
    }
    for overlap in overlaps:
        known = [name for name in overlap.schemes if name in graph]
        if overlap.rule is OverlapRule.EXCLUSIVE:
            for index, name in enumerate(known):
                graph[name] += known[:index]
    return graph
