"""The part of a rulebook that each register is read by, by hand."""

from __future__ import annotations

from subsidy.expression.nodes import Holds
from subsidy.rulebook.model import IdentifierFact, IdentifierKind
from subsidy.rulebook.of_unit import (
    book_of_unit,
    has_unit,
    key_of_unit,
    link_to_household,
    value_facts,
)
from tests.drawing.by_hand import flat, scheme
from tests.drawing.homes_by_hand import LINK, book, of_household, of_site, roof

AID = scheme("aid", Holds("alive"), flat(100))
RULES = book(
    AID, roof(), of_site("grant"), of_household("coal", Holds("approved")),
    highest_of=(("roof", "coal"),),
)  # fmt: skip


def test_each_register_is_read_by_the_facts_of_its_own_unit() -> None:
    """Counts stand in none; a household is identified by what its members name."""
    home, site = book_of_unit(RULES, "household"), book_of_unit(RULES, "institution")

    assert ["household_id", "approved_on", "ended_on", "home_income"] == list(home.facts)
    assert ["site_id", "beds"] == list(site.facts)
    assert {"approved"} == set(home.statuses)
    assert {} == site.statuses == site.ages


def test_the_link_is_a_key_for_households_alone() -> None:
    """For persons it stays a link."""
    key = book_of_unit(RULES, "household").facts["household_id"]

    assert isinstance(key, IdentifierFact)
    assert IdentifierKind.KEY is key.kind
    assert LINK == book_of_unit(RULES, "person").facts["household_id"] == link_to_household(RULES)


def test_schemes_and_groups_go_with_the_unit_that_they_pay() -> None:
    """A group of households is none of persons."""
    person, home = book_of_unit(RULES, "person"), book_of_unit(RULES, "household")

    assert (AID,) == person.schemes
    assert () == person.overlaps
    assert ["roof", "coal"] == [one.name for one in home.schemes]
    assert RULES.overlaps == home.overlaps


def test_every_unit_has_its_key() -> None:
    """Declared with its facts; a household's is the link of its members."""
    units = ("person", "household", "institution")

    assert ["person_id", "household_id", "site_id"] == [key_of_unit(RULES, unit) for unit in units]
    assert "site_id" == book_of_unit(RULES, "institution").key


def test_a_book_pays_the_units_of_its_schemes() -> None:
    """Whatever facts it declares."""
    assert has_unit(RULES, "household")
    assert not has_unit(book(AID), "household")


def test_what_a_row_tells_of_its_month_are_values() -> None:
    """Of institutions alone; neither keys nor dates."""
    assert ["beds"] == list(value_facts(RULES))
