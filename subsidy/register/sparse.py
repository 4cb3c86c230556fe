"""Columns in which little stands, as of the few who have died: read where something stands."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from subsidy.how_many import are_many
from subsidy.register.at_once import Look, look
from subsidy.register.day_texts import days_of_dates
from subsidy.register.faults import Faults
from subsidy.register.values import no_values, values_seen

__all__ = ["is_sparse", "read_sparse"]

Values = np.ndarray[Any, Any]

_FILLED_AT_MOST = 8  # one cell in so many


def is_sparse(cells: pl.Series) -> bool:
    """Whether so little stands in a long column that looking for it costs less than all the rest."""
    filled = len(cells) - cells.null_count()
    return are_many(cells) and filled * _FILLED_AT_MOST <= len(cells)


def read_sparse(cells: pl.Series, at: Look, records: Values, faults: Faults) -> Values:
    """The values of such a column of days, numbers, amounts or words.

    ``records`` are the record numbers of the rows; what cannot be read is noted in *faults* and
    stands as empty.
    """
    values = no_values(at.column.fact, len(cells))
    assert values is not None
    filled = cells.is_not_null().arg_true().to_numpy()
    values[filled] = _of_filled(cells.drop_nulls(), at, records[filled], faults)
    return values


def _of_filled(cells: pl.Series, at: Look, records: Values, faults: Faults) -> Values:
    if cells.dtype == pl.Date:
        return days_of_dates(cells, at.column, records, faults)
    told = values_seen(cells, at, look([at], {at.column.name: cells}), records, faults)
    assert told is not None
    return told
