"""A rulebook in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy.report.rules_summary import summarise_rules
from subsidy.rulebook.shelf import load_rulebook

FACTS = """\
facts:
  person_id: {type: key, name: {zh: 编号, en: number}}
"""
RATES = """\
parameters:
  fixed: {name: {zh: 定额, en: fixed}, versions: [{effective_from: 2023-01, value: 2, legal_basis: {document: D}}]}
  shown: {name: {zh: 示额, en: shown}, versions: [{effective_from: 2023-01, last_confirmed: 2023-12, value: 2, legal_basis: {document: D}}]}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place of one fact and no rates."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "place.yaml").write_text("place: here\nname: {zh: 此地, en: Here}\n")
    (folder / "facts.yaml").write_text(FACTS)
    return folder


def test_one_of_a_kind_is_written_in_the_singular(place: Path) -> None:
    """One fact, and no sentence about rates where none lasts for good."""
    said = summarise_rules(load_rulebook(place), "en")

    assert said == "here (Here): sound. 0 schemes, 0 parameters, 1 fact; 0 conventions assumed."


def test_rates_that_hold_until_they_are_replaced_are_counted(place: Path) -> None:
    """A rate with a last confirmed month is not among them."""
    (place / "rates.yaml").write_text(RATES)
    book = load_rulebook(place)

    assert summarise_rules(book, "en").endswith(
        "1 rate has no last_confirmed: it holds until replaced."
    )
    assert summarise_rules(book, "zh").endswith("1 项标准没有最后确认月：执行至有新标准为止。")
