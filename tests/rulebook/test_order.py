"""What waits for what, by hand: both engines calculate schemes in this one order."""

from __future__ import annotations

import pytest
from attrs import evolve

from subsidy.expression.nodes import Holds
from subsidy.rulebook.model import Frozen, NetScheme, Overlap, OverlapRule, Scheme
from subsidy.rulebook.order import (
    dependencies,
    find_cycle,
    groups_of,
    in_dependency_order,
    with_exclusions,
)
from tests.drawing.by_hand import HERE, SOURCE, flat, scheme

LIVING = Holds("alive")


def one(name: str, **relations: object) -> Scheme:
    return evolve(scheme(name, LIVING, flat(100)), **relations)  # type: ignore[arg-type]


def overlap(rule: OverlapRule, *names: str) -> Overlap:
    return Overlap("/".join(names), rule, names, SOURCE, HERE)


def order(schemes: list[Scheme], *overlaps: Overlap) -> list[str]:
    return [each.name for each in in_dependency_order(schemes, overlaps)]


def test_a_scheme_waits_for_all_that_it_names() -> None:
    """Each once: what excludes it, must be paid beside it, is netted, or goes on frozen."""
    plain = scheme("last", LIVING, flat(100), nets=(NetScheme("netted"), NetScheme("excluding")))
    last = evolve(
        plain,
        unless_paid=("excluding",),
        only_if_paid=("beside",),
        amount=evolve(plain.amount, frozen=Frozen("before", 2)),
    )

    assert ("excluding", "beside", "netted", "before") == dependencies(last)


def test_the_order_stated_is_kept_where_nothing_waits() -> None:
    """And only what waits is moved, no further than needed."""
    waiting = one("a", unless_paid=("d",))

    assert ["c", "b"] == order([one("c"), one("b")])
    assert ["b", "d", "a", "c"] == order([one("b"), one("d"), waiting, one("c")])
    assert ["b", "c", "d", "a"] == order([waiting, one("b"), one("c"), one("d")])


def test_the_members_of_a_group_stand_together_in_the_order_listed() -> None:
    """Behind everything that any of them waits for."""
    rivals = [one("a"), one("b", unless_paid=("x",))]

    assert ["x", "b", "a"] == order(
        [rivals[0], one("x"), rivals[1]], overlap(OverlapRule.HIGHEST_OF, "b", "a")
    )


def test_who_waits_for_one_of_a_group_waits_for_all_of_it() -> None:
    """What one of them comes to is known when all are."""
    waiting = one("w", unless_paid=("a",))
    group = overlap(OverlapRule.HIGHEST_OF, "a", "b")

    assert ["a", "b", "w"] == order([waiting, one("a"), one("b")], group)


def test_only_a_highest_of_makes_a_group() -> None:
    """Schemes that exclude one another, or add up, stand alone; unknown names are no members."""
    overlaps = [
        overlap(OverlapRule.HIGHEST_OF, "a", "b", "gone"),
        overlap(OverlapRule.EXCLUSIVE, "c", "d"),
        overlap(OverlapRule.ADD, "a", "c"),
    ]
    found = groups_of([one(name) for name in "abcd"], overlaps)

    assert {"a": "highest_of a/b/gone", "b": "highest_of a/b/gone", "c": "c", "d": "d"} == found


def test_the_first_listed_of_an_exclusion_excludes_all_after_it() -> None:
    """Beside what a scheme says itself, each once; the first is excluded by none of them."""
    schemes = [one("a"), one("b", unless_paid=("a", "z")), one("c")]
    told = with_exclusions(schemes, [overlap(OverlapRule.EXCLUSIVE, "a", "b", "c")])

    assert [(), ("a", "z"), ("a", "b")] == [each.unless_paid for each in told]


@pytest.mark.parametrize("rule", [OverlapRule.ADD, OverlapRule.HIGHEST_OF])
def test_no_other_overlap_excludes(rule: OverlapRule) -> None:
    """Adding and competing are no exclusion."""
    told = with_exclusions([one("a"), one("b")], [overlap(rule, "a", "b")])

    assert [(), ()] == [each.unless_paid for each in told]


def test_a_cycle_is_named_from_its_first_name_on() -> None:
    """The first repeated at the end; without a cycle nothing is named."""
    assert ("a", "c", "b", "a") == find_cycle({"b": ["a"], "a": ["c"], "c": ["b"], "d": ["a"]})
    assert () == find_cycle({"b": ["a"], "a": []})
