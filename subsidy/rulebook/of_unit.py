"""The part of a rulebook that concerns one unit: what its register tells and what it is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from attrs import evolve

from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON
from subsidy.rulebook.model import (
    DateFact,
    Fact,
    IdentifierFact,
    IdentifierKind,
    Rulebook,
    WholeFact,
)
from subsidy.same import Same

__all__ = [
    "book_of_unit",
    "has_unit",
    "key_of_unit",
    "link_to_household",
    "month_fact",
    "value_facts",
]

Named = TypeVar("Named")
_BOOKS_KEPT = 32


def has_unit(book: Rulebook, unit: str) -> bool:
    """Whether the rules pay such units."""
    return any(scheme.unit == unit for scheme in book.schemes)


def link_to_household(book: Rulebook) -> IdentifierFact | None:
    """The fact of a person that names the household; None where the rules have none."""
    links = (
        fact
        for fact in book.facts.values()
        if isinstance(fact, IdentifierFact) and fact.kind is IdentifierKind.LINK
    )
    return next(links, None)


def key_of_unit(book: Rulebook, unit: str) -> str:
    """The fact that identifies such a unit; empty where the rules declare none."""
    if unit == PERSON:
        return book.key
    if unit == HOUSEHOLD:
        link = link_to_household(book)
        return link.name if link else ""
    return next((fact.name for fact in _own(book, book.facts, unit).values() if _is_key(fact)), "")


def month_fact(book: Rulebook) -> DateFact | None:
    """The month of a row, where the institutions' register has a row a month."""
    months = (fact for fact in book.facts.values() if isinstance(fact, DateFact) and fact.is_month)
    return next(months, None)


def book_of_unit(book: Rulebook, unit: str) -> Rulebook:
    """The rules as a register of such units needs them: its facts, and the schemes that pay it.

    The same book whenever it is asked for again, so that what is worked out from it can be kept.
    """
    return _book_of_unit(Same(book), unit)


@lru_cache(maxsize=_BOOKS_KEPT)
def _book_of_unit(same: Same[Rulebook], unit: str) -> Rulebook:
    book = same.model
    facts = {
        name: fact for name, fact in _own(book, book.facts, unit).items() if not _is_count(fact)
    }
    link = link_to_household(book)
    if unit == HOUSEHOLD and link is not None:
        facts = {link.name: evolve(link, kind=IdentifierKind.KEY), **facts}
    schemes = tuple(scheme for scheme in book.schemes if scheme.unit == unit)
    names = {scheme.name for scheme in schemes}
    return evolve(
        book,
        facts=facts,
        statuses=_own(book, book.statuses, unit),
        ages=_own(book, book.ages, unit),
        schemes=schemes,
        overlaps=tuple(one for one in book.overlaps if set(one.schemes) <= names),
        key=key_of_unit(book, unit),
    )


def _own(book: Rulebook, named: Mapping[str, Named], unit: str) -> dict[str, Named]:
    return {name: one for name, one in named.items() if book.units.get(name, PERSON) == unit}


def _is_key(fact: Fact) -> bool:
    return isinstance(fact, IdentifierFact) and fact.kind is IdentifierKind.KEY


def _is_count(fact: Fact) -> bool:
    return isinstance(fact, WholeFact) and fact.counts is not None


def value_facts(book: Rulebook) -> Iterator[str]:
    """The facts of institutions that a row tells of its month."""
    for name, fact in _own(book, book.facts, INSTITUTION).items():
        if hasattr(fact, "changes_with"):
            yield name
