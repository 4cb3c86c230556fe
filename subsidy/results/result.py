"""What a calculation gives back: views of its entitlement spells, all exact, none of them stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

from subsidy.dates import Period
from subsidy.engine.outcome import Outcome
from subsidy.register.table import People
from subsidy.results import views
from subsidy.results.assumed import assumptions
from subsidy.results.receipt import (
    Receipt,
    engine_version,
    non_data,
    period_text,
    rows_set_aside,
    scheme_totals,
)
from subsidy.results.spells import Paid, paid_spells
from subsidy.results.totals import totals
from subsidy.rulebook.model import Rulebook

__all__ = ["ControlError", "Result"]

BATCH_MONTHS = 2_000_000


class ControlError(RuntimeError):
    """Two ways of adding up the same run differ: a bug, and nothing may be published."""


@frozen(eq=False, slots=False)
class Result:
    """Who is due what, by which rules. Every view is worked out when it is asked for."""

    book: Rulebook
    people: People
    outcome: Outcome

    @property
    def period(self) -> Period:
        """The months that were calculated."""
        return self.outcome.period

    def monthly(self) -> pl.DataFrame:
        """``unit, unit_id, scheme, bracket, month, amount``: amounts above zero, rows sorted."""
        return views.monthly(self._in_order, self.people)

    def monthly_batches(self) -> Iterator[pl.DataFrame]:
        """:meth:`monthly` in pieces that fit in memory, in the same order."""
        paid = self._in_order
        ends = np.cumsum(paid.end - paid.first)
        cuts = np.flatnonzero(np.diff(ends // BATCH_MONTHS)) + 1
        edges = [0, *(int(cut) for cut in cuts), len(paid)]
        for begin, end in pairwise(edges):
            yield views.monthly(paid.take(slice(begin, end)), self.people)

    def annual(self) -> pl.DataFrame:
        """``unit, unit_id, scheme, months, amount`` of the whole period, rows sorted."""
        return views.annual(self._in_order, self.people)

    def totals(self, by: Sequence[str] = ("scheme", "bracket")) -> pl.DataFrame:
        """Distinct units, paid months and amount of every group; see :func:`totals.totals`.

        Raises:
            UsageRefused: *by* names a column that there is not.
        """
        return totals(self._paid, self.people, by)

    def spells(self) -> pl.DataFrame:
        """``unit, unit_id, scheme, bracket, first_month, end_month, amount, per``.

        The amount is the standard for a ``month``, ``quarter``, ``half-year`` or ``year``;
        ``end_month`` is no longer paid. Months are clipped to the period.
        """
        return views.spells(self._in_order, self.people)

    def undetermined(self) -> pl.DataFrame:
        """``unit, unit_id, scheme, first_month, months, missing``: facts joined by ``;``."""
        return views.undetermined(self.outcome, self.people)

    def amounts_fen(self, scheme: str) -> np.ndarray[Any, np.dtype[np.int64]]:
        """What each unit is due under one scheme over the period: fen, in the order of the register.

        For programs that go on computing; zero where nothing is due. Undetermined months are
        not in it: look at :meth:`undetermined`.
        """
        return views.amounts_fen(self._paid, len(self.people), scheme)

    def set_aside(self) -> pl.DataFrame:
        """``row, line, sheet, column, code, reason, reason_zh`` of records not calculated."""
        return views.set_aside(self.people)

    def receipt(self) -> Receipt:
        """What was calculated from what, with control sums.

        Raises:
            ControlError: the sums by scheme and by month differ.
        """
        by_scheme = self.totals(("scheme",))
        by_month = self.totals(("scheme", "month")).group_by("month").agg(_sum("amount"))
        undecided = self.undetermined().select("unit_id", "scheme").unique()
        amount = _total(by_scheme)
        if amount != _total(by_month):
            raise ControlError("sums by scheme and by month differ")
        return Receipt(
            rulebook=self.book.name,
            rulebook_sha256=self.book.sha256,
            engine_version=engine_version(),
            input_sha256=self.people.sha256,
            period=period_text(self.period),
            records_read=self.people.records_read,
            calculated=len(self.people),
            set_aside=rows_set_aside(self.people),
            undetermined=len(undecided),
            totals=scheme_totals(by_scheme),
            amount=f"{amount:.2f}",
            unit_months=int(by_scheme["unit_months"].sum()),
            by_month={
                row["month"]: f"{row['amount']:.2f}"
                for row in by_month.sort("month").iter_rows(named=True)
            },
            assumed=assumptions(self.book, self.period),
            changes=self.book.changes,
            non_data=non_data(self.people),
            sheets=self.people.sheets,
        )

    @cached_property
    def _paid(self) -> Paid:
        return paid_spells(self.outcome)

    @cached_property
    def _in_order(self) -> Paid:
        return self._paid.in_order(views.rank_of(self.people))


def _sum(name: str) -> pl.Expr:
    return pl.col(name).sum()


def _total(frame: pl.DataFrame) -> Decimal:
    return sum(frame["amount"].to_list(), Decimal(0))
