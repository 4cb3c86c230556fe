"""A contestant in its own process answers with controls and with seconds."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import measuring, worker
from benchmarks.contestants import copying, numpy_closed_form
from benchmarks.environments import making
from benchmarks.environments.making import Absent, python_of
from benchmarks.lineup import NUMPY, OURS
from benchmarks.measuring import Contestant, Process, Task, Together, measure, start
from benchmarks.people import draw_people
from benchmarks.worker import answer


@pytest.fixture
def processes(tmp_path):
    """Two contestants, each in a process."""
    started = [start(contestant, tmp_path) for contestant in (OURS, NUMPY)]
    yield started
    for process in started:
        process.end()


def test_two_processes_come_to_the_same(processes):
    """The control is of every amount; both are measured in turn."""
    task = Task("amounts", 300, 1, 5)
    ours, numpy = (process.control(task) for process in processes)

    assert ours.sha256 == numpy.sha256
    assert ours.fen == numpy.fen
    assert ours.peak_mib > 0
    assert [2, 2] == [len(times.seconds) for times in measure([(p, task) for p in processes], 2)]


def test_the_first_run_of_a_turn_is_told_apart(monkeypatch):
    """Whoever is quick runs several times; the others once to be warm, and once for the time."""
    asked, clock = [], [0.0]
    monkeypatch.setattr(measuring, "perf_counter", lambda: clock[0])

    class Asked:
        def __init__(self, name, *seconds):
            self.name, self.next = name, iter(seconds)

        def seconds(self, task):
            asked.append(self.name)
            took = next(self.next)
            clock[0] += took + 0.001  # what lies between two runs counts as well
            return took

    task = Task("amounts", 300, 1, 5)
    quick, slow = Asked("q", 0.2, 0.1, 0.1, 0.08, 0.09, 0.3, 0.06, 0.1, 0.1), Asked("s", 9, 5, 8, 6)
    ours, other = measure([(quick, task), (slow, task)], 2)

    assert "qqqqq ss qqqq ss".replace(" ", "") == "".join(asked)
    assert ((0.09, 0.1), (0.2, 0.3)) == (ours.seconds, ours.first_seconds)
    assert ((5, 6), (9, 8)) == (other.seconds, other.first_seconds)


def test_two_processes_are_asked_before_either_is_waited_for(processes):
    """Each has half of the people, and the slower one's time counts."""
    events = []

    class Watched:
        def __init__(self, name, seconds):
            self.name, self.took = name, seconds

        def ask(self, task, *, control):
            events.append((self.name, task.people))

        def answer(self):
            events.append(self.name)
            return {"seconds": self.took}

    task = Task("amounts", 300, 1, 5)

    assert Together([Watched("a", 1.0), Watched("b", 2.0)]).seconds(task) == 2.0
    assert [("a", 150), ("b", 150), "a", "b"] == events
    both = Together(processes).control(task)
    assert both.fen == processes[0].control(Task("amounts", 150, 1, 5)).fen
    assert both.peak_mib > 0


def test_one_fen_changes_the_control():
    """Sums alone would not show that one person has another's money."""
    question = {"years": 1, "what": "amounts", "control": True}
    way = copying.Way({"fen": np.array([1, 2])})
    other = copying.Way({"fen": np.array([2, 1])})
    first, second = (answer(one, question)["control"] for one in (way, other))

    assert first["fen"] == second["fen"]
    assert first["sha256"] != second["sha256"]


def test_seconds_are_of_the_calculation_alone(monkeypatch):
    """What comes before a run is not in its time."""
    events = []

    class Watched(numpy_closed_form.Way):
        def fresh(self, years):
            events.append("fresh")

        def amounts(self, years):
            events.append("amounts")
            return super().amounts(years)

    monkeypatch.setattr(worker, "perf_counter", lambda: events.append("clock") or len(events))
    answer(Watched(draw_people(10)), {"years": 1, "what": "amounts", "control": False})

    assert ["fresh", "clock", "amounts", "clock"] == events


def test_a_process_that_dies_is_an_error(tmp_path):
    """A contestant that runs out of memory is left out by name, not waited for."""
    process = start(Contestant("nobody", "benchmarks.contestants.nothing"), tmp_path)
    assert isinstance(process, Process)

    with pytest.raises((ChildProcessError, BrokenPipeError)):
        process.control(Task("amounts", 10, 1, 1))
    process.end()


def test_an_environment_that_cannot_be_made_says_why(tmp_path, monkeypatch):
    """No network is no reason to stop."""
    (tmp_path / "nowhere.txt").write_text("./no-such-package\n", "ascii")
    monkeypatch.setattr(making, "_LISTS", tmp_path)
    found = python_of("nowhere", tmp_path)

    assert isinstance(found, Absent)
    assert "no-such-package" in found.why
    assert not (tmp_path / ".venv-bench-nowhere").exists()
