"""What one piece of a register comes to: rows of results, sums, and what was left out."""

from __future__ import annotations

import io

import polars as pl
from attrs import frozen

from subsidy.errors import Words
from subsidy.register.quarantine import quarantine_bytes, quarantine_frame
from subsidy.register.table import People
from subsidy.results.guarding import guard_formulas
from subsidy.results.result import Result
from subsidy.results.sums import Sums
from subsidy.results.told import Asides, Undecided
from subsidy.results.write import frame_of, write_csv_rows, write_marked_csv

__all__ = ["Part", "Wish", "part_of"]


@frozen
class Wish:
    """What is wanted of every piece."""

    detail: str
    aside: str = ""  # "csv" or "xlsx": the rows set aside, as a file that can be mended
    undetermined: bool = False  # every row of it, which is kept in memory


@frozen(eq=False)
class Part:
    """The results of a piece. ``rows`` is None for totals, which the sums tell."""

    records: int
    sums: Sums
    asides: Asides
    undecided: Undecided
    warnings: tuple[Words, ...]
    rows: pl.DataFrame | None
    undetermined: pl.DataFrame | None
    aside: bytes | pl.DataFrame | None


def part_of(result: Result, wish: Wish, *, is_first: bool) -> Part:
    """All that outlives a piece."""
    undetermined = result.undetermined()
    return Part(
        result.people.records_read,
        result.sums(),
        result.asides,
        Undecided.of(undetermined),
        result.warnings,
        None if wish.detail == "totals" else frame_of(result, wish.detail),
        undetermined if wish.undetermined else None,
        _aside(result.people, wish.aside, is_first=is_first),
    )


def _aside(people: People, kind: str, *, is_first: bool) -> bytes | pl.DataFrame | None:
    """The rows set aside; as CSV each piece behind the first without headings."""
    if not kind or not (people.set_aside or is_first):
        return None
    if kind == "xlsx":
        return quarantine_frame(people)
    content = quarantine_bytes(people, with_head=is_first)
    if content is not None:
        return content
    buffer = io.BytesIO()
    if is_first:
        write_marked_csv(quarantine_frame(people), buffer, None)
    else:
        write_csv_rows(guard_formulas(quarantine_frame(people)), buffer)
    return buffer.getvalue()
