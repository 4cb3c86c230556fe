"""Members' shares of what their household is due, month by month."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from subsidy.dates import Period
from subsidy.engine.settle import Settled
from subsidy.engine.spells import months_apart
from subsidy.register.table import People
from subsidy.results.frames import months_text, named, yuan

__all__ = ["member_shares"]

_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "unit_id": pl.String,
    "scheme": pl.String,
    "month": pl.String,
    "amount": pl.Decimal(None, 2),
}


def member_shares(shares: Mapping[str, Settled], people: People, period: Period) -> pl.DataFrame:
    """One row a member, scheme and month with a share above zero, sorted."""
    frames = [_of_scheme(name, one, people, period) for name, one in sorted(shares.items())]
    every = pl.concat(frames) if frames else pl.DataFrame(schema=_SCHEMA)
    return every.sort("unit_id", "scheme", "month")


def _of_scheme(name: str, shares: Settled, people: People, period: Period) -> pl.DataFrame:
    first, end = np.maximum(shares.first, period.first), np.minimum(shares.end, period.end)
    paid = (shares.fen > 0) & (shares.missing == 0) & (first < end)
    row, month = months_apart(shares.row[paid], first[paid], end[paid])
    fen = np.repeat(shares.fen[paid], end[paid] - first[paid])
    return pl.DataFrame(
        [
            people.ids.gather(pl.Series(row, dtype=pl.Int64)).cast(pl.String).alias("unit_id"),
            named("scheme", np.zeros(len(row), np.int64), [name]),
            months_text("month", month.astype(np.int64)),
            yuan("amount", fen),
        ]
    )
