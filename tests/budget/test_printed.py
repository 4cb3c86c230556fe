"""Figures as reports print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.budget.printed import (
    PrintedError,
    count_words,
    percent,
    read_count,
    read_money,
    read_percent,
    read_step,
    show_money,
    show_percent,
)
from subsidy.money import Mode, Rounding

WAN = 1_000_000
TO_HUNDREDTHS = Rounding(Mode.HALF_UP, 10_000)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("681.26", 681260000),
        ("0", 0),
        ("-17.7", -17700000),
        ("4,247.09", 4247090000),
        ("10", WAN * 10),
    ],
)
def test_an_amount_is_exact_fen(text, fen):
    """万元 times a million."""

    assert fen == read_money(text, WAN, 10_000)


@pytest.mark.parametrize(
    "text",
    ["", "681.265", "1e3", "６８１", "07", "1,23", "681.26万元", "+3", ".5", "5.", "nan", "--5"],
)
def test_what_is_no_plain_amount_is_refused(text):
    """Finer than the step, grouped wrongly, signs and words."""
    with pytest.raises(PrintedError):
        read_money(text, WAN, 10_000)


@given(st.integers(-(10**13), 10**13))
def test_an_amount_reads_back_as_it_was_printed(steps):
    """Reading is the inverse of printing, for every whole number of steps."""
    text = show_money(steps * 10_000, WAN, TO_HUNDREDTHS)

    assert steps * 10_000 == read_money(text, WAN, 10_000)


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [
        ("1732", 1732, 1732),
        ("33,096人次", 33096, 33096),
        ("9000多", 9000, 9999),
        ("2890多", 2890, 2899),
        ("约1100多", 1100, 1199),
        ("160余", 160, 169),
        ("约1000", 500, 1499),
        ("近800", 700, 800),
        ("约17", 17, 17),
    ],
)
def test_a_count_means_a_range(text, lowest, highest):
    """多 leaves open what stands below the last digit that is not zero."""

    assert (lowest, highest) == read_count(text)


@pytest.mark.parametrize("text", ["many", "1.5", "-3", "多", "９０００", "3 4"])
def test_what_is_no_count_is_refused(text):
    """Words, fractions, signs."""
    with pytest.raises(PrintedError):
        read_count(text)


def test_a_count_is_worded_for_both_readers():
    """As printed in Chinese; in English what that means."""

    assert ["some 1100 and more", "1732", "nearly 800"] == [
        count_words(text).en for text in ("约1100多", "1732", "近800")
    ]
    assert "约1100多" == count_words("约1100多").zh


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (68126, 29738, "229.09%"),
        (1, 3, "33.33%"),
        (1, 8, "12.50%"),
        (1, 32, "3.13%"),  # 3.125: half up
        (-1, 3, "-33.33%"),
        (5, 0, "—"),
        (5, None, "—"),
        (0, 5, "0.00%"),
    ],
)
def test_a_rate_of_execution_is_rounded_half_up_to_hundredths(part, whole, text):
    """And has no meaning where nothing was budgeted."""

    assert text == show_percent(percent(part, whole))


def test_percentages_and_steps_are_read_strictly():
    """229.09% is 22909 hundredths; a step is a power of ten of at least a fen."""

    assert [22909, 10000, 9950] == [read_percent(text) for text in ("229.09%", "100%", "99.5%")]
    assert [10_000, 1, 1] == [
        read_step("0.01", WAN),
        read_step("0.000001", WAN),
        read_step("0.01", 100),
    ]
    for read in (
        lambda: read_percent("100"),
        lambda: read_step("0.001", 100),
        lambda: read_step("0.02", WAN),
    ):
        with pytest.raises(PrintedError):
            read()
