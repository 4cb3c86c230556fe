"""Lines that all have as many fields, and texts that are plain: both told by their bytes alone."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from subsidy.errors import Place, RegisterRefused
from subsidy.register.alike_lines import alike_lines
from subsidy.register.byte_counts import BYTES_AT_ONCE, count_of
from subsidy.register.plain_texts import are_plain, are_whole_numbers, may_hold
from subsidy.register.records import read_csv

PLACE = Place("register.csv")


@given(
    st.lists(st.sampled_from(["a,b", "a,,", "a", ",", "中,b", "a;b,c", ""]), min_size=1),
    st.sampled_from(["\n", ""]),
)
@example(["a,b", "a,,", "a"], "\n")  # one field too many, then one too few
@example(["a,b", "a,,", "a"], "")
def test_lines_are_alike_where_splitting_says_so(lines: list[str], close: str) -> None:
    content = ("\n".join(lines) + close).encode()
    whole = content.decode().removesuffix("\n").split("\n")
    widths = {len(line.split(",")) for line in whole}
    found = alike_lines(content, ord(","))
    if len(widths) > 1 or widths == {1} or (len(whole) == 1 and b"\n" not in content):
        assert found is None
        return
    assert found is not None
    assert found.fields in widths
    ends = [at for at, sign in enumerate(content) if sign == ord("\n")]
    assert found.ends(content).tolist() == (
        ends if content.endswith(b"\n") else [*ends, len(content)]
    )
    assert found.count == len(whole)
    assert found.longest == max(len(line.encode()) for line in whole)
    assert found.remembered().ends(content).tolist() == found.ends(content).tolist()


@pytest.mark.parametrize("sign", ['"', "\r", "\0"])
def test_a_text_that_needs_care_is_not_alike(sign: str) -> None:
    assert alike_lines(f"a,b\n1,{sign}\n".encode(), ord(",")) is None


def test_lines_are_followed_across_blocks() -> None:
    line = b"1" * 1000 + b",2,3\n"
    lines = BYTES_AT_ONCE // len(line) * 3
    content = line * lines
    found = alike_lines(content, ord(","))
    assert found is not None
    assert found.ends(content).tolist() == [len(line) * (n + 1) - 1 for n in range(lines)]
    assert alike_lines(line * lines + b"1,2,3,4\n" + b"1,2\n", ord(",")) is None
    assert count_of(line * lines, b",") == 2 * lines


@pytest.mark.parametrize("more", [1, 255, 256, 257, 512])
def test_a_line_of_many_fields_too_many_is_not_alike(more: int) -> None:
    """Fails if separators are counted in eight bits and 256 of them pass for none."""
    line = b"1,2,3\n"
    assert alike_lines(line * 3 + b"1,2,3" + b"," * more + b"\n" + line, ord(",")) is None
    assert alike_lines(line * 3 + b"1,2,3" + b"," * more, ord(",")) is None


def test_lines_of_very_many_fields_are_looked_at_with_care() -> None:
    def lines(fields: int) -> bytes:
        return (b"1" + b",1" * (fields - 1) + b"\n") * 4

    assert alike_lines(lines(256), ord(",")) is not None
    assert alike_lines(lines(257), ord(",")) is None


@given(st.lists(st.none() | st.text(alphabet="aZ09 合计é-\u200b", max_size=4), max_size=20))
def test_plain_texts_are_letters_and_digits(texts: list[str | None]) -> None:
    series, filled = pl.Series(texts, dtype=pl.String), [t for t in texts if t is not None]
    assert are_plain(series) == all(t.isascii() and t.isalnum() for t in filled)
    assert are_whole_numbers(series) == all(t.isascii() and t.isdigit() for t in filled)
    if any("计" in t for t in filled):
        assert may_hold(series, "计", "total")


def test_a_word_is_found_in_any_case() -> None:
    assert may_hold(pl.Series(["1", "Grand TOTAL"]), "total")
    assert not may_hold(pl.Series(["1", "合", None]), "计", "total")


@pytest.mark.parametrize("close", ["\n", ""])
def test_a_record_may_have_a_mebibyte_and_no_more(close: str) -> None:
    """In a text of lines that are alike, as in any other."""

    def text(length: int) -> bytes:
        return f"person_id,a\n1,2\n3,{'x' * (length - 2)}{close}".encode()

    assert 2 == read_csv(text(1 << 20), PLACE, "").records_read
    with pytest.raises(RegisterRefused) as refused:
        read_csv(text((1 << 20) + 1), PLACE, "")
    assert ["record-too-long"] == [one.code for one in refused.value.problems]
    assert 3 == refused.value.problems[0].place.line
