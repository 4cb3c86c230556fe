"""`make bench`: everybody on the same seeded people in one run, totals equal before any time.

Writes its tables between the ``bench`` markers of ``benchmarks/README.md`` and its chart to
``benchmarks/speed.svg``; nothing of that is written by hand. Times are of the machine at hand,
where others work too: contestants take turns in every round, and ratios are of the same round.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import define, field

from benchmarks.against_reference import disagreements
from benchmarks.drawing import bars
from benchmarks.environments.making import Absent
from benchmarks.files import measure_files
from benchmarks.lineup import (
    CONTESTANTS,
    COPY,
    HALVES,
    MANY_PEOPLE,
    MOST_PERSON_MONTHS,
    OURS,
    SHAPES,
    TWO_PROCESSES,
)
from benchmarks.measuring import Contestant, Control, Process, Task, Together, measure, start
from benchmarks.reporting import (
    Row,
    files_table,
    goals_table,
    head,
    roofline,
    shapes_table,
    speed_table,
)
from benchmarks.sections import replace_section

FOLDER = Path(__file__).parent
REFERENCE_PEOPLE = 300


@define
class Bench:
    """The processes of one run, and why others are not among them."""

    options: argparse.Namespace
    folder: Path
    started: dict[str, Process] = field(factory=dict)
    absent: dict[str, str] = field(factory=dict)
    versions: dict[str, str] = field(factory=dict)

    def process(self, contestant: Contestant) -> Process | None:
        """A contestant's process, started when it is first asked for."""
        if contestant.label not in self.started and contestant.label not in self.absent:
            found = start(contestant, self.folder)
            if isinstance(found, Absent):
                self.absent[contestant.label] = found.why
            else:
                self.started[contestant.label] = found
        return self.started.get(contestant.label)

    def out(self, contestant: Contestant, why: str) -> None:
        """A contestant cannot go on."""
        self.absent[contestant.label] = why
        self.started.pop(contestant.label).end()

    def task(self, contestant: Contestant, what: str, people: int, years: int) -> Task:
        """The task, with as many people as the contestant can do in reasonable time."""
        most = MOST_PERSON_MONTHS.get(contestant.label, people * years * 12) // (12 * years)
        return Task(what, min(people, most), years, self.options.seed)

    def four_rules(self, what: str, people: int, years: int) -> list[Row]:
        """Everybody's times at one task, ours first."""
        tell(f"{what}, {people:,} people, {years} year(s)")
        tasks: list[tuple[Process, Task]] = []
        controls: list[Control] = []
        for contestant in CONTESTANTS:
            process = self.process(contestant)
            if process is None:
                continue
            task = self.task(contestant, what, people, years)
            try:
                control = process.control(task)
            except (ChildProcessError, BrokenPipeError):
                self.out(contestant, f"its process ended at {task.people:,} people, {years} years")
                continue
            if contestant != COPY:
                self.demand_equal(contestant, control, task)
                self.versions[contestant.label] = control.versions
            tasks.append((process, task))
            controls.append(control)
        times = measure(tasks, self.options.runs)
        labels = [process.contestant.label for process, _ in tasks]
        return list(map(Row, labels, times, (control.peak_mib for control in controls)))

    def demand_equal(self, contestant: Contestant, control: Control, task: Task) -> None:
        """Every amount must be ours, to the fen."""
        ours = self.process(OURS)
        assert ours is not None
        expected = ours.control(task)
        if (expected.fen, expected.sha256) != (control.fen, control.sha256):
            sys.exit(
                f"{contestant.label} gives {control.fen}, not {expected.fen}: nothing was measured"
            )

    def shapes(self, people: int) -> dict[str, tuple[Row, ...]]:
        """Groups of rulebooks over one year, and over thirty where nothing but age changes."""
        tasks: list[tuple[str, str, Process | Together, Task]] = []
        for group, contestants in SHAPES.items():
            for contestant in contestants:
                tell(contestant.label)
                wrong = disagreements(contestant, REFERENCE_PEOPLE, self.options.seed)
                if wrong:
                    sys.exit(f"{contestant.label}: {wrong} unlike the reference")
                process = self.process(contestant)
                assert process is not None
                lengths = (1, 30) if contestant.label in {OURS.label, "age alone"} else (1,)
                for years in lengths:
                    label = contestant.label + (f", {years} years" if years > 1 else "")
                    crowd = people * contestant.crowds
                    task = Task("amounts", crowd, years, self.options.seed)
                    tasks.append((group, label, process, task))
            if group == MANY_PEOPLE:
                halves = [half for half in map(self.process, HALVES) if half is not None]
                tasks.append((group, TWO_PROCESSES, Together(halves), task))
        times = measure([(process, task) for _, _, process, task in tasks], self.options.runs)
        found: dict[str, tuple[Row, ...]] = {}
        for (group, label, process, task), time in zip(tasks, times, strict=True):
            peak = process.control(task).peak_mib
            found[group] = (*found.get(group, ()), Row(label, time, peak))
        return found

    def end(self) -> None:
        """End every process."""
        for process in self.started.values():
            process.end()


def main() -> int:
    """Measure, compare, print, write."""
    options = _options()
    with TemporaryDirectory(prefix="bench-") as folder:
        bench = Bench(options, Path(folder))
        try:
            text, chart = _run(bench)
        finally:
            bench.end()
    print(text)
    if options.write:
        replace_section(FOLDER / "README.md", "bench", text)
        (FOLDER / "speed.svg").write_text(chart, "utf-8")
    return 0


def tell(words: str) -> None:
    """Say how far it is."""
    print(words, file=sys.stderr)


def _run(bench: Bench) -> tuple[str, str]:
    """The text and the chart."""
    options = bench.options
    most = max(options.people)
    tables: dict[tuple[str, int, int], list[Row]] = {}
    for what in ("amounts", "monthly"):
        for people in options.people:
            for years in options.years:
                tables[what, people, years] = bench.four_rules(what, people, years)
    shapes = bench.shapes(most)
    four = {years: tables["amounts", most, years] for years in options.years}
    tell("files")
    files = measure_files(
        ("parquet", "csv"), options.file_people, options.seed, options.runs, bench.folder
    )
    parts: list[Sequence[str]] = [
        head(options, bench.versions, bench.absent),
        goals_table(four, shapes),
        ["![nanoseconds per person](speed.svg)"],
        *(speed_table(*task, rows) for task, rows in tables.items()),
        shapes_table(shapes),
        files_table(files),
        roofline(four),
    ]
    text = "\n\n".join("\n".join(part) for part in parts)
    groups = {f"{years} year{'s' * (years > 1)}": rows for years, rows in four.items()}
    title = f"Four rules, {most:,} people, one thread: nanoseconds per person (log scale)"
    chart = bars(title, {g: [(r.label, *r.times.ns()) for r in rows] for g, rows in groups.items()})
    return text, chart


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1_000_000, 100_000])
    parser.add_argument("--file-people", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--years", type=int, nargs="+", default=[1, 30])
    parser.add_argument("--no-write", dest="write", action="store_false")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
