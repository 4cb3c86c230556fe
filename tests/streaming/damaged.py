"""``python -m tests.streaming.damaged [COUNT] [SEED]``: damaged files, read in pieces.

Text and Parquet files are cut, flipped, zeroed and doubled in places. Each is read in pieces and
whole: both end with exit code 0, 1 or 3 and come to the same result, and where a file is refused,
the old result still stands. Prints how many came to what, and the memory that it took.
"""

from __future__ import annotations

import contextlib
import io
import random
import resource
import sys
import tempfile
from collections import Counter
from pathlib import Path

import polars as pl

from subsidy.cli.main import run_command
from tests.corpus.mutate_workbooks import mutated
from tests.corpus.records import MAN, OTHER, THIRD, WOMAN
from tests.streaming.same import tiny_pieces

__all__ = ["damaged_files"]

OLD = b"the old result\n"
COMMON = ("--rules", "cn/hunan/zhuzhou/shifeng", "--period", "2023", "--lang", "en",
          "--detail", "monthly", "--out", "o.csv")  # fmt: skip
HEADINGS = ("人员编号", "姓名", "身份证号码", "残疾类别", "残疾等级", "残疾补贴申请日期")
NUMBERS = (MAN, WOMAN, THIRD, OTHER)


def _good() -> dict[str, bytes]:
    rows = [
        (f"p{n:03}", f"测试,{n}", NUMBERS[n], "肢体", "二级", "2020年5月")
        if n < len(NUMBERS)
        else (f"p{n:03}", "", "", "", "", "")
        for n in range(90)
    ]
    frame = pl.DataFrame(rows, schema=list(HEADINGS), orient="row")
    stored = io.BytesIO()
    frame.write_parquet(stored, row_group_size=20)
    text = frame.write_csv()
    return {
        "good.csv": text.encode(),
        "national.csv": text.encode("gb18030"),
        "good.parquet": stored.getvalue(),
    }


def _outcome(name: str, mode: str) -> tuple[int, bytes]:
    """Exit code and result; no traceback, whatever the file."""
    Path("o.csv").write_bytes(OLD)
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        code = run_command(["calc", name, *COMMON, mode])
    assert "Traceback" not in said.getvalue()
    return code, Path("o.csv").read_bytes()


def damaged_files(count: int, seed: int, folder: Path) -> Counter[str]:
    """How many damaged files came to what; works in *folder*."""
    chance, good, found = random.Random(seed), _good(), Counter[str]()
    with contextlib.chdir(folder), tiny_pieces():
        for _ in range(count):
            name = chance.choice(list(good))
            Path(name).write_bytes(mutated(good[name], chance))
            code, result = _outcome(name, "--stream")

            assert code in (0, 1, 3), (seed, name, code)
            assert (code == 1) == (result == OLD), (seed, name, code)
            assert _outcome(name, "--whole") == (code, result), (seed, name)
            found[f"{Path(name).suffix[1:]}: {'refused' if code == 1 else 'read'}"] += 1
    return found


def main(count: int = 1_000, seed: int = 1) -> None:
    """Read *count* damaged files."""
    with tempfile.TemporaryDirectory(prefix="damaged-") as folder:
        for what, times in sorted(damaged_files(count, seed, Path(folder)).items()):
            sys.stdout.write(f"{times:8,}  {what}\n")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{count:,} damaged files read in pieces and whole, at most {most:,.0f} MiB\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
