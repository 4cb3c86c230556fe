"""What is proved of many rows at once, or read where something stands, says what reading all says."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given

from subsidy import how_many
from tests.register.odd_tables import BLANK, HEADINGS, tables, told
from tests.register.test_digits import with_check_digit

OTHERS = 40  # rows, of which all that need not be filled is empty


def number(order: int) -> str:
    """The identity number of the so-manieth who was born on 1948-08-15."""
    return with_check_digit(f"43020419480815{order:03}")


ENDING_IN_X = next(one for one in map(number, range(950, 999)) if one.endswith("X"))


def both(source):
    """The same source with all short ways for many rows, and with none."""
    found = []
    for many in (0, 1 << 40):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(how_many, "_FEW", -1)
            patch.setattr(how_many, "_MANY", many)
            found.append(told(source))
    return found


def frame(columns, *, keys="{}"):
    """The cells as texts, above others of people born on one day; *keys* say how theirs look."""
    others = {
        "person_id": [keys.format(100_000 + n) for n in range(OTHERS)],
        "birth_date": ["1948-08-15"] * OTHERS,
        "id_number": [number(n) for n in range(OTHERS)],
    }
    texts = {
        name: [
            *(cell if isinstance(cell, str) and cell != "\ud800" else None for cell in cells),
            *others.get(name, [None] * OTHERS),
        ]
        for name, cells in columns.items()
    }
    return pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))


@given(tables())
def test_any_rows_say_the_same_with_and_without_short_ways(columns):
    """Fails where a short way takes an odd cell, or puts a value or a fault into another row."""
    short, long = both(frame(columns))

    assert long == short


@pytest.mark.parametrize("keys", ["{}", "P{}"])
@pytest.mark.parametrize("name", HEADINGS)
def test_each_odd_cell_among_many_plain_ones_says_the_same(name, keys):
    """Identity numbers as they should be, all but one. Fails where many prove something of one."""
    usual = {"person_id": "7", "birth_date": "1948-08-15", "id_number": number(900)}
    for cell in [*HEADINGS[name], *BLANK]:
        columns = {one: [text] for one, text in {**usual, name: cell}.items()}
        short, long = both(frame(columns, keys=keys))

        assert long == short, repr(cell)


@pytest.mark.parametrize(
    "spelled",
    [
        " {}",
        "{} ",
        "'{}",
        "{}\u200b",
        "4302 04194808159000",
        "430204480815900",
        ENDING_IN_X.lower(),
        number(900).translate({ord(str(n)): chr(ord("０") + n) for n in range(10)}),
        number(900)[:17] + "0",
        "430204199902301232",
        "4.30204E+17",
        "",
    ],
)
def test_numbers_in_any_spelling_say_the_same_among_plain_ones(spelled):
    """Fails where what the raw signs say is taken for what the mended number says."""
    columns = {
        "person_id": ["7", "8"],
        "birth_date": ["", ""],
        "id_number": [spelled.format(number(900)), number(902)],
    }
    short, long = both(frame(columns))

    assert long == short


def test_rows_without_a_number_may_be_no_people_among_many():
    """Fails where identity numbers of others prove that nobody is looked at."""
    columns = {
        "person_id": ["9", "10", "合计"],
        "birth_date": ["1948-08-15", "", ""],
        "id_number": ["", "", ""],
        "name": ["王五", "合计：2 人", ""],
    }
    short, long = both(frame(columns))

    assert long == short
    assert 2 == len(short[1]["apart"])


@pytest.mark.parametrize("died", [date(2023, 2, 1), date(1700, 1, 1), date(1948, 1, 1)])
def test_days_of_the_few_who_have_one_say_the_same(died):
    """A column of days: one that is known, one that is none, one before the birth."""
    days = pl.Series("death_date", [None, died, *[None] * (OTHERS - 1)], pl.Date)
    short, long = both(frame({"person_id": ["7"], "birth_date": ["1948-08-15"]}).with_columns(days))

    assert long == short
