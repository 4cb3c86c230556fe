"""Households, shares and frozen amounts against answers worked out on paper, by both engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from attrs import evolve

import subsidy
from subsidy.dates import Month, read_period, show_month
from subsidy.engine.outcome import Status
from subsidy.engine.reference import MonthOutcome, Reference
from subsidy.expression.nodes import (
    FactValue,
    Holds,
    Literal,
    Since,
)
from subsidy.rulebook.model import AmountRule, Frozen, NetScheme, Row, Rulebook, Scheme
from subsidy.rulebook.model import Status as Held
from tests.drawing.by_hand import NEXT, SAME, flat, pays, scheme, timing
from tests.drawing.facts import words
from tests.drawing.homes_by_hand import HERE, LIVING, book, roof

UNITS = frozenset({"person", "household"})
Rows = Sequence[Mapping[str, object]]
Told = dict[tuple[str, str, str], object]
OLD = date(1950, 3, 1)
APPROVED = date(2022, 1, 1)
OF_PERSON = flat(5_000)


def by_vectors(rules: Rulebook, people: Rows, homes: Rows, period: str) -> Told:
    """Fen, or what is missing, by unit, scheme and month; shares apart."""
    result = subsidy.calculate(rules, _texts(people), period, households=_texts(homes))
    told: Told = {}
    for row in result.monthly().iter_rows(named=True):
        told[row["unit_id"], row["scheme"], row["month"]] = int(row["amount"] * 100)
    for row in result.shares().iter_rows(named=True):
        told[row["unit_id"], f"share of {row['scheme']}", row["month"]] = int(row["amount"] * 100)
    for row in result.undetermined().iter_rows(named=True):
        first = read_period(row["first_month"]).first
        for month in range(first, first + row["months"]):
            told[row["unit_id"], row["scheme"], show_month(Month(month))] = row["missing"]
    return told


def by_reference(rules: Rulebook, people: Rows, homes: Rows, period: str) -> Told:
    reference = Reference(rules, read_period(period), units=UNITS)
    told: Told = {}
    for home in homes:
        key = home["household_id"]
        members = [one for one in people if one.get("household_id") == key]
        decided = reference.decide_household(home, members)
        _tell(told, str(key), decided.own)
        for one, paid, shares in zip(members, decided.members, decided.shares, strict=True):
            _tell(told, str(one["person_id"]), paid)
            known = {f"share of {name}": months for name, months in shares.items()}
            _tell(told, str(one["person_id"]), known, shares=True)
    return told


def _tell(
    told: Told,
    who: str,
    decided: Mapping[str, Mapping[Month, MonthOutcome]],
    *,
    shares: bool = False,
) -> None:
    for name, months in decided.items():
        for month, said in months.items():
            if said.fen:
                told[who, name, show_month(month)] = said.fen
            elif said.status is Status.UNDETERMINED and not shares:
                told[who, name, show_month(month)] = ";".join(sorted(said.missing))


def _texts(rows: Rows) -> list[dict[str, object]]:
    return [
        {
            name: f"{value / 100:.2f}" if isinstance(value, int) else value and str(value)
            for name, value in row.items()
        }
        for row in rows
    ]


ENGINES = pytest.mark.parametrize("told_by", [by_vectors, by_reference])


def person(key: str, home: str = "H", **facts: object) -> dict[str, object]:
    return {"person_id": key, "household_id": home, "birth_date": OLD, **facts}


def home(**facts: object) -> dict[str, object]:
    return {"household_id": "H", "approved_on": APPROVED, **facts}


def paying(one: Scheme, rows: tuple[Row, ...]) -> Scheme:
    return evolve(one, amount=evolve(one.amount, rows=rows))


@ENGINES
def test_of_nothing_every_member_has_nothing(told_by) -> None:  # type: ignore[no-untyped-def]
    """Also where it cannot be told who counts: a child's top-up that nets the share is known."""
    child = scheme("child", LIVING, OF_PERSON, nets=(NetScheme("roof"),))
    rules = book(paying(evolve(roof(), eligible=Holds("approved")), flat(0)), child)
    people = [person("A"), person("B", birth_date=None)]

    assert told_by(rules, people, [home()], "2023-05") == {
        ("A", "child", "2023-05"): 5_000,
        ("B", "child", "2023-05"): "birth_date",
    }


@ENGINES
def test_an_unknown_amount_leaves_shares_open_for_want_of_its_own_facts(told_by) -> None:  # type: ignore[no-untyped-def]
    """That the count is unknown as well is not asked any more; it is told once."""
    income = pays((None, FactValue("home_income")))
    one = evolve(roof(), eligible=Holds("approved"))
    child = scheme("child", LIVING, OF_PERSON, nets=(NetScheme("roof"),))
    rules = book(paying(one, (Row("", Literal(value=True), income, HERE),)), child)
    people = [person("A"), person("B", birth_date=None)]
    told = told_by(rules, people, [home(home_income=None)], "2023-05")

    assert "home_income" == told["H", "roof", "2023-05"]
    assert "home_income" == told["A", "child", "2023-05"]
    assert "birth_date" == told["B", "child", "2023-05"]


@ENGINES
def test_shares_differ_by_a_fen_in_the_order_of_the_members_keys(told_by) -> None:  # type: ignore[no-untyped-def]
    """100.01 among three: 33.34, 33.33, 33.34; whoever has died has none."""
    rules = book(roof(10_001))
    people = [
        person("C"), person("A"), person("B"), person("D", death_date=date(2023, 4, 2)),
    ]  # fmt: skip

    assert told_by(rules, people, [home()], "2023-05") == {
        ("H", "roof", "2023-05"): 10_001,
        ("A", "share of roof", "2023-05"): 3_334,
        ("B", "share of roof", "2023-05"): 3_333,
        ("C", "share of roof", "2023-05"): 3_334,
    }


@ENGINES
def test_a_member_who_dies_leaves_the_share_to_the_others(told_by) -> None:  # type: ignore[no-untyped-def]
    """Died on 10 June; what is paid in a month is worked out on the last day of the month before."""
    when = timing(NEXT, NEXT, NEXT)
    rules = book(evolve(roof(), timing=when))
    people = [person("A"), person("B", death_date=date(2023, 6, 10))]

    assert told_by(rules, people, [home()], "2023-06:2023-07") == {
        ("H", "roof", "2023-06"): 10_000,
        ("H", "roof", "2023-07"): 10_000,
        ("A", "share of roof", "2023-06"): 5_000,
        ("B", "share of roof", "2023-06"): 5_000,
        ("A", "share of roof", "2023-07"): 10_000,
    }


@ENGINES
def test_a_household_without_members_is_paid_nothing(told_by) -> None:  # type: ignore[no-untyped-def]
    """Its count is 0, which is known."""
    assert {} == told_by(book(roof()), [person("A", "elsewhere")], [home()], "2023-05")


@ENGINES
@pytest.mark.parametrize("period", ["2023-01:2023-06", "2023-05"])
def test_a_frozen_amount_goes_on_only_where_it_had_been_paid(told_by, period: str) -> None:  # type: ignore[no-untyped-def]
    """Outbid in April, so nothing goes on in May: whichever months are asked for."""
    ended = timing(SAME, SAME, SAME)
    low = scheme("low", Holds("local"), flat(5_000), when=ended)
    high = scheme("high", Holds("local"), flat(9_000), when=ended)
    after = _after("low", 3)
    rules = book(low, high, after, highest_of=(("low", "high"),))
    people = [person("A", hukou_until=date(2023, 5, 1))]
    told = told_by(rules, people, [home()], period)

    assert not [key for key in told if key[1] == "after"]
    assert {9_000} >= {told[key] for key in told if key[1] == "high"}


@ENGINES
@pytest.mark.parametrize("period", ["2023", "2023-06"])
def test_a_frozen_amount_goes_on_for_so_many_months_of_its_spell(told_by, period: str) -> None:  # type: ignore[no-untyped-def]
    """Paid to April, then two months more of it."""
    low = scheme("low", Holds("local"), flat(5_000), when=timing(SAME, SAME, SAME))
    rules = book(low, _after("low", 2))
    people = [person("A", hukou_until=date(2023, 5, 1))]
    told = told_by(rules, people, [home()], period)
    paid = {month: fen for (_, name, month), fen in told.items() if name == "after"}

    assert paid == {month: 5_000 for month in ("2023-05", "2023-06") if period in month}


@ENGINES
def test_what_always_was_does_not_end_after_so_many_months(told_by) -> None:  # type: ignore[no-untyped-def]
    """A spell with a beginning ends after two months; one without has nothing to count from."""
    lasting = Held("settled", words("settled"), "hukou_from", None, lasts_months=2)
    one = scheme("grant", Holds("settled"), OF_PERSON, when=timing(SAME, SAME, SAME))
    rules = book(one)
    rules = evolve(rules, statuses={**rules.statuses, "settled": lasting})
    people = [person("A"), person("B", hukou_from=date(2023, 1, 31))]
    told = told_by(rules, people, [home()], "2023")

    assert 12 == len([key for key in told if key[0] == "A"])
    assert [m for who, _, m in told if who == "B"] == ["2023-01", "2023-02"]


def _after(name: str, months: int) -> Scheme:
    """What *name* paid goes on for so many months from the day on which somebody left."""
    rule = AmountRule(flat(0), (), None, None, "", Frozen(name, months))
    return evolve(
        scheme("after", Since("hukou_until"), flat(0), when=timing(SAME, SAME, SAME)), amount=rule
    )
