"""Warnings that count rows: those of several pieces of one file add up to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import field, frozen

from subsidy.errors import Words

__all__ = ["Tally", "gathered", "moved", "ranges_named", "rows_named", "tally"]

_ROWS_NAMED = 5
_RANGES_NAMED = 20

Wording = Callable[[int, tuple[int, ...]], Words]


@frozen
class Tally(Words):
    """A warning about so many rows, the first of them by number; ``key`` says what it is about."""

    key: str = field(kw_only=True)
    count: int = field(kw_only=True)
    rows: tuple[int, ...] = field(kw_only=True)
    wording: Wording = field(kw_only=True, eq=False, repr=False)


def tally(key: str, count: int, rows: Iterable[int], wording: Wording) -> Tally:
    """The warning about *count* rows, worded by *wording* from the count and the first rows."""
    first = tuple(rows)[: _ROWS_NAMED + 1]
    words = wording(count, first)
    return Tally(words.en, words.zh, key=key, count=count, rows=first, wording=wording)


def gathered(warnings: Iterable[Words]) -> tuple[Words, ...]:
    """The warnings of pieces that follow each other: counts added, words that repeat said once."""
    found: dict[object, Words] = {}
    for one in warnings:
        key = ("tally", one.key) if isinstance(one, Tally) else one
        known = found.get(key)
        if isinstance(one, Tally) and isinstance(known, Tally):
            rows = (*known.rows, *one.rows)
            found[key] = tally(one.key, known.count + one.count, rows, one.wording)
        else:
            found.setdefault(key, one)
    return tuple(found.values())


def moved(warnings: Iterable[Words], by: int) -> Iterator[Words]:
    """The same warnings about rows whose numbers are higher by so many."""
    for one in warnings:
        if isinstance(one, Tally) and by:
            yield tally(one.key, one.count, (row + by for row in one.rows), one.wording)
        else:
            yield one


def rows_named(rows: tuple[int, ...]) -> str:
    """The first rows by number, with a sign where there are more."""
    return ", ".join(map(str, rows[:_ROWS_NAMED])) + (" …" if len(rows) > _ROWS_NAMED else "")


def ranges_named(positions: Sequence[int]) -> str:
    """Rising positions from 0 as people count them, those that follow each other as a range.

    >>> ranges_named([0, 2, 3, 4, 9])
    '1, 3–5, 10'
    """
    begins = [p for p in positions if p - 1 not in positions]
    ends = [p for p in positions if p + 1 not in positions]
    pairs = list(zip(begins, ends, strict=True))
    named = [f"{a + 1}" if a == b else f"{a + 1}–{b + 1}" for a, b in pairs[:_RANGES_NAMED]]
    return ", ".join(named) + (" …" if len(pairs) > _RANGES_NAMED else "")
