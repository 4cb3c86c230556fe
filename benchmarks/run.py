"""`make bench`: the same seeded people, every contestant in one run, totals equal before any time.

Writes its table between the ``bench`` markers of ``benchmarks/README.md``; nothing there is
written by hand. Times are medians of runs on the machine at hand, single thread; ratios are what
can be compared.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
import polars as pl

import subsidy
from benchmarks.contestants import CONTESTANTS, SCHEMES, copy_of_the_bytes
from benchmarks.people import EPOCH, NEVER, draw_people
from benchmarks.sections import replace_section
from subsidy.dates import Period, read_period
from subsidy.engine.kernel import run
from subsidy.plan.build import build_plan
from subsidy.register.table import NO_DAY, People

RULES = Path(__file__).parent / "rules"
README = Path(__file__).parent / "README.md"
SLOW = {"Polars, an expression a month": 200_000, "plain Python": 50_000}
OURS = f"subsidy {subsidy.__version__}"
Columns = dict[str, np.ndarray]
Contestant = tuple[Callable[[Columns], Any], Callable[[Any, int], list[np.ndarray]]]


def main() -> int:
    """Measure, compare, print, write."""
    options = _options()
    book = subsidy.load_rulebook(RULES)
    lines = _head(options)
    for years in options.years:
        period = read_period(f"2023-01:{2022 + years}-12")
        ours = _ours(book, period)
        lines += _table(years, ours, options)
    text = "\n".join(lines)
    print(text)
    if options.write:
        replace_section(README, "bench", text)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--years", type=int, nargs="+", default=[1, 30])
    parser.add_argument("--no-write", dest="write", action="store_false")
    return parser.parse_args()


def _head(options: argparse.Namespace) -> list[str]:
    task = (
        f"Four rules, {options.people:,} invented people (seed {options.seed}), from columns in"
        " memory to the fen of every person and scheme over the period; one thread; median of"
        f" {options.runs} runs (minimum – maximum)."
    )
    machine = (
        f"Python {platform.python_version()}, numpy {np.__version__}, Polars {pl.__version__},"
        f" {os.cpu_count()} processors of {platform.machine()}, shared with other work."
    )
    return [task, "", machine]


def _ours(book: subsidy.Rulebook, period: Period) -> Contestant:
    """This engine, from the YAML book; planning is counted."""

    def calculate(register: People, years: int) -> list[np.ndarray]:
        del years
        plan = build_plan(book, period, frozenset(register.columns))
        result = subsidy.Result(book, register, run(plan, register))
        return [result.amounts_fen(scheme) for scheme in SCHEMES]

    return _register, calculate


def _register(people: Columns) -> People:
    """The drawn columns as the engine holds a register that has been read."""
    columns = {
        name: column
        if name == "disability_grade"
        else np.where(column == NEVER, np.int32(NO_DAY), column + np.int32(EPOCH))
        for name, column in people.items()
    }
    count = len(people["birth_date"])
    return People("person", pl.Series(np.arange(count)), columns, pl.DataFrame(), count, (), (), "")


def _table(years: int, ours: Contestant, options: argparse.Namespace) -> list[str]:
    """Every contestant's times, after its totals have been found equal to ours."""
    rows: list[tuple[str, int, list[float]]] = []
    for name, (prepare, calculate) in {OURS: ours, **CONTESTANTS}.items():
        if years > 1 and name in SLOW:
            continue  # as many times its one year, by construction
        count = min(options.people, SLOW.get(name, options.people))
        people = draw_people(count, options.seed)
        ready = prepare(people)
        sums, expected = (_sums(f, r, years) for f, r in
                          ((calculate, ready), (ours[1], ours[0](people))))  # fmt: skip
        if sums != expected:
            sys.exit(f"{name} gives {sums}, not {expected}: nothing was measured")
        rows.append((name, count, _seconds(lambda c=calculate, r=ready: c(r, years), options.runs)))
    people = draw_people(options.people, options.seed)
    copying = _seconds(lambda: copy_of_the_bytes(people), options.runs)
    rows.append(("a copy of the same bytes", options.people, copying))
    per_person = median(rows[0][2]) / rows[0][1]
    head = ["", f"**{years} year{'s' if years > 1 else ''}**", ""]
    columns = ["| way | people | ns per person | times ours |", "|---|---|---|---|"]
    return head + columns + [_row(*row, per_person) for row in rows]


def _sums(calculate: Callable[[Any, int], list[np.ndarray]], ready: Any, years: int) -> list[int]:
    return [int(column.sum()) for column in calculate(ready, years)]


def _row(name: str, count: int, times: list[float], ours: float) -> str:
    middle, low, high = (f(times) / count * 1e9 for f in (median, min, max))
    return f"| {name} | {count:,} | {middle:,.1f} ({low:,.1f} – {high:,.1f}) | {middle / ours / 1e9:.2f} |"


def _seconds(work: Callable[[], object], runs: int) -> list[float]:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return times


if __name__ == "__main__":
    sys.exit(main())
