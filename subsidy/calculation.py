"""The library's front door: register → plan → run → result. Nothing else knows the order.

Named so that the function ``subsidy.calculate`` and this module do not compete for one name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from subsidy.dates import DateError, Period, read_period
from subsidy.engine.kernel import run
from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.plan.build import build_plan
from subsidy.register.guard.limits import Limits
from subsidy.register.readers import read_register
from subsidy.register.table import People
from subsidy.results.result import Result
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.shelf import load_rulebook

__all__ = ["calculate", "period_of"]


def calculate(
    rulebook: Rulebook | str | Path,
    people: Any,
    period: str | Period,
    *,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Result:
    """What everybody in a register is due over a period, exact to the fen.

    Args:
        rulebook: a loaded rulebook, the name of a place on the shelf, or a path.
        people: a path (CSV, xlsx, Parquet), ``"-"`` for standard input, any frame that speaks the
            Arrow stream interface, a mapping of columns, a list of mappings, or a register that
            has been read already.
        period: ``"2023"``, ``"2023-05"`` or ``"2023-01:2023-12"``.
        encoding: of a CSV file, where it cannot be told from its bytes.
        limits: what a register may ask for (size, memory, time) before it is refused.

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
        else read_register(people, book, months, encoding=encoding, limits=limits)
    )
    plan = build_plan(book, months, frozenset(register.columns))
    return Result(book, register, run(plan, register))


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
