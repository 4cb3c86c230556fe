"""What tests need of rulebooks that pay several units."""

from __future__ import annotations

from subsidy.engine.units.plans import flat_book, playing
from subsidy.rulebook.model import Rulebook

__all__ = ["of_persons"]


def of_persons(book: Rulebook) -> Rulebook:
    """The schemes of persons that can be calculated without registers of others."""
    known, _ = playing(book, frozenset({"person"}))
    return flat_book(known, "person")
