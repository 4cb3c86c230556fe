"""One contestant in a process of its own: asked in lines of JSON, it answers in lines of JSON.

    python -m benchmarks.worker benchmarks.contestants.ours [OPTION …]

A question names a file of people, years and what to calculate. The clock runs around the
calculation alone: people are in memory, in the form that the contestant's engine takes, and what
was left of the last run is gone. With ``control`` the answer says what came out instead of how
long it took, and how much memory the process held at most.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import resource
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

import numpy as np

from benchmarks.contestants.way import Way
from benchmarks.people import side_by_side

__all__ = ["answer", "main"]

_MIB_OF_KIB = 1 / 1024
_RESET_HIGH_WATER = "5"


def main(arguments: list[str]) -> None:
    """Answer until there are no more questions; what contestants print goes to standard error."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    module, *options = arguments
    made: Any = import_module(module).Way
    people, way = "", None
    for line in sys.stdin:
        question = json.loads(line)
        if question["people"] != people or way is None:
            people, way = question["people"], None
            gc.collect()
            with np.load(people) as columns:
                way = made(side_by_side(dict(columns)), *options)
        _say(replies, answer(way, question))


def answer(way: Way, question: dict[str, Any]) -> dict[str, Any]:
    """Seconds of one run; or what a run comes to, what it took to hold it, and what was run."""
    years, what = question["years"], getattr(way, question["what"])
    way.fresh(years)
    gc.collect()
    if question["control"]:
        _forget_peak()
        found = np.asarray(what(years))
        return {"control": _control(found), "peak_mib": _peak_mib(), "versions": way.versions()}
    begun = perf_counter()
    what(years)
    return {"seconds": perf_counter() - begun}


def _control(found: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Sums by scheme, and a hash of every single amount."""
    fen = np.ascontiguousarray(found, np.int64)
    return {
        "fen": [int(row.sum()) for row in fen],
        "sha256": hashlib.sha256(fen.tobytes()).hexdigest(),
    }


def _forget_peak() -> None:
    with suppress(OSError):  # elsewhere than on Linux the peak is that of the whole process
        Path("/proc/self/clear_refs").write_text(_RESET_HIGH_WATER, "ascii")


def _peak_mib() -> int:
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM"):
                return round(int(line.split()[1]) * _MIB_OF_KIB)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MIB_OF_KIB)


def _say(replies: TextIO, words: dict[str, Any]) -> None:
    replies.write(json.dumps(words) + "\n")
    replies.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
