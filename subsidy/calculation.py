"""The library's front door: register → plan → run → result. Nothing else knows the order.

Named so that the function ``subsidy.calculate`` and this module do not compete for one name.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from attrs import evolve

from subsidy.dates import DateError, Period, typed_period
from subsidy.engine.units.institutions import run_institutions
from subsidy.engine.units.plans import playing
from subsidy.engine.units.running import run_households, run_persons, visible
from subsidy.engine.work import Pace
from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.register.guard.limits import Limits
from subsidy.register.roster_map import NO_MAP, RosterMap
from subsidy.register.units import Registers, Sources, read_registers
from subsidy.register.workbooks.choosing import NO_FORM, SheetForm
from subsidy.results.result import Result
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.shelf import load_rulebook
from subsidy.stages import UNOBSERVED, Stages

__all__ = ["calculate", "calculate_registers", "period_of"]


def calculate(  # noqa: PLR0913 - three registers, rules and a period are what there is to say
    rulebook: Rulebook | str | Path,
    people: Any,
    period: str | Period,
    *,
    households: Any = None,
    institutions: Any = None,
    encoding: str | None = None,
    mapping: RosterMap = NO_MAP,
    sheets: SheetForm = NO_FORM,
    threads: int | None = None,
    limits: Limits | None = None,
    stages: Stages = UNOBSERVED,
) -> Result:
    """What everybody in a register is due over a period, exact to the fen.

    Args:
        rulebook: a loaded rulebook, the name of a place on the shelf, or a path.
        people: a path (CSV, xlsx, xls, Parquet), ``"-"`` for standard input, the URL of a table,
            any Arrow-stream frame, a mapping of columns, a list of mappings, or People.
        period: ``"2023"``, ``"2023-05"`` or ``"2023-01:2023-12"``.
        households: a register of households; members are the persons that name the household.
        institutions: a register of institutions, one row each or one row a month.
        encoding: of a CSV file, where it cannot be told from its bytes.
        mapping: what a mapping file says of the roster (:func:`subsidy.register.read_map.read_map`).
        sheets: of a workbook, which ones to read and what their names tell.
        threads: how many may work at a time; all processors where not given. Changes no byte.
        limits: what a register may ask for (size, memory, time) before it is refused.
        stages: told when reading, checking, planning and each scheme begin and end.

    Raises:
        RulesRefused: the rules are broken, or a rate is missing in the period.
        RegisterRefused: the register cannot be read at all.
        UsageRefused: the period is not one.
    """
    options: dict[str, Any] = {"encoding": encoding, "mapping": mapping, "sheets": sheets}
    options |= {"limits": limits, "stages": stages}
    sources = Sources(people, households, institutions, options)
    book = rulebook if isinstance(rulebook, Rulebook) else load_rulebook(rulebook)
    return _calculate(book, sources, period_of(period), threads, stages)


def _calculate(
    book: Rulebook, sources: Sources, period: Period, threads: int | None, stages: Stages
) -> Result:
    """What the registers at hand allow to be calculated; what they do not is left out by name."""
    rules, left_out = playing(book, sources.units())
    registers = read_registers(sources, rules, period)
    result = calculate_registers(rules, registers, period, threads=threads, stages=stages)
    return evolve(result, left_out=left_out, given=book)


def calculate_registers(
    book: Rulebook,
    registers: Registers,
    period: Period,
    *,
    threads: int | None = None,
    stages: Stages = UNOBSERVED,
) -> Result:
    """The same from registers that have been read, by rules all of which can be calculated.

    Institutions, households and persons, each run after what it depends on.
    """
    beside: list[Result] = []
    homes, pace = None, Pace(threads=threads or _processors(), stages=stages)
    if registers.households is not None:
        homes = run_households(
            book, registers.households, registers.persons, period, blind=registers.blind, pace=pace
        )
        beside.append(Result(book, registers.households, visible(homes.outcome, period)))
    if registers.institutions is not None:
        outcome, rows = run_institutions(
            book, registers.institutions, registers.months, period, pace
        )
        beside.append(Result(book, rows, outcome))
    outcome, shares = run_persons(book, registers.persons, period, homes, pace)
    return Result(
        book, registers.persons, outcome, tuple(beside), shares=shares, registers=registers
    )


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def period_of(period: str | Period, option: str = "--period") -> Period:
    """The period that a text names; UsageRefused, at the option that gave it, where it names none."""
    if isinstance(period, Period):
        return period
    try:
        return typed_period(period)
    except DateError as error:
        raise UsageRefused(
            Problem(
                "period",
                Place(option),
                Words(str(error), error.zh),
                Words(
                    "write a year 2023, a month 2023-05 or a span 2023-01:2023-12",
                    "请写年份 2023、月份 2023-05，或起止月 2023-01:2023-12",
                ),
                str(period),
            )
        ) from None
