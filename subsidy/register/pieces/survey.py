"""A first look at a register in pieces: numbers that stand twice, and in which order rows stand.

Numbers are hashed to 64 bits and put on the disk in parts by their highest bits, so that each
part is sorted in memory by itself. Only where two hashes are equal, the file is read again and
the numbers themselves are compared: a collision never sets anybody aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from attrs import define, field, frozen

from subsidy.errors import Words
from subsidy.register.crosschecks import others_named
from subsidy.register.doubles import Doubles, identifying, numbers_compared
from subsidy.register.intake import understood, with_meanings
from subsidy.register.pieces.ahead import in_turn
from subsidy.register.pieces.piece import Piece, Pieces, Unread
from subsidy.register.pieces.spill import Spill
from subsidy.register.refusing import refuse
from subsidy.register.roster_map import RosterMap
from subsidy.register.source import Table
from subsidy.register.words_without_days import WordsSeen
from subsidy.rulebook.model import Rulebook

__all__ = ["Survey", "survey_of"]

Values = np.ndarray[Any, Any]

_PART_BITS = 6
_MOST_SUSPECTS = 4_000_000
_SAMPLE_A_PIECE = 512


@frozen(eq=False)
class Survey:
    """What the whole register says of its rows.

    ``in_order``: whether the numbers of the units only ever rise; else ``sample`` holds some of
    them, sorted. ``records`` counts all rows.
    """

    records: int
    doubles: Doubles
    in_order: bool
    sample: pl.Series = field(repr=False)


@define
class _Order:
    """Whether keys rise from piece to piece, and a sample of them."""

    holds: bool = True
    last: str | None = None
    sample: list[pl.Series] = field(factory=list)

    def look_at(self, keys: pl.Series) -> None:
        filled = keys.drop_nulls()
        if not len(filled):
            return
        if self.holds:
            rises = bool((filled.slice(1) >= filled.slice(0, len(filled) - 1)).all())
            self.holds = rises and (self.last is None or filled[0] >= self.last)
            self.last = filled[-1]
        self.sample.append(filled.gather_every(max(len(filled) // _SAMPLE_A_PIECE, 1)))


def survey_of(
    pieces: Pieces, book: Rulebook, mapping: RosterMap, folder: Path, threads: int = 1
) -> Survey:
    """Look at the numbers of the whole register; *folder* is a private place for what is hashed.

    Raises:
        RegisterRefused: headings do not fit, millions of rows share their numbers, or words say
            who is on what and nothing says since when.
    """
    order = _Order()
    with ExitStack() as stack:
        hashes = _Hashes(folder, stack)
        records = 0
        for look in _looked_at(pieces, book, mapping, threads):
            records += look.records
            order.look_at(look.keys)
            for name, hashed in look.hashed.items():
                hashes.put(name, hashed)
        with ThreadPoolExecutor(threads) as pool:
            suspects = dict(zip(hashes.of, pool.map(_suspects, hashes.of.values()), strict=True))
    _demand_few(suspects, pieces)
    doubles = _verified(pieces, book, mapping, suspects)
    sample = pl.concat([pl.Series(dtype=pl.String), *order.sample]).sort()
    return Survey(records, doubles, order.holds, sample)


@define
class _Hashes:
    """The hashed numbers of every column, on the disk."""

    folder: Path
    stack: ExitStack
    of: dict[str, Spill] = field(factory=dict)

    def put(self, name: str, hashed: _InParts) -> None:
        if name not in self.of:
            spill = Spill(self.folder / f"hashes-{len(self.of)}", 1 << _PART_BITS)
            self.of[name] = self.stack.enter_context(closing(spill))
        self.of[name].put_all(hashed.content, hashed.edges)


@frozen(eq=False)
class _InParts:
    """Sorted hashes as bytes, and where each part of them begins and the last ends."""

    content: memoryview
    edges: list[int]


@frozen(eq=False)
class _Look:
    """What the first look at a piece finds: its keys, and the hashes of every column by parts."""

    table: Table
    records: int
    keys: pl.Series
    hashed: dict[str, _InParts]


def _looked_at(pieces: Pieces, book: Rulebook, mapping: RosterMap, threads: int) -> Iterator[_Look]:
    """A look at each piece, a few at a time, in the order of the register."""
    head, matched = with_meanings(pieces.head, book, mapping)
    in_source = len(pieces.head.headings)
    words = WordsSeen.of(head, matched, book, mapping)
    wanted = {*(c.position for c in identifying(matched)), *words.columns}

    def look(unread: Unread) -> _Look:
        piece = unread()
        table, matched = with_meanings(piece.table, book, mapping)
        keys, hashed = pl.Series(dtype=pl.String), {}
        for column, _, numbers in numbers_compared(table, matched):
            keys = numbers if column.name == matched.key else keys
            hashed[column.name] = _in_parts(numbers)
        return _Look(table, piece.table.records_read, keys, hashed)

    with ThreadPoolExecutor(threads) as pool:
        read = pieces.read([position for position in sorted(wanted) if position < in_source])
        for found in in_turn((pool.submit(look, unread) for unread in read), threads):
            words.look_at(found.table)
            yield found
    words.demand_days(pieces.head.place, book)


def _hashed(numbers: pl.Series) -> Values:
    return numbers.hash(seed=0).to_numpy()


def _in_parts(numbers: pl.Series) -> _InParts:
    hashed = np.sort(_hashed(numbers.drop_nulls()))
    firsts = np.arange(1 << _PART_BITS, dtype=np.uint64) << np.uint64(64 - _PART_BITS)
    edges = [*np.searchsorted(hashed, firsts).tolist(), len(hashed)]
    return _InParts(hashed.data.cast("B"), [edge * hashed.itemsize for edge in edges])


def _suspects(spill: Spill) -> Values:
    """Hashes that occur more than once, sorted."""
    found = []
    for part in range(1 << _PART_BITS):
        hashed = np.frombuffer(b"".join(spill.fetch(part)), dtype=np.uint64).copy()
        hashed.sort()
        found.append(np.unique(hashed[1:][hashed[1:] == hashed[:-1]]))
    return np.concatenate(found)


def _demand_few(suspects: dict[str, Values], pieces: Pieces) -> None:
    many = max((len(hashed) for hashed in suspects.values()), default=0)
    if many > _MOST_SUSPECTS:
        refuse(
            "too-many-duplicates",
            pieces.head.place,
            Words(
                f"{many:,} numbers stand in more than one row: this is no register of persons",
                f"有 {many:,} 个编号出现在多行：这不是人员名册",
            ),
            Words("see whether the right column identifies the rows", "请检查标识列是否正确"),
        )


@define
class _Groups:
    """Rows by their number: records of the file, and how the source counts them."""

    records: dict[str, list[int]] = field(factory=lambda: defaultdict(list))
    rows: dict[str, list[str]] = field(factory=lambda: defaultdict(list))

    def doubles(self) -> tuple[Values, tuple[str, ...]]:
        told = [
            (record, others_named(self.rows[number], row))
            for number, records in self.records.items()
            if len(records) > 1
            for record, row in zip(records, self.rows[number], strict=True)
        ]
        told.sort()
        return np.array([r for r, _ in told], dtype=np.int64), tuple(words for _, words in told)


def _verified(
    pieces: Pieces, book: Rulebook, mapping: RosterMap, suspects: dict[str, Values]
) -> Doubles:
    """The rows that truly share a number, among rows that are people."""
    if not any(len(hashed) for hashed in suspects.values()):
        return Doubles()
    groups: dict[str, _Groups] = {name: _Groups() for name in suspects}
    for piece, name, numbers, rows, records in _compared(pieces, book, mapping):
        hashed = _hashed(numbers)
        mask = np.isin(hashed, suspects[name]) & numbers.is_not_null().to_numpy()
        for at in np.flatnonzero(mask).tolist():
            groups[name].records[numbers[at]].append(piece.before + int(records[at]))
            groups[name].rows[numbers[at]].append(str(int(rows[at]) + piece.shift))
    return Doubles({name: group.doubles() for name, group in groups.items()})


def _compared(
    pieces: Pieces, book: Rulebook, mapping: RosterMap
) -> Iterator[tuple[Piece, str, pl.Series, Values, Values]]:
    for unread in pieces.read():
        piece = unread()
        table, matched, _ = understood(piece.table, book, mapping)
        for column, _, numbers in numbers_compared(table, matched):
            yield piece, column.name, numbers, table.rows, table.records
