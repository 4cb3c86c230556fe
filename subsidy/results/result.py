"""What a calculation gives back: views of its entitlement spells, all exact, none of them stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import PurePath
from typing import Any

import numpy as np
import polars as pl
from attrs import field, frozen

from subsidy.dates import Period
from subsidy.engine.outcome import Outcome
from subsidy.engine.settle import Settled
from subsidy.errors import Words
from subsidy.register.table import People
from subsidy.register.units import Registers
from subsidy.results import views
from subsidy.results.funding import PAYER, funded
from subsidy.results.receipt import Receipt, non_data, register_read, rows_set_aside
from subsidy.results.shares import member_shares
from subsidy.results.spells import Paid, paid_spells
from subsidy.results.sums import GROUPINGS, ControlError, Counts, Sums, added, receipt_of
from subsidy.results.told import Asides, Undecided
from subsidy.results.totals import refuse_unknown, totals
from subsidy.rulebook.in_play import LeftOut
from subsidy.rulebook.model import Rulebook

__all__ = ["ControlError", "Result"]

BATCH_MONTHS = 2_000_000
UNIT = "unit"


@frozen(eq=False, slots=False, repr=False)
class Result:
    """Who is due what, by which rules. Every view is worked out when it is asked for.

    ``people`` and ``outcome`` are the persons'; ``beside`` holds the same of households and
    institutions, where their registers were given, and every view has them all. ``left_out``
    says which schemes were not calculated, and why. ``registers`` are all registers as they were
    read, and ``given`` the rules with what was left out, for whoever calculates them again.
    """

    book: Rulebook
    people: People
    outcome: Outcome
    beside: tuple[Result, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    _shares: Mapping[str, Settled] = field(factory=dict)
    registers: Registers | None = None
    given: Rulebook | None = None

    def __repr__(self) -> str:
        units = sum(part.people.records_read for part in self.parts)
        return f"<Result {self.book.name} {self.period}: {units:,} records read>"

    @property
    def whole_book(self) -> Rulebook:
        """The rules as they were given, with the schemes that were left out."""
        return self.given or self.book

    @property
    def units(self) -> frozenset[str]:
        """The units of which registers were given."""
        return frozenset(part.people.unit for part in self.parts)

    @property
    def shares_settled(self) -> Mapping[str, Settled]:
        """What :meth:`shares` is made of, for whoever puts results together."""
        return self._shares

    @property
    def period(self) -> Period:
        """The months that were calculated."""
        return self.outcome.period

    @property
    def parts(self) -> tuple[Result, ...]:
        """The result of each unit, by the name of the unit."""
        return tuple(sorted((self, *self.beside), key=lambda part: part.people.unit))

    def monthly(self) -> pl.DataFrame:
        """``unit, unit_id, scheme, bracket, month, amount``: amounts above zero, rows sorted."""
        return pl.concat([views.monthly(part.paid_in_order, part.people) for part in self.parts])

    def monthly_batches(self) -> Iterator[pl.DataFrame]:
        """:meth:`monthly` in pieces that fit in memory, in the same order."""
        for part in self.parts:
            yield from _batches(part)

    def annual(self) -> pl.DataFrame:
        """``unit, unit_id, scheme, months, amount`` of the whole period, rows sorted."""
        return pl.concat([views.annual(part.paid_in_order, part.people) for part in self.parts])

    def totals(self, by: Sequence[str] = ("scheme", "bracket")) -> pl.DataFrame:
        """Distinct units, paid months and amount of every group; see :func:`totals.totals`.

        *by* may also name ``unit``: person, household or institution.

        Raises:
            UsageRefused: *by* names a column that there is not.
        """
        refuse_unknown(by, self.further_columns())
        known = set(self.further_columns()) - {UNIT}
        found = [_totals(part, by, known) for part in self.parts]
        if len(found) == 1:
            return found[0]
        return added(found, by)

    def further_columns(self) -> list[str]:
        """By what totals can be grouped besides scheme, bracket, month and year."""
        carried = {name for part in self.parts for name in part.people.carried.columns}
        return [UNIT, *sorted(carried)]

    def funding(self, by: Sequence[str] = ("scheme", "month", PAYER)) -> pl.DataFrame:
        """``…by, amount``: who bears what, by the rules' shares; *by* as for :meth:`totals`.

        Each scheme's month is split to the fen: shares are rounded down, and what that leaves is
        borne by the payer whom the scheme names for remainders. Where the rules name no payer,
        ``payer`` is empty.

        Raises:
            UsageRefused: *by* names a column that there is not.
        """
        wanted = list(dict.fromkeys(by))
        refuse_unknown(wanted, [PAYER, *self.further_columns()])
        others = [name for name in wanted if name != PAYER]
        cells = self.totals(list(dict.fromkeys([*others, "scheme", "month"])))
        return funded(self.book, cells, wanted)

    def spells(self) -> pl.DataFrame:
        """``unit, unit_id, scheme, bracket, first_month, end_month, amount, per``.

        The amount is the standard for a ``month``, ``quarter``, ``half-year`` or ``year``;
        ``end_month`` is no longer paid. Months are clipped to the period.
        """
        return pl.concat([views.spells(part.paid_in_order, part.people) for part in self.parts])

    def undetermined(self) -> pl.DataFrame:
        """``unit, unit_id, scheme, first_month, months, missing``: facts joined by ``;``."""
        return pl.concat([views.undetermined(part.outcome, part.people) for part in self.parts])

    def shares(self) -> pl.DataFrame:
        """``unit_id, scheme, month, amount``: what members have of their household's amounts.

        No money beside it: the shares of a month sum to what the household is due.
        """
        return member_shares(self._shares, self.people, self.period)

    def amounts_fen(self, scheme: str) -> np.ndarray[Any, np.dtype[np.int64]]:
        """What each unit is due under one scheme over the period: fen, in the order of its register.

        For programs that go on computing; zero where nothing is due. Undetermined months are
        not in it: look at :meth:`undetermined`.
        """
        unit = next((one.unit for one in self.book.schemes if one.name == scheme), self.people.unit)
        part = next((part for part in self.parts if part.people.unit == unit), self)
        return views.amounts_fen(part.outcome, len(part.people), scheme)

    def set_aside(self) -> pl.DataFrame:
        """``row, line, sheet, column, code, reason, reason_zh, unit`` of records not calculated.

        Of every register, persons first: ``unit`` says of which one (person, household,
        institution), for rows are counted in each by itself.
        """
        return pl.concat([views.set_aside(part.people) for part in (self, *self.beside)])

    def receipt(self) -> Receipt:
        """What was calculated from what, with control sums.

        Raises:
            ControlError: the sums by scheme and by month differ.
        """
        return receipt_of(
            self.book,
            self.period,
            self.people.sha256,
            self.sums((("scheme",), ("scheme", "month"))),
            registers=tuple(register_read(part.people) for part in self.beside),
            left_out=self.left_out,
            sheets=self.people.sheets,
        )

    def sums(self, groupings: Sequence[tuple[str, ...]] = GROUPINGS) -> Sums:
        """The totals and counts of all units, which a receipt is made of."""
        undecided = self.undetermined().select("unit", "unit_id", "scheme").unique()
        counts = Counts(
            records_read=sum(part.people.records_read for part in self.parts),
            calculated=sum(_calculated(part.people) for part in self.parts),
            set_aside=sum(rows_set_aside(part.people) for part in self.parts),
            undetermined=len(undecided),
            non_data=_together(non_data(part.people) for part in self.parts),
        )
        return Sums.of(self.totals, counts, groupings)

    @property
    def asides(self) -> Asides:
        """What was set aside of all registers, for people: counts and first rows."""
        return Asides.together(
            Asides.of(part.people.set_aside, self._before(part)) for part in (self, *self.beside)
        )

    @property
    def undecided(self) -> Undecided:
        """What is undetermined, for people: units and months by scheme and missing facts."""
        return Undecided.of(self.undetermined())

    @property
    def warnings(self) -> tuple[Words, ...]:
        """What is odd in the registers as a whole."""
        others = (
            Words(f"{self._before(part)}{words.en}", f"{self._before(part)}{words.zh}")
            for part in self.beside
            for words in part.people.warnings
        )
        return (*self.people.warnings, *others)  # one's own as they are: pieces add theirs up

    def _before(self, part: Result) -> str:
        """The file before a heading, where the register is not the one of persons."""
        return "" if part is self else f"{PurePath(part.people.source).name}, "

    @cached_property
    def paid(self) -> Paid:
        """The spells that pay something, of this unit alone."""
        return paid_spells(self.outcome)

    @cached_property
    def paid_in_order(self) -> Paid:
        """The same, sorted by identifier."""
        return self.paid.in_order(views.rank_of(self.people, self.paid.row))


def _calculated(people: People) -> int:
    """Records that were calculated: not set aside, and not of another kind than the unit's."""
    return people.records_read - rows_set_aside(people) - len(people.apart)


def _together(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    every: Counter[str] = Counter()
    for one in counts:
        every.update(one)
    return dict(sorted(every.items()))


def _batches(part: Result) -> Iterator[pl.DataFrame]:
    paid = part.paid_in_order
    ends = np.cumsum(paid.end - paid.first)
    cuts = np.flatnonzero(np.diff(ends // BATCH_MONTHS)) + 1
    edges = [0, *(int(cut) for cut in cuts), len(paid)]
    for begin, end in pairwise(edges):
        yield views.monthly(paid.take(slice(begin, end)), part.people)


def _totals(part: Result, by: Sequence[str], known: Collection[str]) -> pl.DataFrame:
    """The totals of one unit; a column that only another unit's register has, is empty here."""
    absent = [
        name
        for name in dict.fromkeys(by)
        if name in {*known, UNIT} and name not in part.people.carried.columns
    ]
    found = totals(part.paid, part.people, [name for name in by if name not in absent])
    if not absent:
        return found
    unit = {UNIT: part.people.unit}
    empty = [pl.lit(unit.get(name), pl.String).alias(name) for name in absent]
    return found.with_columns(*empty).select(*by, "units", "unit_months", "amount")
