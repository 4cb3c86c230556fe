"""Small books of households put together by hand, beside those of persons in ``by_hand``."""

from __future__ import annotations

from attrs import evolve

from subsidy.expression.nodes import And, Compare, Comparison, FactValue, Holds, Literal, Node
from subsidy.rulebook.model import (
    Fact,
    IdentifierFact,
    IdentifierKind,
    Missing,
    MoneyFact,
    NetAmount,
    Overlap,
    OverlapRule,
    Parameter,
    Rulebook,
    Scheme,
    Status,
    WholeFact,
)
from tests.drawing import by_hand
from tests.drawing.by_hand import HERE, SOURCE, date_fact, flat, scheme
from tests.drawing.facts import words

LIVING = Holds("alive")
HOMES: tuple[Fact, ...] = (
    date_fact("approved_on", Missing.NEVER),
    date_fact("ended_on", Missing.NEVER),
    MoneyFact("home_income", words("home_income"), 1, 0, 2_000_000),
    WholeFact("living", words("living"), 0, 30, counts=LIVING),
)
LINK = IdentifierFact("household_id", words("household_id"), IdentifierKind.LINK)
SITES: tuple[Fact, ...] = (
    IdentifierFact("site_id", words("site_id"), IdentifierKind.KEY),
    WholeFact("beds", words("beds"), 0, 500),
)
OWN_SHARE = MoneyFact("own_share", words("own_share"), 1, 0, 200_000, share_of="roof")
NET_OF_SHARE = NetAmount(FactValue("own_share"), Literal(value=True))
ANY_LIVING = Compare(Comparison.AT_LEAST, FactValue("living"), Literal(1))


def roof(fen: int = 10_000, **how: object) -> Scheme:
    """A household's scheme of so many fen a month, shared among its living members."""
    eligible = And((Holds("approved"), ANY_LIVING))
    of_persons = scheme("roof", eligible, flat(fen), **how)  # type: ignore[arg-type]
    return evolve(of_persons, unit="household", split_among="living")


def of_household(name: str, eligible: Node, **how: object) -> Scheme:
    """A household's scheme of 100.00 a month."""
    return evolve(scheme(name, eligible, flat(10_000), **how), unit="household")  # type: ignore[arg-type]


def of_site(name: str, **how: object) -> Scheme:
    """An institution's scheme of 100.00 a month, where it has a bed."""
    has_bed = Compare(Comparison.AT_LEAST, FactValue("beds"), Literal(1))
    return evolve(scheme(name, has_bed, flat(10_000), **how), unit="institution")  # type: ignore[arg-type]


def book(
    *schemes: Scheme,
    parameters: tuple[Parameter, ...] = (),
    highest_of: tuple[tuple[str, ...], ...] = (),
    exclusive: tuple[tuple[str, ...], ...] = (),
) -> Rulebook:
    """A rulebook of persons, households and institutions."""
    persons = by_hand.book(*schemes, parameters=parameters, highest_of=highest_of)
    further = (LINK, OWN_SHARE, *HOMES, *SITES)
    approved = Status("approved", words("approved"), "approved_on", "ended_on")
    units = dict.fromkeys([*(fact.name for fact in HOMES), "approved"], "household")
    units |= dict.fromkeys((fact.name for fact in SITES), "institution")
    return evolve(
        persons,
        facts={**persons.facts, **{fact.name: fact for fact in further}},
        statuses={**persons.statuses, "approved": approved},
        units=units,
        overlaps=(
            *persons.overlaps,
            *(Overlap("/".join(m), OverlapRule.EXCLUSIVE, m, SOURCE, HERE) for m in exclusive),
        ),
    )
