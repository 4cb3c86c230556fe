"""A text read in blocks is told to be in the encoding in which it is read whole, or refused alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.errors import Place, RegisterRefused
from subsidy.register.encodings import encoding_of_lines, to_utf8

PLACE = Place("register.csv")
STRAY = [bytes([byte]) for byte in (0x30, 0x41, 0x7E, 0x80, 0x81, 0xA1, 0xC2, 0xE4, 0xFE, 0xFF)]
CHINESE = [sign.encode(encoding) for sign in "姓名老高㐂𠮷" for encoding in ("utf-8", "gb18030")]
FEW_BYTES = [b"\x81\x30", b"\x81\x30\x81", b"\x81\x30\x81\x30", b"\x81\x30A\x81\x30", b"\xe5\xa7"]
PARTS = st.sampled_from([*STRAY, *CHINESE, *FEW_BYTES, b"id,", b"1943-05-20", b"\n", b" "])


def _knows(word: str) -> bool:
    return word == "姓名"


def _whole(content: bytes, encoding: str | None) -> object:
    try:
        return to_utf8(content, encoding, PLACE, _knows)[1]
    except RegisterRefused as refused:
        return refused.problems


def _in_blocks(blocks: list[bytes], encoding: str | None) -> object:
    def line_of(byte: int) -> int:
        return b"".join(blocks)[: byte - 1].count(b"\n") + 1

    try:
        return encoding_of_lines(blocks, encoding, PLACE, _knows, line_of)
    except RegisterRefused as refused:
        return refused.problems


@settings(max_examples=400)
@given(
    st.lists(st.lists(PARTS, max_size=12), min_size=1, max_size=4),
    st.sampled_from([None, "utf-8", "gb18030"]),
)
def test_blocks_say_what_the_whole_says(drawn: list[list[bytes]], encoding: str | None) -> None:
    blocks = [b"".join(parts) + b"\n" for parts in drawn]
    assert _in_blocks(blocks, encoding) == _whole(b"".join(blocks), encoding)


@settings(max_examples=200)
@given(st.lists(st.sampled_from([*CHINESE, b"id,", b"\n"]), max_size=30))
def test_texts_of_whole_signs_too(parts: list[bytes]) -> None:
    content = b"".join(parts) + b"\n"
    assert _in_blocks(content.splitlines(keepends=True), None) == _whole(content, None)


@pytest.mark.parametrize("before", range(9))
@pytest.mark.parametrize("between", range(18))
@pytest.mark.parametrize("second", [b"A", b" "])
def test_a_sign_is_read_with_what_is_behind_it(before: int, between: int, second: bytes) -> None:
    """Fails if the second byte of a sign is left out for being ASCII, and a later one is taken for it."""
    content = b"1" * before + b"\x81" + second + b"A" * between + b"\x81A\n"
    assert _in_blocks([content], None) == _whole(content, None)
    assert (_in_blocks([content], None) == "gb18030") == (second == b"A")
