"""The same rules and register give the same bytes, whatever surrounds the program."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle, islice, product
from pathlib import Path

from attrs import frozen

from tests.faults.world import World, make_world

ROOT = Path(__file__).parents[2]
PEOPLE = 3_000
THREADS = ("1", "2", "8")
SEEDS = ("0", "4711")
ZONES = ("UTC", "Asia/Shanghai", "America/St_Johns")
LOCALES = ("C", "zh_CN.UTF-8", "tr_TR.UTF-8", "")
UMASKS = ("022", "077", "000")
RUNS = (
    ("out.txt", "--detail", "totals"),
    ("out.json", "--detail", "annual"),
    ("out.csv", "--detail", "monthly", "--quarantine", "aside.csv"),
    ("out.parquet", "--detail", "spells"),
    ("out.xlsx", "--detail", "annual"),
    ("list.xlsx", "--detail", "monthly", "--for", "people"),
    ("list.csv", "--detail", "annual", "--for", "people"),
)
PROGRAM = """
import os, sys
os.umask(int(sys.argv[1], 8))
from subsidy.cli.main import run_command
for line in sys.stdin:
    code = run_command(line.rstrip("\\n").split("\\t"))
    if code != 3:
        sys.exit(f"exit {code}")
"""


@frozen
class Surroundings:
    """What must not matter."""

    threads: str
    hash_seed: str
    zone: str
    locale: str
    umask: str
    folder: str

    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT),
            "POLARS_MAX_THREADS": self.threads,
            "PYTHONHASHSEED": self.hash_seed,
            "TZ": self.zone,
            "LC_ALL": self.locale,
            "LANG": self.locale,
        }


def surroundings() -> Iterator[Surroundings]:
    """Every pairing of threads, seeds, zones and locales, over changing umasks and folders."""
    rest = zip(cycle(UMASKS), cycle(("here", "elsewhere")), strict=False)
    for found, (umask, folder) in zip(product(THREADS, SEEDS, ZONES, LOCALES), rest, strict=False):
        yield Surroundings(*found, umask, folder)


def some_surroundings(count: int) -> list[Surroundings]:
    """A few that differ in everything: strides through all of them."""
    every = list(surroundings())
    return list(islice(cycle(every), 0, count * 29, 29))


def prepare(folder: Path) -> World:
    """A register large enough to be worth several threads."""
    for name in ("here", "elsewhere"):
        (folder / name).mkdir(parents=True)
    return make_world(folder / "world", "csv", PEOPLE)


def digests(world: World, around: Surroundings) -> dict[str, str]:
    """The hash of every file that one process wrote, by its name, and its mode."""
    cwd = world.folder.parent / around.folder
    inputs = [str(world.folder / name) for name in ("register.csv", "rules")]
    lines = []
    for name, *more in RUNS:
        request = ["calc", inputs[0], "--rules", inputs[1], "--period", "2023", "--lang", "zh"]
        lines.append("\t".join([*request, "--quiet", "--out", name, *more]))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, around.umask],
        cwd=cwd, env=around.environment(), input="\n".join(lines),
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(f"{around}: {done.stderr}")
    found = {}
    for path in sorted(cwd.iterdir()):
        mode = oct(path.stat().st_mode & 0o777)
        found[path.name] = f"{hashlib.sha256(path.read_bytes()).hexdigest()} {mode}"
        path.unlink()
    return found


def differences(world: World, around: list[Surroundings]) -> list[str]:
    """Which files differ from those of the first surroundings."""
    first = digests(world, around[0])
    return [
        f"{name} differs in {one}"
        for one in around[1:]
        for name, digest in digests(world, one).items()
        if digest != first[name]
    ]
