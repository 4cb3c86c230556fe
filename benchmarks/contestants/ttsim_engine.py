"""GETTSIM's engine (ttsim): policy functions of one person, vectorised and joined by the engine.

The calculating function is built once, with the engine's own checks off, and called a month at a
time with the month's first days as columns: the fastest road through it that we found. Birthdays
and the days of statuses do not change; they are worked out once, before the months.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

os.environ.setdefault("TTSIM_BEARTYPE_CLAW", "0")  # its type checks at run time

import numpy as np
from ttsim import OrigPolicyObjects, TTTargets, main
from ttsim.tt import Currency, TTSIMUnit, UnitSystem, policy_function, policy_input

from benchmarks.contestants import way
from benchmarks.contestants.way import (
    CARE_FEN,
    FIRST_BORN,
    LIVING_FEN,
    OLD_FEN,
    ORPHAN_FEN,
    SCHEMES,
    Column,
)
from benchmarks.people import Columns

__all__ = ["Way"]

_NO_UNIT = TTSIMUnit.DIMENSIONLESS
_YOUNG_FEN, _OLDER_FEN, _OLDEST_FEN = OLD_FEN


class Way(way.Way):
    """One call a month."""

    def __init__(self, people: Columns) -> None:
        super().__init__(people)
        some = _once(people) | {"first": people["birth_date"], "following": people["birth_date"]}
        self.function = _function(some)

    def amounts(self, years: int) -> list[Column]:
        sums = [np.zeros(len(self.people["birth_date"]), np.int64) for _ in SCHEMES]
        for due in self._months(years):
            for total, scheme in zip(sums, SCHEMES, strict=True):
                np.add(total, due[scheme], out=total)
        return sums

    def monthly(self, years: int) -> Column:
        rows = [[due[scheme].sum() for scheme in SCHEMES] for due in self._months(years)]
        return np.array(rows, np.int64).T

    def versions(self) -> str:
        return f"ttsim-backend {version('ttsim-backend')}, numpy {np.__version__}"

    def _months(self, years: int) -> Any:
        once = _once(self.people)
        size = len(self.people["birth_date"])
        for first, following in way.months_of(years):
            yield self.function(
                once | {"first": np.full(size, first), "following": np.full(size, following)}
            )


def _once(people: Columns) -> Columns:
    """What stays as it is from month to month."""
    born, died = people["birth_date"], people["death_date"]
    at = born - FIRST_BORN
    days = {f"at{age}": way.birthdays(age).take(at) for age in way.AGES}
    care_end = np.minimum(people["disability_until"], died)
    care_begin = np.maximum(people["disability_from"], born)
    found = {name: days[name] for name in ("at80", "at90", "at100")} | {
        "died": died,
        "grade": people["disability_grade"],
        "orphan_begin": np.maximum(people["orphan_from"], born),
        "orphan_end": np.minimum(np.minimum(people["orphan_until"], days["at18"]), died),
        "care_begin": care_begin,
        "care_end": care_end,
        "living_begin": np.maximum(care_begin, people["subsistence_allowance_from"]),
        "living_end": np.minimum(care_end, people["subsistence_allowance_until"]),
    }
    return {name: column.astype(np.int64) for name, column in found.items()}


def _function(columns: Columns) -> Callable[[Columns], Columns]:
    """The engine's calculating function for these columns, for the four schemes of a month."""
    inputs = {name: policy_input(unit=_NO_UNIT)(_named(name)) for name in ("p_id", *columns)}
    rules = {rule.leaf_name: rule for rule in (elderly, orphan_benefit, severe_care, living)}
    objects = {("four_rules.py", name): found for name, found in (inputs | rules).items()}
    function: Callable[[Columns], Columns] = main(
        main_target="tt_function",
        orig_policy_objects=OrigPolicyObjects(
            column_objects_and_param_functions=objects, param_specs={}
        ),
        processed_data={"p_id": np.arange(len(columns["died"])), **columns},
        tt_targets=TTTargets.tree(dict.fromkeys(SCHEMES)),
        unit_system=UnitSystem(currencies={"FEN": Currency(statutory_from="0001-01-01")}),
        policy_date_str=f"{way.FIRST_YEAR}-01-01",
        include_fail_nodes=False,
        include_warn_nodes=False,
        rounding=False,
    )
    return function


def _named(name: str) -> Callable[[], int]:
    def given() -> int:  # type: ignore[empty-body]
        """A column of whole numbers."""

    given.__name__ = name
    return given


@policy_function(unit=_NO_UNIT)
def elderly(at80: int, at90: int, at100: int, died: int, first: int, following: int) -> int:
    """Fen by age in the month; the tier of the last day that was lived."""
    if at80 < died and at80 < following and died >= first:
        if at100 < died and at100 < following:
            fen = _OLDEST_FEN
        elif at90 < died and at90 < following:
            fen = _OLDER_FEN
        else:
            fen = _YOUNG_FEN
    else:
        fen = 0
    return fen


@policy_function(unit=_NO_UNIT)
def orphan_benefit(orphan_begin: int, orphan_end: int, first: int) -> int:
    """From the month after recognition."""
    if orphan_begin < first and orphan_end >= first and orphan_begin < orphan_end:
        fen = ORPHAN_FEN
    else:
        fen = 0
    return fen


@policy_function(unit=_NO_UNIT)
def severe_care(grade: int, care_begin: int, care_end: int, first: int, following: int) -> int:
    """For grades 1 and 2."""
    if grade <= 2 and care_begin < following and care_end >= first and care_begin < care_end:
        fen = CARE_FEN
    else:
        fen = 0
    return fen


@policy_function(unit=_NO_UNIT)
def living(
    living_begin: int, living_end: int, orphan_benefit: int, first: int, following: int
) -> int:
    """Not in a month of orphans' money."""
    if (
        living_begin < following
        and living_end >= first
        and living_begin < living_end
        and orphan_benefit == 0
    ):
        fen = LIVING_FEN
    else:
        fen = 0
    return fen
