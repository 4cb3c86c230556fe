"""`make scaling`: time per person at ten thousand people, and at a thousand times as many.

Writes its table between the ``scaling`` markers of ``benchmarks/README.md`` and its chart to
``benchmarks/scaling.svg``. Controls are found equal before any time is taken.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.drawing import lines
from benchmarks.lineup import COPY, NUMPY, OURS
from benchmarks.measuring import Contestant, Process, Task, Times, measure, start
from benchmarks.sections import replace_section

FOLDER = Path(__file__).parent
THIRTY_YEARS = f"{OURS.label}, 30 years"
LINES: tuple[tuple[str, Contestant, int], ...] = (
    (OURS.label, OURS, 1),
    (THIRTY_YEARS, OURS, 30),
    (NUMPY.label, NUMPY, 1),
    (COPY.label, COPY, 1),
)


def main() -> int:
    """Measure, compare, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10**n for n in range(4, 8)])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--no-write", dest="write", action="store_false")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="bench-") as folder:
        processes = {c.label: _started(c, Path(folder)) for c in (OURS, NUMPY, COPY)}
        try:
            found = {n: _at(processes, n, options) for n in sorted(options.people)}
        finally:
            for process in processes.values():
                process.end()
    text, chart = _text(found, options), _chart(found)
    print(text)
    if options.write:
        replace_section(FOLDER / "README.md", "scaling", text)
        (FOLDER / "scaling.svg").write_text(chart, "utf-8")
    return 0


def _started(contestant: Contestant, folder: Path) -> Process:
    process = start(contestant, folder)
    assert isinstance(process, Process)
    return process


def _at(
    processes: dict[str, Process], people: int, options: argparse.Namespace
) -> dict[str, tuple[Times, int]]:
    """Times of every line at one size, and what the process held at most."""
    print(f"{people:,} people", file=sys.stderr)
    tasks = [
        (processes[contestant.label], Task("amounts", people, years, options.seed))
        for _, contestant, years in LINES
    ]
    controls = [process.control(task) for process, task in tasks]
    if controls[0].sha256 != controls[2].sha256:
        sys.exit(f"{controls[0].fen} and {controls[2].fen}: nothing was measured")
    times = measure(tasks, options.runs)
    peaks = [control.peak_mib for control in controls]
    return {line[0]: pair for line, *pair in zip(LINES, times, peaks, strict=True)}  # type: ignore[misc]


def _text(found: dict[int, dict[str, tuple[Times, int]]], options: argparse.Namespace) -> str:
    rows = [
        f"| {people:,} | " + " | ".join(_cell(*lines_[name]) for name, _, _ in LINES) + " |"
        for people, lines_ in found.items()
    ]
    return "\n".join(
        [
            (
                f"Four rules, one thread, seed {options.seed}, {options.runs} turns in turn with one"
                " another, each of them warmed up: nanoseconds per person, median (least – most); the"
                " most that the process held."
            ),
            "",
            "| people | " + " | ".join(name for name, _, _ in LINES) + " |",
            "|---:|" + "---:|" * len(LINES),
            *rows,
            "",
            "![nanoseconds per person by number of people](scaling.svg)",
        ]
    )


def _cell(times: Times, peak_mib: int) -> str:
    middle, least, most = times.ns()
    return f"{middle:,.1f} ({least:,.1f} – {most:,.1f}), {peak_mib:,} MiB"


def _chart(found: dict[int, dict[str, tuple[Times, int]]]) -> str:
    series = {
        name: [(people, at[name][0].ns()[0]) for people, at in found.items()]
        for name, _, _ in LINES
    }
    return lines("Nanoseconds per person by number of people (both scales logarithmic)", series)


if __name__ == "__main__":
    sys.exit(main())
