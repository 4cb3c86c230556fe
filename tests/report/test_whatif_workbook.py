"""The workbook of a what-if answer against its JSON."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from subsidy.report.whatif_workbook import whatif_workbook
from subsidy.scenario.answers import WhatIf
from subsidy.scenario.comparison import compare_all
from subsidy.scenario.reading import scenario_of
from subsidy.scenario.seeking import Goal, seek_on
from subsidy.scenario.sweeping import costing_of, sensitivity_on, sweep_on, tornado_on
from tests.units.place import HOMES, HOUSEHOLDS, PEOPLE, units_book

SHEETS = ("by_scheme", "by_bracket", "by_month", "by_payer", "groups", "groups_by_scheme",
          "quantiles", "bands", "undetermined", "people")  # fmt: skip
TITLES = {"by_scheme": "by scheme", "by_bracket": "by bracket", "by_month": "by month",
          "by_payer": "by payer", "groups": "who gains",
          "groups_by_scheme": "who gains by scheme"}  # fmt: skip
HEADS = {"baseline": "baseline (yuan)", "reform": "scenario (yuan)", "unit_id": "unit id",
         "difference": "difference (yuan)", "percent": "%", "units": "number",
         "from": "from (yuan)", "below": "below (yuan)", "cost": "cost (yuan)", "target": "rate",
         "rate": "now", "person_months": "person-months", "low": "lower (yuan)",
         "high": "higher (yuan)", "span": "span (yuan)",
         "per_extra_yuan": "one yuan more costs (yuan)"}  # fmt: skip


@pytest.fixture(scope="module")
def answer():
    """Everything asked at once, of persons, households and institutions, for two scenarios."""
    costing = costing_of(units_book(), PEOPLE, "2023-01:2023-06", HOUSEHOLDS, HOMES)
    changes = {"dearer": {"standard": "800.00 per month"}, "older": {"old_age": "-10%"}}
    scenarios = [scenario_of(name, of) for name, of in changes.items()]
    return WhatIf(
        costing.baseline,
        compare_all(costing.baseline, scenarios),
        sweep_on(costing, {"old_age": "40:60:10"}),
        sensitivity_on(costing),
        tornado_on(costing, 10),
        seek_on(costing, Goal("old_age", "9000")),
        by=("unit", "month"),
        people=True,
    ).to_dict()


def opened(answer):
    """The workbook, read again."""
    return CalamineWorkbook.from_filelike(io.BytesIO(whatif_workbook(answer)))


@pytest.fixture(scope="module")
def book(answer):
    """The workbook, read again."""
    return opened(answer)


def read(book, title):
    """A sheet as rows of numbers with two decimals and texts."""
    headings, *rows = book.get_sheet_by_name(title).to_python()
    return [
        {name: _plain(value) for name, value in zip(headings, row, strict=True)} for row in rows
    ]


def _plain(value):
    return f"{Decimal(str(value)):.2f}" if isinstance(value, int | float) else value or None


def told(row, labels):
    """A row of the JSON likewise, by the names that a reader knows."""
    return {_head(name, labels): _plain(_named(name, value, labels)) for name, value in row.items()}


def _head(column, labels):
    is_target = column.partition(".")[0] in labels["schemes"]
    return _named("target", column, labels) if is_target else HEADS.get(column, column)


def _named(column, value, labels):
    if column == "scheme":
        return labels["schemes"][value]["en"]
    if column == "target":
        first, _, rest = value.partition(".")
        known = labels["parameters"] if first in labels["parameters"] else labels["schemes"]
        return f"{known[first]['en']} {rest}".strip()
    if column == "change":
        return value.replace("_", " ")
    return "nobody named" if column == "payer" and not value else value


def as_text(row):
    """A row in which numbers written as text and numbers are the same."""
    found = {}
    for name, value in row.items():
        try:
            found[name] = f"{Decimal(value):.2f}"
        except (ArithmeticError, TypeError):
            found[name] = value
    return found


@pytest.mark.parametrize("name", SHEETS)
def test_every_number_of_a_comparison_is_one_of_the_json(answer, book, name) -> None:
    """Row by row, both scenarios below one another."""
    expected = [
        as_text(told({"scenario": one["name"], **row}, answer["labels"]))
        for one in answer["comparisons"]
        for row in one[name]
    ]
    title = TITLES.get(name, name)
    found = read(book, title) if title in book.sheet_names else []

    assert expected == [as_text(row) for row in found]


@pytest.mark.parametrize("name", ["sensitivity", "tornado"])
def test_every_rate_is_told_as_in_the_json(answer, book, name) -> None:
    """Extra yuan and spans."""
    expected = [as_text(told(row, answer["labels"])) for row in answer[name]["rows"]]

    assert expected
    assert expected == [as_text(row) for row in read(book, name)]


def test_a_sweep_and_its_costs_are_told_as_in_the_json(answer, book) -> None:
    """Three values."""
    expected = [as_text(told(row, answer["labels"])) for row in answer["sweeps"][0]["rows"]]

    assert 3 == len(expected)
    assert expected == [as_text(row) for row in read(book, "sweep")]


def test_hashes_and_the_answer_of_the_seek_are_told(answer, book) -> None:
    """Both books by their SHA-256."""
    about = {row["name"]: row["value"] for row in read(book, "about")}
    sought = {row["name"]: row["value"] for row in read(book, "goal seek")}

    assert answer["comparisons"][0]["baseline"]["sha256"] == about["dearer.baseline.sha256"]
    assert answer["comparisons"][0]["reform"]["sha256"] == about["dearer.reform.sha256"]
    assert answer["seek"]["cost"] == sought["cost"]


def test_the_same_answer_is_the_same_file(answer) -> None:
    """No clock in it."""
    assert whatif_workbook(answer, "zh") == whatif_workbook(answer, "zh")


def test_amounts_are_numbers_and_numbers_of_persons_are_text(book) -> None:
    """So that office programs can add them up, and lose no digit."""
    headings, *rows = book.get_sheet_by_name("people").to_python()
    kinds = {name: {type(row[at]) for row in rows} for at, name in enumerate(headings)}

    assert [{float}, {str}] == [kinds["difference (yuan)"], kinds["unit id"]]


def test_no_scenario_is_needed() -> None:
    """A tornado alone."""
    costing = costing_of(units_book(), PEOPLE, "2023-01", HOUSEHOLDS, HOMES)
    alone = WhatIf(costing.baseline, tornado=tornado_on(costing, 10)).to_dict()

    assert ["about", "tornado"] == opened(alone).sheet_names
