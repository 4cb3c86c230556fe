"""Facts: what a register may tell of a unit, and what follows from the dates in it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from subsidy.errors import Words
from subsidy.expression.nodes import Node

__all__ = [
    "GOES_ON",
    "NONE",
    "STOPPED",
    "Age",
    "CategoryFact",
    "DateFact",
    "Fact",
    "IdentifierFact",
    "IdentifierKind",
    "Missing",
    "MoneyFact",
    "Status",
    "TextFact",
    "WholeFact",
    "YesNoFact",
]


# What a word of standing may say besides a date: NONE that nothing of which the column's other
# words tell goes on (低保边缘 is not 低保).
GOES_ON, STOPPED, NONE = "goes_on", "stopped", "none"


class Missing(Enum):
    """What an empty date means."""

    UNKNOWN = "unknown"  # cannot tell
    NEVER = "never"  # it did not happen, or has not happened yet
    ALWAYS = "always"  # so from the very beginning


class IdentifierKind(Enum):
    """What an identifier identifies, and so how it is checked."""

    KEY = "key"  # identifies the unit; unique, never empty
    RESIDENT_ID = "resident_id"  # 18 or 15 digits, GB 11643
    LINK = "link"  # identifies another unit (a household)
    CERTIFICATE = "disability_certificate"  # resident number, digits of category and grade


@frozen
class IdentifierFact:
    """An identifier; for a resident identity number also the facts it tells.

    The number of a disability certificate is the resident identity number followed by the digit
    of the category and that of the grade; it may tell all three.
    """

    name: str
    labels: Words
    kind: IdentifierKind
    headings: tuple[str, ...] = ()  # every heading accepted, in any language, besides name
    gives_birth_date: str | None = None
    gives_sex: str | None = None
    sex_words: tuple[str, str] | None = None  # (word for odd = male, word for even = female)
    gives_id_number: str | None = None  # of a certificate
    gives_category: str | None = None
    gives_grade: str | None = None


@frozen
class TextFact:
    """Free text that no rule reads, such as a name.

    ``standing`` makes it a column of standing (在享, 死亡, 停发 …): each word accepted and what
    follows from it, :data:`GOES_ON`, :data:`STOPPED`, :data:`NONE`, or the name of the date that has
    to be given.
    """

    name: str
    labels: Words
    headings: tuple[str, ...] = ()
    standing: Mapping[str, str] = field(factory=dict)


@frozen
class CategoryFact:
    """One of a closed list of words; ``words`` maps every accepted spelling to its word."""

    name: str
    labels: Words
    choices: tuple[str, ...]
    words: Mapping[str, str]
    choice_labels: Mapping[str, Words] = field(factory=dict)
    headings: tuple[str, ...] = ()
    changes_with: str | None = None


@frozen
class WholeFact:
    """A whole number between two bounds, both included."""

    name: str
    labels: Words
    lowest: int
    highest: int
    headings: tuple[str, ...] = ()
    changes_with: str | None = None
    words: Mapping[str, int] = field(factory=dict)  # accepted spellings: 一级 → 1
    counts: Node | None = None  # of a household: how many members satisfy this; never in a register


@frozen
class MoneyFact:
    """Yuan for a period of months; never negative unless ``lowest_fen`` says so."""

    name: str
    labels: Words
    per_months: int
    lowest_fen: int
    highest_fen: int
    headings: tuple[str, ...] = ()
    changes_with: str | None = None
    share_of: str | None = None  # the household scheme whose share replaces it, where it is known


@frozen
class YesNoFact:
    """Yes or no; ``words`` maps every accepted spelling."""

    name: str
    labels: Words
    words: Mapping[str, bool]
    headings: tuple[str, ...] = ()
    changes_with: str | None = None


@frozen
class DateFact:
    """A day, and what it means where it is empty.

    ``takes_months``: a month without a day, ``2023-05``, is read as the first day of the month.
    """

    name: str
    labels: Words
    missing: Missing
    headings: tuple[str, ...] = ()
    is_month: bool = False  # the month of a row, in a register with a row a month
    takes_months: bool = False


Fact = IdentifierFact | TextFact | CategoryFact | WholeFact | MoneyFact | YesNoFact | DateFact


@frozen
class Status:
    """Something that holds on the days of half-open spells [begins, ends).

    ``begins`` and ``ends`` name date facts (``ends`` None: it never ends). A register may give
    further spells, up to ``spells``, in columns numbered ``<begins>_2``, ``<ends>_2`` and so on;
    in a numbered spell an empty ``begins`` means that there is no such spell.
    A fact that ``changes_with`` this status may be numbered likewise: its *n*-th value holds
    from the day of ``<begins>_n`` on. With ``lasts_months`` every spell ends so many months after
    it began, on the same day of the month or the month's last.
    """

    name: str
    labels: Words
    begins: str
    ends: str | None
    spells: int = 1
    headings: tuple[str, ...] = ()
    lasts_months: int | None = None


@frozen
class Age:
    """Full years attained since a birth date; a row older than ``highest_years`` is set aside."""

    name: str
    labels: Words
    of: str
    highest_years: int
    headings: tuple[str, ...] = ()
