"""What the headings of a workbook may mean: by the rulebook, and by what a mapping file says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from subsidy.register.headings import STANDING, headings_of, plain, spellings_of
from subsidy.register.members import member_headings
from subsidy.register.roster_map import NO_MAP, RosterMap
from subsidy.register.workbooks.vocabulary import Vocabulary
from subsidy.rulebook.model import (
    DateFact,
    Fact,
    IdentifierFact,
    IdentifierKind,
    MoneyFact,
    Rulebook,
)
from subsidy.same import Same

__all__ = ["vocabulary_of"]

_KEPT = 32


def vocabulary_of(book: Rulebook, mapping: RosterMap = NO_MAP) -> Vocabulary:
    """The headings that tell something, as plain data; what *mapping* says goes first."""
    return _vocabulary(Same(book), Same(mapping))


@lru_cache(maxsize=_KEPT)
def _vocabulary(same: Same[Rulebook], declared: Same[RosterMap]) -> Vocabulary:
    book, mapping = same.model, declared.model
    meanings: dict[str, str] = {plain(name): name for name in book.facts}
    for fact in book.facts.values():
        for heading in spellings_of(fact):
            meanings.setdefault(plain(heading), fact.name)
    meanings |= dict(_declared(mapping))
    for heading in mapping.ignore:
        meanings.pop(heading, None)
    identifiers = list(_identifiers(book))
    own = {*(fact.name for fact in identifiers), *_of_kind(book, MoneyFact)}
    return Vocabulary(
        meanings=meanings,
        identifying=frozenset(fact.name for fact in identifiers),
        shared=frozenset(book.facts) - own,
        dates=_of_kind(book, DateFact),
        wanted=tuple(heading for fact in identifiers for heading in headings_of(fact)[1:]),
    )


def _declared(mapping: RosterMap) -> Iterator[tuple[str, str]]:
    """What the mapping says of headings; those of members each with a meaning of their own."""
    yield from mapping.columns.items()
    for key in mapping.standing:
        yield key, f"{STANDING}{key}"
    for key in mapping.told_by_words():
        yield key, f"{mapping.told_by_column(key)[0]}@{key}"
    for key, fact in member_headings(mapping):
        yield key, f"{fact}@{key}"


def _of_kind(book: Rulebook, kind: type[Fact]) -> frozenset[str]:
    return frozenset(name for name, fact in book.facts.items() if isinstance(fact, kind))


def _identifiers(book: Rulebook) -> Iterable[IdentifierFact]:
    """The facts that identify people; a link identifies something else."""
    kinds = (IdentifierKind.KEY, IdentifierKind.RESIDENT_ID, IdentifierKind.CERTIFICATE)
    return [f for f in book.facts.values() if isinstance(f, IdentifierFact) and f.kind in kinds]
