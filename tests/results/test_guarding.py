"""What an office program would run is text, what it would cut is kept; everything else is as it was."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.results.guarding import guard_formulas, guarded, kept_as_text

RUN = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", " =1", "-x"]
PLAIN = ["-100.00", "+86", "-1,086.50", "-", "石峰", "80-89", "a=b", "", "2023-05"]


@pytest.mark.parametrize("text", RUN)
def test_what_would_run_stands_behind_an_apostrophe(text):
    """OWASP ASVS 5.0, 1.2.10."""
    assert f"'{text}" == guarded(text)


@pytest.mark.parametrize("text", PLAIN)
def test_numbers_and_plain_text_stay_as_they_are(text):
    """An apostrophe before -100.00 would make it useless."""
    assert text == guarded(text)


@given(st.text(st.sampled_from("=+-@\t\r '０＝＋19a.,"), max_size=6))
def test_a_column_is_guarded_as_its_texts_are(text):
    """Two ways of writing one rule."""
    frame = pl.DataFrame({"a": [text]})

    assert [guarded(text)] == guard_formulas(frame)["a"].to_list()


@given(st.text(max_size=20))
def test_taking_one_apostrophe_away_gives_the_text_back(text):
    """Nothing is lost by keeping text as text."""
    shown = kept_as_text(text)

    assert text == (shown.removeprefix("'"))


def test_headings_are_guarded_too():
    """They come from the register as well."""
    assert ["'=a", "b"] == guard_formulas(pl.DataFrame({"=a": ["1"], "b": ["2"]})).columns


def test_numbers_that_are_no_text_are_not_touched():
    """Only text can be a formula."""
    frame = pl.DataFrame({"n": [-1]})

    assert frame.equals(guard_formulas(frame))
