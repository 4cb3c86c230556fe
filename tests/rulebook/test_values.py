"""Which rate is in force, and what it comes to."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from subsidy.dates import read_month
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.shelf import load_rulebook
from subsidy.rulebook.values import Absence, RateMissing, parameter_value, version_in_force

MORE = """\
parameters:
  poor:
    name: {zh: 特困, en: poor}
    rounding: {mode: up, to: jiao}
    versions:
      - {effective_from: 2022-01, value: share * standard / 7, assumed: a}
  lagged:
    name: {zh: 滞后, en: lagged}
    versions:
      - {effective_from: 2023-07, value: 2 * standard, years_back: 1, last_confirmed: 2024-07, assumed: a}
  revised:
    name: {zh: 修订, en: revised}
    versions:
      - {effective_from: 2023-01, decided_on: 2022-12-01, value: 1.00 per month, assumed: a}
      - {effective_from: 2023-01, decided_on: 2023-08-15, value: 2.00 per month, assumed: a}
  passing:
    name: {zh: 临时, en: passing}
    versions:
      - {effective_from: 2023-01, value: 1.00 per month, assumed: a}
      - {effective_from: 2023-03, effective_until: 2023-05, value: 2.00 per month, assumed: a}
"""


@pytest.fixture
def book(place: Path) -> Rulebook:
    """The sound place and four more parameters."""
    (place / "more.yaml").write_text(MORE, encoding="utf-8")
    return load_rulebook(place)


@pytest.mark.parametrize(
    ("name", "month", "value"),
    [
        ("standard", "2023-06", 60000),
        ("standard", "2023-07", 65000),
        ("share", "2023-06", Fraction(13, 10)),
        ("poor", "2023-06", 11150),  # 1.3 × 600 / 7 = 111.428…, up to the jiao
        ("lagged", "2024-06", 120000),
        ("lagged", "2024-07", 130000),
        ("revised", "2023-01", 200),
        ("passing", "2023-02", 100),
        ("passing", "2023-04", 200),
    ],
)
def test_a_parameter_has_the_value_of_its_month(
    book: Rulebook, name: str, month: str, value: int | Fraction
) -> None:
    """Money is fen, rounded once; a share stays exact."""
    assert value == parameter_value(book, name, read_month(month))


@pytest.mark.parametrize(
    ("name", "month", "absence"),
    [
        ("standard", "2021-12", Absence.NONE),
        ("lagged", "2023-06", Absence.NONE),
        ("lagged", "2024-08", Absence.PAST),
        ("passing", "2023-05", Absence.NONE),
    ],
)
def test_a_missing_rate_stops_and_says_why(
    book: Rulebook, name: str, month: str, absence: Absence
) -> None:
    """It is never zero and never carried on."""
    with pytest.raises(RateMissing) as missing:
        parameter_value(book, name, read_month(month))

    assert (name, read_month(month), absence) == (
        missing.value.name,
        missing.value.month,
        missing.value.absence,
    )
    assert name in missing.value.problem.message.en
    assert missing.value.problem.code in {"rate-missing", "rate-not-confirmed"}


def test_what_was_known_on_a_day_leaves_later_decisions_out(book: Rulebook) -> None:
    """The notice of August is not known in July."""
    versions = book.parameters["revised"].versions
    january = read_month("2023-01")

    assert versions[0] == version_in_force(versions, january, date(2023, 7, 31))
    assert versions[1] == version_in_force(versions, january, date(2023, 8, 15))
