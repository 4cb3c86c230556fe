"""Several spells of one status in one row: in the order in which they begin, and not contradictory.

A register may give spells in any order; rules speak of the one that began last. So every row's
spells, with the values that change with them, are sorted by beginning here, once. An empty first
beginning stays first (what it means is the fact's own business); an empty numbered one is no
spell and goes last.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from attrs import frozen

from subsidy.errors import Words
from subsidy.register.crosschecks import Checked, headings_of
from subsidy.register.faults import Faults
from subsidy.register.table import NO_DAY
from subsidy.register.tallies import rows_named, tally
from subsidy.rulebook.model import DateFact, Fact, Missing, Rulebook, Status
from subsidy.same import Same

__all__ = ["ends_without_beginning", "spells_in_order"]

Values = np.ndarray[Any, Any]

_BOOKS_KEPT = 32
_FIRST, _LAST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


@frozen
class _Spells:
    """The columns of one status: names by spell, in the order of the numbers given."""

    begins: tuple[str, ...]
    ends: tuple[str, ...]  # empty: it never ends
    values: tuple[tuple[str, ...], ...]  # one tuple a fact that changes with the status


def spells_in_order(checked: Checked, book: Rulebook, faults: Faults) -> dict[str, Values]:
    """The columns with every row's spells sorted by beginning.

    A row whose spells overlap and say different things is noted as ``spells-contradict``.
    """
    columns = dict(checked.columns)
    for spells in _several(book, columns):
        for names in spells.values:
            _fill(names, columns)
        order = _order(spells, columns)
        if order is not None:
            for names in (spells.begins, spells.ends, *spells.values):
                _fill(names, columns)
                _permute(names, order, columns)
        for names in spells.values:
            wrong = _contradict(spells, names, columns)
            headings = headings_of(checked.matched, *spells.begins, *names)
            faults.add(checked.records[wrong], headings, "spells-contradict")
    return columns


def ends_without_beginning(checked: Checked, book: Rulebook) -> Iterator[Words]:
    """Warnings: an end is given but no beginning, where that means that the status never held."""
    for first, end in _spells_that_may_never_hold(Same(book)):
        if end not in checked.columns:
            continue
        alone = checked.columns[end] != NO_DAY
        if first in checked.columns:
            alone &= checked.columns[first] == NO_DAY
        if alone.any():
            yield _end_alone(checked, end, first, alone)


@lru_cache(maxsize=_BOOKS_KEPT)
def _spells_that_may_never_hold(same: Same[Rulebook]) -> tuple[tuple[str, str], ...]:
    """Beginning and end of each spell that an empty beginning says never held."""
    book = same.model
    return tuple(
        (_numbered(status.begins, number), _numbered(status.ends or "", number))
        for status in book.statuses.values()
        for number in range(1, status.spells + 1)
        if number > 1 or _is_never_if_empty(book.facts[status.begins])
    )


def _is_never_if_empty(fact: Fact) -> bool:
    return isinstance(fact, DateFact) and fact.missing is Missing.NEVER


def _end_alone(checked: Checked, end: str, first: str, alone: Values) -> Words:
    heading = headings_of(checked.matched, end)

    def words(count: int, rows: tuple[int, ...]) -> Words:
        named = rows_named(rows)
        return Words(
            f"{heading}: {count} rows give an end but no beginning ({first}), so the status never"
            f" held for them (row {named}); fill in the beginning if it did",
            f"{heading}：{count} 行填了终止而未填起始（{first}），按从未享有处理（第 {named} 行）；"
            "如曾享有请补填起始日期",
        )

    rows = checked.rows[np.flatnonzero(alone)[:6]].tolist()
    return tally(f"end-alone {end}", int(np.count_nonzero(alone)), rows, words)


def _several(book: Rulebook, columns: dict[str, Values]) -> Iterator[_Spells]:
    """Every status of which the register gives more than one spell."""
    for status in book.statuses.values():
        numbers = [n for n in range(2, status.spells + 1) if f"{status.begins}_{n}" in columns]
        if numbers:
            yield _spells(status, (1, *numbers), book, columns)


def _spells(
    status: Status, numbers: tuple[int, ...], book: Rulebook, columns: dict[str, Values]
) -> _Spells:
    def names(name: str) -> tuple[str, ...]:
        return tuple(_numbered(name, number) for number in numbers)

    changing = (
        name
        for name, fact in book.facts.items()
        if getattr(fact, "changes_with", None) == status.name
        and any(given in columns for given in names(name)[1:])
    )
    ends = names(status.ends) if status.ends else ()
    return _Spells(names(status.begins), ends, tuple(names(name) for name in changing))


def _fill(names: tuple[str, ...], columns: dict[str, Values]) -> None:
    """An absent column among given ones is an empty one."""
    given = next((columns[name] for name in names if name in columns), None)
    for name in names:
        if given is not None and name not in columns:
            columns[name] = np.full_like(given, _empty(given))


def _days(name: str, columns: dict[str, Values], like: Values) -> Values:
    return columns.get(name, np.full_like(like, NO_DAY))


def _order(spells: _Spells, columns: dict[str, Values]) -> Values | None:
    """For each row the spells in the order of their beginnings; None where all are in order."""
    like = columns[spells.begins[1]]
    given = [_days(name, columns, like).astype(np.int64) for name in spells.begins]
    days = np.stack(given, axis=1)
    empty = days == NO_DAY
    days[empty] = _LAST
    days[empty[:, 0], 0] = _FIRST
    if (days[:, 1:] >= days[:, :-1]).all():
        return None
    return np.argsort(days, axis=1, kind="stable")


def _permute(names: tuple[str, ...], order: Values, columns: dict[str, Values]) -> None:
    if not names or names[0] not in columns:
        return
    sorted_values = np.take_along_axis(
        np.stack([columns[name] for name in names], axis=1), order, axis=1
    )
    for position, name in enumerate(names):
        columns[name] = np.ascontiguousarray(sorted_values[:, position])


def _contradict(spells: _Spells, names: tuple[str, ...], columns: dict[str, Values]) -> Values:
    """Rows in which a spell runs on into the next and the two say different things."""
    like = columns[spells.begins[1]]
    wrong = np.zeros(len(like), bool)
    empty = _empty(columns[names[0]])
    ending = spells.ends or ("",) * len(names)
    for number in range(len(names) - 1):
        begins, following = (_days(spells.begins[n], columns, like) for n in (number, number + 1))
        value, next_value = (columns[names[n]] for n in (number, number + 1))
        differ = (value != next_value) & (value != empty) & (next_value != empty)
        ends = _days(ending[number], columns, like)
        runs_on = (ends != NO_DAY) & (ends > following)
        wrong |= (following != NO_DAY) & (begins != NO_DAY) & runs_on & differ
    return wrong


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}_{number}"


def _empty(values: Values) -> int:
    """What an empty cell of a column holds: −1 for words, else the lowest value."""
    return -1 if values.dtype == np.int16 else int(np.iinfo(values.dtype).min)
