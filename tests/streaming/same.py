"""``python -m tests.streaming.same``: every text and Parquet file of the corpus, read both ways.

Exit code, both streams, result, receipt and the rows set aside must be the same whether a file is
read whole or in pieces of a line or two.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from unittest import mock

from subsidy.cli.main import run_command
from subsidy.register.pieces import opening
from subsidy.register.roster_map import SEPARATORS
from subsidy.streaming import streaming
from tests.corpus.records import RecordFile
from tests.corpus.records_bureau import FILES

__all__ = ["differences", "readable_in_pieces", "tiny_pieces"]

TINY = opening.PieceSize(rows=3, text_bytes=64)
ENDINGS = (".csv", ".tsv", ".txt", ".parquet")
OUTPUTS = ("o.csv", "o.csv.receipt.json", "q.csv")
COMMON = ("--rules", "cn/hunan/zhuzhou/shifeng", "--period", "2023", "--lang", "en",
          "--detail", "monthly", "--out", "o.csv", "--quarantine", "q.csv")  # fmt: skip
NOT_IN_PIECES = "are read in pieces"


def readable_in_pieces() -> list[RecordFile]:
    """The files of the corpus that may be read in pieces."""
    return [
        one
        for one in FILES
        if Path(one.odd.name).suffix in ENDINGS and "members:" not in one.roster_map
    ]


def differences(files: Sequence[RecordFile], folder: Path) -> Iterator[str]:
    """The names of files that come out differently; works in *folder*."""
    with contextlib.chdir(folder), tiny_pieces():
        for file in files:
            in_pieces, whole = (_outcome(file, mode) for mode in ("--stream", "--whole"))
            if in_pieces != whole and NOT_IN_PIECES not in str(in_pieces):
                yield file.odd.name


@contextlib.contextmanager
def tiny_pieces() -> Iterator[None]:
    """Registers are read in pieces of some lines while this lasts."""
    pieces = mock.patch.object(opening, "open_pieces", partial(opening.open_pieces, size=TINY))
    ranges = mock.patch.object(streaming, "Run", partial(streaming.Run, units_a_range=2))
    with pieces, ranges:
        yield


def _outcome(file: RecordFile, mode: str) -> tuple[object, ...]:
    """Exit code, words, and every file that was written."""
    name = file.odd.name
    Path(name).write_bytes(file.odd.build())
    arguments = ["calc", name, *COMMON, mode, *_declared(file)]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_command(arguments)
    written = {one: Path(one).read_bytes() for one in OUTPUTS if Path(one).exists()}
    for one in written:
        os.unlink(one)  # noqa: PTH108
    return code, out.getvalue(), err.getvalue(), written


def _declared(file: RecordFile) -> Iterator[str]:
    if file.odd.expected.encoding:
        yield from ("--encoding", file.odd.expected.encoding)
    if file.separator:
        names = {sign: name for name, sign in SEPARATORS.items()}
        yield from ("--separator", names.get(file.separator, file.separator))
    if file.roster_map:
        Path("map.yaml").write_text(file.roster_map, "utf-8")
        yield from ("--map", "map.yaml")


def main() -> int:
    """Compare all of them."""
    files = readable_in_pieces()
    with tempfile.TemporaryDirectory(prefix="same-") as folder:
        found = list(differences(files, Path(folder)))
    sys.stdout.write(f"{len(files)} files read both ways, {len(found)} of them differ\n")
    sys.stdout.writelines(f"  {name}\n" for name in found)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
