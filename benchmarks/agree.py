"""Compare the vector engine with the day-by-day reference on drawn rulebooks and people.

    python -m benchmarks.agree --person-months 1000000 --unit-months 200000 --seed 1 --processes 2

Draws until so many person-months are compared, then villages (persons, households and
institutions in one book) until so many months of units are; stops at the first disagreement with
a minimal case, and writes its figures between the ``<!-- agree -->`` markers of ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path

from benchmarks.sections import replace_section
from tests.agreement.comparing import Tally, agree_on
from tests.agreement.of_units import agree_on_units

README = Path(__file__).parent / "README.md"
PEOPLE = 60
HOMES = 12
BOOKS_AT_ONCE = 8


def main() -> int:
    """Run the comparison; 0 where both engines agree throughout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--person-months", type=int, default=1_000_000)
    parser.add_argument("--unit-months", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    try:
        tally = compare(asked.person_months, asked.seed, asked.processes)
        units = compare_units(asked.unit_months, asked.seed, asked.processes)
    except AssertionError as disagreement:
        print(disagreement)
        return 1
    told = f"{figures(asked.seed, tally)}\n\n{figures_of_units(asked.seed, units)}"
    write(asked.seed, told)
    print(told)
    return 0


def compare(person_months: int, seed: int, processes: int) -> Tally:
    """Compare at least so many person-months; AssertionError at the first disagreement."""
    return _until(lambda tally: tally.person_months, person_months, _some_books, seed, processes)


def compare_units(unit_months: int, seed: int, processes: int) -> Tally:
    """Compare at least so many months of persons, households and institutions together."""
    return _until(_unit_months, unit_months, _some_villages, seed, processes)


def _until(
    done: Callable[[Tally], int],
    wanted: int,
    some: Callable[[int], Tally],
    seed: int,
    processes: int,
) -> Tally:
    tally = Tally()
    first_seeds = count(seed * 1_000_000_000, BOOKS_AT_ONCE)
    with ProcessPoolExecutor(processes) as pool:
        while done(tally) < wanted:
            starts = [next(first_seeds) for _ in range(processes)]
            for part in pool.map(some, starts):
                tally = tally.plus(part)
            print(f"\r{done(tally):>12,} months of units", end="", file=sys.stderr)
    print(file=sys.stderr)
    return tally


def _unit_months(tally: Tally) -> int:
    return tally.person_months + tally.household_months + tally.institution_months


def figures(seed: int, tally: Tally) -> str:
    """The table that stands in the README."""
    rows = [
        ("rulebooks drawn", f"{tally.rulebooks:,}"),
        ("people", f"{tally.people:,}"),
        ("person-months", f"{tally.person_months:,}"),
        ("entitled months of a scheme", f"{tally.entitled:,}"),
        ("undetermined months of a scheme", f"{tally.undetermined:,}"),
        ("seed", str(seed)),
        ("differences", "0"),
    ]
    return _table(rows)


def figures_of_units(seed: int, tally: Tally) -> str:
    """The second table: rulebooks that pay persons, households and institutions."""
    rows = [
        ("rulebooks of several units", f"{tally.rulebooks:,}"),
        ("person-months", f"{tally.person_months:,}"),
        ("household-months", f"{tally.household_months:,}"),
        ("institution-months", f"{tally.institution_months:,}"),
        ("entitled months of a scheme", f"{tally.entitled:,}"),
        ("members' shares", f"{tally.shares:,}"),
        ("undetermined months of a scheme", f"{tally.undetermined:,}"),
        ("seed", str(seed)),
        ("differences", "0"),
    ]
    return _table(rows)


def _table(rows: Sequence[tuple[str, str]]) -> str:
    return "\n".join(["| | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)])


def write(seed: int, told: str) -> None:
    """Put the figures into their section of the README."""
    how = f"`make agree` with seed {seed}: both engines, every unit, scheme and month."
    replace_section(README, "agree", f"{how}\n\n{told}")


def _some_books(first_seed: int) -> Tally:
    tally = Tally()
    for seed in range(first_seed, first_seed + BOOKS_AT_ONCE):
        tally = tally.plus(agree_on(seed, PEOPLE))
    return tally


def _some_villages(first_seed: int) -> Tally:
    tally = Tally()
    for seed in range(first_seed, first_seed + BOOKS_AT_ONCE):
        tally = tally.plus(agree_on_units(seed, HOMES))
    return tally


if __name__ == "__main__":
    sys.exit(main())
