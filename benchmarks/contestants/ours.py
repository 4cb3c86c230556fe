"""This engine, from a YAML rulebook: the plan is kept from run to run, or made anew in every one."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl

import subsidy
from benchmarks.contestants import way
from benchmarks.contestants.way import Column
from benchmarks.people import EPOCH, NEVER, Columns, is_day, side_by_side
from subsidy.dates import Period, read_period
from subsidy.engine.units.plans import flat_book, playing
from subsidy.engine.units.running import with_derived
from subsidy.plan.build import build_plan
from subsidy.plan.model import Plan
from subsidy.register.table import NO_DAY, People
from subsidy.results.amounts import amounts_by_month, amounts_of_period

__all__ = ["RULES", "Way", "period_of", "register_of"]

RULES = Path(__file__).parents[1] / "rules"


class Way(way.Way):
    """A rulebook (a path or a name on the shelf) over people, with one thread or several.

    The plan is kept, as the library keeps it for whoever calculates again, unless it is to be
    made ``anew``, which is timed.
    """

    def __init__(
        self, people: Columns, rules: str = str(RULES), threads: str = "1", plan: str = "kept"
    ) -> None:
        super().__init__(people)
        book, _ = playing(subsidy.load_rulebook(rules), frozenset({"person"}))
        self.book = flat_book(book, "person")
        self.register = with_derived(self.book, register_of(people))
        self.threads = int(threads)
        self.keeps_plans = plan == "kept"
        self.plans: dict[int, Plan] = {}
        names = [scheme.name for scheme in self.book.schemes]
        self.schemes = way.SCHEMES if set(way.SCHEMES) == set(names) else names

    def plan(self, years: int) -> Plan:
        """The plan: made in the first run, which does not count, or anew in every one."""
        if years not in self.plans or not self.keeps_plans:
            columns = frozenset(self.register.columns)
            self.plans[years] = build_plan(self.book, period_of(years), columns)
        return self.plans[years]

    def amounts(self, years: int) -> list[Column]:
        due = amounts_of_period(self.plan(years), self.register, threads=self.threads)
        return [due[scheme] for scheme in self.schemes]

    def monthly(self, years: int) -> Column:
        due = amounts_by_month(self.plan(years), self.register, threads=self.threads)
        return np.array([due[scheme] for scheme in self.schemes], np.int64)

    def versions(self) -> str:
        return f"subsidy {subsidy.__version__}, numpy {np.__version__}, Python {sys.version.split()[0]}"


def period_of(years: int) -> Period:
    """So many years from January 2023 on."""
    return read_period(f"{way.FIRST_YEAR}-01:{way.FIRST_YEAR + years - 1}-12")


def register_of(people: Columns) -> People:
    """The drawn columns as the engine holds a register that has been read."""
    columns = {
        name: np.where(column == NEVER, np.int32(NO_DAY), column + np.int32(EPOCH))
        if is_day(name)
        else column
        for name, column in people.items()
    }
    count = len(people["birth_date"])
    ids = pl.Series("person_id", np.arange(count)).cast(pl.String)
    return People("person", ids, side_by_side(columns), pl.DataFrame(), count, (), (), "")
