"""Few cells read one by one say what all columns read at once say: the same people, byte for byte."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given

from subsidy import how_many
from subsidy.register.read_map import read_map_text
from subsidy.register.readers import read_register
from tests.register.odd_tables import (
    BLANK,
    BOOK,
    HEADINGS,
    PERIOD,
    PYTHONS,
    USUAL,
    tables,
    told,
)


def both(source, mapping=None):
    """The same source read one by one, and all at once."""
    one_by_one = told(source, mapping)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(how_many, "_FEW", -1)
        return one_by_one, told(source, mapping)


@given(tables())
def test_any_few_rows_say_the_same_read_one_by_one_and_all_at_once(columns):
    """Usual and odd cells, texts and Python's own. Fails where a short way takes an odd cell."""
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    for source in (columns, rows):
        one_by_one, at_once = both(source)

        assert at_once == one_by_one


@given(tables())
def test_few_rows_of_a_frame_say_the_same(columns):
    """Texts that stand in a Polars frame."""
    texts = {
        name: [cell if isinstance(cell, str) and cell != "\ud800" else None for cell in cells]
        for name, cells in columns.items()
    }
    one_by_one, at_once = both(pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)))

    assert at_once == one_by_one


@pytest.mark.parametrize("name", HEADINGS)
def test_each_odd_cell_by_itself_says_the_same(name):
    """No spelling of the lists is left to chance."""
    usual = {"person_id": "P7", "birth_date": "1948-08-15"}
    for cell in [*HEADINGS[name], *BLANK, *PYTHONS]:
        one_by_one, at_once = both([{**usual, name: cell}])

        assert at_once == one_by_one, repr(cell)


def test_what_a_mapping_declares_holds_for_few_rows_too():
    """Units, words and forms of dates. Fails where a short way reads 万元 as yuan."""
    mapping = read_map_text(
        "roster: r\ncolumns: {编号: person_id, 出生: birth_date, 金额: subsistence_share}\n"
        "money: {subsistence_share: 万元}\nwords: {disability_category: {甲: physical}}\n"
        "dates: {birth_date: day_month_year}\n",
        "map.yaml",
        BOOK,
    )
    for birth in ("15/08/1948", "1948-08-15"):
        for amount in ("0.032", "3205", "12.5"):
            row = {"编号": "P1", "出生": birth, "金额": amount, "disability_category": "甲"}
            one_by_one, at_once = both([row], mapping)

            assert at_once == one_by_one


def test_few_rows_in_the_usual_spelling_ask_polars_nothing(monkeypatch):
    """Fails where one question is put to a column again."""
    asked = []
    for name in ("select_seq", "select", "with_columns", "filter"):
        monkeypatch.setattr(pl.DataFrame, name, lambda *_, **__: asked.append(1))
    row = {n: USUAL[n][0] for n in HEADINGS if n not in ("id_number", "备注")}
    read_register([row], BOOK, PERIOD)

    assert not asked
