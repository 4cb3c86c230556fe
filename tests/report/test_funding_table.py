"""Who bears what, as a table for people."""

from __future__ import annotations

import pytest

import subsidy
from subsidy.report.funding_table import render_funding
from tests.units.place import HOUSEHOLDS, PEOPLE, units_book


@pytest.fixture(scope="module")
def result():
    """May 2023: 100.00 of old_age shared by a third, 1500.00 of gap of which the rules say nothing."""
    return subsidy.calculate(units_book(), PEOPLE, "2023-05", households=HOUSEHOLDS)


def test_every_payer_has_its_rows_and_its_total(result):
    """33.33 and 66.67; what the rules do not split is said to be so."""
    lines = [" ".join(line.split()) for line in render_funding(result, "en").splitlines()]

    assert [line for line in lines if "district" in line][-1] == "total district 66.67"
    assert [line for line in lines if "province" in line][-1] == "total province 33.33"
    assert any("(the rules do not say) 1,500.00" in line for line in lines)
    due = result.totals(())["amount"].item()
    assert lines[-1] == f"total {due:,.2f}"


def test_words_are_chinese_for_who_reads_chinese(result):
    """Headings and what the rules leave open."""
    text = render_funding(result, "zh")

    assert "承担方" in text
    assert "（规则未载明）" in text


def test_nobody_due_is_said():
    """Before anybody is old."""
    nobody = subsidy.calculate(units_book(), PEOPLE[:0], "2023-05", households=HOUSEHOLDS[:0])

    assert "Nobody is due anything." in render_funding(nobody, "en")
