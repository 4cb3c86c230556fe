"""Two rulebooks over the same people: what it costs, who gains, who loses."""

from __future__ import annotations

from typing import Any

import polars as pl
from attrs import frozen

from subsidy.calculation import calculate, period_of
from subsidy.dates import Period
from subsidy.register.readers import read_register
from subsidy.register.table import People
from subsidy.results.result import Result
from subsidy.rulebook.model import Rulebook

__all__ = ["Comparison", "compare"]

_WHO = ["unit", "unit_id", "scheme"]


@frozen(eq=False)
class Comparison:
    """A baseline and a reform, calculated for the same people over the same period."""

    baseline: Result
    reform: Result

    def people(self) -> pl.DataFrame:
        """Everybody whose amount differs: ``unit, unit_id, scheme, baseline, reform, difference``.

        Amounts are yuan for the whole period, ``Decimal(38, 2)``; rows sorted.
        """
        return self._beside().filter(pl.col("difference") != 0)

    def totals(self) -> pl.DataFrame:
        """``scheme, baseline, reform, difference, gaining, losing, newly_in, newly_out, unchanged``.

        One row a scheme that pays anything in either; counts are of units.
        """
        before, after = pl.col("baseline"), pl.col("reform")
        counts = {
            "gaining": after > before,
            "losing": after < before,
            "newly_in": (before == 0) & (after > 0),
            "newly_out": (before > 0) & (after == 0),
            "unchanged": after == before,
        }
        amounts = [pl.col(name).sum() for name in ("baseline", "reform", "difference")]
        tests = [test.sum().cast(pl.Int64).alias(name) for name, test in counts.items()]
        return self._beside().group_by("scheme").agg(*amounts, *tests).sort("scheme")

    def _beside(self) -> pl.DataFrame:
        one = self.baseline.annual().select(*_WHO, baseline="amount")
        two = self.reform.annual().select(*_WHO, reform="amount")
        nothing = pl.lit(0).cast(pl.Decimal(38, 2))
        return (
            one.join(two, on=_WHO, how="full", coalesce=True, validate="1:1")
            .with_columns(pl.col("baseline", "reform").fill_null(nothing))
            .with_columns(difference=pl.col("reform") - pl.col("baseline"))
            .sort(_WHO)
        )


def compare(baseline: Rulebook, reform: Rulebook, people: Any, period: str | Period) -> Comparison:
    """Calculate two rulebooks for the same people; *people* and *period* as for ``calculate``.

    Raises:
        RulesRefused, RegisterRefused, UsageRefused: as :func:`subsidy.calculate.calculate`.
    """
    months = period_of(period)
    register = people if isinstance(people, People) else read_register(people, baseline, months)
    return Comparison(calculate(baseline, register, months), calculate(reform, register, months))
