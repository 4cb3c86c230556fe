"""Several spells in one row: any order will do, and contradictions are set aside."""

from __future__ import annotations

from itertools import permutations

import pytest

import subsidy

BOOK = "cn/hunan/zhuzhou/shifeng"
SHARES = (
    ("2021-03-10", "2022-12-31", "100"),
    ("2022-12-31", "2023-06-30", "300"),
    ("2023-07-05", "", "900"),
)
GRADES = (("2022-12-31", "2023-02-27", "2"), ("2023-02-27", "", "3"), ("", "", ""))


def child(order: tuple[int, ...]) -> dict[str, str]:
    row = {"birth_date": "2012-01-01", "unsupported_child_from": "2020-01-01"}
    return row | numbered("subsistence_allowance", "subsistence_share", SHARES, order)


def disabled(order: tuple[int, ...]) -> dict[str, str]:
    row = {"birth_date": "1960-01-01", "disability_applied_on": "2022-01-01"}
    return row | numbered("disability", "disability_grade", GRADES, order)


def numbered(
    status: str, value: str, spells: tuple[tuple[str, str, str], ...], order: tuple[int, ...]
) -> dict[str, str]:
    row = {}
    for place, spell in enumerate(order):
        suffix = "" if place == 0 else f"_{place + 1}"
        begins, ends, said = spells[spell]
        row |= {f"{status}_from{suffix}": begins, f"{status}_until{suffix}": ends}
        row |= {f"{value}{suffix}": said}
    return row


def amounts(rows: list[dict[str, str]]) -> list[list[tuple[str, str]]]:
    people = [{"person_id": str(number), **row} for number, row in enumerate(rows)]
    frame = subsidy.calculate(BOOK, people, "2023").monthly()
    paid = frame.select("unit_id", "scheme", "month", "amount").rows()
    return [[row[1:] for row in paid if row[0] == str(number)] for number in range(len(rows))]


@pytest.mark.parametrize(("person", "months"), [(child, 12), (disabled, 2)])
def test_the_order_in_which_spells_are_written_changes_nothing(person, months):
    """Fails if the highest number wins instead of the spell that began last."""
    first, *others = amounts([person(order) for order in permutations(range(3))])

    assert months == len(first)
    assert [first] * len(others) == others


def test_overlapping_spells_that_say_different_things_are_set_aside():
    """Fails if one of two grades that hold at once is chosen."""
    row = {
        "person_id": "1",
        "birth_date": "1960-01-01",
        "disability_from": "2022-01-01",
        "disability_until": "2023-05-10",
        "disability_grade": "1",
        "disability_from_2": "2023-03-01",
        "disability_grade_2": "3",
    }
    touching = row | {"person_id": "2", "disability_until": "2023-03-01"}
    result = subsidy.calculate(BOOK, [row, touching], "2023")

    assert [("spells-contradict", 1)] == result.set_aside().select("code", "row").rows()
    assert 1 == len(result.people)


def test_an_end_without_a_beginning_is_pointed_out():
    """Fails if a forgotten beginning goes unnoticed."""
    rows = [{"person_id": "1", "birth_date": "1940-01-01", "orphan_until": "2023-05-01"}]
    (warning,) = subsidy.calculate(BOOK, rows, "2023").people.warnings

    assert warning.en.startswith("orphan_until: 1 rows give an end but no beginning")
