"""Months as clerks type them: what is clear is read, what is not is refused with the forms."""

from __future__ import annotations

import pytest

from subsidy.calculation import period_of
from subsidy.errors import UsageRefused


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2023", "2023-01:2023-12"),
        ("２０２３", "2023-01:2023-12"),
        ("2023年", "2023-01:2023-12"),
        ("2023 年 5 月", "2023-05:2023-05"),
        ("2023年05月份", "2023-05:2023-05"),
        ("2023-8", "2023-08:2023-08"),
        ("2023/8", "2023-08:2023-08"),
        ("2023.5", "2023-05:2023-05"),
        ("2023.10", "2023-10:2023-10"),
        ("202305", "2023-05:2023-05"),
        ("２０２３－０５", "2023-05:2023-05"),
        ("2023-05-01", "2023-05:2023-05"),
        ("2023年1月至2023年6月", "2023-01:2023-06"),
        ("2023年1月至6月", "2023-01:2023-06"),
        ("2023.1—2023.12", "2023-01:2023-12"),
        ("2022-12：2023-01", "2022-12:2023-01"),
    ],
)
def test_a_period_is_read_as_it_is_typed(typed, meant):
    """Every form that can mean one thing only."""
    assert meant == str(period_of(typed))


@pytest.mark.parametrize(
    "typed",
    ["23年5月", "5月", "2023年13月", "202313", "20230", "2023年5", "2023-01-2023-12", "2023至2024",
     "2023.1至3月", "2023年1月至3月至5月", "2023年6月至1月", "", "上半年", "2023²", "20235",
     "2023-1 2", "20 23", "2023-01 2023-06"],
)  # fmt: skip
def test_what_may_mean_two_things_is_refused(typed):
    """One message that shows the forms; nothing is guessed."""
    with pytest.raises(UsageRefused) as refused:
        period_of(typed)

    assert ["period"] == [one.code for one in refused.value.problems]
