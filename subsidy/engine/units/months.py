"""An institution's row a month: values that hold in their month alone, as steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from subsidy.dates import LAST_DATE, Month, first_day
from subsidy.engine.units.steps import Steps, empty_in

__all__ = ["steps_by_month"]

Array = np.ndarray[Any, Any]


def steps_by_month(row: Array, month: Array, values: Mapping[str, Array], rows: int) -> Steps:
    """Steps of values that hold in one month each; in other months they are unknown.

    *row* and *month* say whose and of when every value is; no row has a month twice.
    """
    order = np.lexsort((month, row))
    row, month = row[order], month[order]
    follows = np.append((row[1:] == row[:-1]) & (month[1:] == month[:-1] + 1), False)
    ends = np.flatnonzero(~follows[: len(row)])  # of no rows none ends
    all_rows = np.concatenate([row, row[ends]])
    all_months = np.concatenate([month, month[ends] + 1])
    sequence = np.lexsort((all_months, all_rows))
    later: dict[str, Array] = {}
    first: dict[str, Array] = {}
    for name, given in values.items():
        nothing = empty_in(given)
        with_ends = np.concatenate([given[order], np.full(len(ends), nothing, given.dtype)])
        later[name] = with_ends[sequence]
        first[name] = np.full(rows, nothing, given.dtype)
    days = _first_days(all_months[sequence])
    return Steps("month#", all_rows[sequence], days, first, later)


def _first_days(months: Sequence[int] | Array) -> Array:
    table = {int(m): first_day(Month(int(m))).toordinal() for m in np.unique(np.asarray(months))}
    last = LAST_DATE.toordinal()
    return np.array([table.get(int(m), last) for m in months], np.int32)
