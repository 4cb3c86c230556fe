"""A budget file as checked values. Money is whole fen, counts are whole numbers, both as ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from subsidy.dates import Period
from subsidy.errors import Place, Words
from subsidy.money import FEN_PER_YUAN, Amount, Mode, Rounding

__all__ = [
    "COUNTS",
    "MONEY",
    "PERCENT",
    "Budget",
    "Claim",
    "Figure",
    "Line",
    "Note",
    "Rate",
    "Statement",
]

MONEY = ("initial", "adjustment", "other_funds", "actual", "balance")
COUNTS = ("persons", "person_times", "households", "year_end")
PERCENT = ("execution", "execution_of_initial")


@frozen
class Statement:
    """A figure as one passage of the report states it.

    ``lowest`` and ``highest`` are what the text may mean, both included: fen, units, or
    hundredths of a per cent. They differ for ``9000多``; how far a printed amount was rounded
    is the budget's ``step_fen``, not a range.
    """

    text: str
    lowest: int
    highest: int
    at: str
    place: Place
    quote: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether the text names one number."""
        return self.lowest == self.highest


@frozen
class Claim:
    """What a figure says of itself: it is the sum of terms, includes them, and the like.

    ``kind`` is ``sum``, ``includes``, ``at_most`` or ``share``; a term is the name of a figure,
    ``line.column``, or ``lines.column`` for all lines. ``assumed``: the reader's claim, not
    the report's.
    """

    kind: str
    terms: tuple[str, ...]
    place: Place
    share: Fraction | None = None
    at: str = ""
    assumed: Words | None = None


@frozen
class Figure:
    """One quantity and every passage that states it."""

    key: str
    labels: Words
    is_money: bool
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...] = ()

    @property
    def first(self) -> Statement:
        """The passage that counts where one is needed: the first in the file."""
        return self.statements[0]


@frozen
class Rate:
    """What one person is paid, as the report states it."""

    amount: Amount
    text: str
    at: str
    place: Place
    quote: str = ""


@frozen
class Line:
    """A line of spending, or with ``part_of`` a named part of one, which no total counts again."""

    key: str
    labels: Words
    place: Place
    at: str
    part_of: str | None
    schemes: tuple[str, ...]
    figures: Mapping[str, Figure]
    rates: tuple[Rate, ...]
    pays_in_full: bool  # else up to the rate
    parts_are_all: bool

    def fen(self, column: str) -> int | None:
        """The amount in a column as first stated; None where it is not stated."""
        figure = self.figures.get(column)
        return figure.first.lowest if figure else None

    def sum_of(self, *columns: str) -> int | None:
        """What several columns come to; ``other_funds`` may be absent, any other may not."""
        total = 0
        for column in columns:
            fen = self.fen(column)
            if fen is None and column != "other_funds":
                return None
            total += fen or 0
        return total


@frozen
class Note:
    """What a reader noticed and no arithmetic tells."""

    words: Words
    at: tuple[str, ...]
    place: Place


@frozen
class Budget:
    """A report's figures. ``unit`` is 元 or 万元; printed amounts are exact to ``step_fen``."""

    key: str
    labels: Words
    document: str
    period: Period
    unit: str
    step_fen: int
    mode: Mode
    lines: tuple[Line, ...]
    figures: tuple[Figure, ...]
    notes: tuple[Note, ...]
    file: str
    sha256: str

    @property
    def fen_per_unit(self) -> int:
        """100 for 元, 1,000,000 for 万元."""
        return FEN_PER_YUAN * (10_000 if self.unit == "万元" else 1)

    @property
    def rounding(self) -> Rounding:
        """How an exact amount becomes a printed one, once."""
        return Rounding(self.mode, self.step_fen)

    def top_lines(self) -> Iterator[Line]:
        """Lines that totals count."""
        return (line for line in self.lines if line.part_of is None)

    def parts_of(self, line: Line) -> tuple[Line, ...]:
        """The named parts of a line."""
        return tuple(part for part in self.lines if part.part_of == line.key)

    def ordered(self) -> Iterator[Line]:
        """Each line followed by its parts."""
        for line in self.top_lines():
            yield line
            yield from self.parts_of(line)
