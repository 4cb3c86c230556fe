"""`make small`: what one person, one explanation, one book and one start of the command take.

Whole processes are timed from outside, everything else in a process of its own. Writes its table
between the ``small`` markers of ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from attrs import frozen

from benchmarks.sections import replace_section

FOLDER = Path(__file__).parent
BOOK = "cn/hunan/zhuzhou/shifeng"
ONE = {
    "person_id": "P1",
    "birth_date": "1948-08-15",
    "sex": "male",
    "disability_category": "肢体",
    "disability_grade": "1",
    "disability_from": "2010-01-01",
    "disability_applied_on": "2016-02-01",
    "subsistence_allowance_from": "2015-03-01",
    "subsistence_share": "320.00",
}
GOALS = {  # milliseconds
    "subsidy --help": 150,
    "import subsidy": 250,
    "compile the book, first in a process": 100,
    "compile the book again": 100,
    "one person, a list of one mapping": 1,
    "one person, a mapping of columns": 1,
    "one person, a Polars frame": 1,
    "explain one month of one person": 20,
}
PROCESSES = {
    "subsidy --help": ("-m", "subsidy", "--help"),
    "import subsidy": ("-c", "import subsidy"),
    "… and what reads rules and calculates": (
        "-c",
        "from subsidy import calculate, load_rulebook",
    ),
}


@frozen
class Taken:
    """Milliseconds of every run, by the clock and of the processors."""

    clock: tuple[float, ...]
    processors: tuple[float, ...]


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=1000, help="of what is short; of processes 1/50"
    )
    parser.add_argument("--no-write", dest="write", action="store_false")
    parser.add_argument("--inside", choices=("first", "again"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps({"first": _first, "again": _again}[options.inside](options.runs)))
        return 0
    text = _text(_measured(options.runs), options.runs)
    print(text)
    if options.write:
        replace_section(FOLDER / "README.md", "small", text)
    return 0


# ── whole processes ──────────────────────────────────────────────────────────────────


def _measured(runs: int) -> dict[str, Taken]:
    few = max(runs // 50, 3)
    found = {
        name: _of(lambda c=command: _process([sys.executable, *c]), few)  # type: ignore[misc]
        for name, command in PROCESSES.items()
    }
    firsts = [_asked("first", 1) for _ in range(few)]
    for name in firsts[0]:
        pairs = [one[name] for one in firsts]
        found[name] = Taken(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))
    again = _asked("again", runs)
    return found | {name: Taken(tuple(one[0]), tuple(one[1])) for name, one in again.items()}


def _asked(what: str, runs: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.small", "--inside", what, "--runs", str(runs)]
    answer = subprocess.run(command, check=True, capture_output=True, cwd=FOLDER.parent)
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def _process(command: list[str]) -> float:
    """Run a process to its end; the seconds that it took of the processors."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command} ended with {child.returncode}: nothing was measured")
    return usage.ru_utime + usage.ru_stime


def _of(process: Callable[[], float], runs: int) -> Taken:
    clock, processors = [], []
    for _ in range(runs):
        begun = time.perf_counter()
        processors.append(process() * 1000)
        clock.append((time.perf_counter() - begun) * 1000)
    return Taken(tuple(clock), tuple(processors))


# ── inside a process ─────────────────────────────────────────────────────────────────


def _first(_: int) -> dict[str, tuple[float, float]]:
    """What is done once in a process; importing is not part of compiling."""
    import subsidy
    import subsidy.engine.units.plans

    assert subsidy.calculate is not None
    assert subsidy.load_rulebook is not None
    taken, _ = _timed(_compiled)
    return {"compile the book, first in a process": taken}


def _compiled() -> Any:
    """Read, type, check and plan the whole book for the columns of one person."""
    import subsidy
    from subsidy.dates import read_period
    from subsidy.engine.units.plans import plan_of, playing

    book, _ = playing(subsidy.load_rulebook(BOOK), frozenset({"person"}))
    return plan_of(book, "person", read_period("2023"), frozenset(ONE) - {"person_id"})


def _again(runs: int) -> dict[str, tuple[list[float], list[float]]]:
    import polars as pl

    import subsidy

    book = subsidy.load_rulebook(BOOK)
    columns = {name: [value] for name, value in ONE.items()}
    frame, short = pl.DataFrame(columns), [{"person_id": "P1", "birth_date": "1933-08-15"}]

    def calculated(people: Any) -> subsidy.Result:
        return subsidy.calculate(book, people, "2023")

    work: dict[str, tuple[Callable[[], Any], int]] = {
        "compile the book again": (_compiled, max(runs // 50, 3)),
        "one person, a list of one mapping": (lambda: calculated([ONE]), runs),
        "one person, a mapping of columns": (lambda: calculated(columns), runs),
        "one person, a Polars frame": (lambda: calculated(frame), runs),
        "… of two facts only": (lambda: calculated(short), runs),
        "… with `.annual()`": (lambda: calculated([ONE]).annual(), runs),
        "… with `.totals()`": (lambda: calculated([ONE]).totals(), runs),
        "explain one month of one person": (
            lambda: subsidy.explain(book, [ONE], "P1", "2023-05"),
            max(runs // 10, 3),
        ),
    }
    return {name: _many(one, count) for name, (one, count) in work.items()}


def _many(work: Callable[[], Any], runs: int) -> tuple[list[float], list[float]]:
    work()
    taken = [_timed(work)[0] for _ in range(runs)]
    return [clock for clock, _ in taken], [processors for _, processors in taken]


def _timed(work: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    """Milliseconds by the clock and of the processors, and the answer."""
    clock, processors = time.perf_counter(), time.process_time()
    answer = work()
    spent = time.process_time() - processors
    return ((time.perf_counter() - clock) * 1000, spent * 1000), answer


# ── the table ────────────────────────────────────────────────────────────────────────


def _text(found: Mapping[str, Taken], runs: int) -> str:
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    return "\n".join(
        [
            (
                f"The whole Shifeng book, 2023, one person of {len(ONE)} facts. Milliseconds: the least"
                f" and the median by the clock, the least of the processors; up to {runs:,} runs,"
                " processes a fiftieth of that. Goals are held against the least, since others use the"
                f" same processors. Python {platform.python_version()}, load {load} at the end."
            ),
            "",
            "| | aimed at | least | median | processors | |",
            "|---|---:|---:|---:|---:|---|",
            *(_row(name, taken) for name, taken in found.items()),
        ]
    )


def _row(name: str, taken: Taken) -> str:
    least, goal = min(taken.clock), GOALS.get(name)
    figures = f"{least:,.2f} | {median(taken.clock):,.2f} | {min(taken.processors):,.2f}"
    if goal is None:
        return f"| {name} | | {figures} | |"
    return f"| {name} | < {goal} | {figures} | {'met' if least < goal else '**not met**'} |"


if __name__ == "__main__":
    sys.exit(main())
