"""Several contestants side by side: each in its own process, all in turn, controls before times."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from attrs import define, evolve, field, frozen

from benchmarks.environments.making import Absent, python_of
from benchmarks.people import Columns, draw_more, draw_people, draw_spells

__all__ = [
    "TIMED_SECONDS",
    "WARM_UP_SECONDS",
    "Contestant",
    "Control",
    "Process",
    "Task",
    "Times",
    "Together",
    "draw",
    "measure",
    "start",
]

WARM_UP_SECONDS = TIMED_SECONDS = 0.25
_ROOT = Path(__file__).parents[1]
_DRAWN = {"people": draw_people, "more": draw_more, "spells": draw_spells}


@frozen
class Contestant:
    """One way of calculating: its module and options, and the environment that it needs.

    ``crowds``: so many times as many people as others are measured with.
    """

    label: str
    module: str
    options: tuple[str, ...] = ()
    environment: str | None = None
    threads: int = 1
    people: str = "people"
    crowds: int = 1


@frozen
class Task:
    """What is calculated: ``amounts`` or ``monthly``, for so many people, over so many years."""

    what: str
    people: int
    years: int
    seed: int


@frozen
class Control:
    """What a contestant's run comes to."""

    fen: tuple[int, ...]
    sha256: str
    peak_mib: int
    versions: str


@frozen
class Times:
    """Seconds of a run for so many people, in every turn; and of each turn's first run."""

    people: int
    seconds: tuple[float, ...]
    first_seconds: tuple[float, ...] = ()

    def ns(self) -> tuple[float, float, float]:
        """Nanoseconds per person: median, least and most."""
        each = [seconds / self.people * 1e9 for seconds in self.seconds]
        return median(each), min(each), max(each)

    def first_ns(self) -> float:
        """Nanoseconds per person of a run after waiting for the others: the median."""
        return median(self.first_seconds) / self.people * 1e9


@define
class Process:
    """A contestant's process, and what it has answered."""

    contestant: Contestant
    running: subprocess.Popen[str]
    folder: Path = field()

    def ask(self, task: Task, *, control: bool) -> None:
        """Put a question, and do not wait for its answer."""
        assert self.running.stdin is not None
        file = _people_file(self.folder, self.contestant.people, task)
        question = {"people": str(file), "years": task.years, "what": task.what, "control": control}
        self.running.stdin.write(json.dumps(question) + "\n")
        self.running.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """The answer to the last question; ChildProcessError where the process has died."""
        assert self.running.stdout is not None
        line = self.running.stdout.readline()
        if not line:
            raise ChildProcessError(f"{self.contestant.label} ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def control(self, task: Task) -> Control:
        """What a run comes to."""
        self.ask(task, control=True)
        said = self.answer()
        found = said["control"]
        return Control(tuple(found["fen"]), found["sha256"], said["peak_mib"], said["versions"])

    def seconds(self, task: Task) -> float:
        """How long a run takes."""
        self.ask(task, control=False)
        return float(self.answer()["seconds"])

    def end(self) -> None:
        """End the process."""
        self.running.kill()
        self.running.communicate()


@define
class Together:
    """Processes at work at the same time, each on its share of the people."""

    processes: Sequence[Process]

    def seconds(self, task: Task) -> float:
        """How long the one takes that is ready last."""
        share = evolve(task, people=task.people // len(self.processes))
        for process in self.processes:
            process.ask(share, control=False)
        return max(float(process.answer()["seconds"]) for process in self.processes)

    def control(self, task: Task) -> Control:
        """What the first one's share comes to; the memory of all."""
        share = evolve(task, people=task.people // len(self.processes))
        controls = [process.control(share) for process in self.processes]
        return evolve(controls[0], peak_mib=sum(control.peak_mib for control in controls))


Runner = Process | Together


def draw(kind: str, people: int, seed: int) -> Columns:
    """Invented people of one kind."""
    return _DRAWN[kind](people, seed)


def start(contestant: Contestant, folder: Path) -> Process | Absent:
    """A contestant's process, with files of people in *folder*."""
    python: Path | Absent = Path(sys.executable)
    if contestant.environment:
        python = python_of(contestant.environment)
        if isinstance(python, Absent):
            return python
    names = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")
    threads = dict.fromkeys(names, str(contestant.threads))
    running = subprocess.Popen(
        [str(python), "-m", "benchmarks.worker", contestant.module, *contestant.options],
        cwd=_ROOT,
        env={**os.environ, **threads, "PYTHONPATH": str(_ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Process(contestant, running, folder)


def measure(tasks: Sequence[tuple[Runner, Task]], rounds: int) -> list[Times]:
    """Times of every process at its task, one after another in every round.

    Others have had the processor and its caches since a contestant's last turn, and a machine may
    have taken memory away from who waits. So a turn begins with runs that do not count, for
    WARM_UP_SECONDS; the first of them, which pays for the wait, is told apart. Its time is the
    median of the runs of TIMED_SECONDS. Whoever takes longer has one run of each kind.
    """
    turns: list[list[tuple[float, float]]] = [[] for _ in tasks]
    for _ in range(rounds):
        for found, (process, task) in zip(turns, tasks, strict=True):
            first, *_ = _runs(process, task, WARM_UP_SECONDS)
            found.append((first, median(_runs(process, task, TIMED_SECONDS))))
    return [
        Times(task.people, tuple(time for _, time in found), tuple(first for first, _ in found))
        for found, (_, task) in zip(turns, tasks, strict=True)
    ]


def _runs(process: Runner, task: Task, at_least: float) -> list[float]:
    """Seconds of each run until so many have passed, one run at least."""
    seconds: list[float] = []
    begun = perf_counter()
    while not seconds or perf_counter() - begun < at_least:
        seconds.append(process.seconds(task))
    return seconds


def _people_file(folder: Path, kind: str, task: Task) -> Path:
    file = folder / f"{kind}-{task.people}-{task.seed}.npz"
    if not file.exists():
        np.savez(file, **draw(kind, task.people, task.seed))  # type: ignore[arg-type]
    return file
