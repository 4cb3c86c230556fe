"""Rows of results in the order of their units, whatever the order of the register.

A register whose numbers rise gives its rows in order. Else they are dealt out by ranges of numbers,
so that each range is sorted in memory by itself: the rows of a unit all come from one piece, in
their order, which a stable sort keeps. Rows wait in memory until there are many, and go to the disk
together: many small frames would take longer than all else that is done with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import polars as pl

from subsidy.register.arrow_bytes import arrow_bytes, frame_of_arrow
from subsidy.register.pieces.ahead import in_turn
from subsidy.register.pieces.spill import Spill
from subsidy.register.pieces.survey import Survey

__all__ = ["Dealt", "splitters_of"]

_UNIT = "unit_id"
_UNITS_A_RANGE = 500_000
_MOST_RANGES = 1 << 12
_ROWS_WAITING = 5 << 19


def splitters_of(survey: Survey, units_a_range: int = _UNITS_A_RANGE) -> pl.Series:
    """The numbers at which ranges begin, but for the first; about as many units in each."""
    ranges = min(-(-survey.records // units_a_range), _MOST_RANGES)
    count = len(survey.sample)
    positions = [count * number // ranges for number in range(1, ranges)] if count else []
    return survey.sample.gather(positions).unique().sort()


def _sorted(frames: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames).sort(_UNIT, maintain_order=True)


class Dealt:
    """Rows dealt out to ranges, then fetched range by range, sorted."""

    def __init__(self, splitters: pl.Series, folder: Path) -> None:
        self._splitters = splitters
        self._spill = Spill(folder / "rows", len(splitters) + 1)
        self._waiting: list[list[pl.DataFrame]] = [[] for _ in range(len(splitters) + 1)]
        self._rows_waiting = 0

    def put(self, rows: pl.DataFrame) -> None:
        """Add rows that are in order among themselves."""
        cuts = rows[_UNIT].search_sorted(self._splitters).to_list() if len(rows) else []
        for part, (begin, end) in enumerate(pairwise([0, *cuts, len(rows)])):
            if begin < end:
                self._waiting[part].append(rows.slice(begin, end - begin))
        self._rows_waiting += len(rows)
        if self._rows_waiting > _ROWS_WAITING:
            self._put_down()

    def _put_down(self) -> None:
        """All that waits goes to the disk."""
        for part, frames in enumerate(self._waiting):
            if frames:
                self._spill.put(part, arrow_bytes(pl.concat(frames)))
                frames.clear()
        self._rows_waiting = 0

    def rows(self) -> Iterator[pl.DataFrame]:
        """All rows in order, range by range; the next is sorted while one is taken."""
        with ThreadPoolExecutor(1) as pool:
            yield from in_turn((pool.submit(_sorted, frames) for frames in self._ranges()), 1)

    def _ranges(self) -> Iterator[list[pl.DataFrame]]:
        """The frames of every range that has rows."""
        for part, waiting in enumerate(self._waiting):
            frames = [*(frame_of_arrow(one) for one in self._spill.fetch(part)), *waiting]
            waiting.clear()
            if frames:
                yield frames

    def close(self) -> None:
        """Close the file; it goes with its folder."""
        self._spill.close()
