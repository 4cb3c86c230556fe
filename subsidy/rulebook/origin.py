"""Where a book comes from: the text that it was read from, and the rates that reforms gave it since."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, field, frozen

from subsidy.rulebook.reading import Declared
from subsidy.rulebook.record import Record
from subsidy.rulebook.requests import Request

__all__ = ["Draft", "Origin"]


@define
class Draft:
    """All text in force in one place, by kind and name."""

    facts: dict[str, Declared] = field(factory=dict)
    parameters: dict[str, Declared] = field(factory=dict)
    schemes: dict[str, Declared] = field(factory=dict)
    overlaps: dict[str, Declared] = field(factory=dict)
    places: list[Record] = field(factory=list)
    contents: Mapping[str, bytes] = field(factory=dict)
    withdrawn: set[str] = field(factory=set)


@frozen
class Origin:
    """The text of a book, never changed once the book is read; and changes that it does not show, in order."""

    draft: Draft
    requests: tuple[Request, ...] = ()
    dated: tuple[Request, ...] = ()  # changes of the text that hold in some months only
