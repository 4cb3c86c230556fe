"""File to file, each way as a command from start to end: seconds and memory seen from outside."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from benchmarks.contestants.ours import RULES
from benchmarks.file_ways import due_in_file, people_frame, write_frame
from benchmarks.watching import watched

__all__ = ["FILE_WAYS", "FileTimes", "measure_files"]

_MIB = 1 << 20

FILE_WAYS = {
    "subsidy calc --detail annual": (
        *("subsidy", "calc", "{source}", "--rules", str(RULES), "--period", "2023"),
        *("--detail", "annual", "--out", "{target}", "--quiet"),
    ),
    "Polars, closed form by hand": ("benchmarks.file_ways", "closed_form", "{source}", "{target}"),
    "Polars reads and rewrites the file": (
        *("benchmarks.file_ways", "rewrite", "{source}", "{target}"),
    ),
}


@frozen
class FileTimes:
    """Of one way and one kind of file: seconds and highest memory of every run, and bytes."""

    way: str
    kind: str
    people: int
    seconds: tuple[float, ...]
    peak_mib: int
    read_bytes: int
    written_bytes: int


def measure_files(
    kinds: Sequence[str], people: int, seed: int, runs: int, folder: Path
) -> list[FileTimes]:
    """Every way in turn, ``runs`` times; totals are found equal first.

    Raises:
        AssertionError: two ways do not come to the same fen.
    """
    found = []
    frame = people_frame(people, seed)
    for kind in kinds:
        source = folder / f"people.{kind}"
        write_frame(frame, source)
        rounds = [[_one(name, source, folder) for name in FILE_WAYS] for _ in range(runs)]
        sums = {name: due_in_file(_target(name, source, folder)) for name in list(FILE_WAYS)[:2]}
        assert len({tuple(sorted(due.items())) for due in sums.values()}) == 1, sums
        for number, name in enumerate(FILE_WAYS):
            of_way = [each[number] for each in rounds]
            written = _target(name, source, folder).stat().st_size
            found.append(
                FileTimes(
                    name,
                    kind,
                    len(frame),
                    tuple(seconds for seconds, _ in of_way),
                    max(peak for _, peak in of_way),
                    source.stat().st_size,
                    written,
                )
            )
    return found


def _target(name: str, source: Path, folder: Path) -> Path:
    return folder / f"out-{list(FILE_WAYS).index(name)}{source.suffix}"


def _one(name: str, source: Path, folder: Path) -> tuple[float, int]:
    """Seconds and MiB of one run."""
    target = _target(name, source, folder)
    target.unlink(missing_ok=True)
    words = [word.format(source=source, target=target) for word in FILE_WAYS[name]]
    seconds, peak_bytes = watched([sys.executable, "-m", *words])
    return seconds, peak_bytes // _MIB
