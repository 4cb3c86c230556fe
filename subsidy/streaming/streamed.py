"""The answer of a run that has streamed: its sums, and what was left open; its rows are in files."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from attrs import field, frozen

from subsidy.dates import Period
from subsidy.errors import Words
from subsidy.results.receipt import Receipt
from subsidy.results.sums import Sums, receipt_of
from subsidy.results.told import Asides, Undecided
from subsidy.rulebook.in_play import LeftOut
from subsidy.rulebook.model import Rulebook

__all__ = ["Streamed"]


@frozen(eq=False)
class Streamed:
    """See :class:`subsidy.results.answer.Answer`."""

    book: Rulebook
    period: Period
    sums: Sums
    asides: Asides
    undecided: Undecided
    warnings: tuple[Words, ...]
    sha256: str
    left_out: tuple[LeftOut, ...] = ()
    _undetermined: pl.DataFrame | None = field(default=None, repr=False)

    def totals(self, by: Sequence[str] = ("scheme", "bracket")) -> pl.DataFrame:
        """Distinct units, paid months and amount by one of the groupings that were added up."""
        return self.sums.totals[tuple(by)]

    def undetermined(self) -> pl.DataFrame:
        """The rows of what is undetermined, where they were asked for."""
        assert self._undetermined is not None
        return self._undetermined

    def receipt(self) -> Receipt:
        """What was calculated from what, with control sums."""
        return receipt_of(self.book, self.period, self.sha256, self.sums, left_out=self.left_out)
