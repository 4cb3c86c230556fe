"""The sums of a run: all that a receipt and the totals need, of a whole register or of its parts.

Sums of parts that share no unit add up to those of the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

import polars as pl
from attrs import frozen

from subsidy.dates import Period
from subsidy.register.table import SheetCount
from subsidy.results.assumed import assumptions
from subsidy.results.receipt import (
    Receipt,
    RegisterRead,
    engine_version,
    period_text,
    scheme_totals,
)
from subsidy.rulebook.in_play import LeftOut
from subsidy.rulebook.model import Rulebook

__all__ = ["GROUPINGS", "ControlError", "Counts", "Sums", "added", "receipt_of"]

GROUPINGS: tuple[tuple[str, ...], ...] = (
    (),
    ("scheme",),
    ("scheme", "bracket"),
    ("scheme", "month"),
)
_SUMMED = ("units", "unit_months", "amount")


class ControlError(RuntimeError):
    """Two ways of adding up the same run differ: a bug, and nothing may be published."""


@frozen
class Counts:
    """Records of all registers, and pairs of a unit and a scheme that are undetermined."""

    records_read: int
    calculated: int
    set_aside: int
    undetermined: int
    non_data: Mapping[str, int]


@frozen(eq=False)
class Sums:
    """Totals by several groupings, and counts."""

    totals: Mapping[tuple[str, ...], pl.DataFrame]
    counts: Counts

    @classmethod
    def of(
        cls,
        totals: Callable[[Sequence[str]], pl.DataFrame],
        counts: Counts,
        groupings: Sequence[tuple[str, ...]] = GROUPINGS,
    ) -> Sums:
        """Of one run, by its own totals."""
        return cls({by: totals(by) for by in groupings}, counts)

    @classmethod
    def together(cls, parts: Sequence[Sums]) -> Sums:
        """Of parts of one register that share no unit."""
        totals = {by: added([part.totals[by] for part in parts], by) for by in GROUPINGS}
        every = [part.counts for part in parts]
        non_data: Counter[str] = Counter()
        for one in every:
            non_data.update(one.non_data)
        counts = Counts(
            sum(one.records_read for one in every),
            sum(one.calculated for one in every),
            sum(one.set_aside for one in every),
            sum(one.undetermined for one in every),
            dict(sorted(non_data.items())),
        )
        return cls(totals, counts)


def added(frames: Iterable[pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Totals of the same grouping added up, sorted by it."""
    every = pl.concat(frames)
    sums = [pl.col(name).sum() for name in _SUMMED]
    together = (
        every.group_by(*by).agg(*sums).sort(*by, nulls_last=True) if by else every.select(*sums)
    )
    return together.select(every.columns)


def receipt_of(  # noqa: PLR0913, PLR0917 - a receipt names all that a run consists of
    book: Rulebook,
    period: Period,
    input_sha256: str,
    sums: Sums,
    registers: tuple[RegisterRead, ...] = (),
    left_out: tuple[LeftOut, ...] = (),
    sheets: tuple[SheetCount, ...] = (),
) -> Receipt:
    """What was calculated from what, with control sums.

    Raises:
        ControlError: the sums by scheme and by month differ.
    """
    by_scheme, counts = sums.totals["scheme",], sums.counts
    by_month = sums.totals["scheme", "month"].group_by("month").agg(pl.col("amount").sum())
    amount = _total(by_scheme)
    if amount != _total(by_month):
        raise ControlError("sums by scheme and by month differ")
    return Receipt(
        rulebook=book.name,
        rulebook_sha256=book.sha256,
        engine_version=engine_version(),
        input_sha256=input_sha256,
        period=period_text(period),
        records_read=counts.records_read,
        calculated=counts.calculated,
        set_aside=counts.set_aside,
        undetermined=counts.undetermined,
        totals=scheme_totals(by_scheme),
        amount=f"{amount:.2f}",
        unit_months=int(by_scheme["unit_months"].sum()),
        by_month={month: f"{due:.2f}" for month, due in by_month.sort("month").iter_rows()},
        assumed=assumptions(book, period),
        changes=book.changes,
        registers=registers,
        left_out=left_out,
        non_data=counts.non_data,
        sheets=sheets,
    )


def _total(frame: pl.DataFrame) -> Decimal:
    return sum(frame["amount"].to_list(), Decimal(0))
