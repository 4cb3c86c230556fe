"""`make bench-files`: a register file to a file of results, beside Polars rewriting the same file.

Invented people are generated in batches, written as Parquet and CSV; both programs are started as
commands of their own, in turns, and their memory is watched from outside. Counts are checked
against the generator's. Nothing is kept.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl

RULES = "cn/hunan/zhuzhou/shifeng"
BATCH = 1_000_000
EPOCH = np.datetime64("1970-01-01")
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
PAGE = os.sysconf("SC_PAGE_SIZE")
REWRITE = """
import sys, polars as pl
source, target = sys.argv[1:]
if source.endswith(".csv"):
    pl.read_csv(source).write_csv(target)
else:
    pl.read_parquet(source).write_parquet(target)
"""


def main() -> int:
    """Measure, compare, print."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="bench-files-", dir=options.folder))
    try:
        for kind in options.kinds:
            _compare(folder, kind, options)
    finally:
        shutil.rmtree(folder)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--kinds", nargs="+", default=["parquet", "csv"])
    parser.add_argument("--folder", default=None)
    parser.add_argument("--no-rewrite", dest="rewrite", action="store_false")
    return parser.parse_args()


def _compare(folder: Path, kind: str, options: argparse.Namespace) -> None:
    for count in options.people:
        register = folder / f"register.{kind}"
        write_register(register, count, options.seed)
        size = register.stat().st_size / 1e6
        ours, theirs = [], []
        for _ in range(options.runs):
            ours.append(_calculated(register, folder / f"out.{kind}", count))
            if options.rewrite:
                command = [sys.executable, "-c", REWRITE, str(register), str(folder / "again")]
                theirs.append(_watched(command))
        register.unlink()
        _say(f"{kind}, {count:,} people, {size:,.0f} MB, to yearly {kind}", ours)
        if theirs:
            _say("    Polars reading and rewriting it", theirs)
            ratio = median(s for s, _ in ours) / median(s for s, _ in theirs)
            print(f"    ratio {ratio:.2f}", flush=True)


def _say(what: str, runs: list[tuple[float, int]]) -> None:
    seconds = sorted(s for s, _ in runs)
    peak = max(memory for _, memory in runs) / 2**20
    print(
        f"{what}: {median(seconds):.2f} s ({seconds[0]:.2f} – {seconds[-1]:.2f}), {peak:,.0f} MiB",
        flush=True,
    )


def _calculated(register: Path, out: Path, count: int) -> tuple[float, int]:
    """Run the command, and see that nobody is lost."""
    command = [
        *(sys.executable, "-m", "subsidy", "calc", str(register), "--rules", RULES),
        *("--period", "2023", "--detail", "annual", "--out", str(out), "--quiet"),
    ]
    measured = _watched(command)
    receipt = json.loads(out.with_name(f"{out.name}.receipt.json").read_text("utf-8"))
    counts = receipt["counts"]
    if not counts["records_read"] == count == counts["calculated"] + counts["set_aside"]:
        sys.exit(f"records were lost: {counts}")
    frame = pl.scan_csv(out) if out.suffix == ".csv" else pl.scan_parquet(out)
    amount = pl.col("amount").cast(pl.Decimal(38, 2))
    total = frame.select(amount.sum(), pl.col("months").sum()).collect().row(0)
    control = receipt["control"]
    if (f"{total[0]:.2f}", total[1]) != (control["amount"], control["unit_months"]):
        sys.exit(f"the file sums to {total}, the receipt to {control['amount']}")
    return measured


def _watched(command: list[str]) -> tuple[float, int]:
    """Seconds, and the peak of resident bytes of the command and its children together."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - begun
    watcher.join()
    if code not in (0, 3):
        sys.exit(f"{command} ended with {code}")
    return seconds, peak[0]


def _watch(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_resident, _family(process.pid))))
        time.sleep(0.02)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [c for task in tasks for c in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


# ── people ───────────────────────────────────────────────────────────────────────────


def write_register(path: Path, count: int, seed: int) -> None:
    """A register of so many invented people, written batch by batch."""
    import pyarrow.parquet

    writer = None
    with path.open("wb") as file:
        for start in range(0, count, BATCH):
            frame = draw_register(start, min(BATCH, count - start), count, seed)
            if path.suffix == ".csv":
                frame.write_csv(file, include_header=start == 0)
                continue
            table = frame.to_arrow()
            writer = writer or pyarrow.parquet.ParquetWriter(file, table.schema, compression="zstd")
            writer.write_table(table, row_group_size=BATCH)
        if writer:
            writer.close()


def draw_register(start: int, count: int, of: int, seed: int) -> pl.DataFrame:
    """People *start* to *start + count*: numbers in no order, true check digits, one in six old."""
    random = np.random.default_rng([seed, start])
    number = np.arange(start, start + count, dtype=np.int64)
    scrambled = number * 7_368_787 % _prime_above(of)

    def days(first: str, last: str, share: float) -> pl.Series:
        low, high = ((np.datetime64(day) - EPOCH).astype(int) for day in (first, last))
        drawn = pl.Series(random.integers(low, high, count).astype(np.int32))
        return drawn.set(pl.Series(random.random(count) >= share), None).cast(pl.Date)

    born = random.integers(-17_897, 19_722, count)
    is_disabled = random.random(count) < 0.05
    grade = pl.Series(random.integers(1, 5, count)).cast(pl.String)
    category = pl.Series(np.array(["智力", "精神", "肢体", "视力"])[random.integers(0, 4, count)])
    disabled = pl.Series(is_disabled)
    return pl.DataFrame(
        {
            "person_id": pl.Series(scrambled).cast(pl.String).str.zfill(10),
            "id_number": _identities(born, number),
            "birth_date": pl.Series(born.astype(np.int32)).cast(pl.Date),
            "death_date": days("2022-06-01", "2024-06-01", 0.02),
            "hukou_from": days("1990-01-01", "2023-12-31", 0.2),
            "hukou_until": days("2022-06-01", "2024-06-01", 0.03),
            "disability_category": category.set(~disabled, None),
            "disability_grade": grade.set(~disabled, None),
            "disability_from": days("2005-01-01", "2019-12-31", 1.0).set(~disabled, None),
            "disability_until": days("2023-01-01", "2033-01-01", 1.0).set(~disabled, None),
            "disability_applied_on": days("2020-01-01", "2022-12-31", 1.0).set(~disabled, None),
            "subsistence_allowance_from": days("2018-01-01", "2022-12-31", 0.04),
            "subsistence_allowance_until": days("2023-01-01", "2025-01-01", 0.01),
            "orphan_from": days("2010-01-01", "2023-12-31", 0.003),
            "orphan_until": days("2024-01-01", "2025-01-01", 0.001),
        }
    )


def _identities(born: np.ndarray, number: np.ndarray) -> pl.Series:
    """Numbers of invented people: a region for each thousand of one day's people, then a serial."""
    dates = pl.Series(born.astype(np.int32)).cast(pl.Date)
    ymd = (dates.dt.year().cast(pl.Int64) * 10_000 + dates.dt.month().cast(pl.Int64) * 100
           + dates.dt.day().cast(pl.Int64)).to_numpy()  # fmt: skip
    body = (110_000 + number // 1000 % 800_000) * 10**11 + ymd * 1000 + number % 1000
    digits = (body[:, None] // 10 ** np.arange(16, -1, -1)) % 10
    sign = np.array(list("10X98765432"))[digits @ WEIGHTS % 11]
    return pl.Series(body).cast(pl.String) + pl.Series(sign)


def _prime_above(count: int) -> int:
    """A modulus that keeps scrambled numbers apart."""
    return next(n for n in (10_000_019, 1_000_000_007) if n > count)


if __name__ == "__main__":
    sys.exit(main())
