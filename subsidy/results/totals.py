"""Totals of any grouping, exact: units, paid months and fen, without writing out anyone's months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import polars as pl
from attrs import frozen

from subsidy.dates import MONTHS_PER_YEAR, Period, show_month
from subsidy.errors import Place, Problem, UsageRefused, Words, nearest
from subsidy.register.table import People
from subsidy.results.frames import yuan
from subsidy.results.instalments import Column
from subsidy.results.spells import Paid, months_of

__all__ = ["refuse_unknown", "sum_exactly", "totals"]

_LOW_BITS = 32
_LARGEST_TABLE = 2**22  # groups × months counted in a dense table
_LARGEST_MARKS = 2**28  # groups × units marked one by one


@frozen(eq=False)
class _Dimension:
    """One column to group by: a code for every spell, and what each code stands for."""

    name: str
    codes: Column
    labels: list[str | None]


@frozen(eq=False)
class _Sums:
    """Of each group: distinct units, paid months, fen."""

    units: list[int]
    months: list[int]
    fen: list[int]


def totals(paid: Paid, people: People, by: Sequence[str]) -> pl.DataFrame:
    """Distinct units, paid months and amount of every group that is paid anything.

    *by* names any of scheme, bracket, month, year and the text columns that the register
    carries along, such as region. Rows are sorted by those columns, in that order.

    Raises:
        UsageRefused: a column that there is not.
    """
    refuse_unknown(by, people.carried.columns)
    timeless = [name for name in dict.fromkeys(by) if name not in ("month", "year")]
    group, labels = _groups(paid, [_dimension(paid, people, name) for name in timeless])
    columns = {name: [label[n] for label in labels] for n, name in enumerate(timeless)}
    every = _frame(columns, _by_time(paid, group, len(labels), len(people), by), by)
    return every.sort(list(dict.fromkeys(by)), nulls_last=True) if by else every


def sum_exactly(group: Column, fen: Column, groups: int) -> list[int]:
    """Sums of fen by group, as exact integers of any size."""
    if len(fen) == 0 or len(fen) * int(np.abs(fen).max()) < 2**62:
        return _add(group, fen, groups)
    low = _add(group, fen & (2**_LOW_BITS - 1), groups)
    high = _add(group, fen >> _LOW_BITS, groups)
    return [(above << _LOW_BITS) + below for above, below in zip(high, low, strict=True)]


def _add(group: Column, values: Column, groups: int) -> list[int]:
    sums = np.zeros(groups, np.int64)
    np.add.at(sums, group, values)
    return [int(value) for value in sums]


def refuse_unknown(by: Sequence[str], columns: Iterable[str]) -> None:
    """Refuse to group by what is neither told of every amount nor among *columns*.

    Raises:
        UsageRefused: every such name, with those that there are.
    """
    known = ["scheme", "bracket", "month", "year", *columns]
    unknown = [name for name in by if name not in known]
    if not unknown:
        return
    place = Place("by")
    listed = ", ".join(known)
    raise UsageRefused(
        *(
            Problem(
                "totals-by",
                place,
                Words(f"totals cannot be grouped by {name}", f"不能按 {name} 汇总"),
                _choose(nearest(name, known), listed),
                found=name,
            )
            for name in unknown
        )
    )


def _choose(near: str | None, listed: str) -> Words:
    if near:
        return Words(
            f"did you mean {near}? there are: {listed}", f"是否想用 {near}？可用：{listed}"
        )
    return Words(f"choose among: {listed}", f"可用：{listed}")


def _dimension(paid: Paid, people: People, name: str) -> _Dimension:
    if name in ("scheme", "bracket"):
        words = [str(getattr(kind, name)) for kind in paid.kinds]
        labels = sorted(set(words))
        code = np.array([labels.index(word) for word in words], np.int64)
        return _Dimension(name, code[paid.kind], list(labels))
    text = people.carried[name].cast(pl.String)
    known = text.unique().sort(nulls_last=True)
    code = (text.rank("dense") - 1).fill_null(len(known) - 1).cast(pl.Int64).to_numpy()
    return _Dimension(name, code[paid.row], known.to_list())


def _groups(
    paid: Paid, dimensions: list[_Dimension]
) -> tuple[Column, list[tuple[str | None, ...]]]:
    """A dense group number for every spell, and the labels of each group."""
    key = np.zeros(len(paid), np.int64)
    if not dimensions:
        return key, [()]
    for dimension in dimensions:
        key = key * len(dimension.labels) + dimension.codes
        if len(dimension.labels) and len(key) and int(key.max()) > 2**40:
            raise OverflowError("too many groups")
    used, group = _used(key)
    labels: list[tuple[str | None, ...]] = [() for _ in used]
    for dimension in reversed(dimensions):
        used, code = np.divmod(used, max(len(dimension.labels), 1))
        labels = [(dimension.labels[c], *rest) for c, rest in zip(code, labels, strict=True)]
    return group, labels


def _used(key: Column) -> tuple[Column, Column]:
    """The keys that occur, and for every spell the position of its own among them."""
    if len(key) == 0 or int(key.max()) >= _LARGEST_TABLE:
        used, group = np.unique(key, return_inverse=True)
        return used, group
    occurs = np.bincount(key) > 0
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[key]


def _distinct(group: Column, row: Column, groups: int, people: int) -> list[int]:
    """How many different units each group has."""
    if groups * people > _LARGEST_MARKS:
        units = np.unique(group * people + row) // people
        return [int(count) for count in np.bincount(units, minlength=groups)]
    marks = np.zeros(groups * people, np.bool_)
    marks[group * people + row] = True
    return [int(np.count_nonzero(one)) for one in marks.reshape(groups, people)]


def _by_time(
    paid: Paid, group: Column, groups: int, people: int, by: Sequence[str]
) -> Iterator[tuple[Period, _Sums]]:
    """The sums of every slice of time that is asked for."""
    if "month" in by and "scheme" in by and _fits(paid, groups):
        yield from _by_month(paid, group, groups)
        return
    if "month" not in by and "year" not in by:
        yield paid.period, _sums(paid, group, groups, people)
        return
    for months in months_of(paid.period, 1 if "month" in by else MONTHS_PER_YEAR):
        inside = np.flatnonzero((paid.first < months.end) & (paid.end > months.first))
        yield months, _sums(paid.take(inside).within(months), group[inside], groups, people)


def _sums(paid: Paid, group: Column, groups: int, people: int) -> _Sums:
    months, amount = paid.paid()
    pays = months > 0
    if not pays.all():
        group, months, amount, paid = group[pays], months[pays], amount[pays], paid.take(pays)
    return _Sums(
        _distinct(group, paid.row, groups, people),
        _add(group, months, groups),
        sum_exactly(group, amount, groups),
    )


def _fits(paid: Paid, groups: int) -> bool:
    """Whether differences by month neither wrap nor need a table too large."""
    months = paid.period.end - paid.period.first
    largest = int(paid.fen.max()) if len(paid) else 0
    return groups * months < _LARGEST_TABLE and len(paid) * largest < 2**62


def _by_month(paid: Paid, group: Column, groups: int) -> Iterator[tuple[Period, _Sums]]:
    """Sums by month from differences at the ends of spells.

    A group lies within one scheme, where nobody is paid twice in a month, so that units and
    paid months are one number.
    """
    length = paid.period.end - paid.period.first
    count, amount = (np.zeros((groups, length), np.int64) for _ in range(2))
    for per_months, some, of in _by_length(paid, group):
        each = some.every_month()
        if each is not None:
            count += _cover(some, of, np.ones(len(some), np.int64), groups)
            amount += _cover(some, of, each, groups)
            continue
        for phase in range(per_months):
            fen = some.instalments(paid.base + phase)
            here = (np.arange(paid.period.first, paid.period.end) % per_months) == phase
            count[:, here] += _cover(some, of, (fen > 0).astype(np.int64), groups)[:, here]
            amount[:, here] += _cover(some, of, fen, groups)[:, here]
    for number, months in enumerate(months_of(paid.period, 1)):
        units = [int(n) for n in count[:, number]]
        yield months, _Sums(units, units, [int(fen) for fen in amount[:, number]])


def _by_length(paid: Paid, group: Column) -> Iterator[tuple[int, Paid, Column]]:
    """The spells whose standards are for so many months, and their groups."""
    lengths = np.flatnonzero(np.bincount(paid.per_months)).tolist()
    for per_months in lengths:
        if len(lengths) == 1:
            yield per_months, paid, group
            continue
        which = np.flatnonzero(paid.per_months == per_months)
        yield per_months, paid.take(which), group[which]


def _cover(paid: Paid, group: Column, value: Column, groups: int) -> Column:
    """For every group and month: the sum of the values of the spells that cover the month."""
    length = paid.period.end - paid.period.first
    change = np.zeros(groups * (length + 1), np.int64)
    begun = group * (length + 1) - paid.period.first
    np.add.at(change, begun + paid.first, value)
    np.subtract.at(change, begun + paid.end, value)
    return np.asarray(change.reshape(groups, length + 1).cumsum(axis=1)[:, :length])


def _frame(
    columns: dict[str, list[str | None]], slices: Iterable[tuple[Period, _Sums]], by: Sequence[str]
) -> pl.DataFrame:
    """The groups of every slice of time, one slice after another; those of nothing are left out."""
    known: dict[str, list[str | None]] = {name: [] for name in dict.fromkeys(by)}
    every = _Sums([], [], [])
    for months, sums in slices:
        month = show_month(months.first)
        time = {"month": month, "year": month[:4]}
        kept = [n for n, count in enumerate(sums.months) if count > 0 or not by]
        for name, values in known.items():
            told = columns.get(name)
            values += [told[n] if told else time.get(name) for n in kept]
        for into, found in (
            (every.units, sums.units), (every.months, sums.months), (every.fen, sums.fen)
        ):  # fmt: skip
            into += [found[n] for n in kept]
    return pl.DataFrame(
        [
            *(pl.Series(name, values, pl.String) for name, values in known.items()),
            pl.Series("units", every.units, pl.Int64),
            pl.Series("unit_months", every.months, pl.Int64),
            yuan("amount", every.fen),
        ]
    )
