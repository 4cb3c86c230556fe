"""Small worlds whose answers are worked out on paper, where drawn ones seldom come.

Each docstring names a deliberate fault that makes the test fail.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest

from subsidy.dates import Period, read_month, read_period
from subsidy.engine.outcome import Status
from subsidy.expression.nodes import (
    And,
    Compare,
    Comparison,
    FactValue,
    Holds,
    Literal,
    MoneyLiteral,
    Node,
    Not,
    OneOf,
)
from subsidy.rulebook.model import NetAmount, Row, Scheme, Timing, When
from tests.agreement.comparing import Conclusion
from tests.drawing import by_hand
from tests.drawing.by_hand import NEXT, SAME, age_between, age_rows, flat, pays, scheme, timing
from tests.drawing.people import Crowd
from tests.properties.worlds import conclusions, fen
from tests.strategies import Situation

Way = Callable[[Scheme], Scheme]
YEAR = read_period("2023")
ALIVE = Holds("alive")
BORN = date(1940, 1, 1)
JUNE, JULY = read_month("2023-06"), read_month("2023-07")
CONVENTIONS = [timing(*three) for three in product(When, When, When)]
IDS = ["-".join(w.name[:4].lower() for w in (t.start, t.change, t.stop)) for t in CONVENTIONS]
SHARE, GRADE, CATEGORY, BOARDER = map(FactValue, ("share", "grade", "category", "boarder"))
POOR = Compare(Comparison.LESS, SHARE, MoneyLiteral(50_000, 1))
SEVERE = Compare(Comparison.AT_MOST, GRADE, Literal(2))
MENTAL = Compare(Comparison.EQUAL, CATEGORY, Literal("mental"))


def people(*rows: dict[str, object]) -> Crowd:
    """People over every column that any of them has."""
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    return Crowd(columns, tuple({name: row.get(name) for name in columns} for row in rows))


@pytest.mark.parametrize("way", by_hand.BOTH_WAYS)
@pytest.mark.parametrize("when", CONVENTIONS, ids=IDS)
def test_a_new_rate_counts_from_its_first_month(when: Timing, way: Way) -> None:
    """I-26: in whichever month facts are looked at. Fault: take the rate of the deciding day."""
    versions = pays((None, MoneyLiteral(100, 1)), ("2023-07", MoneyLiteral(200, 1)))
    rows = (Row("", Literal(value=True), versions, by_hand.HERE),)
    book = by_hand.book(way(scheme("aid", ALIVE, rows, when=when)))
    paid = fen(Situation(book, YEAR, people({"birth_date": BORN, "share": 0})))

    assert {month: 100 if month < JULY else 200 for month in YEAR.months()} == {
        month: amount for (_, _, month), amount in paid.items()
    }


@pytest.mark.parametrize("way", by_hand.BOTH_WAYS)
@pytest.mark.parametrize(
    ("change", "person", "due"),
    [
        (SAME, {"birth_date": date(1933, 6, 20), "death_date": date(2023, 6, 10)}, 5_000),
        (NEXT, {"birth_date": date(1933, 6, 10), "hukou_from": date(2023, 6, 15)}, 10_000),
    ],
    ids=["dies before a birthday", "moves in after a birthday"],
)
def test_the_deciding_day_lies_in_the_run(
    change: When, person: dict[str, object], due: int, way: Way
) -> None:
    """A month of which a part counts is worked out from a day that counts.

    Fault: move the deciding day past the end of the run, or before its beginning.
    """
    rates = age_rows((0, 90, 5_000), (90, None, 10_000))
    eligible = And((ALIVE, Holds("local")))
    book = by_hand.book(way(scheme("old_age", eligible, rates, when=timing(change=change))))

    paid = fen(Situation(book, Period(JUNE, JULY), people({**person, "share": 0})))

    assert {(0, "old_age", JUNE): due} == paid


def test_only_what_is_paid_excludes() -> None:
    """I-14: a top-up of nothing leaves the other. Fault: look at eligibility instead of payment."""
    top_up = scheme("top_up", ALIVE, flat(65_000), nets=(NetAmount(SHARE, ALIVE),))
    other = scheme("other", ALIVE, flat(100), unless_paid=("top_up",))
    shares = (64_999, 65_000, 65_001)
    crowd = people(*({"birth_date": BORN, "share": share} for share in shares))
    paid = fen(Situation(by_hand.book(top_up, other), YEAR, crowd))

    assert {(0, "top_up"), (1, "other"), (2, "other")} == {(row, name) for row, name, _ in paid}


def _aid(eligible: Node, **amount: object) -> Scheme:
    return scheme("aid", eligible, flat(100), **amount)


@pytest.mark.parametrize("is_column_there", [True, False])
@pytest.mark.parametrize(
    ("aid", "fact"),
    [
        (_aid(POOR), "share"),
        (_aid(Not(POOR)), "share"),
        (_aid(SEVERE), "grade"),
        (_aid(Not(SEVERE)), "grade"),
        (_aid(OneOf(GRADE, (1, 2))), "grade"),
        (_aid(MENTAL), "category"),
        (_aid(Not(MENTAL)), "category"),
        (_aid(BOARDER), "boarder"),
        (_aid(Not(BOARDER)), "boarder"),
        (_aid(age_between(80, None)), "birth_date"),
        (_aid(age_between(0, 80)), "birth_date"),
        (_aid(ALIVE), "birth_date"),
        (_aid(Literal(value=True), nets=(NetAmount(SHARE, Literal(value=True)),)), "share"),
        (_aid(Literal(value=True), at_most=SHARE), "share"),
        (_aid(Literal(value=True), at_least=SHARE), "share"),
    ],
)
def test_an_empty_cell_is_never_money(aid: Scheme, fact: str, *, is_column_there: bool) -> None:
    """Unknown is not zero: neither the condition nor its opposite pays, and both name the fact.

    Fault: read an empty cell as 0, take unknown for no, or take unknown for yes.
    """
    given = {
        "birth_date": BORN, "share": 1, "grade": 1, "category": "mental", "boarder": True
    }  # fmt: skip
    crowd = people(dict.fromkeys(given), given) if is_column_there else people({})
    said = conclusions(Situation(by_hand.book(aid), YEAR, crowd))
    unknown = Conclusion(Status.UNDETERMINED, missing=frozenset({fact}))

    assert {(0, "aid", month): unknown for month in YEAR.months()} == {
        key: one for key, one in said.items() if key[0] == 0
    }
