"""What two overlaps say of the same two schemes: that they add up, and that they do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from subsidy.errors import Place, Words
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.reading import Declared

__all__ = ["check_overlaps"]


def check_overlaps(stated: Mapping[str, Declared], findings: Findings) -> None:
    """Note every pair of schemes of which two overlaps say different things."""
    seen: dict[frozenset[str], tuple[str, str]] = {}
    for one in stated.values():
        rule = one.record.text("rule")
        for pair, place in _pairs(one):
            first, first_rule = seen.setdefault(pair, (one.name, rule))
            if first_rule != rule:
                said, other = f"{first} ({first_rule})", f"{one.name} ({rule})"
                _refuse(pair, said, other, place, findings)


def _pairs(one: Declared) -> Iterator[tuple[frozenset[str], Place]]:
    for first, second in combinations(one.record.values("schemes"), 2):
        if first.text != second.text:
            yield frozenset({first.text, second.text}), second.place


def _refuse(
    pair: frozenset[str], first: str, second: str, place: Place, findings: Findings
) -> None:
    both = sorted(pair)
    message = Words(
        f"{first} and {second} contradict each other about {' and '.join(both)}",
        f"{first} 与 {second} 对 {'、'.join(both)} 的规定互相矛盾",
    )
    cure = Words("keep the one that holds", "请只保留实际执行的一种")
    findings.add("overlaps-contradict", place, message, cure)
