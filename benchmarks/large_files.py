"""`make benchfiles`: a register file to a file of results, beside Polars rewriting the same file.

Invented people are generated in batches and written as Parquet and CSV; both programs are started
as commands of their own, in turns, and their memory is watched from outside. Counts and sums are
checked before any time is told. The last size is run once, as Parquet, by us alone. Writes its
table between the ``files`` markers of ``benchmarks/README.md``; no register is kept.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import polars as pl
from attrs import frozen

from benchmarks.large_registers import write_register
from benchmarks.sections import replace_section
from benchmarks.watching import watched

README = Path(__file__).parent / "README.md"
RULES = "cn/hunan/zhuzhou/shifeng"
OURS, REWRITING = "subsidy calc", "Polars reads and rewrites the file"
MIB = 1 << 20
MOST_MIB, MOST_TIMES_REWRITING, MOST_GROWTH = 2048, 3.0, 1.2
REWRITE = """
import sys, polars as pl
source, target = sys.argv[1:]
if source.endswith(".csv"):
    pl.read_csv(source).write_csv(target)
else:
    pl.read_parquet(source).write_parquet(target)
"""


@frozen
class Measured:
    """One way at one file: seconds of every run, and the most bytes that it held at a time."""

    way: str
    kind: str
    people: int
    file_bytes: int
    seconds: tuple[float, ...]
    peak_bytes: int


def main() -> int:
    """Measure, compare, print, write."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="bench-files-", dir=options.folder))
    found: list[Measured] = []
    try:
        *sizes, largest = sorted(options.people)
        for people in sizes or [largest]:
            for kind in options.kinds:
                found += _side_by_side(folder, kind, people, options)
        if sizes:
            found += _alone(folder, largest, options.seed)
    finally:
        shutil.rmtree(folder)
    text = _text(found, options)
    print(text)
    if options.write:
        replace_section(README, "files", text)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10_000_000, 100_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--kinds", nargs="+", default=["parquet", "csv"])
    parser.add_argument("--folder", default=None)
    parser.add_argument("--no-write", dest="write", action="store_false")
    return parser.parse_args()


def _side_by_side(
    folder: Path, kind: str, people: int, options: argparse.Namespace
) -> list[Measured]:
    """Both ways in turn at one register."""
    register = _register(folder, kind, people, options.seed)
    again = folder / f"again.{kind}"
    ours, theirs = [], []
    for _ in range(options.runs):
        ours.append(_calculated(register, folder / f"out.{kind}", people))
        theirs.append(watched([sys.executable, "-c", REWRITE, str(register), str(again)]))
    size = register.stat().st_size
    register.unlink()
    return [_measured(OURS, kind, people, size, ours),
            _measured(REWRITING, kind, people, size, theirs)]  # fmt: skip


def _alone(folder: Path, people: int, seed: int) -> list[Measured]:
    """Ours at the largest register, once."""
    register = _register(folder, "parquet", people, seed)
    run = _calculated(register, folder / "out.parquet", people)
    return [_measured(OURS, "parquet", people, register.stat().st_size, [run])]


def _register(folder: Path, kind: str, people: int, seed: int) -> Path:
    print(f"{people:,} people as {kind}: drawing", file=sys.stderr, flush=True)
    register = folder / f"register.{kind}"
    write_register(register, people, seed)
    print(f"{people:,} people as {kind}: calculating", file=sys.stderr, flush=True)
    return register


def _measured(
    way: str, kind: str, people: int, size: int, runs: Sequence[tuple[float, int]]
) -> Measured:
    seconds = tuple(each for each, _ in runs)
    return Measured(way, kind, people, size, seconds, max(held for _, held in runs))


def _text(found: Sequence[Measured], options: argparse.Namespace) -> str:
    lines = [
        (
            f"Invented people of seed {options.seed}, the whole Shifeng book, 2023, a row a person and"
            " scheme out; whole commands, all processors, in turns; memory of a command and its"
            " children together, seen from outside. Records, months and fen of every file written"
            " were found equal to what its receipt says, and nobody lost."
        ),
        "",
        "| way | file | people | MB | seconds | ns per person | times rewriting | peak MiB |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
        *(_row(each, found) for each in found),
        "",
        "| goal | aimed at | found | |",
        "|---|---:|---:|---|",
        *(
            f"| {name} | ≤ {limit:,} | {value:,.2f} | {'met' if value <= limit else '**not met**'} |"
            for name, value, limit in _goals(found)
        ),
    ]
    return "\n".join(lines)


def _row(each: Measured, found: Sequence[Measured]) -> str:
    middle, ratio = median(each.seconds), _beside_rewriting(each, found)
    return (
        f"| {each.way} | {each.kind} | {each.people:,} | {each.file_bytes / 1e6:,.0f} | {middle:.1f}"
        f" ({min(each.seconds):.1f} – {max(each.seconds):.1f}) | {middle / each.people * 1e9:,.0f} |"
        f" {'' if ratio is None else f'{ratio:.2f}'} | {_mib(each)} |"
    )


def _beside_rewriting(each: Measured, found: Sequence[Measured]) -> float | None:
    for floor in found:
        if floor.way == REWRITING and (floor.kind, floor.people) == (each.kind, each.people):
            return median(a / b for a, b in zip(each.seconds, floor.seconds, strict=True))
    return None


def _mib(each: Measured) -> str:
    return f"{each.peak_bytes / MIB:,.0f}" if each.peak_bytes else "?"


def _goals(found: Sequence[Measured]) -> Iterator[tuple[str, float, float]]:
    ours = [each for each in found if each.way == OURS]
    for each in ours:
        ratio = _beside_rewriting(each, found)
        if ratio is not None:
            name = f"{each.kind} of {each.people:,} people, times rewriting the file"
            yield name, ratio, MOST_TIMES_REWRITING
    of_parquet = [each for each in ours if each.kind == "parquet"]
    if not of_parquet:
        return
    small, large = of_parquet[0], of_parquet[-1]
    if not small.peak_bytes:
        return
    yield f"MiB held for {large.people:,} people", large.peak_bytes / MIB, MOST_MIB
    if small is not large:
        name = f"memory for {large.people:,} people, times that for {small.people:,}"
        yield name, large.peak_bytes / small.peak_bytes, MOST_GROWTH


def _calculated(register: Path, out: Path, people: int) -> tuple[float, int]:
    """Run the command, and see that nobody is lost and that the file sums to its receipt."""
    command = [
        *(sys.executable, "-m", "subsidy", "calc", str(register), "--rules", RULES),
        *("--period", "2023", "--detail", "annual", "--out", str(out), "--quiet"),
    ]
    measured = watched(command)
    receipt = json.loads(out.with_name(f"{out.name}.receipt.json").read_text("utf-8"))
    counts = receipt["counts"]
    if not counts["records_read"] == people == counts["calculated"] + counts["set_aside"]:
        sys.exit(f"records were lost: {counts}")
    frame = pl.scan_csv(out) if out.suffix == ".csv" else pl.scan_parquet(out)
    amount = pl.col("amount").cast(pl.Decimal(38, 2))
    total = frame.select(amount.sum(), pl.col("months").sum()).collect(engine="streaming").row(0)
    control = receipt["control"]
    if (f"{total[0]:.2f}", total[1]) != (control["amount"], control["unit_months"]):
        sys.exit(f"the file sums to {total}, the receipt to {control['amount']}")
    return measured


if __name__ == "__main__":
    sys.exit(main())
