"""What the formulas of a rulebook read, and so what a register has to tell."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from subsidy.errors import Words
from subsidy.rulebook.checks_units import formulas_of
from subsidy.rulebook.model import DateFact, Fact, Missing, Rulebook
from subsidy.rulebook.reads import facts_read
from subsidy.same import Same

__all__ = ["columns_named", "needed_dates"]

_BOOKS_KEPT = 32


def columns_named(facts: Iterable[Fact]) -> Words:
    """Facts that have no column, each by its name and its Chinese heading."""
    named = list(facts)
    return Words(
        ", ".join(f"{fact.name} ({fact.labels.zh})" for fact in named),
        "、".join(f"{fact.labels.zh}（{fact.name}）" for fact in named),
    )


def needed_dates(book: Rulebook) -> frozenset[str]:
    """The dates that the schemes read and that an empty cell leaves unknown."""
    return _needed_dates(Same(book))


@lru_cache(maxsize=_BOOKS_KEPT)
def _needed_dates(same: Same[Rulebook]) -> frozenset[str]:
    book = same.model
    formulas = (formula for scheme in book.schemes for formula in formulas_of(scheme))
    read = facts_read(formulas, book)
    return frozenset(name for name in read if _is_unknown_if_empty(book, name))


def _is_unknown_if_empty(book: Rulebook, name: str) -> bool:
    fact = book.facts[name]
    return isinstance(fact, DateFact) and fact.missing is Missing.UNKNOWN
