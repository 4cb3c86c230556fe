"""Small books put together by hand, for tests whose answers are worked out on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import evolve

from subsidy.dates import LeapDay, Month, read_month
from subsidy.errors import Place
from subsidy.expression.nodes import (
    And,
    Compare,
    Comparison,
    FactValue,
    Holds,
    Literal,
    MoneyLiteral,
    Node,
    YearsOfAge,
)
from subsidy.money import HALF_UP_TO_FEN, Rounding
from subsidy.rulebook.model import (
    Age,
    AmountRule,
    CategoryFact,
    DateFact,
    Fact,
    IdentifierFact,
    IdentifierKind,
    Missing,
    MoneyFact,
    NetAmount,
    NetScheme,
    Overlap,
    OverlapRule,
    Parameter,
    ParameterKind,
    ParameterVersion,
    PayVersion,
    Row,
    Rulebook,
    Scheme,
    Source,
    Status,
    Timing,
    When,
    WholeFact,
    YesNoFact,
)
from tests.drawing.facts import words

HERE = Place("by_hand.yaml", 1)
SOURCE = Source(document="made up", clause="1")
SAME, NEXT = When.SAME_MONTH, When.NEXT_MONTH
AGE = YearsOfAge("age")


def date_fact(name: str, missing: Missing) -> DateFact:
    """A date fact and what an empty one means."""
    return DateFact(name, words(name), missing)


FACTS: tuple[Fact, ...] = (
    IdentifierFact("person_id", words("person_id"), IdentifierKind.KEY),
    date_fact("birth_date", Missing.UNKNOWN),
    date_fact("death_date", Missing.NEVER),
    date_fact("hukou_from", Missing.ALWAYS),
    date_fact("hukou_until", Missing.NEVER),
    date_fact("disability_from", Missing.NEVER),
    date_fact("disability_until", Missing.UNKNOWN),
    date_fact("applied_on", Missing.NEVER),
    WholeFact("grade", words("grade"), 1, 4, changes_with="disability"),
    CategoryFact("category", words("category"), ("mental", "sight"), {"mental": "mental"}),
    YesNoFact("boarder", words("boarder"), {"yes": True, "no": False}),
    MoneyFact("share", words("share"), 1, 0, 2_000_000),
)
STATUSES = (
    Status("alive", words("alive"), "birth_date", "death_date"),
    Status("local", words("local"), "hukou_from", "hukou_until"),
    Status("disability", words("disability"), "disability_from", "disability_until", spells=3),
)


def timing(start: When = SAME, change: When = SAME, stop: When = NEXT) -> Timing:
    """A timing; by default that of the old-age allowance."""
    return Timing(start, change, stop, SOURCE)


def per_month(yuan: int) -> MoneyLiteral:
    """Whole yuan per month."""
    return MoneyLiteral(yuan * 100, 1)


def pays(
    *versions: tuple[str | None, Node],
    per_months: int = 1,
    decided: Mapping[int, date] | None = None,
) -> tuple[PayVersion, ...]:
    """Pay versions from months such as ``"2023-07"``; ``decided`` dates them by position."""
    return tuple(
        PayVersion(
            None if since is None else read_month(since),
            None,
            (decided or {}).get(number),
            None,
            pay,
            per_months,
            SOURCE,
            HERE,
        )
        for number, (since, pay) in enumerate(versions)
    )


def flat(fen: int, per_months: int = 1) -> tuple[Row, ...]:
    """One amount for everybody."""
    versions = pays((None, MoneyLiteral(fen, per_months)), per_months=per_months)
    return (Row("", Literal(value=True), versions, HERE),)


def age_between(at_least: int, below: int | None) -> Node:
    """An age bracket's condition."""
    lower = Compare(Comparison.AT_LEAST, AGE, Literal(at_least))
    if below is None:
        return lower
    return And((lower, Compare(Comparison.LESS, AGE, Literal(below))))


def age_rows(*brackets: tuple[int, int | None, int], per_months: int = 1) -> tuple[Row, ...]:
    """Age brackets: from, below, fen."""
    return tuple(
        Row(
            f"{low}+" if high is None else f"{low}-{high - 1}",
            age_between(low, high),
            pays((None, MoneyLiteral(fen, per_months)), per_months=per_months),
            HERE,
        )
        for low, high, fen in brackets
    )


def scheme(
    name: str,
    eligible: Node,
    rows: tuple[Row, ...],
    *,
    when: Timing | None = None,
    nets: tuple[NetScheme | NetAmount, ...] = (),
    at_least: Node | None = None,
    at_most: Node | None = None,
    rounding: Rounding = HALF_UP_TO_FEN,
    unless_paid: tuple[str, ...] = (),
    only_if_paid: tuple[str, ...] = (),
    exists: tuple[Month | None, Month | None] = (None, None),
) -> Scheme:
    """A scheme for persons."""
    return Scheme(
        name=name,
        labels=words(name),
        unit="person",
        eligible=eligible,
        timing=when or timing(),
        amount=AmountRule(rows, nets, at_least, at_most, ""),
        rounding=rounding,
        unless_paid=unless_paid,
        only_if_paid=only_if_paid,
        from_month=exists[0],
        until_month=exists[1],
        funding=None,
        source=SOURCE,
        place=HERE,
    )


def walked(one: Scheme) -> Scheme:
    """The same scheme for people whose ``share`` is 0, worked out from change to change.

    What takes a person's own amount off cannot be looked up in a table made beforehand.
    """
    taken = NetAmount(FactValue("share"), Holds("alive"))
    return evolve(one, amount=evolve(one.amount, net_of=(*one.amount.net_of, taken)))


def in_closed_form(one: Scheme) -> Scheme:
    """The scheme as it is; beside :func:`walked` for tests that go both ways."""
    return one


BOTH_WAYS = (in_closed_form, walked)


def parameter(
    name: str,
    *versions: ParameterVersion,
    kind: ParameterKind = ParameterKind.MONEY,
    per_months: int | None = 1,
    rounding: Rounding = HALF_UP_TO_FEN,
) -> Parameter:
    """A parameter of hand-written versions."""
    return Parameter(name, words(name), kind, per_months, rounding, versions, HERE)


def version(
    since: str,
    value: Node,
    *,
    until: str | None = None,
    decided_on: date | None = None,
    last_confirmed: str | None = None,
    years_back: int = 0,
) -> ParameterVersion:
    """One version of a parameter."""
    return ParameterVersion(
        read_month(since),
        None if until is None else read_month(until),
        decided_on,
        None if last_confirmed is None else read_month(last_confirmed),
        value,
        years_back,
        SOURCE,
        HERE,
    )


def book(
    *schemes: Scheme,
    parameters: tuple[Parameter, ...] = (),
    highest_of: tuple[tuple[str, ...], ...] = (),
    leap_day: LeapDay = LeapDay.MARCH_1,
    facts: tuple[Fact, ...] = FACTS,
    statuses: tuple[Status, ...] = STATUSES,
) -> Rulebook:
    """A rulebook of the facts above."""
    return Rulebook(
        name="by hand",
        labels=words("by hand"),
        leap_day=leap_day,
        facts={fact.name: fact for fact in facts},
        statuses={status.name: status for status in statuses},
        ages={"age": Age("age", words("age"), "birth_date", 118)},
        parameters={each.name: each for each in parameters},
        schemes=schemes,
        overlaps=tuple(
            Overlap("/".join(members), OverlapRule.HIGHEST_OF, members, SOURCE, HERE)
            for members in highest_of
        ),
        sha256="0" * 64,
        files=("by_hand.yaml",),
    )
