"""Operations are counted, not timed: a path that walks months or goes quadratic changes the counts."""

from __future__ import annotations

import pytest

import subsidy
from subsidy.dates import read_period
from subsidy.engine.kernel import run
from subsidy.engine.work import Work
from subsidy.plan.build import build_plan
from subsidy.register.readers import read_register
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
