"""Costs by any grouping, also by who bears them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from subsidy.results.funding import PAYER
from subsidy.results.result import Result
from subsidy.results.totals import refuse_unknown

__all__ = ["costs"]


def costs(result: Result, by: Sequence[str]) -> pl.DataFrame:
    """``…by, amount`` in yuan; *by* as for ``Result.totals``, and ``payer`` besides.

    A payer is a funding level of the scheme (empty where the rules name none).

    Raises:
        UsageRefused: a column that there is not.
    """
    wanted = list(dict.fromkeys(by))
    refuse_unknown(wanted, [PAYER, *result.further_columns()])
    if PAYER in wanted:
        return result.funding(wanted)
    return result.totals(wanted).select(*wanted, "amount")
