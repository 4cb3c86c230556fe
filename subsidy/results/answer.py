"""What presentation asks of a run: of one whose spells are in memory, and of one that has streamed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import polars as pl

from subsidy.dates import Period
from subsidy.errors import Words
from subsidy.results.receipt import Receipt
from subsidy.results.told import Asides, Undecided
from subsidy.rulebook.model import Rulebook

__all__ = ["Answer"]


class Answer(Protocol):
    """Totals, control sums and what was left open."""

    @property
    def book(self) -> Rulebook:
        """The rules that were applied."""

    @property
    def period(self) -> Period:
        """The months that were calculated."""

    @property
    def asides(self) -> Asides:
        """What was set aside, for people."""

    @property
    def undecided(self) -> Undecided:
        """What is undetermined, for people."""

    @property
    def warnings(self) -> tuple[Words, ...]:
        """What is odd in the register as a whole."""

    def totals(self, by: Sequence[str] = ...) -> pl.DataFrame:
        """Distinct units, paid months and amount of every group."""

    def undetermined(self) -> pl.DataFrame:
        """``unit, unit_id, scheme, first_month, months, missing``."""

    def receipt(self) -> Receipt:
        """What was calculated from what, with control sums."""
