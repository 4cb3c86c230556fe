"""Cells that are read: dates, numbers, money, words, identity numbers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from subsidy.register.facts import person_facts
from subsidy.register.table import NO_DAY, NO_FEN, NO_WHOLE, NO_WORD

HEAD = "person_id,birth_date,sex,grade,share,boarder\n"


def one(read, book, line):
    people = read(HEAD + line + "\n")
    assert () == people.set_aside
    return person_facts(people, book, 0)


@pytest.mark.parametrize(
    "text",
    ["1943-05-20", "1943/5/20", "1943.05.20", "1943年5月20日", "19430520", " 1943-05-20\u3000"],
)
def test_a_date_is_read_in_each_documented_form(read, book, text):
    """Each form names the same day."""
    assert date(1943, 5, 20) == one(read, book, f"a,{text},,,,")["birth_date"]


@pytest.mark.parametrize("text", ["1850-01-01", "1944-02-29", "2000/2/29"])
def test_the_first_day_and_leap_days_exist(read, text):
    """Days at the edge of the calendar are read; too old is another matter."""
    people = read(HEAD + f"a,{text},,,,\n")

    assert "impossible-date" not in {entry.code for entry in people.set_aside}


@pytest.mark.parametrize(
    "text", ["1900-02-29", "2023-00-10", "2023.13.1", "20230431", "2250-01-01"]
)
def test_a_day_that_does_not_exist_is_no_date(read, text):
    """No date is bent into a neighbouring one."""
    people = read(HEAD + f"a,{text},,,,\n")

    assert ["impossible-date"] == [entry.code for entry in people.set_aside]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1086", 108600), ("1086.1", 108610), ("0.05", 5), ("1086.00元", 108600),
        (' "1,086.00" '.strip(), 108600), ('"1,086.00 元"', 108600), ("20000", 2_000_000), ("0", 0),
    ],
)  # fmt: skip
def test_money_is_read_exactly(read, book, text, fen):
    """Yuan become whole fen."""
    assert fen == one(read, book, f"a,1950-01-01,,,{text},")["share"]


@pytest.mark.parametrize(("text", "number"), [("3", 3), (" 3 ", 3), ("一级", 1), ("二级 ", 2)])
def test_whole_numbers_are_read_in_digits_and_words(read, book, text, number):
    """Accepted words stand for their number."""
    assert number == one(read, book, f"a,1950-01-01,,{text},,")["grade"]


@pytest.mark.parametrize(
    ("text", "truth"), [("是", True), ("NO", False), ("true", True), ("", None)]
)
def test_yes_and_no_are_read(read, book, text, truth):
    """Case does not matter, empty is None."""
    assert truth is one(read, book, f"a,1950-01-01,,,,{text}")["boarder"]


def test_words_become_the_choice(read, book):
    """Any accepted spelling gives the rulebook's own word."""
    assert "male" == one(read, book, "a,1950-01-01,男,,,")["sex"]


def test_empty_cells_hold_the_empty_mark_of_their_kind(read):
    """Arrays keep their narrow types."""
    people = read(HEAD + "a,,,,,\n")
    marks = {name: (values.dtype, values[0]) for name, values in people.columns.items()}

    assert {
        "birth_date": (np.int32, NO_DAY),
        "sex": (np.int16, NO_WORD),
        "grade": (np.int32, NO_WHOLE),
        "share": (np.int64, NO_FEN),
        "boarder": (np.int16, NO_WORD),
    } == marks


@pytest.mark.parametrize(
    ("text", "born", "sex"),
    [
        ("430204194305200017", date(1943, 5, 20), "male"),
        ("430204430520001", date(1943, 5, 20), "male"),
        ("430204194402290026", date(1944, 2, 29), "female"),
        ("430204193308150014", date(1933, 8, 15), "male"),
        ("430204192311300023", date(1923, 11, 30), "female"),
        ("43020419430520005X", date(1943, 5, 20), "male"),
        ("43020419430520005x", date(1943, 5, 20), "male"),
        ("'43020419430520005X", date(1943, 5, 20), "male"),
        (" 430204 19430520 005X ", date(1943, 5, 20), "male"),
        ("４３０２０４１９４３０５２０００５Ｘ", date(1943, 5, 20), "male"),
        ("430204200509010010", date(2005, 9, 1), "male"),
    ],
)
def test_an_identity_number_tells_birth_date_and_sex(read, book, text, born, sex):
    """However it is spelled, the number gives what the columns leave out."""
    people = read(f"person_id,id_number\na,{text}\n")

    assert () == people.set_aside
    assert {"birth_date": born, "sex": sex} == person_facts(people, book, 0)


def test_every_single_wrong_digit_of_an_identity_number_is_found(read):
    """The check digit or the date catches each change of one digit."""
    good = "430204194305200017"
    wrong = [
        good[:at] + digit + good[at + 1 :]
        for at in range(18)
        for digit in "0123456789"
        if digit != good[at]
    ]
    people = read("person_id,id_number\n" + "".join(f"{n},{w}\n" for n, w in enumerate(wrong)))

    assert 0 == len(people)
    assert 162 == people.records_read


def test_the_identity_number_fills_only_what_is_empty(read, book):
    """A column that agrees stays, an empty cell is filled, row by row."""
    people = read(
        "person_id,id_number,birth_date\na,430204194305200017,1943.5.20\n"
        "b,430204193308150014,\nc,,1950-01-01\n"
    )

    assert [date(1943, 5, 20), date(1933, 8, 15), date(1950, 1, 1)] == [
        person_facts(people, book, row)["birth_date"] for row in range(3)
    ]


def test_numbered_columns_are_facts_of_their_own(read, book):
    """A further spell and a further value stand under their numbers, empty ones as None."""
    people = read(
        "person_id,birth_date,护理起始日期,护理起始日期_2,care_until_2,等级2,grade\n"
        "a,1950-01-01,2020-01-01,2022-01-01,,,3\n"
    )

    assert {
        "birth_date": date(1950, 1, 1), "care_from": date(2020, 1, 1),
        "care_from_2": date(2022, 1, 1), "care_until_2": None, "grade_2": None, "grade": 3,
    } == person_facts(people, book, 0)  # fmt: skip


def test_links_and_texts_are_carried(read):
    """The household and the region stand beside the ids."""
    people = read(
        "person_id,birth_date,户编号,region\na,1950-01-01, h1 ,清水塘\nb,1950-13-01,h2,\n"
    )

    assert [{"household_id": "h1", "region": "清水塘"}] == people.carried.to_dicts()
