"""Two roads, one answer, where timing, rounding and stacking change from some month on."""

from __future__ import annotations

import os
from random import Random

import numpy as np
import pytest
from attrs import evolve

from subsidy.dates import Month
from subsidy.engine.kernel import run
from subsidy.plan.build import build_plan
from subsidy.results.amounts import add_by_row, amounts_of_period, spell_amounts
from subsidy.rulebook.order import in_dependency_order
from tests.agreement.comparing import (
    both_engines,
    describe,
    differences,
    reference_conclusions,
    smallest,
    vector_conclusions,
)
from tests.agreement.of_units import by_reference, by_vectors, differing, draw_village
from tests.drawing.later import with_later_rules
from tests.drawing.people import people_of
from tests.strategies import draw_situation

QUICK = os.environ.get("SUBSIDY_TESTS") == "quick"
CHUNKS = 2 if QUICK else 8
BOOKS = 10


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_both_engines_give_everybody_the_same(chunk: int) -> None:
    """Status, fen, bracket and missing facts; and the later rules make a difference."""
    others = 0
    for seed in range(chunk * BOOKS, (chunk + 1) * BOOKS):
        random = Random(50_000 + seed)
        plain = draw_situation(random, people=20)
        situation = evolve(plain, book=with_later_rules(random, plain.book, plain.period))
        found = both_engines(situation)
        assert not differences(*found), f"seed {seed}\n" + describe(smallest(situation))
        others += found[0] != reference_conclusions(plain)

    assert others > 0


@pytest.mark.parametrize("chunk", range(CHUNKS // 2))
def test_both_engines_give_every_unit_the_same(chunk: int) -> None:
    """Persons, households with their shares, institutions; frozen amounts, first months."""
    for seed in range(chunk * BOOKS, (chunk + 1) * BOOKS):
        random = Random(60_000 + seed)
        plain = draw_village(random, 5)
        village = evolve(plain, book=with_later_rules(random, plain.book, plain.period))

        assert not differing(by_vectors(village), by_reference(village)), f"seed {seed}"


@pytest.mark.parametrize("batch_rows", [1, 7])
def test_the_size_of_a_batch_changes_nothing(batch_rows: int) -> None:
    """Stretches are put together batch by batch."""
    random = Random(50_011)
    plain = draw_situation(random, people=20)
    situation = evolve(plain, book=with_later_rules(random, plain.book, plain.period))

    assert [] == differences(*both_engines(situation, batch_rows))


@pytest.mark.parametrize("seed", range(50_020, 50_030))
def test_sums_over_the_period_are_those_of_the_spells(seed: int) -> None:
    """Without keeping spells."""
    random = Random(seed)
    plain = draw_situation(random, people=20)
    book = with_later_rules(random, plain.book, plain.period)
    people = people_of(book, plain.crowd)
    plan = build_plan(book, plain.period, frozenset(plain.crowd.columns))
    sums = amounts_of_period(plan, people)

    for due in run(plan, people).schemes:
        own = np.zeros(len(people), np.int64)
        add_by_row(own, due.row, spell_amounts(due, plan.period))
        assert own.tolist() == sums[due.scheme].tolist()


def plain_book(book, month):
    """The rules of one month as a book of their own, put together without the engines' help."""
    schemes = []
    for scheme in book.schemes:
        begun = [rules for rules in scheme.later if rules.from_month <= month]
        now = evolve(scheme, later=())
        if begun:
            rules = begun[-1]
            amount = evolve(
                scheme.amount,
                net_of=rules.net_of,
                at_least=rules.at_least,
                at_most=rules.at_most,
            )
            now = evolve(
                now,
                amount=amount,
                timing=rules.timing,
                rounding=rules.rounding,
                unless_paid=rules.unless_paid,
                only_if_paid=rules.only_if_paid,
                until_month=now.until_month if rules.is_in_force else Month(1),
            )
        schemes.append(now)
    overlaps = [
        evolve(one, from_month=None, until_month=None)
        for one in book.overlaps
        if (one.from_month is None or one.from_month <= month)
        and (one.until_month is None or one.until_month > month)
    ]
    ordered = in_dependency_order(schemes, overlaps)
    return evolve(book, schemes=ordered, overlaps=tuple(overlaps))


@pytest.mark.parametrize("seed", range(50_000, 50_020))
def test_each_month_is_that_of_a_plain_book(seed: int) -> None:
    """As if the rules of the month had always held: status, fen, bracket, missing facts.

    Both engines ask one place which rules hold; this asks another.
    """
    random = Random(seed)
    plain = draw_situation(random, people=12)
    book = with_later_rules(random, plain.book, plain.period)
    columns, people = frozenset(plain.crowd.columns), people_of(book, plain.crowd)

    def told(rules):
        return vector_conclusions(run(build_plan(rules, plain.period, columns), people))

    expected = {
        key: said
        for month in plain.period.months()
        for key, said in told(plain_book(book, month)).items()
        if key[2] == month
    }

    assert expected == told(book)
