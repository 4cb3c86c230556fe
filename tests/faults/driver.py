"""Runs one case again and again, and kills, stops, starves or fails it at every place.

Importing the program takes far longer than running it on a small register. So this process
imports everything once and forks; a child then runs the command line from its beginning. The
numbers of whole processes killed from outside come on top.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from attrs import evolve, field, frozen

from subsidy.rulebook.shelf import load_rulebook
from tests.faults.world import ASIDE, NEW, OLD, World, make_world, violations
from tests.signals import as_at_a_terminal

PRELOADED = (
    "subsidy.calculation", "subsidy.report.summary", "subsidy.report.totals_table",
    "subsidy.report.workbooks", "subsidy.results.publish", "subsidy.results.write",
    "subsidy.register.quarantine", "subsidy.rulebook.reform", "xlsxwriter", "numpy.ma",
    "subsidy.register.pieces.opening", "subsidy.streaming.streaming",
)  # fmt: skip
STEPS = ("open", "fsync", "mkdir", "rename", "replace", "rmdir", "unlink")
THREADS = Path("/proc/self/task")
IDLE = ("jemalloc_bg", "polars-ooc")  # housekeeping that Polars starts when it is imported
LONGEST_SECONDS = 60  # a child that hangs is ended, and complained of
LATE = 1.15  # some kills come after the run has ended
MOST_STEPS = 1_000
RUNS_TIMED = 3
TINY_ROWS, TINY_BYTES = 9, 300
Prepare = Callable[[], None]


@frozen
class Tally:
    """What was injected into one case, what stood there afterwards, and every complaint."""

    counts: Counter[str] = field(factory=Counter)
    complaints: list[str] = field(factory=list)

    def as_json(self) -> str:
        return json.dumps({"counts": self.counts, "complaints": self.complaints})


def preload() -> None:
    """Import everything that a run needs; forking must still be safe afterwards."""
    from importlib import import_module

    for name in PRELOADED:
        import_module(name)
    names = [task.joinpath("comm").read_text().strip() for task in THREADS.iterdir()]
    others = [name for name in names[1:] if not name.startswith(IDLE)]
    if others:
        raise SystemExit(f"threads run before the fork, its child might hang: {others}")


def run_case(folder: Path, case: str, kills: int, seed: int) -> Tally:
    """Every kind of fault for one case; *kills* random ones."""
    world, tally, drawn = _prepared(folder, case), Tally(), random.Random(f"{seed} {case}")
    _random_kills(world, kills, drawn, tally)
    steps = _kills_at_steps(world, tally)
    _failures_at_steps(world, steps, tally)
    _full_disks(world, drawn, tally, count=kills // 20)
    _signals(world, drawn, tally, count=kills // 10)
    _two_at_once(world, tally, count=kills // 20)
    _whole_processes(world, drawn, tally, count=kills // 40)
    return tally


def run_a_few(folder: Path, case: str, kills: int, seed: int) -> Tally:
    """One of everything that is quick, and *kills* random kills."""
    world, tally, drawn = _prepared(folder, case), Tally(), random.Random(f"{seed} {case}")
    _random_kills(world, kills, drawn, tally)
    _full_disks(world, drawn, tally, count=1)
    _signals(world, drawn, tally, count=2)
    _two_at_once(world, tally, count=1)
    return tally


def _prepared(folder: Path, case: str) -> World:
    """The case with an old and a new result that differ in every file but the list set aside."""
    world = make_world(folder, case)
    load_rulebook(world.folder / "rules")  # so that no child has to prepare the grammars
    world = evolve(world, old=_result_of(world, OLD))
    world = evolve(world, new=_result_of(world, NEW))
    assert world.old.keys() == world.new.keys()
    assert all(world.old[name] != world.new[name] for name in world.old if name != ASIDE)
    return world


# ── children ─────────────────────────────────────────────────────────────────────────


def _in_tiny_pieces() -> None:
    """A few people a piece and a range, so that a small register is many of both."""
    from functools import partial

    from subsidy.register.pieces import opening
    from subsidy.streaming import streaming

    size = opening.PieceSize(rows=TINY_ROWS, text_bytes=TINY_BYTES)
    opening.open_pieces = partial(opening.open_pieces, size=size)
    streaming.Run = partial(streaming.Run, units_a_range=TINY_ROWS)


def _fork(arguments: list[str], prepare: Prepare | None = None) -> int:
    """Start the command line in a child; its number."""
    child = os.fork()
    if child:
        return child
    code = 99
    signal.alarm(LONGEST_SECONDS)
    as_at_a_terminal()
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        if "--stream" in arguments:
            _in_tiny_pieces()
        if prepare:
            prepare()
        sys.argv = ["subsidy", *arguments]
        from subsidy.cli.main import main

        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 98
    finally:
        os._exit(code)


def _wait(child: int) -> int:
    """The exit code, or minus the signal that ended the child."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _result_of(world: World, period: str) -> dict[str, bytes]:
    world.reset({})
    code = _wait(_fork(world.arguments(period)))
    assert code == 3, f"exit code {code}"
    return world.read()


@cache
def _seconds_of(world: World) -> tuple[float, float]:
    """How long a run takes, and how long its publishing, at the most seen."""
    whole, publishing = [], []
    for _ in range(RUNS_TIMED):
        world.reset(world.old)
        begun = time.perf_counter()
        child, pipe = _fork_telling(world)
        os.read(pipe, 1)
        at_publishing = time.perf_counter()
        _wait(child)
        os.close(pipe)
        ended = time.perf_counter()
        whole.append(ended - begun)
        publishing.append(ended - at_publishing)
    return max(whole), max(publishing)


def _fork_telling(world: World) -> tuple[int, int]:
    """A child that tells through a pipe when it begins to publish."""
    reading, writing = os.pipe()

    def prepare() -> None:
        os.close(reading)
        from subsidy.results import publish

        original = publish.publish_together

        def telling(*given, **named):
            os.write(writing, b"!")
            return original(*given, **named)

        publish.publish_together = telling

    child = _fork(world.arguments(NEW), prepare)
    os.close(writing)
    return child, reading


# ── what is looked at after each fault ───────────────────────────────────────────────


def _judge(world: World, digest: str, what: str, tally: Tally, *, tidy: bool = False) -> None:
    """Note what stands there and complain; then run again undisturbed, and compare."""
    tally.counts[what] += 1
    found = world.read()
    is_new = found.get(world.target) == world.new[world.target]
    tally.counts["new stood" if is_new else "old stood"] += 1
    complaints = list(violations(world, digest))
    if tidy and world.left_over():
        complaints.append("something was left behind")
    code = _wait(_fork(world.arguments(NEW)))
    if code != 3:
        complaints.append(f"the next run ended with {code}")
    if world.read() != world.new:
        complaints.append("the next run did not give the same bytes")
    if world.left_over():
        complaints.append("the next run did not sweep up")
    tally.complaints.extend(f"{world.case}, {what}: {one}" for one in complaints)


def _random_kills(world: World, kills: int, drawn: random.Random, tally: Tally) -> None:
    """Half of them anywhere in the run, half of them while it publishes."""
    whole, publishing = _seconds_of(world)
    digest = world.digest()
    for number in range(kills):
        world.reset(world.old)
        if number % 2:
            child, pipe = _fork_telling(world)
            os.read(pipe, 1)
            _pause(drawn.uniform(0, LATE * publishing))
            os.close(pipe)
        else:
            child = _fork(world.arguments(NEW))
            _pause(drawn.uniform(0, LATE * whole))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _wait(child)
        _judge(world, digest, "random kills", tally)


def _pause(seconds: float) -> None:
    """Short waits by watching the clock: sleeping is too coarse for them."""
    until = time.perf_counter() + seconds
    if seconds > 0.005:
        time.sleep(seconds - 0.002)
    while time.perf_counter() < until:
        pass


# ── at every step ────────────────────────────────────────────────────────────────────


def _at_step(number: int, do: Callable[[], None], *, before: bool) -> Prepare:
    """Do something at the n-th call that touches the disk, from publishing on."""

    def prepare() -> None:
        from subsidy.results import publish

        original = publish.publish_together

        def counting(*given, **named):
            _count_steps(number, do, before=before)
            return original(*given, **named)

        publish.publish_together = counting

    return prepare


def _count_steps(number: int, do: Callable[[], None], *, before: bool) -> None:
    passed = 0

    def wrapped(call):
        def step(*given, **named):
            nonlocal passed
            passed += 1
            is_now = passed == number
            if is_now and before:
                do()
            done = call(*given, **named)
            if is_now and not before:
                do()
            return done

        return step

    for name in STEPS:
        setattr(os, name, wrapped(getattr(os, name)))


def _kills_at_steps(world: World, tally: Tally) -> int:
    """Killed before and after every step; how many steps there are."""
    digest, steps = world.digest(), 0
    for before in (True, False):
        for number in range(1, MOST_STEPS):
            world.reset(world.old)
            step = _at_step(number, _kill_oneself, before=before)
            if _wait(_fork(world.arguments(NEW), step)) != -signal.SIGKILL:
                break  # the run has no such step
            steps = number
            _judge(world, digest, "kills at a step", tally)
    return steps


def _kill_oneself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _failures_at_steps(world: World, steps: int, tally: Tally) -> None:
    """Each call fails once: the disk is full, or broken."""
    digest = world.digest()
    for number in (errno.ENOSPC, errno.EIO):

        def fail(number: int = number) -> None:
            raise OSError(number, os.strerror(number))

        for step in range(1, steps + 1):
            world.reset(world.old)
            code = _wait(_fork(world.arguments(NEW), _at_step(step, fail, before=True)))
            done = world.read() == world.new
            if code not in (1, 3) or (code == 3 and not done):
                tally.complaints.append(f"{world.case}: exit {code} where a call fails")
            _judge(world, digest, "failing calls", tally)


# ── full disks, signals, two runs, whole processes ───────────────────────────────────


def _full_disks(world: World, drawn: random.Random, tally: Tally, *, count: int) -> None:
    """No file may grow beyond a size: writing fails in the middle."""
    digest, largest = world.digest(), max(len(one) for one in world.new.values())
    for _ in range(count):
        size = drawn.randrange(largest)
        world.reset(world.old)
        code = _wait(_fork(world.arguments(NEW), _limited_to(size)))
        if code != 1:
            tally.complaints.append(f"{world.case}: exit {code} at {size} bytes of {largest}")
        if world.read() != world.old:
            tally.complaints.append(f"{world.case}: a full disk changed what stood there")
        _judge(world, digest, "full disks", tally, tidy=True)


def _limited_to(size: int) -> Prepare:
    def prepare() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return prepare


def _signals(world: World, drawn: random.Random, tally: Tally, *, count: int) -> None:
    """Told to end at any moment, a run leaves nothing behind."""
    whole, publishing = _seconds_of(world)
    digest = world.digest()
    for number in range(count):
        which = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)[number % 3]
        world.reset(world.old)
        if number % 2:
            child, pipe = _fork_telling(world)
            os.read(pipe, 1)
            _pause(drawn.uniform(0, publishing))
            os.close(pipe)
        else:
            child = _fork(world.arguments(NEW))
            _pause(drawn.uniform(whole / 10, whole))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, which)
        code = _wait(child)
        if code not in (3, 128 + which, -which):
            tally.complaints.append(f"{world.case}: exit {code} after signal {which}")
        _judge(world, digest, "signals", tally, tidy=True)


def _two_at_once(world: World, tally: Tally, *, count: int) -> None:
    """Two runs of different periods on one target: one whole result, and its own receipt."""
    digest = world.digest()
    for _ in range(count):
        world.reset(world.old)
        children = [_fork(world.arguments(period)) for period in (OLD, NEW)]
        codes = [_wait(child) for child in children]
        if codes != [3, 3]:
            tally.complaints.append(f"{world.case}: two runs ended with {codes}")
        if world.read() not in (world.old, world.new):
            tally.complaints.append(f"{world.case}: files of two runs are mixed")
        _judge(world, digest, "two runs at once", tally, tidy=True)


def _whole_processes(world: World, drawn: random.Random, tally: Tally, *, count: int) -> None:
    """The program as it is started by hand, killed from outside."""
    digest = world.digest()
    command = [sys.executable, "-m", "subsidy", *world.arguments(NEW)]
    begun = time.perf_counter()
    if count:
        subprocess.run(command, check=False)
    seconds = time.perf_counter() - begun
    for _ in range(count):
        world.reset(world.old)
        running = subprocess.Popen(command)
        time.sleep(drawn.uniform(0, LATE * seconds))
        running.kill()
        running.wait()
        _judge(world, digest, "whole processes killed", tally)
