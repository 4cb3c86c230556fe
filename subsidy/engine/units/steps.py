"""Values that change from day to day, as numbered columns with the days on which they begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from attrs import evolve, field, frozen

from subsidy.errors import Words
from subsidy.register.table import NO_DAY
from subsidy.rulebook.model import (
    CategoryFact,
    DateFact,
    Fact,
    Missing,
    MoneyFact,
    Rulebook,
    Status,
    WholeFact,
    YesNoFact,
)

__all__ = ["Steps", "with_steps"]

Array = np.ndarray[Any, Any]

_UNSAID = Words("", "")


@frozen(eq=False)
class Steps:
    """Values of some facts by row: at first, and from later days on.

    ``row`` and ``day`` of every later value are sorted by row, then day. ``first`` and ``later``
    hold, for each fact, the first value of every row and the later values.
    """

    name: str
    row: Array
    day: Array
    first: Mapping[str, Array] = field(factory=dict)
    later: Mapping[str, Array] = field(factory=dict)

    def numbers(self) -> Array:
        """Which later value of its row each is, from 2 on."""
        heads = (
            np.flatnonzero(np.append(True, self.row[1:] != self.row[:-1]))
            if len(self.row)
            else self.row
        )
        starts = (
            np.repeat(heads, np.diff(np.append(heads, len(self.row))))
            if len(self.row)
            else self.row
        )
        return np.arange(len(self.row)) - starts + 2

    def most(self) -> int:
        """The number of the last value of the row with most of them."""
        return int(self.numbers().max()) if len(self.row) else 1

    def columns(self, rows: int) -> dict[str, Array]:
        """Numbered columns of so many rows."""
        numbers = self.numbers()
        columns: dict[str, Array] = dict(self.first)
        for number in range(2, self.most() + 1):
            mine = numbers == number
            days = np.full(rows, NO_DAY, np.int32)
            days[self.row[mine]] = self.day[mine]
            columns[f"{self.begins}_{number}"] = days
            for fact, values in self.later.items():
                column = np.full(rows, empty_in(values), values.dtype)
                column[self.row[mine]] = values[mine]
                columns[f"{fact}_{number}"] = column
        return columns

    @property
    def begins(self) -> str:
        """The date fact whose numbered columns say from when a value holds."""
        return f"{self.name}#from"


def with_steps(book: Rulebook, steps: Steps, facts: Mapping[str, Fact]) -> Rulebook:
    """*book* in which these facts change with the steps."""
    status = Status(steps.name, _UNSAID, steps.begins, None, steps.most())
    begins = DateFact(steps.begins, _UNSAID, Missing.NEVER)
    changing: dict[str, Fact] = {}
    for name, fact in facts.items():
        assert isinstance(fact, CategoryFact | WholeFact | MoneyFact | YesNoFact)
        changing[name] = evolve(fact, changes_with=steps.name)
    return evolve(
        book,
        facts={**book.facts, **changing, steps.begins: begins},
        statuses={**book.statuses, steps.name: status},
    )


def empty_in(values: Array) -> int:
    """What stands for an empty cell in such a column."""
    return -1 if values.dtype == np.int16 else int(np.iinfo(values.dtype).min)
