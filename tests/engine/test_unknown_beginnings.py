"""A spell that is sure from a day on, and may have begun before, by both engines.

The day whose facts a month is worked out from is moved into the interval of eligible days. Where
only part of that interval is sure, the day hangs on what is missing, and so may the amount.
"""

from __future__ import annotations

from datetime import date

import pytest

import subsidy
from subsidy.dates import read_period
from subsidy.engine.outcome import Status
from subsidy.engine.reference import run_reference
from subsidy.expression.nodes import And, Compare, Comparison, FactValue, Holds, Literal
from subsidy.rulebook.model import Rulebook
from tests.drawing import by_hand
from tests.drawing.by_hand import NEXT, SAME, age_rows, scheme, timing

JUNE = read_period("2023-06")
SEVERE = And(
    (Holds("disability"), Compare(Comparison.AT_MOST, FactValue("grade"), Literal(2))),
)
# Certified from 10 May, of a grade that is not told; of grade 1 from 10 June; 80 on 5 June.
SOMEBODY = {
    "birth_date": date(1943, 6, 5),
    "disability_from": date(2023, 5, 10),
    "disability_until": date(2023, 6, 10),
    "disability_from_2": date(2023, 6, 10),
    "disability_until_2": date(2024, 6, 1),
    "grade": None,
    "grade_2": 1,
}


def care() -> Rulebook:
    """By age on the last day of the month before: 50.00 below 80, 100.00 from 80 on."""
    rows = age_rows((0, 80, 5_000), (80, None, 10_000))
    return by_hand.book(scheme("care", SEVERE, rows, when=timing(SAME, NEXT, NEXT)))


@pytest.mark.parametrize(("grade", "fen"), [(1, 5_000), (4, 10_000)])
def test_the_first_grade_decides_what_june_pays(grade: int, fen: int) -> None:
    """Of grade 1 the spell began in May: age 79 on 31 May. Of grade 4 it began on 10 June."""
    said = run_reference(care(), {**SOMEBODY, "grade": grade}, JUNE)["care"]

    assert [fen] == [outcome.fen for outcome in said.values()]


def test_june_is_undetermined_without_the_first_grade() -> None:
    """Day by day."""
    said = run_reference(care(), SOMEBODY, JUNE)["care"]

    assert [Status.UNDETERMINED] == [outcome.status for outcome in said.values()]


def test_june_is_not_paid_without_the_first_grade() -> None:
    """By vectors."""
    told = {name: None if value is None else str(value) for name, value in SOMEBODY.items()}
    result = subsidy.calculate(care(), [{"person_id": "A", **told}], JUNE)

    assert 0 == len(result.monthly())
    assert ["grade"] == result.undetermined()["missing"].to_list()
