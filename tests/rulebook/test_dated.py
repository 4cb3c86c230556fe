"""Conditions, ages and schemes changed for some months only, against plain calculations by month."""

from __future__ import annotations

from decimal import Decimal

import pytest

import subsidy
from subsidy.errors import RulesRefused

SHIFENG = "cn/hunan/zhuzhou/shifeng"
PEOPLE = [
    {"person_id": "A", "birth_date": "1940-03-05"},
    {"person_id": "B", "birth_date": "1930-03-05"},
    {"person_id": "C", "birth_date": "1937-03-05"},
    {"person_id": "D", "birth_date": "1937-08-05"},
    {"person_id": "E", "birth_date": "1947-03-05"},
]
EARLIER_NINETIES = {"elderly_allowance.90-99.from": "86", "elderly_allowance.80-89.below": "86"}
FROM_75 = {
    "elderly_allowance.eligible": "alive and local and age >= 75",
    "elderly_allowance.80-89.from": "75",
}


@pytest.fixture(scope="module")
def book():
    """The district's rules."""
    return subsidy.load_rulebook(SHIFENG)


def dated(changes, months):
    """The same changes for some months only."""
    return {f"{target}@{months}": value for target, value in changes.items()}


def by_month(book):
    """What each person is paid in each month of 2023."""
    rows = subsidy.calculate(book, PEOPLE, "2023").monthly()
    return {
        (who, month): amount
        for who, month, amount in rows.select("unit_id", "month", "amount").rows()
    }


@pytest.mark.parametrize("changes", [EARLIER_NINETIES, FROM_75])
@pytest.mark.parametrize(
    ("months", "first", "last"),
    [("2023-07", "2023-07", "2023-12"), ("2023-04:2023-09", "2023-04", "2023-09")],
)
def test_ages_of_some_months_are_the_changed_book_there_and_the_old_one_elsewhere(
    book, changes, months, first, last
) -> None:
    """Under this timing nothing hangs over from one stretch of months to the other."""
    old, new = by_month(book), by_month(book.reform(changes))
    expected = {
        key: amount
        for key in old.keys() | new.keys()
        if (amount := (new if first <= key[1] <= last else old).get(key)) is not None
    }

    assert expected == by_month(book.reform(dated(changes, months)))


def test_changes_of_the_same_months_are_checked_together(book) -> None:
    """A wider condition alone leaves an age without a bracket."""
    with pytest.raises(RulesRefused) as refused:
        book.reform({"elderly_allowance.eligible@2023-07": FROM_75["elderly_allowance.eligible"]})

    assert ["brackets-gap"] == [one.code for one in refused.value.problems]


def test_a_dated_condition_is_read_like_rules(book) -> None:
    """A misspelt age is refused with its cure."""
    with pytest.raises(RulesRefused) as refused:
        book.reform({"elderly_allowance.eligible@2023-07": "alive and agee >= 80"})

    assert "did you mean age?" in refused.value.show()


def test_the_condition_in_force_written_again_for_some_months_differs_nowhere(book) -> None:
    """A scenario equal to the baseline."""
    same = book.reform({"elderly_allowance.eligible@2023-07": "alive and local and age >= 80"})
    found = subsidy.compare(book, same, PEOPLE, "2023")

    assert 0 == len(found.people())
    assert book.sha256 != same.sha256
    assert ["elderly_allowance.eligible@2023-07"] == [one.name for one in same.changes]


def test_a_scheme_ends_in_a_month(book) -> None:
    """Four people of 80 and more, one of them of 90 from March: paid to June."""
    found = by_month(book.reform({"withdraws@2023-07": "elderly_allowance"}))

    assert "2023-06" == max(month for _, month in found)


def test_a_dated_change_outlives_a_further_reform(book) -> None:
    """Of a rate, and of the text."""
    first = book.reform(dated(EARLIER_NINETIES, "2023-07"))
    rates = by_month(first.reform({"elderly_allowance.90-99": "1320.00 per year"}))
    timed = first.reform({"elderly_allowance.timing.start": "next_month"})

    assert Decimal("110.00") == rates["C", "2023-07"]
    assert Decimal("100.00") == by_month(timed)["C", "2023-07"]


def test_a_new_scheme_begins_in_a_month(book, tmp_path) -> None:
    """A file read in addition: 20 yuan for everybody, from July to September."""
    file = tmp_path / "gift.yaml"
    file.write_text(
        """
scheme: gift
name: {zh: 礼金, en: Gift}
unit: person
legal_basis: {document: 甲}
eligible: alive
timing: {start: same_month, change: same_month, stop: next_month, legal_basis: {document: 甲}}
amount: {pay: "20.00 per month"}
""",
        "utf-8",
    )
    rows = subsidy.compare(book, {"file@2023-07:2023-09": str(file)}, PEOPLE, "2023")
    gift = rows.costs(("scheme", "month")).filter(scheme="gift", baseline=0)

    assert ["2023-07", "2023-08", "2023-09"] == gift["month"].to_list()
    assert {Decimal("100.00")} == set(gift["difference"])


@pytest.mark.parametrize(
    "change",
    [
        {"elderly_allowance.timing.start@2023-07": "next_month"},
        {"elderly_allowance.rounding.mode@2023-07": "up"},
        {"elderly_allowance.unless_paid@2023-07": "orphan_allowance"},
        {"withdraws@2023-07:2023-09": "elderly_allowance"},
    ],
)
def test_what_has_no_months_says_so(book, change) -> None:
    """Timing, rounding and stacking are of a whole scheme."""
    with pytest.raises(RulesRefused) as refused:
        book.reform(change)

    assert ["not-dated"] == [one.code for one in refused.value.problems]
