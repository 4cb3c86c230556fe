"""Invariants of conservation: nobody and nothing is lost, doubled or mixed up.

Numbers such as I-2 are those of the project's list of invariants. Each docstring names a
deliberate fault that makes the test fail.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from random import Random

import polars as pl
import pytest
from attrs import evolve

from subsidy.calculation import calculate
from subsidy.dates import Month, Period, read_period
from subsidy.expression.nodes import Holds, Literal
from subsidy.rulebook.model import Row
from subsidy.rulebook.shelf import load_rulebook
from tests.drawing import by_hand
from tests.drawing.people import Crowd, draw_crowd
from tests.properties.worlds import (
    SEEDS,
    base_name,
    conclusions,
    facts_read,
    fen,
    paid_rows,
    result_of,
    statuses,
    with_rows,
    world,
)
from tests.strategies import Situation

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seed", range(8))
def test_every_record_is_calculated_or_set_aside(seed: int) -> None:
    """I-1: records read are those calculated and those set aside. Fault: drop bad rows silently."""
    register = _register(Random(seed), 60)
    result = calculate(load_rulebook("cn/hunan/zhuzhou/shifeng"), register, "2023")
    aside = {row.row for row in result.people.set_aside}
    ids = {f"P{number}" for number in range(1, 61) if number not in aside}

    assert 60 == result.people.records_read == len(result.people) + len(aside)
    assert ids == set(result.people.ids)
    assert 0 < len(aside) < 60


@pytest.mark.parametrize("seed", SEEDS)
def test_totals_of_any_grouping_are_the_sum_of_their_rows(seed: int) -> None:
    """I-2: any grouping sums to the fen. Fault: round to yuan."""
    situation = world(seed)
    result = result_of(situation)
    in_fen = sum(fen(situation).values())
    columns = ["scheme", "bracket", "month", "unit_id"]

    for size in range(3):
        for by in combinations(columns[:3], size):
            frame = result.totals(by) if by else result.annual()
            assert in_fen == _sum(frame)
    assert in_fen == _sum(result.monthly()) == _sum(result.annual())


@pytest.mark.parametrize("seed", SEEDS)
def test_totals_by_scheme_equal_the_rows_of_that_scheme(seed: int) -> None:
    """I-2: group by group, with people and months.

    Fault: add an amount to its neighbour's group, or count a person once for each spell.
    """
    situation = world(seed)
    paid = fen(situation)
    expected = {
        scheme.name: (
            len({row for row, name, _ in paid if name == scheme.name}),
            sum(name == scheme.name for _, name, _ in paid),
            sum(amount for (_, name, _), amount in paid.items() if name == scheme.name),
        )
        for scheme in situation.book.schemes
    }
    rows = result_of(situation).totals(("scheme",)).iter_rows(named=True)
    got = {r["scheme"]: (r["units"], r["unit_months"], int(r["amount"] * 100)) for r in rows}

    assert {name: told for name, told in expected.items() if told[1]} == got


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_people_does_not_matter(seed: int) -> None:
    """I-3: a permuted register gives permuted rows. Fault: carry state from row to row."""
    situation = world(seed)
    order = list(range(len(situation.crowd.rows)))
    Random(seed).shuffle(order)
    shuffled = with_rows(situation, [situation.crowd.rows[row] for row in order])
    back = {
        (order[row], scheme, month): said
        for (row, scheme, month), said in conclusions(shuffled).items()
    }

    assert conclusions(situation) == back


@pytest.mark.parametrize("seed", SEEDS)
def test_two_halves_make_the_whole(seed: int) -> None:
    """I-4: a register in parts gives the parts of the result. Fault: lose the row at a batch's edge."""
    situation = world(seed)
    rows, half = situation.crowd.rows, len(situation.crowd.rows) // 3
    first = conclusions(with_rows(situation, rows[:half]))
    second = conclusions(with_rows(situation, rows[half:]))
    moved = {(row + half, scheme, month): said for (row, scheme, month), said in second.items()}

    assert conclusions(situation) == first | moved


@pytest.mark.parametrize("seed", SEEDS)
def test_a_period_in_parts_gives_the_months_of_the_whole(seed: int) -> None:
    """I-5: every cut of the period, what is concluded and what is listed as paid.

    Fault: pay a standard's instalments from the period's start, or look no day back.
    """
    situation = world(seed, people=15)
    period, whole, listed = situation.period, statuses(situation), paid_rows(situation)

    for cut in range(period.first + 1, period.end):
        parts = [
            evolve(situation, period=Period(period.first, Month(cut))),
            evolve(situation, period=Period(Month(cut), period.end)),
        ]
        joined = [statuses(part) for part in parts]
        assert whole == joined[0] | joined[1]
        assert listed == sorted(paid_rows(parts[0]) + paid_rows(parts[1]))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_no_rule_reads_changes_nothing(seed: int) -> None:
    """I-8: scramble every column that no formula reads. Fault: sort people by all their columns."""
    situation = world(seed)
    read = facts_read(situation.book)
    others = draw_crowd(Random(seed + 1), situation.book, situation.period, 25).rows
    unread = [c for c in situation.crowd.columns if base_name(c, situation.book) not in read]
    scrambled = [
        row | {column: other.get(column) for column in unread}
        for row, other in zip(situation.crowd.rows, others, strict=True)
    ]

    assert unread
    assert conclusions(situation) == conclusions(with_rows(situation, scrambled))


@pytest.mark.parametrize("seed", SEEDS)
def test_columns_that_no_rule_reads_need_not_be_there(seed: int) -> None:
    """I-8: leave those columns out altogether. Fault: demand every declared date."""
    situation = world(seed)
    read = facts_read(situation.book)
    kept = tuple(c for c in situation.crowd.columns if base_name(c, situation.book) in read)
    rows = tuple({column: row[column] for column in kept} for row in situation.crowd.rows)

    assert conclusions(situation) == conclusions(evolve(situation, crowd=Crowd(kept, rows)))


@pytest.mark.parametrize("seed", SEEDS)
def test_somebody_who_is_due_nothing_changes_nobody(seed: int) -> None:
    """I-18: add people without any fact given. Fault: for one unknown forget who is known."""
    situation = world(seed)
    nobody = dict.fromkeys(situation.crowd.columns)
    more = with_rows(situation, [*situation.crowd.rows, nobody, nobody])
    others = {key: said for key, said in conclusions(more).items() if key[0] < 25}

    assert conclusions(situation) == others


@pytest.mark.parametrize("seed", SEEDS)
def test_removing_one_person_takes_away_their_rows_only(seed: int) -> None:
    """I-19: the total falls by exactly what was theirs. Fault: a cache that is keyed by the row."""
    situation = world(seed)
    rows = list(situation.crowd.rows)
    gone = seed % len(rows)
    fewer = fen(with_rows(situation, rows[:gone] + rows[gone + 1 :]))
    whole = fen(situation)
    theirs = sum(amount for (row, _, _), amount in whole.items() if row == gone)

    assert sum(whole.values()) - theirs == sum(fewer.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_people_alike_in_all_facts_are_treated_alike(seed: int) -> None:
    """I-24: everybody twice. Fault: let the row number decide a tie."""
    situation = world(seed, people=12)
    for each in (situation, _tied(people=12), _tied(people=12, rises="2023-07")):
        twice = conclusions(with_rows(each, [*each.crowd.rows, *each.crowd.rows]))

        assert twice
        for (row, scheme, month), said in twice.items():
            assert said == twice.get(((row + 12) % 24, scheme, month))


def test_mending_a_record_moves_exactly_it() -> None:
    """I-33: everybody else stays where they were. Fault: set aside the neighbour by an index."""
    book = load_rulebook("cn/hunan/zhuzhou/shifeng")
    register = _register(Random(3), 40)
    before = calculate(book, register, "2023")
    broken = before.people.set_aside[0].row
    register[broken - 1]["birth_date"] = "1940-01-01"
    register[broken - 1]["disability_grade"] = None
    after = calculate(book, register, "2023")

    assert {row.row for row in before.people.set_aside} - {broken} == {
        row.row for row in after.people.set_aside
    }
    assert {f"P{broken}"} == set(after.people.ids) - set(before.people.ids)


@pytest.mark.parametrize("seed", SEEDS)
def test_running_twice_gives_the_same_frames(seed: int) -> None:
    """I-6: row by row, in the same order. Fault: write into a table that is kept."""
    first, second = result_of(world(seed)), result_of(world(seed))

    assert first.monthly().equals(second.monthly())
    assert first.undetermined().equals(second.undetermined())
    assert first.spells().equals(second.spells())


def test_another_process_gives_the_same_frames() -> None:
    """I-7: Python orders sets of names anew in every process. Fault: iterate over a set of names."""
    program = "from tests.properties.worlds import SEEDS, fingerprint; print(fingerprint(SEEDS))"
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2", "3")
    }

    assert 1 == len(told)


def test_totals_are_exact_beyond_what_a_float_holds() -> None:
    """I-2: odd fen above 2⁵³, from few people. Fault: aggregate through a float."""
    amount = 2**53 + 1
    book = by_hand.book(by_hand.scheme("aid", Holds("alive"), by_hand.flat(amount)))
    people = tuple({"birth_date": date(1940, 1, 1)} for _ in range(3))
    result = result_of(Situation(book, read_period("2023"), Crowd(("birth_date",), people)))

    for by in ((), ("scheme",), ("year",), ("month",), ("scheme", "month")):
        assert 36 * amount == _sum(result.totals(by))
    assert 36 * amount == _sum(result.annual()) == _sum(result.monthly())


def _tied(people: int, rises: str | None = None) -> Situation:
    """Two schemes of which the higher is paid, and both are equally high; both rise together."""
    later = ((rises, by_hand.per_month(4)),) if rises else ()
    versions = by_hand.pays((None, by_hand.per_month(3)), *later)
    rows = (Row("", Literal(value=True), versions, by_hand.HERE),)
    schemes = (by_hand.scheme(name, Holds("alive"), rows) for name in "ab")
    book = by_hand.book(*schemes, highest_of=(("a", "b"),))
    crowd = Crowd(("birth_date",), ({"birth_date": date(1940, 1, 1)},) * people)
    return Situation(book, read_period("2023"), crowd)


def _sum(frame: pl.DataFrame) -> int:
    return sum(int(amount * 100) for amount in frame["amount"] if isinstance(amount, Decimal))


def _register(random: Random, count: int) -> list[dict[str, str | None]]:
    """Invented old people, some of whose records cannot be trusted."""
    births = ["1940-01-01", "1933-08-15", "1943-02-30", "19430501", "2999-01-01", "1941-05-20"]
    grades = ["1", "4", "一级", "9", None, None, None]
    return [
        {
            "person_id": f"P{number}",
            "birth_date": random.choice(births),
            "disability_grade": random.choice(grades),
        }
        for number in range(1, count + 1)
    ]
