"""Totals that a sheet states, compared with what its people come to. Totals are nobody's data."""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from itertools import accumulate
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
_EXACT = Context(prec=100)  # differences of long sums must not be rounded
_TOTALS = (RowKind.TOTAL, RowKind.SUBTOTAL)
_FAR_BEHIND = sys.maxsize


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


@frozen
class _UpTo:
    """Of a column, what its cells come to up to each of them: numbers, how many, and what is none.

    Position n is of the first n cells; an empty cell is neither.
    """

    heading: str
    amount: list[Decimal]
    numbers: list[int]
    others: list[int]

    @classmethod
    def of(cls, heading: str, cells: Iterable[Any]) -> _UpTo:
        """The cells of the people, from the first to the last."""
        found = [(cell, None if cell == "" else _number(cell)) for cell in cells]
        amounts = (number or Decimal(0) for _, number in found)
        numbers = (number is not None for _, number in found)
        others = (number is None and cell != "" for cell, number in found)
        return cls(
            heading,
            list(accumulate(amounts, _EXACT.add, initial=Decimal(0))),
            list(accumulate(numbers, initial=0)),
            list(accumulate(others, initial=0)),
        )


@frozen
class _Sheet:
    """A sheet's people, and where its totals stand among them: rows of the grid, ascending."""

    people: Sequence[int]
    totals: Sequence[int]
    columns: tuple[_UpTo, ...]
    stand_above: bool

    @classmethod
    def of(cls, roster: Roster) -> _Sheet:
        """What is added up once, for all totals of a roster."""
        people, rows = roster.people, roster.grid.rows
        totals = sorted(row for row, kind in roster.kinds.items() if kind in _TOTALS)
        columns = tuple(
            _UpTo.of(plain(heading), (rows[row][column] for row in people))
            for column, heading in enumerate(roster.header.headings)
        )
        return cls(people, totals, columns, _stand_above(roster, totals, people))

    def between(self, after: int, before: int) -> _Sums:
        """What the people come to who stand between two rows."""
        first, last = bisect_right(self.people, after), bisect_left(self.people, before)
        last = max(first, last)
        columns: dict[str, Decimal] = {}
        mixed: set[str] = set()
        for column in self.columns:
            numbers = column.numbers[last] - column.numbers[first]
            if not numbers:
                continue
            if column.others[last] > column.others[first] or not column.heading:
                mixed.add(column.heading)
            else:
                amount = _EXACT.subtract(column.amount[last], column.amount[first])
                columns[column.heading] = amount.normalize()
        return _Sums(last - first, columns, frozenset(mixed))

    def beside(self, row: int) -> tuple[int, int]:
        """The totals before and after a row; what is before the first row, and far behind the last."""
        before, after = bisect_left(self.totals, row), bisect_right(self.totals, row)
        return (
            self.totals[before - 1] if before else -1,
            self.totals[after] if after < len(self.totals) else _FAR_BEHIND,
        )


def check_totals(rosters: Sequence[Roster]) -> tuple[Difference, ...]:
    """Every stated total that is neither the sum of its sheet nor, for grand totals, of all so far.

    A subtotal is compared with the people since the last one; the number of people counts
    under a heading of counts and in words such as 合计（12人）.
    """
    found: list[Difference] = []
    if not any(kind in _TOTALS for roster in rosters for kind in roster.kinds.values()):
        return ()
    before = _Sums(0, {})
    for roster in rosters:
        sheet = _Sheet.of(roster)
        whole = sheet.between(-1, _FAR_BEHIND)
        everybody = _added(before, whole)
        for row in sheet.totals:
            bases = _bases(sheet, row, roster.kinds[row], (whole, everybody))
            found.extend(_differences(roster, row, bases))
        before = everybody
    return tuple(found)


def _bases(sheet: _Sheet, row: int, kind: RowKind, grand: tuple[_Sums, _Sums]) -> tuple[_Sums, ...]:
    """What a total may be the sum of; the first is what is shown where none fits."""
    start, end = sheet.beside(row)
    block = sheet.between(start, row)
    if kind is RowKind.TOTAL:
        has_more = bool(sheet.people) and sheet.people[-1] > row
        return (block, *grand) if has_more and block.people else grand
    below = sheet.between(row, end)
    if sheet.stand_above:
        return (below,)
    return (block,) if block.people else _levels(sheet, row) or (below,)


def _stand_above(roster: Roster, totals: Sequence[int], people: Sequence[int]) -> bool:
    """Whether each subtotal stands above its people: then one stands above the first of them."""
    subtotals = [row for row in totals if roster.kinds[row] is RowKind.SUBTOTAL]
    return bool(subtotals) and subtotals[0] < (people[0] if people else 0)


def _levels(sheet: _Sheet, row: int) -> tuple[_Sums, ...]:
    """What a total of totals may be the sum of (a town's, below those of its villages)."""
    before = bisect_left(sheet.totals, row)
    earlier = sheet.totals[max(before - _MOST_LEVELS, 0) : before]
    sums = (sheet.between(start, row) for start in (-1, *reversed(earlier)))
    return tuple(found for found in sums if found.people)


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
