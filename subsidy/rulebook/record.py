"""Text that fits its declared shape: records of typed values that still know where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from attrs import frozen

from subsidy.dates import Month
from subsidy.errors import Place
from subsidy.rulebook.text import TextScalar

__all__ = ["Listing", "Record", "Result", "Value"]

Typed = str | int | date | Fraction


@frozen
class Value:
    """A scalar: what it was read as, and the text it was read from."""

    value: Typed
    scalar: TextScalar

    @property
    def text(self) -> str:
        """The text as written."""
        return self.scalar.text

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.scalar.place


@frozen
class Listing:
    """A list; items that were refused are left out and ``sound`` is false."""

    items: tuple[Result, ...]
    place: Place
    sound: bool


@frozen
class Record:
    """A map by its keys; what was refused is left out and ``sound`` is false.

    ``sound`` looks at the whole depth: nothing anywhere inside was refused.
    """

    entries: Mapping[str, Result]
    key_places: Mapping[str, Place]
    place: Place
    sound: bool

    def __contains__(self, key: str) -> bool:
        return key in self.key_places

    def value(self, key: str) -> Value | None:
        """The scalar under *key*; None where it is absent or was refused."""
        found = self.entries.get(key)
        return found if isinstance(found, Value) else None

    def record(self, key: str) -> Record | None:
        """The map under *key*; None where it is absent or was refused."""
        found = self.entries.get(key)
        return found if isinstance(found, Record) else None

    def listing(self, key: str) -> tuple[Result, ...]:
        """The items of the list under *key*; empty where it is absent."""
        found = self.entries.get(key)
        return found.items if isinstance(found, Listing) else ()

    def values(self, key: str) -> tuple[Value, ...]:
        """The scalars of the list under *key*."""
        return tuple(item for item in self.listing(key) if isinstance(item, Value))

    def records(self, key: str) -> tuple[Record, ...]:
        """The maps of the list under *key*."""
        return tuple(item for item in self.listing(key) if isinstance(item, Record))

    def text(self, key: str) -> str:
        """The text under *key*, empty where there is none."""
        found = self.value(key)
        return str(found.value) if found else ""

    def whole(self, key: str, default: int = 0) -> int:
        """The whole number (or fen) under *key*."""
        found = self.value(key)
        return found.value if found and isinstance(found.value, int) else default

    def month(self, key: str) -> Month | None:
        """The month under *key*."""
        found = self.value(key)
        return Month(found.value) if found and isinstance(found.value, int) else None

    def date(self, key: str) -> date | None:
        """The date under *key*."""
        found = self.value(key)
        return found.value if found and isinstance(found.value, date) else None

    def place_of(self, key: str) -> Place:
        """Where the value of *key* stands, else its key, else the map."""
        found = self.entries.get(key)
        return found.place if found else self.key_places.get(key, self.place)


Result = Value | Listing | Record
