"""Changed rates: a new book, checked like rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

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
        ({"old_age": "1.00 per year"}, "name a bracket or row: old_age.80-89, old_age.90+"),
        ({"old_age.80-89": "1.005 per year"}, "finer than one fen"),
        ({"old_age.80-89@2023-7": "1.00 per year"}, "2023-7 is not a month"),
        ({"old_age.80-89@": "1.00 per year"}, "  @ is not a month"),
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


@pytest.mark.parametrize("text", ["＋10％", " +10 % ", "＋１０%"])
def test_a_change_may_be_written_with_wide_signs(book: Rulebook, text: str) -> None:
    """As Chinese keyboards write them; the same change, and the same hash."""
    plain = book.reform({"old_age": "+10%"})

    assert MoneyLiteral(66000, 12) == pay(book.reform({"old_age": text}), "80-89", "2023-01")
    assert "＋" not in book.reform({"old_age.80-89": text}).changes[0].new
    assert plain.schemes == book.reform({"old_age": text}).schemes


CUT = """\
  cut:
    name: {zh: 扣减, en: cut}
    versions: [{effective_from: 2022-01, value: "50% * standard", legal_basis: {document: D1}}]
"""


def test_a_parameter_behind_another_makes_a_pay_impossible(place: Path) -> None:
    """Fails if a scheme is not checked again whose parameter is worked out from a changed one."""
    parameters = place / "parameters.yaml"
    parameters.write_text(parameters.read_text("utf-8") + CUT, "utf-8")
    scheme = place / "old_age.yaml"
    text = scheme.read_text("utf-8").replace('"100.00 per month"', '"500.00 per month - cut"')
    scheme.write_text(text, "utf-8")
    book = load_rulebook(place)

    book.reform({"standard": "1000.00 per month"})
    with pytest.raises(RulesRefused) as refused:
        book.reform({"standard": "1000.02 per month"})

    assert "old_age.90+ could be negative" in refused.value.show()


def test_all_changes_are_told_at_once(book: Rulebook) -> None:
    """Two mistakes, two problems."""
    with pytest.raises(RulesRefused) as refused:
        book.reform({"standrd": "1.00 per month", "old_age.90": "1.00 per month"})

    assert [p.code for p in refused.value.problems] == ["unknown-name", "unknown-name"]


STANDARDS = ["2023-02", "2023-03", "2023-04", "2023-05", "2023-08"]


def standards(book: Rulebook) -> list[object]:
    """The standard in some months."""
    return [parameter_value(book, "standard", read_month(month)) for month in STANDARDS]


@pytest.mark.parametrize(
    ("key", "value", "fen"),
    [
        ("standard", "+10%", [66000, 66000, 66000, 66000, 71500]),
        ("standard@2023-03:2023-04", "+10%", [60000, 66000, 66000, 60000, 65000]),
        ("standard@2023-03:2023-04", "1.00 per month", [60000, 100, 100, 60000, 65000]),
        ("standard@2023-04", "-5%", [60000, 60000, 57000, 57000, 61750]),
        ("standard@2023-04:2023-07", "+1.00", [60000, 60000, 60100, 60100, 65000]),
        ("standard", "+10%@2023-03 -50%@2023-05", [60000, 66000, 66000, 33000, 35750]),
        ("standard@2023-04:2024-12", "2.00 per month", [60000, 60000, 200, 200, 200]),
    ],
)
def test_a_change_holds_in_its_months_only(
    book: Rulebook, key: str, value: str, fen: list[int]
) -> None:
    """Before and after, what held holds. Fails if an end is counted wrongly."""
    assert fen == standards(book.reform({key: value}))


def test_a_rate_of_some_months_goes_back(book: Rulebook) -> None:
    """The yearly rate after the changed months is as before them."""
    reformed = book.reform({"old_age.80-89@2023-04:2023-05": "+10%"})
    months = ("2023-03", "2023-04", "2023-05", "2023-06")

    assert [60000, 66000, 66000, 60000] == [pay(reformed, "80-89", m).fen for m in months]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"old_age.eligable": "alive"}, "did you mean old_age.eligible?"),
        ({"old_age.timing.strat": "next_month"}, "did you mean start?"),
        ({"old_age.timing.start": "nextmonth"}, "did you mean next_month?"),
        ({"old_age.80-89.below": "85"}, "85 to 89 are uncovered"),
        ({"old_age.80-89.from": "85"}, "matches no bracket"),
        ({"old_age.eligible": "age"}, "yes or no is needed"),
        ({"old_age.name.zh@2023-07": "敬老金"}, "is not dated"),
        ({"old_age.unless_paid": "old_aeg"}, "did you mean old_age?"),
        ({"old_age.rounding": "{mode: sideways}"}, "sideways is not one of"),
        ({"withdraws": "old_aeg"}, "did you mean old_age?"),
        ({"file": "nowhere.yaml"}, "nowhere.yaml"),
        ({"standard": "+x%"}, "is not a change of a rate"),
        ({"standard": "-110%"}, "takes away more than there is"),
        ({"standard@2023-05:2023-03": "+1%"}, "ends before it begins"),
        ({"standard": "+1%@2023-05 +1%@2023-03"}, "is not a series by months"),
        ({"share": "+1.00"}, "which is no amount"),
    ],
)
def test_any_change_is_checked_like_rules(
    book: Rulebook, changes: dict[str, str], said: str
) -> None:
    """Names, types, months, gaps."""
    with pytest.raises(RulesRefused) as refused:
        book.reform(changes)

    assert said in refused.value.show()


def test_a_key_may_be_taken_away(book: Rulebook) -> None:
    """``none`` removes what is not required."""
    capped = book.reform({"old_age.unless_paid": "[]", "old_age.effective_until": "2024-01"})
    free = capped.reform({"old_age.effective_until": "none"})

    assert read_month("2024-01") == capped.scheme("old_age").until_month
    assert free.scheme("old_age").until_month is None


def test_a_book_without_files_changes_rates_alone() -> None:
    """Conditions are text, and there is none."""
    book = evolve(load_rulebook("cn/hunan/zhuzhou/shifeng"), origin=None)
    with pytest.raises(RulesRefused) as refused:
        book.reform({"elderly_allowance.eligible": "age >= 79"})

    assert ["no-text"] == [problem.code for problem in refused.value.problems]
