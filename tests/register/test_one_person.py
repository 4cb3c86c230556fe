"""One person after another: what is worked out once, and how many calls one person takes."""

from __future__ import annotations

import polars as pl
import pytest

import subsidy
from subsidy.expression import infer
from subsidy.register import headings, needed, vocabularies, words_without_days
from tests.counting import counted

ONE = {
    "person_id": "P1",
    "birth_date": "1948-08-15",
    "sex": "male",
    "disability_category": "肢体",
    "disability_grade": "1",
    "disability_from": "2010-01-01",
    "disability_applied_on": "2016-02-01",
    "subsistence_allowance_from": "2015-03-01",
    "subsistence_share": "320.00",
}
COLUMNS = {name: [value] for name, value in ONE.items()}
MOST_SELECTS = 4  # of the words of remarks, of the days' lengths and signs, of all other columns
MOST_FRAMES = 5


@pytest.fixture(scope="module")
def book():
    """The whole book of a district."""
    return subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")


@pytest.fixture
def calls(monkeypatch):
    """How often each of the costly doors of Polars is gone through."""
    names = ("select", "select_seq", "with_columns", "join", "filter", "write_csv", "__init__")
    return counted(monkeypatch, *((pl.DataFrame, name) for name in names))


@pytest.mark.parametrize("people", [[ONE], COLUMNS, pl.DataFrame(COLUMNS)])
def test_one_person_takes_a_handful_of_calls_however_many_facts(book, calls, people):
    """A call costs as much for one cell as for a thousand. Fails if a column makes its own."""
    subsidy.calculate(book, people, "2023")
    calls.clear()

    subsidy.calculate(book, people, "2023")

    assert calls["select_seq"] <= MOST_SELECTS
    assert calls["__init__"] <= MOST_FRAMES
    assert {"select_seq", "__init__"} >= set(calls)


def test_more_columns_of_one_kind_take_no_more_calls(book, calls):
    """Nine dates beside one: the same calls. Fails if days are read column by column."""
    dates = [name for name, fact in book.facts.items() if type(fact).__name__ == "DateFact"]
    of_persons = [name for name in dates if name not in book.units and name != "birth_date"][:9]
    few = [{"person_id": "P1", "birth_date": "1948-08-15"}]
    many = [{**few[0], **dict.fromkeys(of_persons, "2016-02-01")}]
    found = []
    for people in (few, many):
        subsidy.calculate(book, people, "2023")
        calls.clear()
        subsidy.calculate(book, people, "2023")
        found.append(calls["select_seq"])

    assert found[0] == found[1]


def test_what_follows_from_the_book_alone_is_worked_out_once(book):
    """Known headings, needed dates, vocabularies, matched headings. Fails if each call does it."""
    kept = (
        headings._matched,
        headings._known_headings,
        needed._needed_dates,
        vocabularies._vocabulary,
        words_without_days._read_by_rules,
    )
    subsidy.calculate(book, [ONE], "2023")
    before = [one.cache_info().misses for one in kept]
    for number in range(50):
        subsidy.calculate(book, [{**ONE, "person_id": f"P{number}"}], "2023")

    assert before == [one.cache_info().misses for one in kept]
    assert all(one.cache_info().maxsize for one in kept)


def test_a_calculation_reads_no_formula(book, monkeypatch):
    """Formulas are read when a book is loaded, and never again."""
    read = []
    monkeypatch.setattr(infer, "parse", read.append)

    subsidy.calculate(book, [ONE], "2023")
    subsidy.explain(book, [ONE], "P1", "2023-05")

    assert [] == read


def test_rows_by_the_thousand_and_one_by_one_say_the_same(book):
    """One path for all sizes: odd spellings, faults and places alike."""
    odd = [
        ONE,
        {**ONE, "birth_date": "1948年8月15日", "disability_grade": "一级", "sex": " 男 "},
        {**ONE, "birth_date": "1948-02-30"},
        {**ONE, "disability_from": "2016.1"},
        {**ONE, "subsistence_share": "1,320元", "disability_grade": "9"},
        {**ONE, "subsistence_share": "3.201", "disability_category": "？"},
        {**ONE, "birth_date": ""},
    ]
    rows = [{**one, "person_id": f"P{number}"} for number, one in enumerate(odd * 40)]
    together = subsidy.calculate(book, rows, "2023")
    told = {(one.row, one.column, one.code, one.reason) for one in together.people.set_aside}
    paid = set(together.annual().rows())
    for number, row in enumerate(rows[: len(odd)], start=1):
        alone = subsidy.calculate(book, [row], "2023")
        faults = {(number, one.column, one.code, one.reason) for one in alone.people.set_aside}

        assert faults == {one for one in told if one[0] == number}
        assert set(alone.annual().rows()) == {one for one in paid if one[1] == row["person_id"]}
