"""Totals that a sheet states, compared with what its people come to. Totals are nobody's data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from subsidy.register.headings import plain
from subsidy.register.totals_rows import RowKind
from subsidy.register.workbooks.roster import Roster

__all__ = ["Difference", "check_totals"]

_NUMBER = re.compile(
    r"(?:人民币)?[¥￥]?(-?[0-9]{1,3}(?:,[0-9]{3})+|-?[0-9]+)(\.[0-9]+)?(元|人次|人|名)?"
)
_COUNT_INSIDE = re.compile(r"([0-9]+)(?:人次|人|名)")
_COUNTED = re.compile(r"(?:.*(?:人数|人次|序号|编号|号码|证号)|no\.?|.*_id|id_number)")
_MOST_LEVELS = 50  # subtotals looked at from a total of them
_MOST_DIGITS = 13  # longer ones are identifiers, not figures
_FINEST = Decimal("0.000001")


@frozen
class Difference:
    """A total that does not fit: where, what it says and what the rows above come to."""

    sheet: str
    row: int  # as the spreadsheet shows it
    heading: str
    stated: Decimal
    computed: Decimal


@frozen
class _Sums:
    """What a set of rows comes to: people, and the sum of each column by its heading."""

    people: int
    columns: dict[str, Decimal]
    mixed: frozenset[str] = frozenset()  # columns of numbers and of other things: no sum


def check_totals(rosters: Sequence[Roster]) -> tuple[Difference, ...]:
    """Every stated total that is neither the sum of its sheet nor, for grand totals, of all so far.

    A subtotal is compared with the people since the last one; the number of people counts
    under a heading of counts and in words such as 合计（12人）.
    """
    found: list[Difference] = []
    before = _Sums(0, {})
    for roster in rosters:
        whole = _sums(roster, roster.people)
        everybody = _added(before, whole)
        for row, kind in sorted(roster.kinds.items()):
            if kind in (RowKind.TOTAL, RowKind.SUBTOTAL):
                bases = _bases(roster, row, kind, (whole, everybody))
                found.extend(_differences(roster, row, bases))
        before = everybody
    return tuple(found)


def _bases(
    roster: Roster, row: int, kind: RowKind, grand: tuple[_Sums, _Sums]
) -> tuple[_Sums, ...]:
    """What a total may be the sum of; the first is what is shown where none fits."""
    marks = [r for r, k in roster.kinds.items() if k in (RowKind.TOTAL, RowKind.SUBTOTAL)]
    start = max((r for r in marks if r < row), default=-1)
    end = min((r for r in marks if r > row), default=len(roster.rows))
    block = _sums(roster, [p for p in roster.people if start < p < row])
    if kind is RowKind.TOTAL:
        has_more = any(p > row for p in roster.people)
        return (block, *grand) if has_more and block.people else grand
    below = _sums(roster, [p for p in roster.people if row < p < end])
    if _stand_above(roster, marks):
        return (below,)
    return (block,) if block.people else _levels(roster, row, marks) or (below,)


def _stand_above(roster: Roster, marks: Sequence[int]) -> bool:
    """Whether each subtotal stands above its people: then one stands above the first of them."""
    subtotals = [row for row in marks if roster.kinds[row] is RowKind.SUBTOTAL]
    return bool(subtotals) and min(subtotals) < min(roster.people, default=0)


def _levels(roster: Roster, row: int, marks: Sequence[int]) -> tuple[_Sums, ...]:
    """What a total of totals may be the sum of (a town's, below those of its villages)."""
    earlier = sorted((mark for mark in marks if mark < row), reverse=True)[:_MOST_LEVELS]
    starts = [-1, *earlier]
    people = ([p for p in roster.people if start < p < row] for start in starts)
    return tuple(_sums(roster, rows) for rows in people if rows)


def _differences(roster: Roster, row: int, bases: tuple[_Sums, ...]) -> Iterable[Difference]:
    for column, cell in enumerate(roster.grid.rows[row]):
        heading = roster.header.headings[column]
        stated, is_count = _stated(cell, heading)
        if stated is None:
            continue
        computed = [_computed(base, heading, is_count=is_count) for base in bases]
        if computed[0] is not None and stated not in computed:
            number = roster.grid.row_number(row)
            yield Difference(roster.grid.name, number, heading, stated, computed[0])


def _computed(base: _Sums, heading: str, *, is_count: bool) -> Decimal | None:
    key = plain(heading)
    if key in base.mixed and not is_count:
        return None
    if is_count or key not in base.columns:
        return Decimal(base.people)
    return base.columns[key]


def _stated(cell: Any, heading: str) -> tuple[Decimal | None, bool]:
    """The figure in a cell of a total, and whether it counts people."""
    if isinstance(cell, str):
        text = _plain(cell)
        match = _NUMBER.fullmatch(text)
        if match is None:
            inside = _COUNT_INSIDE.search(text)
            return (Decimal(inside[1]) if inside else None), True
        return _decimal(match), match[3] in ("人", "人次", "名") or _is_counted(heading)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None, False
    return _exact(cell), _is_counted(heading)


def _is_counted(heading: str) -> bool:
    return _COUNTED.fullmatch(plain(heading)) is not None


def _sums(roster: Roster, rows: Sequence[int]) -> _Sums:
    columns: dict[str, Decimal] = {}
    mixed: set[str] = set()
    for column, heading in enumerate(roster.header.headings):
        cells = [roster.grid.rows[row][column] for row in rows]
        total = _sum(cells)
        if total is not None and plain(heading):
            columns[plain(heading)] = total
        elif any(cell != "" and _number(cell) is not None for cell in cells):
            mixed.add(plain(heading))
    return _Sums(len(rows), columns, frozenset(mixed))


def _sum(cells: Iterable[Any]) -> Decimal | None:
    """The sum of a column of numbers; None where it holds anything else, or no number."""
    numbers = []
    for cell in cells:
        if cell == "":
            continue
        number = _number(cell)
        if number is None:
            return None
        numbers.append(number)
    return sum(numbers, Decimal(0)).normalize() if numbers else None


def _number(cell: Any) -> Decimal | None:
    if isinstance(cell, str):
        match = _NUMBER.fullmatch(_plain(cell))
        return _decimal(match) if match and len(match[1]) <= _MOST_DIGITS else None
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return _exact(cell) if is_number else None


def _exact(number: Any) -> Decimal | None:
    exact = Decimal(repr(number))
    if not exact.is_finite() or abs(exact) >= Decimal(10) ** 15:
        return None
    return exact.quantize(_FINEST).normalize()


def _decimal(match: re.Match[str]) -> Decimal:
    return Decimal(match[1].replace(",", "") + (match[2] or ""))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("¥", "")


def _added(left: _Sums, right: _Sums) -> _Sums:
    both = {**left.columns}
    for heading, amount in right.columns.items():
        both[heading] = both.get(heading, Decimal(0)) + amount
    return _Sums(left.people + right.people, both, left.mixed | right.mixed)
