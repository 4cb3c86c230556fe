"""The fact that a column may tell, numbered further spells too."""

from __future__ import annotations

import re

from subsidy.rulebook.model import (
    CategoryFact,
    DateFact,
    Fact,
    MoneyFact,
    Rulebook,
    WholeFact,
    YesNoFact,
)

__all__ = ["most_spells", "target_of"]

_NUMBERED = re.compile(r"(.+)_([0-9]{1,2})")


def target_of(name: str, book: Rulebook) -> Fact | None:
    """The fact that *name* names: ``disability_from_2`` is one of ``disability_from``.

    None where the rulebook has no such fact, or takes no such number of it.
    """
    if name in book.facts:
        return book.facts[name]
    match = _NUMBERED.fullmatch(name)
    base = book.facts.get(match[1]) if match else None
    if match is None or base is None or not 2 <= int(match[2]) <= most_spells(base, book):
        return None
    return base


def most_spells(fact: Fact, book: Rulebook) -> int:
    """How many numbered columns a fact may have; 0 where it may have none."""
    if isinstance(fact, DateFact):
        counts = [s.spells for s in book.statuses.values() if fact.name in (s.begins, s.ends)]
        most = max(counts, default=1)
    elif isinstance(fact, CategoryFact | WholeFact | MoneyFact | YesNoFact) and fact.changes_with:
        most = book.statuses[fact.changes_with].spells
    else:
        return 0
    return most if most > 1 else 0
