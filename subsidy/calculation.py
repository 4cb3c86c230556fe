"""The library's front door: register → plan → run → result. Nothing else knows the order.

Named so that the function ``subsidy.calculate`` and this module do not compete for one name.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from subsidy.dates import DateError, Period, read_period
from subsidy.engine.kernel import run
from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.plan.build import build_plan
from subsidy.plan.model import Plan
from subsidy.plan.same import Same
from subsidy.register.readers import read_register
from subsidy.register.table import People
from subsidy.results.result import Result
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.shelf import load_rulebook

__all__ = ["calculate", "period_of", "plan_of"]

_PLANS_KEPT = 32


def calculate(
    rulebook: Rulebook | str | Path,
    people: Any,
    period: str | Period,
    *,
    encoding: str | None = None,
    threads: int | None = None,
) -> Result:
    """What everybody in a register is due over a period, exact to the fen.

    Args:
        rulebook: a loaded rulebook, the name of a place on the shelf, or a path.
        people: a path (CSV, xlsx, Parquet), ``"-"`` for standard input, any frame that speaks the
            Arrow stream interface, a mapping of columns, a list of mappings, or a register that
            has been read already.
        period: ``"2023"``, ``"2023-05"`` or ``"2023-01:2023-12"``.
        encoding: of a CSV file, where it cannot be told from its bytes.
        threads: how many may work on a large register at a time; as many as there are processors
            where not given. The result is the same, byte for byte.

    Raises:
        RulesRefused: the rules are broken, or a rate is missing in the period.
        RegisterRefused: the register cannot be read at all.
        UsageRefused: the period is not one.
    """
    book = rulebook if isinstance(rulebook, Rulebook) else load_rulebook(rulebook)
    months = period_of(period)
    register = (
        people
        if isinstance(people, People)
        else read_register(people, book, months, encoding=encoding)
    )
    plan = plan_of(book, months, frozenset(register.columns))
    return Result(book, register, run(plan, register, threads=threads or _processors()))


def plan_of(book: Rulebook, months: Period, columns: frozenset[str]) -> Plan:
    """The plan of a book for a period and a register with these columns; kept for the next call.

    Raises:
        RulesRefused: a rate is missing in the period.
    """
    return _plan(Same(book), months, columns)


@lru_cache(maxsize=_PLANS_KEPT)
def _plan(same: Same[Rulebook], months: Period, columns: frozenset[str]) -> Plan:
    return build_plan(same.model, months, columns)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def period_of(period: str | Period) -> Period:
    """The period that a text names; UsageRefused where it names none."""
    if isinstance(period, Period):
        return period
    try:
        return read_period(period)
    except DateError as error:
        raise UsageRefused(
            Problem(
                "period",
                Place("--period"),
                Words(str(error), "期间无法识别"),
                Words(
                    "write a year 2023, a month 2023-05 or a span 2023-01:2023-12",
                    "请写年份 2023、月份 2023-05，或起止月 2023-01:2023-12",
                ),
                str(period),
            )
        ) from None
