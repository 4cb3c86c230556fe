"""Changed rates: a new book, checked like rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy.dates import read_month
from subsidy.errors import RulesRefused
from subsidy.expression.nodes import MoneyLiteral
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.shelf import load_rulebook
from subsidy.rulebook.values import parameter_value, version_in_force


@pytest.fixture
def book(place: Path) -> Rulebook:
    """The sound place."""
    return load_rulebook(place)


def pay(book: Rulebook, bracket: str, month: str) -> object:
    """What a bracket of old_age pays in a month."""
    rows = book.scheme("old_age").amount.rows
    versions = next(row.versions for row in rows if row.name == bracket)
    return version_in_force(versions, read_month(month)).pay


def test_a_bracket_pays_another_amount(book: Rulebook) -> None:
    """The change holds in all months, and the old book is as before."""
    reformed = book.reform({"old_age.80-89": "720.00 per year"})

    assert MoneyLiteral(72000, 12) == pay(reformed, "80-89", "2023-01")
    assert MoneyLiteral(60000, 12) == pay(book, "80-89", "2023-01")
    assert MoneyLiteral(10000, 1) == pay(reformed, "90+", "2023-01")


def test_a_change_may_begin_in_a_month(book: Rulebook) -> None:
    """Before that month the old rate holds."""
    reformed = book.reform(
        {"old_age.80-89@2023-07": "720.00 per year", "standard@2023-03": "1.00 per month"}
    )

    assert MoneyLiteral(60000, 12) == pay(reformed, "80-89", "2023-06")
    assert MoneyLiteral(72000, 12) == pay(reformed, "80-89", "2023-07")
    assert [
        parameter_value(reformed, "standard", read_month(month))
        for month in ("2023-02", "2023-03", "2023-12")
    ] == [60000, 100, 100]


def test_the_empty_reform_changes_nothing(book: Rulebook) -> None:
    """Not even the hash."""
    assert book == book.reform({})


def test_the_hash_tells_reforms_apart(book: Rulebook) -> None:
    """Another amount, another hash; the order of the changes does not count."""
    one, two = {"old_age.80-89": "1.00 per year"}, {"standard": "2.00 per month"}

    assert book.sha256 != book.reform(one).sha256
    assert book.reform(one).sha256 != book.reform(two).sha256
    assert book.reform(one | two).sha256 == book.reform(two | one).sha256


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"old_age.80-98": "1.00 per year"}, "did you mean old_age.80-89?"),
        ({"old_age.80-89": "1.005 per year"}, "finer than one fen"),
        ({"old_age.80-89@2023-7": "1.00 per year"}, "2023-7 is not a month"),
        ({"standard": "30%"}, "30% is not of the kind of standard"),
        ({"standard": "1.00 per year"}, "1.00 per year is not of the kind of standard"),
        ({"standard": "2 * standard"}, "parameters depend on one another: standard → standard"),
        ({"old_age.80-89": "0.00 per month - standard"}, "old_age.80-89 could be negative"),
        ({"standard": "income"}, "income reads facts of a register"),
    ],
)
def test_a_change_is_checked_like_rules(book: Rulebook, changes: dict[str, str], said: str) -> None:
    """Misspelt, of another kind, or impossible."""
    with pytest.raises(RulesRefused) as refused:
        book.reform(changes)

    assert said in refused.value.show()


def test_all_changes_are_told_at_once(book: Rulebook) -> None:
    """Two mistakes, two problems."""
    with pytest.raises(RulesRefused) as refused:
        book.reform({"standrd": "1.00 per month", "old_age.90": "1.00 per month"})

    assert [p.code for p in refused.value.problems] == ["unknown-name", "unknown-name"]
