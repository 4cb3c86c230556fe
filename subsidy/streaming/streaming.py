"""The front door for registers larger than memory: pieces in, rows in order out, and an answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import BinaryIO

import polars as pl
from attrs import define, evolve, field, frozen

from subsidy.calculation import calculate_registers
from subsidy.dates import Period
from subsidy.engine.units.plans import playing
from subsidy.errors import Words
from subsidy.register.doubles import Doubles
from subsidy.register.pieces.admitted import admit_piece
from subsidy.register.pieces.ahead import in_turn
from subsidy.register.pieces.piece import Piece, Pieces, Unread
from subsidy.register.pieces.survey import Survey, survey_of
from subsidy.register.roster_map import NO_MAP, RosterMap
from subsidy.register.tallies import gathered as gathered_warnings
from subsidy.register.units import Registers
from subsidy.results.sums import ControlError, Sums
from subsidy.results.told import Asides, Undecided
from subsidy.results.write import write_frame, write_frames
from subsidy.rulebook.in_play import PERSON, LeftOut
from subsidy.rulebook.model import Rulebook
from subsidy.stages import CHECK, LOOK, READ, UNOBSERVED, VIEW, WRITE, Stages
from subsidy.streaming.ordering import Dealt, splitters_of
from subsidy.streaming.parts import Part, Wish, part_of
from subsidy.streaming.streamed import Streamed

__all__ = ["Progress", "Run", "stream"]

_SUMMING = ("annual", "monthly")  # whose amounts are what is paid
_SUMS_KEPT = 32  # small frames, which hold on to more than they show
_OPEN_ORDER = ("unit", "unit_id", "scheme", "first_month")

Progress = Callable[[int, int], None]  # records done, of so many


def _silent(_done: int, _of: int) -> None:
    return None


@frozen(eq=False)
class Run:
    """What is to be calculated, and how; ``threads`` and ``units_a_range`` change no byte."""

    book: Rulebook
    period: Period
    pieces: Pieces
    wish: Wish
    mapping: RosterMap = NO_MAP
    threads: int = 1
    progress: Progress = _silent
    units_a_range: int = 500_000
    stages: Stages = UNOBSERVED


@define
class _Gathered:
    """What outlives the pieces that have been calculated."""

    sums: list[Sums] = field(factory=list)  # of pieces together, and of those since
    asides: list[Asides] = field(factory=list)
    undecided: list[Undecided] = field(factory=list)
    warnings: list[Words] = field(factory=list)
    undetermined: list[pl.DataFrame] = field(factory=list)
    aside_frames: list[pl.DataFrame] = field(factory=list)
    written: Decimal = Decimal(0)

    def add(self, part: Part, aside: BinaryIO | None) -> None:
        """Keep what is small, and write the rows set aside."""
        if isinstance(part.aside, pl.DataFrame):
            self.aside_frames.append(part.aside)
        elif part.aside is not None and aside is not None:
            aside.write(part.aside)
        self.sums.append(part.sums)
        if len(self.sums) == _SUMS_KEPT:
            self.sums = [Sums.together(self.sums)]
        self.asides.append(part.asides)
        self.undecided.append(part.undecided)
        self.warnings.extend(part.warnings)
        if part.undetermined is not None:
            self.undetermined.append(part.undetermined)


def stream(
    run: Run, folder: Path, format_: str, out: BinaryIO | None, aside: BinaryIO | None = None
) -> Streamed:
    """Calculate everybody of a register in pieces.

    The rows of the detail wished for go to *out* as ``csv`` or ``parquet``, the rows set aside to
    *aside*; *folder* is a private place for what does not fit in memory. Both files are the same,
    byte for byte, as those of a register that is calculated whole.

    Raises:
        RulesRefused: the rules are broken, or a rate is missing in the period.
        RegisterRefused: the register cannot be read, or records were lost on the way: a bug.
    """
    rules, left_out = playing(run.book, frozenset({PERSON}))
    with run.stages.stage(LOOK) as seen:
        survey = survey_of(run.pieces, rules, run.mapping, folder, run.threads)
        seen.rows = survey.records
    gathered = _Gathered()
    frames = _frames(evolve(run, book=rules), survey, gathered, aside)
    if out is None or run.wish.detail == "totals":
        deque(frames, maxlen=0)
    else:
        write_frames(_in_order(frames, survey, folder, run), format_, out)
    if gathered.aside_frames and aside is not None:
        write_frame(pl.concat(gathered.aside_frames, how="diagonal"), "xlsx", aside, folder)
    return _answer(evolve(run, book=rules), survey, gathered, left_out)


def _frames(
    run: Run, survey: Survey, gathered: _Gathered, aside: BinaryIO | None
) -> Iterator[pl.DataFrame]:
    """The rows of every piece, in the order of the register."""
    done = 0
    for part in _parts(run, survey.doubles):
        gathered.add(part, aside)
        done += part.records
        run.progress(done, survey.records)
        if part.rows is not None:
            gathered.written += sum(part.rows.select(pl.col("amount").sum()).to_series())
            with run.stages.stage(WRITE, part.records):  # whoever asked for the rows writes them
                yield part.rows


def _parts(run: Run, doubles: Doubles) -> Iterator[Part]:
    """Every piece calculated, a few at a time, in the order of the register."""

    def one(unread: Unread, *, is_first: bool) -> Part:
        stages = run.stages
        with stages.stage(READ) as seen:
            piece = unread()
            count = seen.rows = piece.table.records_read
        with stages.stage(CHECK, count):
            people = admit_piece(piece, run.book, run.period, run.mapping, doubles)
        registers = Registers(people)
        result = calculate_registers(run.book, registers, run.period, threads=1, stages=stages)
        with stages.stage(VIEW, count):
            return part_of(result, run.wish, is_first=is_first)

    with ThreadPoolExecutor(run.threads) as pool:
        submitted = (
            pool.submit(one, unread, is_first=number == 0)
            for number, unread in enumerate(_at_least_one(run))
        )
        yield from in_turn(submitted, run.threads)


def _at_least_one(run: Run) -> Iterator[Unread]:
    """The pieces; of a register without rows, its headings."""
    pieces = run.pieces.read()
    following: Unread | None = _next(pieces, run) or partial(Piece, run.pieces.head, 0)
    while following is not None:
        yield following
        following = _next(pieces, run)


def _next(pieces: Iterator[Unread], run: Run) -> Unread | None:
    with run.stages.stage(READ):
        return next(pieces, None)


def _in_order(
    frames: Iterator[pl.DataFrame], survey: Survey, folder: Path, run: Run
) -> Iterator[pl.DataFrame]:
    """The rows by unit; the first frame has the columns even where there are no rows."""
    if survey.in_order:
        yield from frames
        return
    with closing(Dealt(splitters_of(survey, run.units_a_range), folder)) as dealt:
        for number, frame in enumerate(frames):
            dealt.put(frame)
            if not number:
                yield frame.clear()
        yield from dealt.rows()


def _answer(
    run: Run, survey: Survey, gathered: _Gathered, left_out: tuple[LeftOut, ...]
) -> Streamed:
    open_ = gathered.undetermined
    answer = Streamed(
        run.book,
        run.period,
        Sums.together(gathered.sums),
        Asides.together(gathered.asides),
        Undecided.together(gathered.undecided),
        gathered_warnings(gathered.warnings),
        run.pieces.sha256,
        left_out,
        pl.concat(open_).sort(_OPEN_ORDER) if open_ else None,
    )
    _demand_nothing_lost(run, answer, survey, gathered)
    return answer


def _demand_nothing_lost(run: Run, answer: Streamed, survey: Survey, gathered: _Gathered) -> None:
    """Every record that the survey counted is calculated, set aside or no person; every fen written."""
    counts = answer.sums.counts
    known = counts.calculated + counts.set_aside + sum(counts.non_data.values())
    if not survey.records == counts.records_read == known:
        raise ControlError("records were lost between the survey and the calculation")
    amount = sum(answer.totals(())["amount"], Decimal(0))
    if run.wish.detail in _SUMMING and gathered.written != amount:
        raise ControlError("the rows written do not sum to the totals")
