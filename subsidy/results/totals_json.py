"""Totals as JSON: the machine contract of ``subsidy calc --format json``."""

from __future__ import annotations

from typing import Any

import polars as pl

from subsidy.results.answer import Answer
from subsidy.results.receipt import period_text

__all__ = ["envelope", "totals_json"]


def totals_json(result: Answer) -> dict[str, Any]:
    """``period, total, totals, undetermined, quarantined, receipt``; amounts are text.

    ``units`` counts distinct units, ``unit_months`` paid months. ``undetermined`` has the
    rows of :meth:`Result.undetermined`.
    """
    rows = result.totals(("scheme", "bracket")).with_columns(pl.col("amount").cast(pl.String))
    return envelope(result, "totals", rows.to_dicts())


def envelope(result: Answer, key: str, rows: object) -> dict[str, Any]:
    """The same envelope round the rows of any view."""
    receipt = result.receipt()
    return {
        "period": period_text(result.period),
        "total": receipt.amount,
        key: rows,
        "undetermined": result.undetermined().to_dicts(),
        "quarantined": receipt.set_aside,
        "receipt": receipt.as_json(),
    }
