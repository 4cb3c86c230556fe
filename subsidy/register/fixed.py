"""Facts that a mapping says are the same in every row, or that the sheet's name tells."""

from __future__ import annotations

import polars as pl
from attrs import evolve

from subsidy.register.roster_map import RosterMap
from subsidy.register.source import Table

__all__ = ["with_fixed_values"]


def with_fixed_values(table: Table, mapping: RosterMap) -> Table:
    """The table with one column more for each fixed fact."""
    fixed = dict(mapping.fixed)
    if mapping.sheet_tells is not None and table.sheet is not None:
        fixed[mapping.sheet_tells] = table.sheet
    if not fixed:
        return table
    columns = [pl.Series([value] * len(table), dtype=pl.String) for value in fixed.values()]
    return evolve(table, headings=(*table.headings, *fixed), columns=(*table.columns, *columns))
