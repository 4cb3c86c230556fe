"""What a calculation says of schemes: exact fen, and the four counts where it can tell them.

人数 counts distinct persons, 人次 paid person-months, 期末人数 those paid in the last month of the
period. Rows of households count as 户; how many members they have, such rows do not tell, so a
scheme that is paid to households leaves the counts of persons open.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

import polars as pl
from attrs import field, frozen

from subsidy.dates import Month, Period, show_month
from subsidy.money import read_yuan
from subsidy.results.receipt import period_text
from subsidy.results.result import Result

__all__ = ["Calculated", "Calculation", "ResultCalculation", "Source", "exact_fen", "last_month"]

_PERSON, _HOUSEHOLD = "person", "household"


@frozen
class Calculated:
    """What several schemes come to together. A count that cannot be told is None, never 0.

    ``left_out``: schemes that the calculation does not hold; the amount is then not whole.
    """

    fen: int
    persons: int | None = None
    person_times: int | None = None
    households: int | None = None
    year_end: int | None = None
    left_out: tuple[str, ...] = ()

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
    at_end: pl.DataFrame = field(
        repr=False
    )  # unit, unit_id, scheme of those paid in the last month

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
        )
        names = frozenset(scheme.name for scheme in result.book.schemes)
        return cls(source, names, result.annual(), _paid_at_end(result))

    def of(self, schemes: tuple[str, ...]) -> Calculated | None:
        """Distinct units over all of the schemes; who draws two of them counts once."""
        held = [name for name in schemes if name in self.schemes]
        if not held:
            return None
        mine = self.annual.filter(pl.col("scheme").is_in(held))
        ending = self.at_end.filter(pl.col("scheme").is_in(held))
        households = mine.filter(pl.col("unit") == _HOUSEHOLD)
        only_persons = bool((mine["unit"] == _PERSON).all())
        return Calculated(
            fen=exact_fen(mine["amount"].to_list()),
            persons=mine["unit_id"].n_unique() if only_persons else None,
            person_times=int(mine["months"].sum()) if only_persons else None,
            households=households["unit_id"].n_unique() if len(households) else None,
            year_end=ending["unit_id"].n_unique() if only_persons else None,
            left_out=tuple(name for name in schemes if name not in self.schemes),
        )


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
