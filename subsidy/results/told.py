"""What a run leaves open, counted for people: bounded in size, and added up over parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl
from attrs import field, frozen

from subsidy.errors import Words
from subsidy.register.table import SetAside

__all__ = ["Asides", "Reason", "Undecided"]

_REASONS_KEPT = 6
_ROWS_KEPT = 6


@frozen
class Reason:
    """One reason of one code: how many rows it concerns, and the first of them."""

    words: Words
    count: int
    rows: tuple[int, ...]

    def and_(self, other: Reason) -> Reason:
        """The same for rows that follow."""
        rows = (*self.rows, *other.rows)[:_ROWS_KEPT]
        return Reason(self.words, self.count + other.count, rows)


@frozen
class Asides:
    """Rows set aside, by column and code: the first reasons, and how many rows the others concern."""

    found: Mapping[tuple[str, str], tuple[tuple[Reason, ...], int]] = field(factory=dict)

    @classmethod
    def of(cls, entries: Iterable[SetAside], before: str = "") -> Asides:
        """Of the rows of one register, or of a piece of it; *before* is said before a heading."""
        reasons: dict[tuple[str, str], dict[Words, list[int]]] = {}
        for one in sorted(entries, key=lambda entry: entry.row):
            known = reasons.setdefault((before + one.column, one.code), {})
            known.setdefault(one.reason, []).append(one.line or one.row)
        return cls(
            {
                key: _bounded(
                    Reason(w, len(rows), tuple(rows[:_ROWS_KEPT])) for w, rows in of.items()
                )
                for key, of in reasons.items()
            }
        )

    @classmethod
    def together(cls, parts: Iterable[Asides]) -> Asides:
        """Of pieces that follow each other."""
        found: dict[tuple[str, str], tuple[tuple[Reason, ...], int]] = {}
        for part in parts:
            for key, (reasons, more) in part.found.items():
                known, known_more = found.get(key, ((), 0))
                first, beyond = _bounded((*known, *reasons))
                found[key] = (first, known_more + more + beyond)
        return cls(found)


def _bounded(reasons: Iterable[Reason]) -> tuple[tuple[Reason, ...], int]:
    """Equal reasons added up; the first ones, and the rows of the others."""
    every: dict[Words, Reason] = {}
    for reason in reasons:
        known = every.get(reason.words)
        every[reason.words] = reason if known is None else known.and_(reason)
    kept = tuple(every.values())
    return kept[:_REASONS_KEPT], sum(reason.count for reason in kept[_REASONS_KEPT:])


@frozen
class Undecided:
    """Of each scheme and set of missing facts: distinct units, and their months."""

    found: Mapping[tuple[str, str], tuple[int, int]] = field(factory=dict)

    @classmethod
    def of(cls, undetermined: pl.DataFrame) -> Undecided:
        """By the rows of :meth:`subsidy.Result.undetermined`."""
        counted = undetermined.group_by("scheme", "missing").agg(
            pl.col("unit_id").n_unique(), pl.col("months").sum()
        )
        return cls({(s, m): (units, months) for s, m, units, months in counted.iter_rows()})

    @classmethod
    def together(cls, parts: Iterable[Undecided]) -> Undecided:
        """Of parts that share no unit."""
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for part in parts:
            for key, (units, months) in part.found.items():
                known = found.get(key, (0, 0))
                found[key] = (known[0] + units, known[1] + months)
        return cls(found)
