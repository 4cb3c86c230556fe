"""``subsidy calc`` on registers larger than memory: the same files, the same words."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from attrs import define, field, frozen

from subsidy.cli.calc_request import Request, receipt_of
from subsidy.cli.streams import guarded, put
from subsidy.errors import Words
from subsidy.report.wording import say

if TYPE_CHECKING:
    from subsidy.dates import Period
    from subsidy.register.guard.limits import Limits
    from subsidy.register.pieces.beforehand import Ready
    from subsidy.register.pieces.piece import Pieces
    from subsidy.register.roster_map import RosterMap
    from subsidy.results.publish import Output, Written
    from subsidy.rulebook.model import Rulebook
    from subsidy.stages import Stages
    from subsidy.streaming.streamed import Streamed

__all__ = ["Prepared", "opened_beforehand", "run_in_pieces", "runs_in_pieces"]

_SECONDS_BETWEEN = 0.5


@frozen(eq=False)
class Prepared:
    """Rules, period and how the register is to be read."""

    request: Request
    book: Rulebook
    period: Period
    mapping: RosterMap
    limits: Limits
    stages: Stages
    beforehand: Ready | None = None  # the register, where it is open already

    def pieces(self) -> AbstractContextManager[Pieces]:
        """The register in pieces.

        Raises:
            RegisterRefused: it cannot be used, or changes before this is left.
        """
        from subsidy.register.pieces.opening import open_pieces

        path = Path(self.request.register)
        return open_pieces(path, self.book, self.mapping, self.limits, beforehand=self.beforehand)


@contextmanager
def opened_beforehand(request: Request) -> Iterator[Ready | None]:
    """A large register, getting ready while the rules are read; None where there is none.

    Whatever is wrong with it is said when it is its turn.
    """
    from subsidy.errors import RegisterRefused
    from subsidy.register.guard.limits import limits_from
    from subsidy.register.pieces.beforehand import can_have_pieces, is_large, ready

    path = Path(request.register)
    with ExitStack() as stack:
        found = None
        if request.stream is not False and can_have_pieces(path) and is_large(path):
            with suppress(RegisterRefused):
                found = stack.enter_context(ready(path, limits_from(request.limits)))
        if found:
            found.start()
        yield found


def runs_in_pieces(prepared: Prepared) -> bool:
    """Whether the register is read in pieces: where that was asked for, or it is large."""
    from subsidy.register.pieces.beforehand import is_large

    request = prepared.request
    if request.stream is False:
        return False
    hindrance = _hindrance(prepared)
    if request.stream and hindrance:
        raise click.UsageError(f"--stream: {hindrance.en} · --stream：{hindrance.zh}")
    return not hindrance and (bool(request.stream) or is_large(Path(request.register)))


def _hindrance(prepared: Prepared) -> Words | None:
    """Why this run needs the whole register in memory; None where it does not."""
    from subsidy.register.pieces.opening import can_be_read_in_pieces

    request = prepared.request
    if request.households or request.institutions:
        return Words(
            "with --households or --institutions the register is read whole",
            "使用 --households 或 --institutions 时须整体读取名册",
        )
    if not can_be_read_in_pieces(request.register, prepared.mapping):
        return Words(
            "only CSV and Parquet files with one person in a row are read in pieces",
            "只有每行一人的 CSV 与 Parquet 文件可以分块读取",
        )
    if request.detail == "funding":
        return Words(
            "--detail funding is worked out from the whole register",
            "--detail funding 须整体读取名册",
        )
    formats = (
        ("table", "json", "csv", "parquet") if request.detail == "totals" else ("csv", "parquet")
    )
    if request.format not in formats or request.for_people or request.table:
        return Words(
            "results in pieces are csv or parquet for programs; totals may be json or a table, too",
            "分块结果只能是供程序使用的 csv 或 parquet；合计亦可为 json 或表格",
        )
    return None


def run_in_pieces(prepared: Prepared, inputs: list[Path]) -> Streamed:
    """Calculate and deliver; every file appears whole or not at all."""
    from subsidy.results.publish import Output, publish_together

    work = _Work(prepared)
    request = prepared.request
    gc.freeze()  # rules and modules stay: piece after piece need not go through them again
    inputs = [*inputs, *map(Path, prepared.book.files)]
    outputs: list[Output] = [Output(request.out, work.calculate)] if request.out else []
    with _temporary(request) as folder:
        if request.out is None:
            work.calculate_here(folder)
        if request.quarantine:
            outputs.append(Output(request.quarantine, work.copy_aside))
        if outputs:
            publish_together(
                outputs,
                inputs=inputs,
                receipt=work.receipt_text if request.out else None,
            )
        if request.out is None:
            work.print(folder)
    return work.answer


def _temporary(request: Request) -> AbstractContextManager[Path]:
    """A folder for what does not fit in memory, where no output has one beside it.

    What a killed run left there is swept away by the next one.
    """
    from subsidy.results.staging import private_folder

    return nullcontext(Path()) if request.out else private_folder(Path(tempfile.gettempdir()))


@define
class _Work:
    """One run and what has become of it."""

    prepared: Prepared
    aside: Path | None = None
    _answer: list[Streamed] = field(factory=list)

    @property
    def answer(self) -> Streamed:
        return self._answer[0]

    def calculate(self, file: BinaryIO, folder: Path) -> None:
        """Run; the results go to an open file, the rows set aside to one of the folder."""
        from subsidy.register.pieces.spill import private_file
        from subsidy.streaming.parts import Wish
        from subsidy.streaming.streaming import Run, stream

        given, request = self.prepared, self.prepared.request
        self.aside = folder / "aside"
        kind = request.quarantine.suffix.lower().removeprefix(".") if request.quarantine else ""
        wish = Wish(request.detail, kind, undetermined=request.format == "json")
        progress = _progress(request)
        with private_file(self.aside) as aside, given.pieces() as pieces:
            run = Run(
                given.book, given.period, pieces, wish, given.mapping, _processors(), progress,
                stages=given.stages,
            )  # fmt: skip
            self._answer.append(stream(run, folder, request.format, file, aside))
        progress(0, 0)
        if request.detail == "totals":
            _write_totals(self.answer, request, file)

    def calculate_here(self, place: Path) -> None:
        """Run where no output file is wanted."""
        from subsidy.register.pieces.spill import private_file
        from subsidy.results.publish import refused_writing

        try:
            with private_file(place / "result") as file:
                self.calculate(file, place)
        except OSError as error:
            raise refused_writing(place, error) from None

    def copy_aside(self, file: BinaryIO, _folder: Path) -> None:
        """The rows set aside, as they were written while the run went on."""
        assert self.aside is not None
        with self.aside.open("rb") as source:
            shutil.copyfileobj(source, file)

    def receipt_text(self, written: tuple[Written, ...]) -> bytes:
        """The receipt, once all files are written."""
        return receipt_of(self.answer.receipt(), self.prepared.request)(written)

    def print(self, folder: Path) -> None:
        """The result, to standard output."""
        request, result = self.prepared.request, folder / "result"
        if request.format == "table":
            put(result.read_text("utf-8"), request.language)
            return
        with guarded(request.language) as out, result.open("rb") as file:
            shutil.copyfileobj(file, out)


def _write_totals(answer: Streamed, request: Request, file: BinaryIO) -> None:
    from subsidy.report.totals_table import render_totals
    from subsidy.results.write import write_frame, write_json_totals

    if request.format == "table":
        file.write(render_totals(answer, request.language).encode("utf-8", "backslashreplace"))
    elif request.format == "json":
        write_json_totals(answer, file)
    else:
        write_frame(answer.totals(), request.format, file, None)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _progress(request: Request) -> Callable[[int, int], None]:
    """Says on a terminal how many records are done, now and then; nothing elsewhere."""
    if request.quiet or sys.stderr is None or not sys.stderr.isatty():
        return lambda _done, _of: None
    last = [0.0]

    def tell_progress(done: int, of: int) -> None:
        now = time.monotonic()
        if of and now - last[0] < _SECONDS_BETWEEN:
            return
        last[0] = now
        share = f"{done * 100 // of}" if of else ""
        said = say("progress", request.language, done=f"{done:,}", of=f"{of:,}", share=share)
        sys.stderr.write(f"\r\x1b[K{said if of else ''}")
        sys.stderr.flush()

    return tell_progress
