"""A reform beside its baseline says what a calculation of its own would say, row by row."""

from __future__ import annotations

from random import Random

import pytest

from subsidy.calculation import calculate
from subsidy.errors import RulesRefused
from subsidy.scenario.comparison import Comparison
from subsidy.scenario.recalculation import recalculate, schemes_run_again
from tests.properties.worlds import result_of, world
from tests.scenario.overlays import everything, rebuilt, reformed

SEEDS = range(7_000, 7_020)


def books(seed):
    """A drawn world's result, and two reforms of its book."""
    random = Random(seed)
    situation = world(seed, people=12)
    base = result_of(situation)
    return base, [
        reformed(random, base.book, base.period),
        rebuilt(random, base.book),
        reformed(random, rebuilt(random, base.book), base.period),
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_reused_is_what_would_have_come_out(seed):
    """Fails if a scheme that the reform touches is taken from the baseline."""
    base, reforms = books(seed)
    said = []
    for book in reforms:
        try:
            alone = calculate(book, base.people, base.period)
        except RulesRefused as refused:
            with pytest.raises(RulesRefused) as again:
                recalculate(base, book)

            said.append((refused.problems, again.value.problems))
            continue

        said.append((everything(alone), everything(recalculate(base, book))))

    assert [alone for alone, _ in said] == [again for _, again in said]


def test_some_schemes_are_reused_and_some_run_again():
    """The property above would say nothing if all or none did."""
    counts = [
        (len(schemes_run_again(base.book, book)), len(book.schemes))
        for base, reforms in map(books, SEEDS)
        for book in reforms
    ]

    assert any(0 < again < every for again, every in counts)
    assert any(again == every for again, every in counts)
    assert any(again == 0 for again, _ in counts)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_difference_is_the_reform_less_the_baseline(seed):
    """Row by row from two calculations; groups and costs sum to the same.

    Fails if who is paid in one of the two only is left out, or a sum is taken twice.
    """
    base, reforms = books(seed)
    for book in reforms:
        try:
            alone = calculate(book, base.people, base.period)
        except RulesRefused:
            continue
        before, after = yearly(base), yearly(alone)
        keys = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        compared = Comparison(base, recalculate(base, book))
        said = {
            row[:2]: row[2]
            for row in compared.people().select("unit_id", "scheme", "difference").rows()
        }
        whole = sum(after.values()) - sum(before.values())

        assert {key: after.get(key, 0) - before.get(key, 0) for key in keys} == said
        assert whole == sum(compared.groups()["difference"])
        assert whole == sum(compared.groups(("scheme",))["difference"])
        for by in (("scheme",), ("month",), ("scheme", "bracket"), ("payer",), ("payer", "month")):
            assert whole == sum(compared.costs(by)["difference"])


@pytest.mark.parametrize("seed", SEEDS)
def test_undetermined_people_are_in_no_other_group(seed):
    """Fails if an undetermined month counts as nothing, so that somebody seems to lose."""
    base, reforms = books(seed)
    compared = Comparison(base, recalculate(base, reforms[1]))
    open_ = set(compared.undetermined()["unit_id"])
    groups = compared.groups()
    units = dict(groups.select("change", "units").rows())
    moved = compared.people().filter(compared.people()["change"] != "undetermined")
    open_pairs = set(compared.undetermined().select("unit_id", "scheme").rows())

    assert len(open_) == units.get("undetermined", 0)
    assert not open_pairs & set(moved.select("unit_id", "scheme").rows())


def yearly(result):
    """The amount of every person and scheme."""
    return {row[:2]: row[2] for row in result.annual().select("unit_id", "scheme", "amount").rows()}
