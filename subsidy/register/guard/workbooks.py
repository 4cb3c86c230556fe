"""Workbooks, opened in a child: sheets as values, nothing of a parser in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NoReturn

from attrs import field, frozen

from subsidy.errors import Place
from subsidy.register.guard.limits import Limits
from subsidy.register.guard.refusals import refuse_found
from subsidy.register.guard.supervise import frames_of
from subsidy.register.workbooks.grid import NO_MARKS, Marks

__all__ = ["Cell", "GuardedSheet", "open_workbook"]

Cell = str | int | float | bool | date | datetime | time | timedelta
_CELLS = frozenset({str, int, float, bool, date, datetime, time, timedelta})
_TAGS = {
    "day": date,
    "moment": datetime,
    "time": time,
    "span": timedelta,
}


@frozen
class GuardedSheet:
    """One sheet: its rows from the first to the last that is filled, all of one width.

    Speaks as a sheet of calamine does: an empty cell is ``""``, positions are zero-based.
    """

    name: str
    visible: str  # "Visible", "Hidden" or "VeryHidden"
    kind: str  # "WorkSheet", "ChartSheet", …
    start: tuple[int, int] | None
    height: int
    width: int
    merged_cell_ranges: tuple[tuple[tuple[int, int], tuple[int, int]], ...] | None = ()
    rows: list[list[Cell]] = field(factory=list, repr=False)
    marks: Marks = NO_MARKS

    def to_python(self, *, skip_empty_area: bool = True, nrows: int | None = None) -> list[Any]:
        """The rows, without the empty ones above and the empty columns to the left."""
        assert skip_empty_area
        return self.rows if nrows is None else self.rows[:nrows]


def open_workbook(content: bytes, place: Place, limits: Limits) -> tuple[GuardedSheet, ...]:
    """Every sheet of an ``.xlsx`` or ``.xls`` workbook, in its order.

    Raises:
        RegisterRefused: damaged, protected, hostile, or beyond the limits.
    """
    frames = frames_of("workbook", content, place, limits)
    try:
        return tuple(_sheets(frames))
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError, StopIteration):
        _refuse_nonsense(place, limits)


def _refuse_nonsense(place: Place, limits: Limits) -> NoReturn:
    refuse_found("workbook", place, limits)


def _sheets(frames: Iterator[bytes]) -> Iterator[GuardedSheet]:
    for frame in frames:
        told = json.loads(frame)
        start = told["start"]
        sheet = GuardedSheet(
            str(told["name"]),
            str(told["visible"]),
            str(told["kind"]),
            None if start is None else (int(start[0]), int(start[1])),
            int(told["height"]),
            int(told["width"]),
            _merged(told["merged"]),
            marks=_marks(told),
        )
        while len(sheet.rows) < sheet.height:
            sheet.rows.extend(_rows(next(frames, b""), sheet.width))
        yield sheet


def _marks(told: Mapping[str, Any]) -> Marks:
    valued = told["valued_rows"]
    return Marks(
        frozenset(int(row) for row in told["hidden_rows"]),
        frozenset((int(row), int(column)) for row, column in told["errors"]),
        frozenset((int(row), int(column)) for row, column in told["unfinished"]),
        bool(told["counts_from_1904"]),
        None if valued is None else int(valued),
    )


def _merged(
    told: list[list[list[int]]] | None,
) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...] | None:
    """Merged ranges; None where the kind of file does not tell."""
    return None if told is None else tuple(_corners(*corners) for corners in told)


def _corners(first: list[int], last: list[int]) -> tuple[tuple[int, int], tuple[int, int]]:
    return (int(first[0]), int(first[1])), (int(last[0]), int(last[1]))


def _rows(frame: bytes, width: int) -> list[list[Cell]]:
    rows: list[list[Cell]] = json.loads(frame, object_hook=_untagged)
    for row in rows:
        if len(row) != width or not _CELLS.issuperset(map(type, row)):
            raise ValueError(width)
    if not rows:
        raise ValueError(width)
    return rows


def _untagged(tagged: dict[str, list[int]]) -> Cell:
    ((kind, numbers),) = tagged.items()
    made: Cell = _TAGS[kind](*numbers)
    return made
