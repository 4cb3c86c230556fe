"""Facts that a mapping says are the same in every row, or that the sheet's name tells."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from attrs import evolve

from subsidy.register.headings import headings_of, plain
from subsidy.register.roster_map import RosterMap
from subsidy.register.source import Cells, Table
from subsidy.register.workbooks.refusals import refuse_full_of_both, refuse_no_fact
from subsidy.rulebook.model import CategoryFact, Rulebook, TextFact

__all__ = ["with_fixed_values"]

_SHEET_OF_OLD = "set_aside_sheet"  # of rows set aside and fed again: the sheet they stood in


def with_fixed_values(table: Table, mapping: RosterMap, book: Rulebook) -> Table:
    """The table with one column more for each fixed fact.

    Raises:
        RegisterRefused: the sheet's name is to tell what a column tells, or no text.
    """
    told: dict[str, Sequence[str | None]] = {
        fact: [value] * len(table) for fact, value in mapping.fixed.items()
    }
    names = _sheets(table) if mapping.sheet_tells is not None else None
    if mapping.sheet_tells is not None and names is not None:
        _check_sheet_fact(mapping.sheet_tells, table, book)
        told[mapping.sheet_tells] = names
    columns: list[Cells] = [pl.Series(values, dtype=pl.String) for values in told.values()]
    if not columns:
        return table
    return evolve(table, headings=(*table.headings, *told), columns=(*table.columns, *columns))


def _sheets(table: Table) -> list[str | None] | None:
    """The name of each row's sheet; None where there are no sheets."""
    if _SHEET_OF_OLD in table.headings:
        cells = table.columns[table.headings.index(_SHEET_OF_OLD)]
        return [None if cell is None or cell == "" else str(cell) for cell in cells]
    if table.sheet_names is not None:
        return [table.sheet_names[record - 1] for record in table.records.tolist()]
    return None if table.sheet is None else [table.sheet] * len(table)


def _check_sheet_fact(name: str, table: Table, book: Rulebook) -> None:
    fact = book.facts.get(name)
    if not isinstance(fact, TextFact | CategoryFact):
        refuse_no_fact(name, table.place)
    known = {plain(heading) for heading in headings_of(fact)}
    if any(plain(heading) in known for heading in table.headings):
        refuse_full_of_both(name, table.place)
