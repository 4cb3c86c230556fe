"""What a plan is made of: columns and thresholds, nothing that needs looking up any more.

Everything that depends on the day is a *threshold*: yes from a day on (:class:`Reached`). A status
is two thresholds, an age one birthday, a dated rate a table by month. So the next day on which
anything can change is the smallest threshold that still lies ahead.

Numbers are integers over a common denominator that is fixed when the plan is built
(:class:`Number`), with proven bounds, so that no addition or product can leave 64 bits.
"""

from __future__ import annotations

from attrs import frozen

from subsidy.expression.nodes import Comparison

__all__ = [
    "NO",
    "YES",
    "AgeOn",
    "All",
    "AnyOf",
    "Birthday",
    "ByMonth",
    "CalendarDay",
    "Column",
    "Constant",
    "DayColumn",
    "Difference",
    "FactDay",
    "Flag",
    "Largest",
    "Member",
    "Negated",
    "Number",
    "Numeric",
    "Product",
    "Reached",
    "Smallest",
    "Sum",
    "Switched",
    "Test",
    "Truth",
    "Unknown",
    "WordColumn",
    "YesNo",
]


# ── days ─────────────────────────────────────────────────────────────────────────────


@frozen
class FactDay:
    """A column of dates; ``empty`` is the day that an empty cell stands for.

    ``empty`` None: an empty cell is unknown, and ``bit`` says which fact is missing.
    """

    column: str
    empty: int | None
    bit: int


@frozen
class Birthday:
    """The day on which an age of ``years`` is attained; unknown where the birth date is empty."""

    column: str
    years: int
    bit: int


@frozen
class CalendarDay:
    """One day, the same for everybody."""

    day: int


DayColumn = FactDay | Birthday | CalendarDay


# ── numbers ──────────────────────────────────────────────────────────────────────────


@frozen
class Constant:
    """The same integer for everybody."""

    value: int


@frozen
class Column:
    """A column of whole numbers or fen; empty cells are unknown."""

    column: str
    bit: int


@frozen
class WordColumn:
    """A column of word positions, translated by ``positions`` where two facts are compared."""

    column: str
    bit: int
    positions: tuple[int, ...] | None = None


@frozen
class Switched:
    """A column that is replaced by another from a day on; later entries win."""

    base: Numeric
    later: tuple[tuple[DayColumn, Numeric], ...]


@frozen
class AgeOn:
    """Full years attained on the day asked."""

    column: str
    bit: int


@frozen
class ByMonth:
    """A dated value: one integer a month from the month before the period on."""

    values: tuple[int, ...]


@frozen
class Sum:
    """left + right."""

    left: Numeric
    right: Numeric


@frozen
class Difference:
    """left − right."""

    left: Numeric
    right: Numeric


@frozen
class Product:
    """left × right."""

    left: Numeric
    right: Numeric


@frozen
class Smallest:
    """The smallest part."""

    parts: tuple[Numeric, ...]


@frozen
class Largest:
    """The largest part."""

    parts: tuple[Numeric, ...]


@frozen
class Unknown:
    """A value that the register gives for nobody."""

    bit: int


Numeric = (
    Constant | Column | WordColumn | Switched | AgeOn | ByMonth | Sum | Difference | Product
    | Smallest | Largest | Unknown
)  # fmt: skip


@frozen
class Number:
    """An integer expression over a denominator, and bounds of its numerator."""

    node: Numeric
    denominator: int
    lowest: int
    highest: int


# ── yes or no ────────────────────────────────────────────────────────────────────────


@frozen
class Truth:
    """Yes or no for everybody."""

    value: bool


YES = Truth(value=True)
NO = Truth(value=False)


@frozen
class Reached:
    """Yes from a day on, that day included."""

    day: DayColumn


@frozen
class Test:
    """Two numbers over one denominator compared."""

    comparison: Comparison
    left: Numeric
    right: Numeric


@frozen
class Member:
    """A number is one of several constants."""

    item: Numeric
    options: tuple[int, ...]


@frozen
class Flag:
    """A number that is 1 for yes and 0 for no."""

    item: Numeric


@frozen
class Negated:
    """Not; pushed down to single tests by lowering."""

    of: YesNo


@frozen
class All:
    """And."""

    parts: tuple[YesNo, ...]


@frozen
class AnyOf:
    """Or."""

    parts: tuple[YesNo, ...]


YesNo = Truth | Reached | Test | Member | Flag | Negated | All | AnyOf
