"""What a formula may mention: every name, by each of its spellings, with its meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from attrs import evolve, field, frozen

from subsidy.expression.lexicon import is_name
from subsidy.expression.types import Kind, Type

__all__ = ["Meaning", "Names", "Role"]


class Role(Enum):
    """What a name stands for, and so which node it becomes."""

    FACT = "fact"  # a whole-number, money, word or yes/no fact
    STATUS = "status"
    AGE = "age"
    PARAMETER = "parameter"
    DATE = "date"  # only inside since(…) and before(…)
    TEXT = "text"  # an identifier or free text, which no formula can read


VALUES = frozenset({Role.FACT, Role.STATUS, Role.AGE, Role.PARAMETER})


@frozen
class Meaning:
    """One thing that formulas may mention.

    ``type`` is None for dates and text, which are no values. ``spellings`` are its other
    names (a Chinese label); ``words`` maps each accepted spelling of a constant that it is
    compared with to the value meant (``男性`` → ``male``, ``一级`` → 1), besides
    ``type.words``, which always stand for themselves.
    """

    name: str
    role: Role
    type: Type | None = None
    spellings: tuple[str, ...] = ()
    words: Mapping[str, str | int | bool] = field(factory=dict)

    @classmethod
    def status(cls, name: str, *spellings: str) -> Meaning:
        """A status: yes on the days of its spells."""
        return cls(name, Role.STATUS, Type(Kind.YES_NO), spellings)

    @classmethod
    def age(cls, name: str, *spellings: str) -> Meaning:
        """An age in full years."""
        return cls(name, Role.AGE, Type(Kind.WHOLE), spellings)

    @classmethod
    def date(cls, name: str, *spellings: str) -> Meaning:
        """A date fact."""
        return cls(name, Role.DATE, None, spellings)

    @classmethod
    def text(cls, name: str, *spellings: str) -> Meaning:
        """An identifier or free text."""
        return cls(name, Role.TEXT, None, spellings)

    @classmethod
    def parameter(cls, name: str, type_: Type, *spellings: str) -> Meaning:
        """A dated parameter: money, a share or a whole number."""
        return cls(name, Role.PARAMETER, type_, spellings)

    @classmethod
    def fact(
        cls,
        name: str,
        type_: Type,
        *spellings: str,
        words: Mapping[str, str | int | bool] | None = None,
    ) -> Meaning:
        """A fact with a value: a whole number, money, a word or yes/no."""
        return cls(name, Role.FACT, type_, spellings, words or {})

    def chinese(self) -> str:
        """The first Chinese spelling that a formula can use, or else the name."""
        usable = (spelling for spelling in self.spellings if is_name(spelling))
        return next((text for text in usable if not text.isascii()), self.name)


@frozen
class Names:
    """All that a formula may mention, by every spelling; build it with :meth:`of`."""

    meanings: tuple[Meaning, ...]
    by_spelling: Mapping[str, tuple[Meaning, ...]] = field(repr=False)
    offered: frozenset[Role] = VALUES  # what is suggested in place of an unknown name

    @classmethod
    def of(cls, meanings: Iterable[Meaning]) -> Names:
        """Index *meanings*. A name goes before a spelling; two equal spellings are ambiguous."""
        known = tuple(meanings)
        index: dict[str, tuple[Meaning, ...]] = {}
        for meaning in known:
            for spelling in meaning.spellings:
                others = index.get(spelling, ())
                index[spelling] = others if meaning in others else (*others, meaning)
        named: dict[str, tuple[Meaning, ...]] = {}
        for meaning in known:
            named[meaning.name] = (*named.get(meaning.name, ()), meaning)
        return cls(known, {**index, **named})

    def offering(self, *roles: Role) -> Names:
        """The same names for a place where only these roles make sense."""
        return evolve(self, offered=frozenset(roles))

    def find(self, spelling: str) -> tuple[Meaning, ...]:
        """What *spelling* stands for: nothing, one meaning, or several (ambiguous)."""
        return self.by_spelling.get(spelling, ())

    def spellings(self) -> list[str]:
        """Every spelling that a formula can use, names first."""
        names = [meaning.name for meaning in self.meanings]
        return [text for text in dict.fromkeys([*names, *self.by_spelling]) if is_name(text)]

    def in_role(self, role: Role) -> tuple[Meaning, ...]:
        """Every meaning in that role."""
        return tuple(meaning for meaning in self.meanings if meaning.role is role)
