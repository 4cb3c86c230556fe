"""A receipt lists the assumptions that its own months rest on, and no others."""

import pytest

from subsidy.dates import read_period
from subsidy.results.assumed import assumptions, every_assumption
from subsidy.results.receipt import period_text
from subsidy.rulebook.shelf import load_rulebook

RULES = {
    "place": "place: testville\nname: {zh: 测试区, en: Testville}\n",
    "facts": """
facts:
  person_id: {type: key, name: {zh: 编号, en: number}}
  poor_from: {type: date, name: {zh: 起始, en: since}, missing: never}
  poor_until: {type: date, name: {zh: 终止, en: until}, missing: never}
  poor: {type: status, name: {zh: 困难, en: poor}, from: poor_from, until: poor_until}
""",
    "parameters": """
parameters:
  base:
    name: {zh: 基数, en: base}
    versions:
      - {effective_from: 2020-01, value: "100.00 per month", assumed: old base}
      - {effective_from: 2023-01, value: "200.00 per month", assumed: new base}
  standard:
    name: {zh: 标准, en: standard}
    versions:
      - {effective_from: 2021-01, value: "1.5 * base", years_back: 1, assumed: lagged}
  unused:
    name: {zh: 不用, en: unused}
    versions:
      - {effective_from: 2020-01, value: "1.00 per month", assumed: unused}
""",
    "relief": """
scheme: relief
name: {zh: 救助, en: relief}
unit: person
effective_from: 2021-01
assumed: whole scheme
eligible: poor
timing: {start: same_month, change: same_month, stop: next_month, assumed: months}
amount: {pay: standard}
""",
}


@pytest.fixture
def book(tmp_path):
    """A scheme that pays a lagged share of a dated base."""
    folder = tmp_path / "testville"
    folder.mkdir()
    for name, text in RULES.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return load_rulebook(folder)


@pytest.mark.parametrize(
    ("period", "base"), [("2023", "base@2020-01"), ("2024-06", "base@2023-01")]
)
def test_only_versions_that_the_period_reads_are_listed(book, period, base):
    """The base is read a year earlier. Fails if the lag is forgotten."""
    found = [one.what for one in assumptions(book, read_period(period))]

    assert [base, "relief", "relief.timing", "standard@2021-01"] == found


def test_a_period_over_a_change_of_rates_lists_both(book):
    """Two bases for a span over New Year 2024."""
    found = [one.what for one in assumptions(book, read_period("2023-12:2024-01"))]

    assert ["base@2020-01", "base@2023-01"] == found[:2]


def test_every_assumption_of_a_book_is_counted_for_its_authors(book):
    """Also the one that nothing reads."""
    assert ["base@2020-01", "base@2023-01", "relief", "relief.timing"] == [
        one.what for one in every_assumption(book)
    ][:4]
    assert "unused" in {one.why for one in every_assumption(book)}


@pytest.mark.parametrize("text", ["2023", "2023-05", "2023-01:2023-06", "2022-12:2023-11"])
def test_a_period_is_written_as_it_is_read(text):
    """The shortest writing reads back as the same months."""
    assert text == period_text(read_period(text))
