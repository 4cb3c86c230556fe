"""`make whatif`: one more scenario from person-months, beside a full recalculation.

Both must give the same fen, scheme by scheme, for every change measured, or nothing is written.
Writes its table between the ``whatif`` markers of ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl
from attrs import frozen

import subsidy
from benchmarks.contestants.ours import RULES, register_of
from benchmarks.people import draw_people
from benchmarks.sections import replace_section
from subsidy.calculation import calculate
from subsidy.dates import read_period
from subsidy.register.table import People
from subsidy.rulebook.model import Rulebook
from subsidy.scenario.costing import Costing, Costs

FOLDER = Path(__file__).parent
PERIOD = read_period("2023")
GOAL_MS = 1
FOUR_RULES, SHIFENG = "four rules", "the Shifeng book"
BOOKS = {FOUR_RULES: str(RULES), SHIFENG: "cn/hunan/zhuzhou/shifeng"}

Change = Callable[[int], Mapping[str, str]]
CHANGES: tuple[tuple[str, str, Change], ...] = (
    (FOUR_RULES, "one rate, yuan more", lambda n: {"elderly.80-89": f"+{n}.{n % 100:02}"}),
    (FOUR_RULES, "all brackets, by a share", lambda n: {"elderly": f"+{n % 90 + 1}%"}),
    (FOUR_RULES, "every rate, by a share", lambda n: {"*": f"+{n % 90 + 1}%"}),
    (SHIFENG, "one rate, new", lambda n: {"elderly_allowance.80-89": f"{600 + n}.00 per year"}),
    (SHIFENG, "one rate, from July on", lambda n: {"elderly_allowance.80-89@2023-07": f"+{n}.00"}),
)


@frozen
class Taken:
    """Milliseconds of every scenario: making its rulebook, its costs; and calculating one anew."""

    rules: tuple[float, ...]
    costs: tuple[float, ...]
    anew: float

    @property
    def both(self) -> tuple[float, ...]:
        """From the text of a change to its costs."""
        return tuple(one + two for one, two in zip(self.rules, self.costs, strict=True))


@frozen
class Base:
    """What scenarios of one book start from: made once."""

    costing: Costing
    first_ms: float


def main() -> int:
    """Measure, compare, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000_000)
    parser.add_argument("--scenarios", type=int, default=200)
    parser.add_argument("--no-write", dest="write", action="store_false")
    options = parser.parse_args()
    people = register_of(draw_people(options.people))
    text = _text(_measured(people, options.scenarios), len(people), options.scenarios)
    print(text)
    if options.write:
        replace_section(FOLDER / "README.md", "whatif", text)
    return 0


# ── measuring ────────────────────────────────────────────────────────────────────────


def _measured(people: People, scenarios: int) -> list[tuple[str, Base, dict[str, Taken]]]:
    found = []
    for name, rules in BOOKS.items():
        book = subsidy.load_rulebook(rules)
        first, baseline = _timed(lambda b=book: calculate(b, people, PERIOD))
        base = Base(Costing(baseline), first)
        changes = [(what, change) for where, what, change in CHANGES if where == name]
        taken = {what: _of(base.costing, people, one, scenarios) for what, one in changes}
        found.append((name, base, taken))
    return found


def _of(costing: Costing, people: People, change: Change, scenarios: int) -> Taken:
    costing.costs(costing.book.reform(change(0)))  # person-months are counted once
    made = [_timed(lambda n=n: costing.book.reform(change(n))) for n in range(1, scenarios + 1)]
    costs = [_timed(lambda b=book: costing.costs(b)) for _, book in made]
    anew, fen = _timed(lambda: _calculated(made[-1][1], people))
    _compare(change(scenarios), costs[-1][1], fen)
    return Taken(tuple(ms for ms, _ in made), tuple(ms for ms, _ in costs), anew)


def _calculated(book: Rulebook, people: People) -> dict[str, int]:
    """Fen by scheme, everybody calculated again."""
    totals: pl.DataFrame = calculate(book, people, PERIOD).totals(("scheme",))
    return {row["scheme"]: int(row["amount"] * 100) for row in totals.iter_rows(named=True)}


def _compare(change: Mapping[str, str], said: Costs, fen: Mapping[str, int]) -> None:
    paid = {scheme: cost for scheme, cost in said.by_scheme.items() if cost}
    if not said.from_person_months or paid != {
        scheme: cost for scheme, cost in fen.items() if cost
    }:
        sys.exit(f"{dict(change)} differs: {said.by_scheme} and {fen}; nothing was measured")


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds by the clock, and the answer."""
    begun = time.perf_counter()
    answer = work()
    return (time.perf_counter() - begun) * 1000, answer


# ── the table ────────────────────────────────────────────────────────────────────────


def _text(
    found: Sequence[tuple[str, Base, Mapping[str, Taken]]], people: int, scenarios: int
) -> str:
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    firsts = "; ".join(f"{name} {base.first_ms:,.0f}" for name, base, _ in found)
    rows = [_row(name, what, one) for name, _, taken in found for what, one in taken.items()]
    return "\n".join(
        [
            (
                f"One more scenario for {people:,} people, 2023, after a first calculation, from the"
                f" text of its change to its costs by scheme: milliseconds of {scenarios:,} scenarios"
                " each, by the clock, median (least – most). *Rules* reads the change, checks it and"
                " makes the rulebook and its hash; *costs* prices person-months. The last scenario of"
                " each kind was calculated anew for everybody and found to cost every scheme the same"
                f" fen. Goals are held against the median. First calculation, ms: {firsts}. Python"
                f" {platform.python_version()}, Polars {pl.__version__}, load {load} at the end."
            ),
            "",
            "| rules, change | aimed at | rules | costs | both | | everybody anew |",
            "|---|---:|---:|---:|---:|---|---:|",
            *rows,
        ]
    )


def _row(name: str, what: str, taken: Taken) -> str:
    is_met = "met" if median(taken.both) < GOAL_MS else "**not met**"
    cells = " | ".join(_cell(ms) for ms in (taken.rules, taken.costs, taken.both))
    return f"| {name}: {what} | < {GOAL_MS} | {cells} | {is_met} | {taken.anew:,.0f} |"


def _cell(ms: Sequence[float]) -> str:
    return f"{median(ms):,.2f} ({min(ms):,.2f} – {max(ms):,.2f})"


if __name__ == "__main__":
    sys.exit(main())
