"""Days around the months in which a scheme exists may have no rate of their own."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import subsidy
from subsidy.dates import read_period
from subsidy.engine.reference import run_reference
from subsidy.register.facts import person_facts

PLACE = """
place: place
name: {zh: 某地, en: somewhere}
"""
FACTS = """
facts:
  person_id: {type: key, name: {zh: 编号, en: number}}
  birth_date: {type: date, name: {zh: 出生日期, en: birth date}, missing: unknown}
  death_date: {type: date, name: {zh: 死亡日期, en: death date}, missing: never}
  alive: {type: status, name: {zh: 在世, en: alive}, from: birth_date, until: death_date}
  income: {type: money, name: {zh: 收入, en: income}, per: month, highest: "9999.00"}
"""
PARAMETERS = """
parameters:
  line:
    name: {zh: 线, en: line}
    versions:
      - {effective_from: 2023-04, value: "500.00 per month", assumed: a test}
      - {effective_from: 2023-07, value: "300.00 per month", assumed: a test}
"""
SCHEME = """
scheme: aid
name: {zh: 补助, en: aid}
unit: person
assumed: a test
eligible: alive and income < line
timing: {start: next_month, change: same_month, stop: next_month}
amount: {pay: "10.00 per month"}
"""
PEOPLE = [
    {"person_id": "poor", "birth_date": "1950-01-01", "income": "299.99"},
    {"person_id": "near", "birth_date": "1950-01-01", "income": "400.00"},
    {"person_id": "born", "birth_date": "2023-04-10", "income": "0.00"},
]


def write_place(folder: Path, scheme: str) -> Path:
    folder.mkdir()
    texts = {"place": PLACE, "facts": FACTS, "parameters": PARAMETERS, "aid": scheme}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


@pytest.fixture
def book(tmp_path):
    """A scheme that begins with the first rate that it reads."""
    place = write_place(tmp_path / "place", SCHEME + "effective_from: 2023-04\n")
    return subsidy.load_rulebook(place)


def paid_months(result: subsidy.Result) -> dict[str, list[str]]:
    frame = result.monthly().group_by("unit_id").agg(pl.col("month").sort())
    return dict(zip(frame["unit_id"].to_list(), frame["month"].to_list(), strict=True))


def test_who_is_eligible_when_a_scheme_begins_is_paid_from_its_first_month(book):
    """Fails if the days before the first rate count as no, so that everybody waits a month."""
    paid = paid_months(subsidy.calculate(book, PEOPLE, "2023"))

    assert {"poor": [f"2023-{m:02d}" for m in range(4, 13)]}.items() <= paid.items()
    assert paid["near"] == ["2023-04", "2023-05", "2023-06", "2023-07"]
    assert paid["born"] == [f"2023-{m:02d}" for m in range(5, 13)]


@pytest.mark.parametrize("period", ["2023", "2023-04", "2023-01:2023-03", "2023-03:2023-05"])
def test_both_engines_lend_alike(book, period):
    """Fails if one engine refuses, or counts the borrowed days otherwise."""
    months = read_period(period)
    result = subsidy.calculate(book, PEOPLE, months)
    paid = paid_months(result)
    for row, person in enumerate(PEOPLE):
        said = run_reference(book, person_facts(result.people, book, row), months)["aid"]
        expected = [str(m) for m, outcome in sorted(said.items()) if outcome.fen > 0]

        assert len(expected) == len(paid.get(person["person_id"], []))


def test_a_rate_that_is_missing_in_a_month_of_the_scheme_stops_both(tmp_path):
    """Fails if lending reaches into the months in which the scheme exists."""
    book = subsidy.load_rulebook(write_place(tmp_path / "place", SCHEME))
    months = read_period("2023-03:2023-05")
    with pytest.raises(subsidy.RulesRefused, match="2023-03"):
        subsidy.calculate(book, PEOPLE, months)
    with pytest.raises(subsidy.RulesRefused, match="2023-03"):
        run_reference(book, {}, months)
