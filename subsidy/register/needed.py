"""What the formulas of a rulebook read, and so what a register has to tell."""

from __future__ import annotations

from subsidy.rulebook.checks_units import formulas_of
from subsidy.rulebook.model import DateFact, Missing, Rulebook
from subsidy.rulebook.reads import facts_read

__all__ = ["needed_dates"]


def needed_dates(book: Rulebook) -> frozenset[str]:
    """The dates that the schemes read and that an empty cell leaves unknown."""
    formulas = (formula for scheme in book.schemes for formula in formulas_of(scheme))
    read = facts_read(formulas, book)
    return frozenset(name for name in read if _is_unknown_if_empty(book, name))


def _is_unknown_if_empty(book: Rulebook, name: str) -> bool:
    fact = book.facts[name]
    return isinstance(fact, DateFact) and fact.missing is Missing.UNKNOWN
