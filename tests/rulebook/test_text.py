"""YAML as text: scalars stay as written, and everything knows its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.errors import Place
from subsidy.rulebook.all_yaml import MOST_SCALAR_BYTES
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.text import (
    MOST_BYTES,
    TextMap,
    TextNode,
    TextScalar,
    decode,
    read_bytes,
    read_text,
)


def tree(text: str) -> TextMap:
    """The tree of a text that must be readable."""
    findings = Findings()
    node = read_text(text, "f.yaml", findings)
    assert isinstance(node, TextMap)
    assert findings.problems == []
    return node


def codes(text: str) -> list[str]:
    """What is refused in a text."""
    findings = Findings()
    read_text(text, "f.yaml", findings)
    return [problem.code for problem in findings.problems]


@pytest.mark.parametrize(
    "scalar", ["600.10", "010", "no", "1_000", "2023-02-30", "0x1F", "~", "1e3"]
)
def test_scalars_stay_as_written(scalar: str) -> None:
    """Nothing turns into a number, a truth, a date or nothing."""
    node = tree(f"a: {scalar}\n").get("a")

    assert isinstance(node, TextScalar)
    assert scalar == node.text


@pytest.mark.parametrize(
    ("text", "offset", "column"),
    [
        ("a: bcd", 2, 6),
        ('a: "bcd"', 2, 7),
        ("a: 'bcd'", 0, 5),
        ('a: "b\\"cd"', 3, 4),
        ("a: |\n  bcd", 2, 4),
    ],
)
def test_an_offset_becomes_a_column_where_that_is_certain(
    text: str, offset: int, column: int
) -> None:
    """Plain and quoted scalars on one line; others are placed as a whole."""
    node = tree(text).get("a")

    assert isinstance(node, TextScalar)
    assert Place("f.yaml", 1, column) == node.place_of(offset)


def test_a_byte_order_mark_is_tolerated() -> None:
    """Windows editors write one."""
    assert decode(b"\xef\xbb\xbfa: 1", "f.yaml", Findings()) == "a: 1"


def test_another_encoding_is_refused_with_its_line() -> None:
    """GB 18030 is for registers, not for rules."""
    findings = Findings()

    assert decode("a: 1\nb: 高龄".encode("gb18030"), "f.yaml", findings) is None
    assert [("not-utf-8", Place("f.yaml", 2))] == [(p.code, p.place) for p in findings.problems]


def test_a_file_larger_than_a_mebibyte_is_refused(tmp_path: Path) -> None:
    """Rules are small."""
    findings = Findings()
    (tmp_path / "f.yaml").write_bytes(b"#" * (MOST_BYTES + 1))

    assert read_bytes(tmp_path / "f.yaml", "f.yaml", findings) is None
    assert [problem.code for problem in findings.problems] == ["file-too-large"]


def test_a_scalar_longer_than_64_kib_is_refused() -> None:
    """The limit counts bytes of the scalar."""
    assert codes("a: " + "x" * (MOST_SCALAR_BYTES + 1)) == ["text-too-much"]
    assert codes("a: " + "x" * MOST_SCALAR_BYTES) == []


def test_too_many_nodes_are_refused() -> None:
    """Two hundred thousand values are no rules."""
    assert codes("a: [" + "1," * 200_000 + "1]") == ["text-too-much"]


def test_a_second_key_names_the_line_of_the_first() -> None:
    """Both lines are told."""
    findings = Findings()
    read_text("a: 1\nb: 2\na: 3\n", "f.yaml", findings)

    assert Place("f.yaml", 3, 1) == findings.problems[0].place
    assert findings.problems[0].message.en == "a stands here a second time; the first is on line 1"


@given(st.text(max_size=80))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    """Every text is a tree or a problem, never an exception."""
    findings = Findings()
    node: TextNode | None = read_text(text, "f.yaml", findings)

    assert node is not None or findings.problems


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (
            "a: 1\nb: 高龄\n".encode("gb18030"),
            2,
            "byte 9 of the file cannot be read; it looks like GB18030",
        ),
        (
            "place: x\n".encode("utf-16"),
            1,
            "byte 1 of the file cannot be read; it looks like UTF-16",
        ),
    ],
)
def test_another_encoding_is_named_with_the_byte_where_it_shows(
    content: bytes, line: int, said: str
) -> None:
    """The likely encoding, the line and the byte."""
    findings = Findings()
    decode(content, "f.yaml", findings)
    (problem,) = findings.problems

    assert line == problem.place.line
    assert said in problem.message.en


def test_a_file_that_is_not_there_is_said_to_be_not_there(tmp_path: Path) -> None:
    """Nothing else is guessed."""
    findings = Findings()

    assert read_bytes(tmp_path / "f.yaml", "f.yaml", findings) is None
    assert ["no-such-file"] == [problem.code for problem in findings.problems]
