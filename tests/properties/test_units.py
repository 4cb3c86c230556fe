"""Invariants of households, their members and institutions, on drawn rulebooks.

Each docstring names a deliberate fault that makes the test fail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

import polars as pl
import pytest
from attrs import evolve

from subsidy.dates import Month, Period, show_month
from subsidy.expression.nodes import MoneyLiteral
from subsidy.rulebook.model import Rulebook
from tests.drawing.unit_books import turned
from tests.properties.villages import (
    SEEDS,
    Key,
    all_rivals,
    each_alone,
    once_a_year,
    otherwise_ordered,
    settle,
    some_homes,
    village,
    where_somebody_counts,
    with_a_cell_emptied,
)

FLOOR_FEN = 70_000

every_village = pytest.mark.parametrize("seed", SEEDS)


@every_village
def test_the_members_shares_sum_to_what_the_household_is_due(seed: int) -> None:
    """To the fen, in every month, whoever dies, leaves or is supported elsewhere.

    Fault: give every member the rounded share.
    """
    one = village(seed, where_somebody_counts)
    said = settle(one)
    shared = {scheme.name for scheme in one.book.schemes if scheme.split_among}
    home_of = dict(zip(one.roster.persons.keys, one.roster.link, strict=True))
    sums: Counter[tuple[str | None, str, str]] = Counter()
    for (person, scheme, month), fen in said.shares.items():
        sums[home_of[person], scheme, month] += fen
    due = {
        (key, scheme, month): fen
        for (unit, key, scheme, month), fen in said.due.items()
        if unit == "household" and scheme in shared
    }

    assert due == sums


@every_village
def test_no_unit_is_paid_what_is_excluded_by_what_it_is_paid(seed: int) -> None:
    """Nor by its share of what its household is paid.

    Fault: pay a person beside the share that excludes it.
    """
    one = village(seed)
    said = settle(one)
    rules = {scheme.name: scheme for scheme in said.result.whole_book.schemes}
    for unit, key, scheme, month in said.due:
        for other in rules[scheme].unless_paid:
            assert (unit, key, other, month) not in said.due
            assert unit != "person" or (key, other, month) not in said.shares


@every_village
def test_what_is_paid_only_beside_another_is_never_paid_alone(seed: int) -> None:
    """Neither to a household nor to a member.

    Fault: do not ask for the scheme that has to be paid beside.
    """
    one = village(seed)
    said = settle(one)
    rules = {scheme.name: scheme for scheme in said.result.whole_book.schemes}
    for unit, key, scheme, month in said.due:
        for other in rules[scheme].only_if_paid:
            assert (unit, key, other, month) in said.due or (key, other, month) in said.shares


@every_village
def test_of_a_group_one_at_most_is_paid(seed: int) -> None:
    """It is the highest, in every month, whatever unit the group pays.

    Fault: keep what another of the group outbids.
    """
    one = village(seed, all_rivals)
    said, bare = settle(one), settle(evolve(one, book=evolve(one.book, overlaps=())))
    rivals = {name for overlap in said.result.whole_book.overlaps for name in overlap.schemes}
    open_ = {(unit, key, month) for unit, key, _, month in said.open | bare.open}
    highest: dict[tuple[str, str, str], int] = {}
    for (unit, key, scheme, month), fen in bare.due.items():
        if scheme in rivals and (unit, key, month) not in open_:
            highest[unit, key, month] = max(fen, highest.get((unit, key, month), 0))
    paid = [
        ((unit, key, month), fen)
        for (unit, key, scheme, month), fen in said.due.items()
        if scheme in rivals and (unit, key, month) not in open_
    ]

    assert sorted(highest.items()) == sorted(paid)


@every_village
def test_a_floor_never_lowers_and_lifts_no_higher_than_itself(seed: int) -> None:
    """Who is above it stays, who is below it has it, who is not eligible has nothing.

    Fault: let a floor take the place of what is above it.
    """

    def floored(book: Rulebook) -> Rulebook:
        floor = MoneyLiteral(FLOOR_FEN, 1)
        return evolve(
            book,
            schemes=tuple(
                evolve(s, amount=evolve(s.amount, at_least=floor)) for s in each_alone(book).schemes
            ),
            overlaps=(),
        )

    one = village(seed, each_alone)
    bare, lifted = settle(one), settle(evolve(one, book=floored(one.book)))
    everybody = set(lifted.due) | set(bare.due)

    assert everybody == set(lifted.due)
    assert {key: max(bare.due.get(key, 0), FLOOR_FEN) for key in everybody} == lifted.due
    assert bare.open == lifted.open


@every_village
def test_funding_sums_to_what_is_paid(seed: int) -> None:
    """Month by month and scheme by scheme, and nobody bears less than nothing.

    Fault: round every payer's part by itself.
    """
    result = settle(village(seed)).result
    borne = result.funding(("scheme", "month", "payer"))
    by = ("scheme", "month")
    sums = borne.group_by(by).agg(pl.col("amount").sum()).sort(by).rows()

    assert result.totals(by).select(*by, "amount").sort(by).rows() == sums
    assert (borne["amount"] >= 0).all()


@every_village
def test_the_order_of_registers_and_of_schemes_does_not_matter(seed: int) -> None:
    """Persons, households and institutions in any order; schemes in any that waits for none.

    Fault: take the members in the order of their rows.
    """
    one, random = village(seed), Random(seed)
    roster = otherwise_ordered(random, one.roster)
    other = evolve(one, roster=roster, book=turned(random, one.book))
    said, turned_about = settle(one), settle(other)

    assert said.due == turned_about.due
    assert said.shares == turned_about.shares
    assert said.open == turned_about.open


@pytest.mark.parametrize("change", [None, once_a_year])
@every_village
def test_a_month_is_paid_alike_whichever_months_are_asked_for(
    seed: int, change: Callable[[Rulebook], Rulebook] | None
) -> None:
    """First months, frozen amounts and members' shares come from before the period.

    Fault: look no further back than the period.
    """
    one = village(seed, change)
    whole = settle(one)
    for month in one.period.months()[-4:]:
        alone = settle(one, Period(month, Month(month + 1)))
        here = {key: fen for key, fen in whole.due.items() if key[3] == show_month(month)}
        open_ = whole.open | alone.open

        assert _sure(here, open_) == _sure(alone.due, open_)


@every_village
def test_a_household_is_due_the_same_without_the_others(seed: int) -> None:
    """So that registers may be cut into pieces between households.

    Fault: count the members of the household before.
    """
    one = village(seed)
    said = settle(one)
    assert one.roster.homes is not None
    homes = list(one.roster.homes.keys)[::2]
    alone = settle(evolve(one, roster=some_homes(one.roster, homes)))
    persons = {
        p for p, h in zip(one.roster.persons.keys, one.roster.link, strict=True) if h in homes
    }

    assert {k: f for k, f in said.due.items() if k[1] in persons | {*homes}} == alone.due
    assert {k: f for k, f in said.shares.items() if k[0] in persons} == alone.shares
    assert {k for k in said.open if k[1] in persons | {*homes}} == alone.open


@every_village
def test_what_is_decided_without_a_value_is_the_same_with_it(seed: int) -> None:
    """Unknown is never taken for a value: where one is emptied, an amount stays or is open.

    Fault: count whoever may count.
    """
    one = village(seed)
    fewer = with_a_cell_emptied(Random(seed), one, 30)
    said, guarded = settle(one), settle(fewer)

    assert _sure(said.due, said.open | guarded.open) == _sure(guarded.due, said.open | guarded.open)
    assert said.open <= guarded.open


def _sure(due: dict[Key, int], open_: set[Key]) -> dict[Key, int]:
    return {key: fen for key, fen in due.items() if key not in open_}
