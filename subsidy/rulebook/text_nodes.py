"""A rule file as text: scalars, lists and maps, each with its place."""

from __future__ import annotations

from attrs import frozen

from subsidy.errors import Place

__all__ = [
    "TextHole",
    "TextKey",
    "TextList",
    "TextMap",
    "TextNode",
    "TextScalar",
]


@frozen
class TextScalar:
    """One scalar as written. ``on_one_line``: an offset in it can be turned into a column."""

    text: str
    place: Place
    on_one_line: bool = False
    quotes: int = 0

    def place_of(self, offset: int) -> Place:
        """The place of the character at *offset*; of the scalar itself where that is unclear."""
        if not self.on_one_line or self.place.column is None:
            return self.place
        return Place(self.place.file, self.place.line, self.place.column + self.quotes + offset)


@frozen
class TextKey:
    """A key of a map and where it stands."""

    text: str
    place: Place


@frozen
class TextList:
    """A list of nodes."""

    items: tuple[TextNode, ...]
    place: Place


@frozen
class TextMap:
    """Keys, each once, with their nodes, in the order written."""

    entries: tuple[tuple[TextKey, TextNode], ...]
    place: Place

    def get(self, key: str) -> TextNode | None:
        """The node under *key*, or None."""
        return next((node for name, node in self.entries if name.text == key), None)


@frozen
class TextHole:
    """Something that was refused already, such as an alias; nothing more is said about it."""

    place: Place


TextNode = TextScalar | TextList | TextMap | TextHole
