"""Warnings that count rows: those of several pieces of one file add up to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import field, frozen

from subsidy.errors import Words

__all__ = ["Tally", "gathered", "moved", "rows_named", "tally"]

_ROWS_NAMED = 5

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
