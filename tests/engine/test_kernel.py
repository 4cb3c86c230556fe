"""The vector engine on its own: batches and the shape of what it leaves."""

from __future__ import annotations

import subsidy

BOOK = "cn/hunan/zhuzhou/shifeng"


def test_equal_neighbours_are_one_spell():
    """Fails if a cut that changed nothing stays visible in the spells."""
    row = {
        "person_id": "1",
        "birth_date": "1960-01-01",
        "disability_from": "2020-01-01",
        "disability_until": "2023-05-10",
        "disability_grade": "1",
        "disability_applied_on": "2020-02-01",
        "disability_from_2": "2023-05-10",
        "disability_grade_2": "2",
    }
    spells = subsidy.calculate(BOOK, [row], "2023").spells()

    assert [("disability_care_subsidy", "2023-01", "2024-01")] == spells.select(
        "scheme", "first_month", "end_month"
    ).rows()
