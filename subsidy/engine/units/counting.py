"""How many members of each household satisfy a condition, from day to day.

Every member's days are intervals; a household's count goes up where one begins and down where one
ends. Where an interval is only possible, the count is unknown.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen

from subsidy.engine.batch import Batch
from subsidy.engine.calendar import Window
from subsidy.engine.candidates import Search, find_candidates
from subsidy.engine.runs import Runs, find_runs
from subsidy.engine.units.steps import Steps
from subsidy.engine.work import Work
from subsidy.plan.model import Condition
from subsidy.register.table import NO_FEN, NO_WHOLE, People

__all__ = ["Counted", "Members", "count_members", "days_of_members"]

Array = np.ndarray[Any, Any]

_BATCH_ROWS = 1 << 15
_SPAN = 1 << 24  # more days than any calendar here has


@frozen(eq=False)
class Members:
    """Who belongs to which household: for each person the household's row, or −1.

    ``in_order`` are the persons with a household, by household, then identifier; ``starts`` says
    where the members of each household begin, with one entry more than there are households.
    """

    household: Array
    in_order: Array
    starts: Array

    @classmethod
    def of(cls, household: Array, rank: Array, households: int) -> Members:
        """Members by the household's row of each person, and each person's place by identifier."""
        order = np.lexsort((rank, household))
        order = order[household[order] >= 0]
        starts = np.searchsorted(household[order], np.arange(households + 1))
        return cls(household, order, starts)


@frozen(eq=False)
class Counted:
    """One count of every household: its steps, and the members' own days for whoever shares.

    The steps tell, beside the count, a number for who is counted, under the fact ``set_fact``:
    it points at a household and a day (``set_row``, ``set_day``).
    """

    steps: Steps
    surely: Runs
    set_fact: str
    set_row: Array
    set_day: Array


def days_of_members(
    condition: Condition, people: People, window: Window, work: Work | None = None
) -> tuple[Runs, Runs]:
    """The days on which each person surely, and possibly, satisfies a condition."""
    surely: list[Runs] = []
    possibly: list[Runs] = []
    columns = {name: people.columns[name] for name in condition.columns}
    search = Search.of(condition.eligibility, condition.leap_day, window)
    for start in range(0, len(people), _BATCH_ROWS):
        size = min(_BATCH_ROWS, len(people) - start)
        part = {name: column[start : start + size] for name, column in columns.items()}
        batch = Batch(part, size, condition.leap_day, work)
        found = find_candidates(search, batch)
        if found is None:
            continue
        batch.work.candidates += len(found.row)
        sure, perhaps = find_runs(condition.eligibility, found, batch, window)
        surely.append(_moved(sure, start))
        possibly.append(_moved(sure if perhaps is None else perhaps, start))
    return _together(surely), _together(possibly)


def count_members(name: str, days: tuple[Runs, Runs], members: Members, window: Window) -> Counted:
    """The count of one condition, household by household."""
    households = len(members.starts) - 1
    surely, possibly = days
    row, day, low, high = _levels(members, surely, possibly, window)
    known = low == high
    set_fact = f"{name}#set"
    number = np.arange(1, len(row) + 1, dtype=np.int64)
    count = np.where(known, low, NO_WHOLE).astype(np.int32)
    who = np.where(known, number, NO_FEN)
    at_first = day == window.first
    first: dict[str, Array] = {
        name: np.zeros(households, np.int32),
        set_fact: np.zeros(households, np.int64),
    }
    first[name][row[at_first]] = count[at_first]
    first[set_fact][row[at_first]] = who[at_first]
    steps = Steps(
        f"{name}#",
        row[~at_first],
        day[~at_first].astype(np.int32),
        first,
        {name: count[~at_first], set_fact: who[~at_first]},
    )
    return Counted(steps, surely, set_fact, row, day)


def _levels(
    members: Members, surely: Runs, possibly: Runs, window: Window
) -> tuple[Array, Array, Array, Array]:
    """Every (household, day) on which a count changes, and what it is from then on, at least and at most."""
    events = [_events(members, runs, window) for runs in (surely, possibly)]
    row = np.concatenate([e[0] for e in events])
    day = np.concatenate([e[1] for e in events])
    zeros = [np.zeros(len(e[0]), np.int64) for e in events]
    low = np.concatenate([events[0][2], zeros[1]])
    high = np.concatenate([zeros[0], events[1][2]])
    if not len(row):
        return row, day, low, high
    key = row * _SPAN + day
    order = np.argsort(key, kind="stable")
    key, row, day = key[order], row[order], day[order]
    heads = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    row, day = row[heads], day[heads]
    levels = [_by_household(np.add.reduceat(change[order], heads), row) for change in (low, high)]
    return row, day, levels[0], levels[1]


def _events(members: Members, runs: Runs, window: Window) -> tuple[Array, Array, Array]:
    household = members.household[runs.row]
    mine = household >= 0
    household = household[mine].astype(np.int64)
    first, end = runs.first[mine].astype(np.int64), runs.end[mine].astype(np.int64)
    ends = end < window.end
    row = np.concatenate([household, household[ends]])
    day = np.concatenate([first, end[ends]])
    change = np.concatenate([np.ones(len(first), np.int64), -np.ones(int(ends.sum()), np.int64)])
    return row, day, change


def _by_household(changes: Array, row: Array) -> Array:
    """Running sums that begin anew with each household."""
    total = np.cumsum(changes)
    heads = np.flatnonzero(np.append(True, row[1:] != row[:-1]))
    before = np.append(0, total)[heads]
    running: Array = total - np.repeat(before, np.diff(np.append(heads, len(row))))
    return running


def _moved(runs: Runs, start: int) -> Runs:
    return Runs(runs.row.astype(np.int64) + start, runs.first, runs.end)


def _together(parts: list[Runs]) -> Runs:
    if not parts:
        none = np.zeros(0, np.int64)
        return Runs(none, none.astype(np.int32), none.astype(np.int32))
    return Runs(
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.end for part in parts]),
    )
