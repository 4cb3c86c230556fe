"""Headings of forms say how to fill a column in; that is no part of what it tells."""

from __future__ import annotations

import pytest

from subsidy.register.roster_map import column_key


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("身份证号码（必填）", "身份证号码"),
        ("姓名*", "姓名"),
        ("＊ 姓 名", "姓名"),
        ("出生日期(YYYY-MM-DD)", "出生日期"),
        ("残疾等级（如：一级）", "残疾等级"),
        ("死亡日期【格式：2023-01-01】", "死亡日期"),
    ],
)
def test_a_remark_on_how_to_fill_in_is_not_read(heading, key):
    """The fact is found by what remains."""
    assert key == column_key(heading)


@pytest.mark.parametrize("heading", ["低保金额(元)", "收入(年)", "姓名(曾用)", "*", "(必填)"])
def test_a_remark_on_what_it_tells_stays(heading):
    """An amount of a year is not one of a month; a heading is never nothing."""
    assert heading == column_key(heading)
