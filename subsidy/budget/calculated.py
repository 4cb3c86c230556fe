"""What a calculation says of schemes: exact fen, and the four counts where it can tell them.

人数 counts distinct persons, 人次 paid person-months, 期末人数 those paid in the last month of the
period. Rows of households count as 户; their members count as persons where the calculation says
what each member has of the household's amount, else the counts of persons stay open.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

import polars as pl
from attrs import field, frozen

from subsidy.dates import Month, Period, show_month
from subsidy.errors import Words
from subsidy.money import read_yuan
from subsidy.results.funding import PAYER
from subsidy.results.receipt import period_text
from subsidy.results.result import Result

__all__ = ["Calculated", "Calculation", "ResultCalculation", "Source", "exact_fen", "last_month"]

_PERSON, _HOUSEHOLD = "person", "household"


@frozen
class Calculated:
    """What several schemes come to together. A count that cannot be told is None, never 0.

    ``left_out``: schemes that the calculation does not hold; the amount is then not whole.
    ``payers``: fen that each bears; empty where the rules name nobody, under "" what is borne
    by nobody whom they name.
    """

    fen: int
    persons: int | None = None
    person_times: int | None = None
    households: int | None = None
    year_end: int | None = None
    left_out: tuple[str, ...] = ()
    payers: Mapping[str, int] = field(factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether every scheme was calculated."""
        return not self.left_out


@frozen
class Source:
    """Where calculated figures come from, and what they do not hold."""

    rulebook: str
    rulebook_sha256: str
    input_sha256: str
    engine_version: str
    period: str
    undetermined: int
    set_aside: int
    left_out: Mapping[str, Words] = field(factory=dict)  # schemes not calculated, and why
    beside: Mapping[str, str] = field(factory=dict)  # unit → SHA-256 of its register
    changes: tuple[str, ...] = ()  # rates that the rules were given for this run


class Calculation(Protocol):
    """A finished calculation, whatever form it comes in."""

    @property
    def source(self) -> Source:
        """Rules, register and period."""

    def of(self, schemes: tuple[str, ...]) -> Calculated | None:
        """What these schemes come to; None where none of them was calculated."""


@frozen
class ResultCalculation:
    """A result of :func:`subsidy.calculate`."""

    source: Source
    schemes: frozenset[str]
    annual: pl.DataFrame = field(repr=False)
    at_end: pl.DataFrame = field(repr=False)  # unit, unit_id, scheme paid in the last month
    shares: pl.DataFrame = field(repr=False)  # unit_id, scheme, month of members of households
    last: str
    funding: pl.DataFrame = field(factory=pl.DataFrame, repr=False)  # scheme, payer, amount

    @classmethod
    def of_result(cls, result: Result) -> ResultCalculation:
        """The views that counts need, worked out once."""
        receipt = result.receipt()
        source = Source(
            rulebook=receipt.rulebook,
            rulebook_sha256=receipt.rulebook_sha256,
            input_sha256=receipt.input_sha256,
            engine_version=receipt.engine_version,
            period=period_text(result.period),
            undetermined=receipt.undetermined,
            set_aside=receipt.set_aside,
            left_out={one.scheme: one.why for one in receipt.left_out},
            beside={one.unit: one.sha256 for one in receipt.registers},
            changes=tuple(f"{one.name}: {one.old} → {one.new}" for one in receipt.changes),
        )
        names = frozenset(scheme.name for scheme in result.book.schemes)
        return cls(
            source,
            names,
            result.annual(),
            _paid_at_end(result),
            result.shares(),
            last_month(result.period),
            result.funding(("scheme", PAYER)),
        )

    def of(self, schemes: tuple[str, ...]) -> Calculated | None:
        """Distinct units over all of the schemes; who draws two of them counts once."""
        held = [name for name in schemes if name in self.schemes]
        if not held:
            return None
        paid = pl.col("scheme").is_in(held)
        mine, ending, members = (
            frame.filter(paid) for frame in (self.annual, self.at_end, self.shares)
        )
        households = mine.filter(pl.col("unit") == _HOUSEHOLD)
        counted = _counts_persons(mine, members)
        persons = mine.filter(pl.col("unit") == _PERSON)
        at_end = ending.filter(pl.col("unit") == _PERSON)["unit_id"]
        members_at_end = members.filter(pl.col("month") == self.last)["unit_id"]
        return Calculated(
            fen=exact_fen(mine["amount"].to_list()),
            persons=len({*persons["unit_id"], *members["unit_id"]}) if counted else None,
            person_times=int(persons["months"].sum()) + len(members) if counted else None,
            households=households["unit_id"].n_unique() if len(households) else None,
            year_end=len({*at_end, *members_at_end}) if counted else None,
            left_out=tuple(name for name in schemes if name not in self.schemes),
            payers=self._payers(held),
        )

    def _payers(self, schemes: list[str]) -> dict[str, int]:
        """Fen by payer, where the rules name one."""
        borne: dict[str, int] = {}
        for scheme, payer, amount in self.funding.rows():
            if scheme in schemes:
                borne[payer] = borne.get(payer, 0) + exact_fen([amount])
        return dict(sorted(borne.items())) if any(borne) else {}


def _counts_persons(paid: pl.DataFrame, members: pl.DataFrame) -> bool:
    """Whether every row is a person's, or a household's whose members' shares are known."""
    others = paid.filter(pl.col("unit") != _PERSON)
    known = members["scheme"].unique().to_list()
    return bool(((others["unit"] == _HOUSEHOLD) & others["scheme"].is_in(known)).all())


def exact_fen(amounts: list[Decimal]) -> int:
    """The sum of yuan with two decimals, as fen."""
    return sum(read_yuan(f"{amount:f}") for amount in amounts)


def last_month(period: Period) -> str:
    """The last month of a period, as results write it."""
    return show_month(Month(period.end - 1))


def _paid_at_end(result: Result) -> pl.DataFrame:
    spells, last = result.spells(), last_month(result.period)
    paid = (pl.col("first_month") <= last) & (pl.col("end_month") > last)
    return spells.filter(paid).select("unit", "unit_id", "scheme")
