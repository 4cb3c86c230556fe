"""``make faults``: kills and other faults by the thousand; the figures go into the benchmarks.

Each case runs in a process of its own, a few at a time. Exit code 1 where anything was found.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.sameness import differences, prepare, surroundings
from tests.faults.world import CASES

ROOT = Path(__file__).parents[2]
README = ROOT / "benchmarks" / "README.md"
ONE_THREAD = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
KINDS = (
    "random kills", "kills at a step", "whole processes killed", "failing calls", "full disks",
    "signals", "two runs at once", "old stood", "new stood",
)  # fmt: skip
SAMENESS = (
    "The same bytes in {processes} processes that differ in threads (1, 2, 8), hash seed, time zone,"
    " locale, umask and working folder, every format, receipts and the set-aside list:"
    " {unlike} differences."
)
SHOWN = {"old stood": "the old result stood", "new stood": "the new result stood"}


def main() -> int:
    """Run all cases, print and write the figures."""
    options = _options()
    if options.case:
        return _run_here(options)
    begun = time.perf_counter()
    with ThreadPoolExecutor(options.workers) as workers:
        found = dict(zip(CASES, workers.map(lambda case: _run(case, options), CASES), strict=True))
    complaints = [text for one in found.values() for text in one["complaints"]]
    around, unlike = _sameness(options)
    complaints += unlike
    minutes = (time.perf_counter() - begun) / 60
    lines = _report(found, len(complaints), minutes, options)
    lines += ["", SAMENESS.format(processes=around, unlike=len(unlike))]
    text = "\n".join(lines)
    sys.stdout.write(text + "\n")
    sys.stderr.write("".join(f"{one}\n" for one in complaints[:50]))
    if options.write:
        from benchmarks.sections import replace_section

        replace_section(README, "faults", text)
    return int(bool(complaints))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000, help="random ones, for each case")
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--case", choices=CASES, help="one case, in this process, as JSON")
    parser.add_argument("--few", action="store_true", help="only the random kills and two runs")
    parser.add_argument("--surroundings", type=int, default=72, help="pairings for the same bytes")
    parser.add_argument("--no-write", dest="write", action="store_false")
    return parser.parse_args()


def _sameness(options: argparse.Namespace) -> tuple[int, list[str]]:
    """Bytes compared over every pairing of what must not matter, or as many as asked for."""
    around = list(surroundings())[: options.surroundings]
    with tempfile.TemporaryDirectory(prefix="sameness-") as folder:
        return len(around), differences(prepare(Path(folder)), around)


def _run_here(options: argparse.Namespace) -> int:
    from tests.faults.driver import preload, run_a_few, run_case

    preload()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        run = run_a_few if options.few else run_case
        tally = run(Path(folder), options.case, options.kills, options.seed)
    sys.stdout.write(tally.as_json() + "\n")
    return 0


def _run(case: str, options: argparse.Namespace) -> dict:
    command = [sys.executable, "-m", "tests.faults", "--case", case]
    numbers = ["--kills", str(options.kills), "--seed", str(options.seed)]
    environment = os.environ | ONE_THREAD | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command + numbers, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{case}: {done.stderr[-3_000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _report(found: dict, complaints: int, minutes: float, options: argparse.Namespace) -> list[str]:
    every = Counter()
    for one in found.values():
        every.update(one["counts"])
    head = [
        (
            f"`make faults` with seed {options.seed}: a run that replaces an old result is killed"
            " (SIGKILL) at random moments, half of them while it publishes; killed before and after"
            " every call that touches the disk; made to fail at every such call; stopped by signals;"
            " starved of room; run twice at once. After each, the target must hold the whole old or"
            " the whole new result, a receipt must describe the files beside it, inputs must be as"
            " they were, and the next run must give the same bytes and sweep up."
        ),
        "",
        (
            f"Python {platform.python_version()}, {platform.system()}, {minutes:.0f} minutes,"
            f" {options.workers} workers."
        ),
        "",
        "| | " + " | ".join(found) + " | all |",
        "|---|" + "---:|" * (len(found) + 1),
    ]
    rows = [
        f"| {SHOWN.get(kind, kind)} | "
        + " | ".join(f"{one['counts'].get(kind, 0):,}" for one in found.values())
        + f" | {every[kind]:,} |"
        for kind in KINDS
    ]
    wrong = [f"{len(one['complaints'])}" for one in found.values()]
    return [*head, *rows, f"| violations | {' | '.join(wrong)} | {complaints} |"]


if __name__ == "__main__":
    sys.exit(main())
