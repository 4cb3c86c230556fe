"""Costs from person-months are those of a calculation, to the fen; and when they may be used."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

import pytest
from attrs import evolve

from subsidy.calculation import calculate
from subsidy.dates import read_period
from subsidy.errors import RulesRefused
from subsidy.expression.nodes import (
    Compare,
    Comparison,
    Literal,
    MoneyLiteral,
    Multiply,
    ParameterValue,
)
from subsidy.rulebook.model import NetScheme, ParameterKind
from subsidy.scenario.costing import Costing
from tests.drawing import by_hand
from tests.drawing.by_hand import age_between, age_rows, flat, scheme
from tests.drawing.people import Crowd
from tests.properties.worlds import result_of, without_relations, world
from tests.scenario.overlays import reformed
from tests.strategies import Situation

SEEDS = range(8_000, 8_030)
YEAR = read_period("2023")


def drawn(seed):
    """A drawn world, often without relations, and reforms of its rates."""
    random = Random(seed)
    situation = world(seed, people=12)
    base = result_of(without_relations(situation) if seed % 2 else situation)
    return Costing(base), [reformed(random, base.book, base.period) for _ in range(4)]


@pytest.mark.parametrize("seed", SEEDS)
def test_costs_from_person_months_are_those_of_a_calculation(seed):
    """By scheme, to the fen, on drawn books, people and changes.

    Fails if instalments are rounded together, or a month is priced at another month's rate.
    """
    costing, reforms = drawn(seed)
    for book in reforms:
        fast = costing.from_person_months(book)
        if fast is None:
            continue
        alone = calculate(book, costing.baseline.people, costing.baseline.period)
        fen = {
            row[0]: int(row[1] * 100)
            for row in alone.totals(("scheme",)).select("scheme", "amount").rows()
        }

        assert {s.name: fen.get(s.name, 0) for s in book.schemes} == fast.by_scheme


def test_person_months_answer_many_of_the_drawn_questions():
    """The property above would say nothing if they answered none, or none that costs anything."""
    answered = [
        fast.total != sum(costing.baseline_costs.values())
        for costing, reforms in map(drawn, SEEDS)
        for book in reforms
        if (fast := costing.from_person_months(book)) is not None
    ]

    assert len(answered) > 20
    assert sum(answered) > 5


def costing_of(*schemes, parameters=(), highest_of=()):
    """People born 1930 to 1949 under a book made by hand."""
    people = tuple({"birth_date": date(year, 5, 20)} for year in range(1930, 1950))
    book = by_hand.book(*schemes, parameters=parameters, highest_of=highest_of)
    return Costing(result_of(Situation(book, YEAR, Crowd(("birth_date",), people))))


OLD = age_between(80, None)


def test_a_flat_rate_needs_no_people():
    """Brackets, yearly and monthly."""
    rows = age_rows((80, 90, 60_001), (90, None, 120_000), per_months=12)
    costing = costing_of(scheme("old", OLD, rows))

    rate = f"old.{rows[0].name}"
    book = costing.baseline.book.reform({rate: "+0.01"})

    assert costing.is_fast(book)
    assert costing.costs(book).by_scheme == fresh(costing, book)


def test_a_share_that_rates_are_worked_out_with_needs_no_people():
    """One row reads it, the row beside it does not; the rate of that one is changed besides.

    Fails if a row that is as before is priced as before although what it reads is another.
    """
    half = by_hand.version("2020-01", Literal(Fraction(1, 2)))
    share = by_hand.parameter("share", half, kind=ParameterKind.SHARE, per_months=None)
    row, other = age_rows((80, 90, 60_001), (90, None, 120_000), per_months=12)
    part = Multiply(ParameterValue("share"), MoneyLiteral(60_001, 12))
    read = evolve(row, versions=(evolve(row.versions[0], pay=part),))
    costing = costing_of(scheme("old", OLD, (read, other)), parameters=(share,))

    for changes in ({"share": "2/3"}, {"share": "2/3", f"old.{other.name}": "+0.07"}):
        book = costing.baseline.book.reform(changes)

        assert costing.is_fast(book)
        assert costing.costs(book).by_scheme == fresh(costing, book)
        assert costing.costs(book).total > costing.baseline_costs["old"]


@pytest.mark.parametrize(
    ("schemes", "options"),
    [
        ([("first", {}), ("second", {"nets": (NetScheme("first"),)})], {}),
        ([("first", {}), ("second", {})], {"highest_of": (("first", "second"),)}),
    ],
    ids=["netted", "competing"],
)
def test_a_rate_that_others_look_at_needs_people(schemes, options):
    """Fails if what others net by, or compete with, is priced alone."""
    made = [scheme(name, OLD, flat(5_000), **more) for name, more in schemes]
    costing = costing_of(*made, **options)
    book = costing.baseline.book.reform({"first": "+10.00"})

    assert not costing.is_fast(book)
    assert costing.costs(book).by_scheme == fresh(costing, book)


def test_a_rate_with_a_bound_needs_people():
    """Fails if a cap is forgotten."""
    one = scheme("old", OLD, flat(5_000))
    capped = evolve(one, amount=evolve(one.amount, at_most=MoneyLiteral(5_100, 1)))
    costing = costing_of(capped)
    book = costing.baseline.book.reform({"old": "+10.00"})

    assert not costing.is_fast(book)
    assert costing.costs(book).by_scheme == fresh(costing, book)


def test_a_parameter_that_decides_who_is_paid_needs_people():
    """An age that is a parameter. Fails if it is taken for a rate."""
    limit = by_hand.parameter(
        "limit", by_hand.version("2020-01", Literal(80)), kind=ParameterKind.WHOLE, per_months=None
    )
    older = Compare(Comparison.AT_LEAST, by_hand.AGE, ParameterValue("limit"))
    costing = costing_of(scheme("old", older, flat(5_000)), parameters=(limit,))
    book = costing.baseline.book.reform({"limit": "85"})

    assert not costing.is_fast(book)
    assert costing.costs(book).by_scheme == fresh(costing, book)
    assert costing.costs(book).total < costing.baseline_costs["old"]


def test_a_rate_of_nothing_matters_to_whom_it_excludes():
    """At zero the first pays nobody, so the second pays. Fails if ``> 0`` is not looked at."""
    second = evolve(scheme("second", OLD, flat(3_000)), unless_paid=("first",))
    costing = costing_of(scheme("first", OLD, flat(5_000)), second)
    dearer, nothing = (costing.baseline.book.reform({"first": text}) for text in ("+1.00", "-100%"))

    assert costing.is_fast(dearer)
    assert not costing.is_fast(nothing)
    assert costing.costs(nothing).by_scheme == fresh(costing, nothing)
    assert costing.costs(nothing).by_scheme["second"] > 0


def test_people_paid_nothing_now_are_not_forgotten():
    """A baseline rate of nothing counts nobody. Fails if its person-months are taken for all."""
    costing = costing_of(scheme("old", OLD, flat(0)))
    book = costing.baseline.book.reform({"old": "50.00 per month"})

    assert not costing.is_fast(book)
    assert costing.costs(book).by_scheme == fresh(costing, book)
    assert costing.costs(book).total > 0


def test_a_rate_that_is_missing_is_refused_as_ever():
    """Fails if a month without a rate costs nothing."""
    costing = costing_of(scheme("old", OLD, flat(5_000)))
    book = costing.baseline.book
    row = book.schemes[0].amount.rows[0]
    short = evolve(row, versions=(evolve(row.versions[0], until_month=YEAR.first),))
    changed = evolve(book.schemes[0], amount=evolve(book.schemes[0].amount, rows=(short,)))

    with pytest.raises(RulesRefused):
        costing.costs(evolve(book, schemes=(changed,)))


def fresh(costing, book):
    """Fen by scheme of a calculation of its own."""
    result = calculate(book, costing.baseline.people, costing.baseline.period)
    fen = {row["scheme"]: int(row["amount"] * 100) for row in result.totals(("scheme",)).to_dicts()}
    return {one.name: fen.get(one.name, 0) for one in book.schemes}
