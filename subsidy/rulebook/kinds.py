"""The kinds of values that rule files hold: the words in which :mod:`subsidy.rulebook.shape` is written."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

__all__ = [
    "Choice",
    "Key",
    "Keys",
    "Kind",
    "ListOf",
    "Named",
    "OneOf",
    "Scalar",
    "ScalarKind",
    "Typed",
]


class ScalarKind(Enum):
    """How the text of a scalar is read."""

    TEXT = "text"
    NAME = "a name"
    NAMES_PLACE = "a place"
    MONTH = "a month such as 2023-07"
    DATE = "a date such as 2023-07-15"
    WHOLE = "a whole number"
    YUAN = "yuan such as 20000.00"
    SHARE = "a share such as 60%, 0.6 or 3/5"
    FORMULA = "a formula"
    CELL = "a value"
    PERIOD = "a period such as 2023 or 2023-01:2023-12"


@frozen
class Scalar:
    """Text, read by its kind."""

    kind: ScalarKind


@frozen
class Choice:
    """One of a closed list of words."""

    options: tuple[str, ...]


@frozen
class ListOf:
    """A list; with ``or_one`` a single value may stand for a list of one.

    With ``filled`` an empty one is refused, because it would say nothing or forbid everything.
    """

    of: Kind
    or_one: bool = False
    filled: bool = False


@frozen
class Named:
    """A map from names that the author chooses to values of one kind; ``filled`` as in a list."""

    of: Kind
    key: ScalarKind = ScalarKind.NAME
    filled: bool = False


@frozen
class Key:
    """One key of a closed map: its name, what stands there, one line of meaning."""

    name: str
    of: Kind
    doc: str
    required: bool = False


@frozen
class Keys:
    """A closed map: these keys and no others; ``title`` names it in messages."""

    title: str
    keys: tuple[Key, ...]

    def names(self) -> tuple[str, ...]:
        """Every key, in order."""
        return tuple(key.name for key in self.keys)


@frozen
class Typed:
    """A closed map whose keys depend on the word under ``by``."""

    by: str
    shapes: tuple[tuple[str, Keys], ...]


@frozen
class OneOf:
    """A scalar, a list or a map, told apart by which of them stands there."""

    options: tuple[Kind, ...]


Kind = Scalar | Choice | ListOf | Named | Keys | Typed | OneOf
