"""Compare the vector engine with the day-by-day reference on drawn rulebooks and people.

    python -m benchmarks.agree --person-months 1000000 --seed 1 --processes 2

Draws until so many person-months are compared, stops at the first disagreement with a minimal
case, and writes its figures between the ``<!-- agree -->`` markers of ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path

from benchmarks.sections import replace_section
from tests.agreement.comparing import Tally, agree_on

README = Path(__file__).parent / "README.md"
PEOPLE = 60
BOOKS_AT_ONCE = 8


def main() -> int:
    """Run the comparison; 0 where both engines agree throughout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--person-months", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    try:
        tally = compare(asked.person_months, asked.seed, asked.processes)
    except AssertionError as disagreement:
        print(disagreement)
        return 1
    write(asked.seed, tally)
    print(figures(asked.seed, tally))
    return 0


def compare(person_months: int, seed: int, processes: int) -> Tally:
    """Compare at least so many person-months; AssertionError at the first disagreement."""
    tally = Tally()
    first_seeds = count(seed * 1_000_000_000, BOOKS_AT_ONCE)
    with ProcessPoolExecutor(processes) as pool:
        while tally.person_months < person_months:
            starts = [next(first_seeds) for _ in range(processes)]
            for part in pool.map(_some_books, starts):
                tally = tally.plus(part)
            print(f"\r{tally.person_months:>12,} person-months", end="", file=sys.stderr)
    print(file=sys.stderr)
    return tally


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
    return "\n".join(["| | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)])


def write(seed: int, tally: Tally) -> None:
    """Put the figures into their section of the README."""
    how = f"`make agree` with seed {seed}: both engines, every person, scheme and month."
    replace_section(README, "agree", f"{how}\n\n{figures(seed, tally)}")


def _some_books(first_seed: int) -> Tally:
    tally = Tally()
    for seed in range(first_seed, first_seed + BOOKS_AT_ONCE):
        tally = tally.plus(agree_on(seed, PEOPLE))
    return tally


if __name__ == "__main__":
    sys.exit(main())
