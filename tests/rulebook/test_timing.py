"""Paying months and instalments by hand: the reference, costs and explanations all ask these."""

from __future__ import annotations

import pytest
from attrs import evolve

from subsidy.dates import read_month
from subsidy.rulebook.model import Timing
from tests.drawing.by_hand import timing


def paying_in(*months: int) -> Timing:
    return evolve(timing(), pays_in=months)


def months_of_2023(when: Timing) -> list[int]:
    return [m for m in range(1, 13) if when.pays(read_month(f"2023-{m:02d}"))]


def test_every_month_is_paid_where_none_is_named() -> None:
    """Twelve of them."""
    assert list(range(1, 13)) == months_of_2023(timing())


def test_only_the_months_named_are_paid() -> None:
    """In whatever order they are named, December and January among them."""
    assert [1, 9, 12] == months_of_2023(paying_in(12, 9, 1))


@pytest.mark.parametrize(
    ("month", "per_months", "expected"),
    [
        ("2023-01", 12, (1, 12)),
        ("2023-12", 12, (12, 12)),
        ("2024-02", 12, (2, 12)),
        ("2023-03", 3, (3, 3)),
        ("2023-04", 3, (1, 3)),
        ("2023-12", 6, (6, 6)),
        ("2023-07", 6, (1, 6)),
        ("2023-07", 1, (1, 1)),
    ],
)
def test_a_standard_is_paid_by_the_calendar(
    month: str, per_months: int, expected: tuple[int, int]
) -> None:
    """A year from January, a quarter from its first month, half a year from January or July."""
    assert expected == timing().instalment(read_month(month), per_months)


@pytest.mark.parametrize(
    ("months", "month", "per_months", "expected"),
    [
        ((9, 3), "2023-09", 12, (1, 2)),
        ((9, 3), "2023-03", 12, (2, 2)),  # in the order listed, not by the calendar
        ((3, 9), "2023-09", 12, (2, 2)),
        ((6, 3, 12, 9), "2023-06", 6, (1, 2)),
        ((6, 3, 12, 9), "2023-03", 6, (2, 2)),
        ((6, 3, 12, 9), "2023-12", 6, (1, 2)),
        ((6, 3, 12, 9), "2023-09", 3, (1, 1)),
        ((2, 11, 12), "2024-12", 12, (3, 3)),
        ((2, 11, 12), "2024-11", 1, (1, 1)),
    ],
)
def test_a_standard_is_split_among_its_paying_months(
    months: tuple[int, ...], month: str, per_months: int, expected: tuple[int, int]
) -> None:
    """Among those of its own stretch of the year; a monthly one is paid whole in each."""
    assert expected == paying_in(*months).instalment(read_month(month), per_months)
