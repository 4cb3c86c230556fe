"""Two rulebooks beside each other: what it costs, who gains, who loses."""

from __future__ import annotations

from decimal import Decimal

import pytest

import subsidy

PEOPLE = [
    {"person_id": "old", "birth_date": "1940-01-01"},
    {"person_id": "older", "birth_date": "1930-01-01"},
    {"person_id": "turns", "birth_date": "1933-07-15"},
    {"person_id": "young", "birth_date": "1990-01-01"},
]


@pytest.fixture(scope="module")
def book() -> subsidy.Rulebook:
    """The Shifeng book."""
    return subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")


def test_a_higher_rate_costs_what_its_months_cost(book):
    """Fails if a difference is taken the wrong way round, or the unconcerned are counted."""
    reform = book.reform({"elderly_allowance.80-89": "720.00 per year"})
    compared = subsidy.compare(book, reform, PEOPLE, "2023")

    assert [("old", Decimal("120.00")), ("turns", Decimal("60.00"))] == (
        compared.people().select("unit_id", "difference").rows()
    )
    assert {
        "scheme": "elderly_allowance",
        "baseline": Decimal("2700.00"),
        "reform": Decimal("2880.00"),
        "difference": Decimal("180.00"),
        "gaining": 2,
        "losing": 0,
        "newly_in": 0,
        "newly_out": 0,
        "unchanged": 1,
    } == compared.totals().row(0, named=True)


def test_a_rate_of_nothing_puts_people_out_and_back_in(book):
    """Fails if who is paid in one book only is left out of the comparison."""
    none = book.reform({"elderly_allowance.90-99": "0.00 per year"})
    out = subsidy.compare(book, none, PEOPLE, "2023").totals().row(0, named=True)
    back = subsidy.compare(none, book, PEOPLE, "2023").totals().row(0, named=True)

    assert (1, 2) == (out["newly_out"], out["losing"])
    assert (1, 2) == (back["newly_in"], back["gaining"])


def test_a_book_beside_itself_differs_nowhere(book):
    """Fails if the same person stands twice, or sums are taken apart."""
    compared = subsidy.compare(book, book.reform({}), PEOPLE, "2023")

    assert 0 == len(compared.people())
    assert [Decimal("0.00")] == compared.totals()["difference"].to_list()


def test_public_functions_stay_functions():
    """Fails if a module takes the name of a public function when it is first imported."""
    book = subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")
    for _ in range(2):
        subsidy.calculate(book, PEOPLE, "2023-05")
        subsidy.explain(book, PEOPLE, "old", "2023-05")
        subsidy.compare(book, book, PEOPLE, "2023-05")

    assert callable(subsidy.calculate)


def test_books_results_and_comparisons_show_themselves_in_a_line(book, people):
    """In a console, too; never a person's row (fault: all facts and rows, some 100,000 signs)."""
    found = subsidy.compare(book, {"elderly_allowance.80-89": "720.00 per year"}, people, "2023")

    assert f"<Rulebook {book.name}: 19 schemes, {book.sha256[:12]}>" == repr(book)
    assert f"<Result {book.name} 2023-01:2023-12: 200 records read>" == repr(found.baseline)
    before, after = found.total()
    assert f"<Comparison {book.name}: {before:,} → {after:,} yuan>" == repr(found)


def test_brackets_are_told_in_the_order_of_the_rules() -> None:
    """Sorted as text, 100+ would stand before 80-89, in tables and drawings."""
    people = [{"person_id": str(age), "birth_date": f"{2020 - age}-03-05"} for age in (80, 90, 100)]
    book = subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")
    found = subsidy.compare(book, {"elderly_allowance.100+": "+10%"}, people, "2023")

    assert ["80-89", "90-99", "100+"] == [row["bracket"] for row in found.to_dict()["by_bracket"]]
