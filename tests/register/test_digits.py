"""Identity numbers and days read by whole numbers of eight signs, beside one text at a time."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from subsidy.register.day_texts import trimmed
from subsidy.register.digits import are_shaped, days_of_iso_texts, number_signs
from subsidy.register.faults import Faults
from subsidy.register.identity import numbers_of, read_identities
from subsidy.register.table import NO_DAY

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FIRST, LAST = date(1850, 1, 1), date(2249, 12, 31)
SIGNS = "0123456789X/:;- x\x00\x7f０é中"
DAYS = st.dates(date(1840, 1, 1), date(2260, 1, 1))


def expected_day(text: str) -> int:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return NO_DAY
    return day.toordinal() if FIRST <= day <= LAST else NO_DAY


def with_check_digit(body: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return body + "10X98765432"[total % 11]


@st.composite
def numbers(draw: st.DrawFn) -> str | None:
    """Mostly true numbers; some with a sign replaced, cut off, or missing altogether."""
    day = draw(DAYS).strftime("%Y%m%d").zfill(8)
    region, serial = draw(st.integers(110000, 999999)), draw(st.integers(0, 999))
    number = with_check_digit(f"{region}{day}{serial:03}")
    change = draw(st.sampled_from(["", "", "sign", "length", "null"]))
    if change == "sign":
        at = draw(st.integers(0, 17))
        return number[:at] + draw(st.sampled_from(SIGNS)) + number[at + 1 :]
    if change == "length":
        return number[: draw(st.integers(0, 18))] + draw(st.sampled_from(["", "0"]))
    return None if change == "null" else number


@given(st.lists(numbers(), max_size=30), st.sampled_from(["", " ", "'", "\u3000", "\u200b"]))
@example(["中中中中中中", "é" * 9, "", None, " ", "310104430517001", "31010419430517001x"], "")
def test_numbers_alone_are_those_of_whoever_checks_them(
    texts: list[str | None], before: str
) -> None:
    given_ = pl.Series([text and before + text for text in texts], dtype=pl.String)
    kept = given_.clone()
    shaped = number_signs(given_).is_shaped
    assert are_shaped(given_).tolist() == shaped.tolist()
    records = np.arange(1, len(texts) + 1)
    whole = read_identities(trimmed(given_), "", records, Faults()).numbers
    assert numbers_of(given_).to_list() == whole.to_list()
    assert given_.to_list() == kept.to_list()


@given(st.lists(numbers(), max_size=30))
@example(["中中中中中中", "é" * 9, "", None])
def test_signs_of_numbers_are_those_of_one_text_at_a_time(texts: list[str | None]) -> None:
    signs = number_signs(pl.Series(texts, dtype=pl.String))
    for at, text in enumerate(texts):
        is_shaped = text is not None and re.fullmatch("[0-9]{17}[0-9X]", text) is not None
        assert signs.is_shaped[at] == is_shaped
        if text is None or not is_shaped:
            assert not signs.fits[at]
            continue
        assert signs.fits[at] == (with_check_digit(text[:17]) == text)
        assert signs.is_male[at] == (int(text[16]) % 2 == 1)
        assert signs.born[at] == expected_day(f"{text[6:10]}-{text[10:12]}-{text[12:14]}")


@given(st.lists(st.tuples(DAYS, st.integers(0, 9), st.sampled_from(["", *SIGNS])), max_size=30))
def test_written_days_are_those_of_the_calendar(drawn: list[tuple[date, int, str]]) -> None:
    texts = [
        day.isoformat()[:at] + sign + day.isoformat()[at + len(sign) :] for day, at, sign in drawn
    ]
    is_iso, days = days_of_iso_texts(pl.Series(texts, dtype=pl.String))
    for at, text in enumerate(texts):
        assert is_iso[at] == (
            re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII) is not None
        )
        assert days[at] == (expected_day(text) if is_iso[at] else NO_DAY)


@pytest.mark.parametrize("every", [1, 3])
def test_many_texts_are_read_as_few_are(every: int) -> None:
    """More than are joined, and more than are taken, at a time; all of one length, or some."""
    count = (1 << 17) + 20_000
    bodies = [f"430204{1900 + n % 120}0520{n % 1000:03}" for n in range(500)]
    some = [with_check_digit(body) for body in bodies]
    texts = [some[n % 500] if n % every == 0 else "P1" for n in range(count)]
    signs = number_signs(pl.Series(texts))
    is_number = np.arange(count) % every == 0
    assert (signs.is_shaped == is_number).all()
    assert (signs.fits == is_number).all()
    born = np.array([date(1900 + n % 120, 5, 20).toordinal() for n in range(500)])
    assert (signs.born[is_number] == born[np.arange(count)[is_number] % 500]).all()
