"""Operations are counted, not timed: a path that walks months or goes quadratic changes the counts."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
import pytest

import subsidy
from subsidy.dates import read_period
from subsidy.engine.kernel import run
from subsidy.engine.units.plans import playing
from subsidy.engine.units.running import run_households, run_persons
from subsidy.engine.work import Pace, Work
from subsidy.plan.build import build_plan
from subsidy.register.pieces.opening import PieceSize, open_pieces
from subsidy.register.readers import read_register
from subsidy.register.units import Sources, read_registers
from subsidy.stages import CHECK, LOOK, PLAN, READ, VIEW, Stage
from subsidy.streaming.parts import Wish
from subsidy.streaming.streaming import Run, stream
from tests.several_units import of_persons

BOOK = "cn/hunan/zhuzhou/shifeng"
PERSON = {
    "birth_date": "1935-05-05",
    "disability_from": "2010-01-01",
    "disability_applied_on": "2010-01-01",
    "disability_grade": "1",
    "subsistence_allowance_from": "2010-01-01",
    "work_injury_care_from": "2023-03-01",
    "work_injury_care_until": "2023-06-01",
}


def counted(people: int, period: str = "2023", batch_rows: int = 1 << 17) -> Work:
    """What a run over so many people in the same situation does."""
    book = of_persons(subsidy.load_rulebook(BOOK))
    months = read_period(period)
    rows = [{"person_id": str(number), **PERSON} for number in range(people)]
    register = read_register(rows, book, months)
    plan = build_plan(book, months, frozenset(register.columns))
    work = Work()
    run(plan, register, batch_rows, work=work)
    return work


def test_rows_looked_at_grow_with_people_and_with_nothing_else():
    """Fails if somebody's rows are looked at once more for every other person."""
    few, many = counted(10), counted(1_000)

    assert few.rows > 0
    assert 100 * few.rows == many.rows
    assert 100 * few.candidates == many.candidates
    assert few.passes == many.passes


@pytest.mark.parametrize("period", ["2023-01:2023-06", "2023-01:2023-07", "2023-01:2023-12"])
def test_passes_do_not_depend_on_how_many_months_are_asked_for(period):
    """Fails if anything is done month by month."""
    assert counted(10, "2023").passes == counted(10, period).passes


def test_a_status_that_comes_and_goes_is_walked_from_change_to_change():
    """Fails if days or months between two changes are visited."""
    work = counted(1)

    assert 2 * 3 == work.passes  # two schemes ask for it: before, within and after


def test_everybody_is_in_one_batch():
    """Fails if a batch is left out or run twice."""
    assert 4 == counted(10, batch_rows=3).batches


def counted_in_households(households: int) -> Work:
    """What a run over so many households of two does, counting members and sharing out."""
    sources = Sources(
        [
            {"person_id": f"{number:06}", "household_id": f"{number // 2:06}", **PERSON}
            for number in range(2 * households)
        ],
        [
            {
                "household_id": f"{number:06}",
                "income_per_month": "100.00",
                "subsistence_approved_on": "2020-01-01",
            }
            for number in range(households)
        ],
        None,
        {},
    )
    book, _ = playing(subsidy.load_rulebook(BOOK), sources.units())
    months = read_period("2023")
    registers = read_registers(sources, book, months)
    assert registers.households is not None
    pace = Pace(work=Work())
    homes = run_households(book, registers.households, registers.persons, months, pace=pace)
    run_persons(book, registers.persons, months, homes, pace)
    assert pace.work is not None
    return pace.work


def test_rows_looked_at_grow_with_households_and_with_nothing_else():
    """Fails if a household's members are looked at once more for every other household."""
    few, many = counted_in_households(5), counted_in_households(500)

    assert few.candidates > 0
    assert 100 * few.rows == many.rows
    assert 100 * few.candidates == many.candidates
    assert few.passes == many.passes


class Counting:
    """Counts how often each stage begins, and its rows."""

    def __init__(self) -> None:
        self.begun: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()

    @contextmanager
    def stage(self, name: str, rows: int = 0) -> Iterator[Stage]:
        seen = Stage(rows)
        self.begun[name] += 1
        yield seen
        self.rows[name] += seen.rows


@pytest.mark.parametrize("records", [20, 200])
def test_a_register_in_pieces_is_looked_over_once_and_read_once(tmp_path, records):
    """Fails if pieces, or rows of pieces, are gone through again for every other piece."""
    book, counting = subsidy.load_rulebook(BOOK), Counting()
    path = tmp_path / "register.parquet"
    numbers = range(records, 0, -1)  # in no order, so that results are dealt out
    rows = [{"person_id": f"{number:05}", "birth_date": "1935-05-05"} for number in numbers]
    pl.DataFrame(rows).write_parquet(path)
    with open_pieces(path, book, size=PieceSize(rows=10)) as pieces:
        run = Run(book, read_period("2023"), pieces, Wish("annual"), stages=counting)
        stream(run, tmp_path, "csv", io.BytesIO())

    assert [records] * 4 == [counting.rows[name] for name in (LOOK, READ, CHECK, VIEW)]
    assert [records // 10] * 3 == [counting.begun[n] for n in (CHECK, PLAN, "elderly_allowance")]
