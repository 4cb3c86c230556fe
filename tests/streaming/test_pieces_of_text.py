"""A text file in pieces: where it is cut, by whom pieces are read, and what one turn tells the next."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import CancelledError, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import subsidy
from subsidy.errors import Place, RegisterRefused, Words
from subsidy.register.guard.limits import DEFAULT_LIMITS
from subsidy.register.pieces import csv_pieces, opened
from subsidy.register.pieces.cutting import Cutter
from subsidy.register.pieces.opening import PieceSize, open_pieces
from subsidy.register.pieces.piece import Unread
from subsidy.register.refusing import refuse
from tests.counting import counted

RECORDS = st.sampled_from(["a,b", "1,", '"x,y",2', '"two\nlines",3', '"say ""so""",4', "中,文", ""])
HEAD = "person_id,birth_date\n" + "h,\n" * 64
ROWS = [f"P{number:04},19{number % 60 + 10}-05-05\n" for number in range(400)]


@settings(max_examples=300)
@given(
    st.lists(RECORDS, max_size=60),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(1, 90),
    st.integers(1, 300),
)
def test_pieces_are_whole_records_and_nothing_is_between_them(
    records: list[str], break_: str, block_bytes: int, piece_bytes: int
) -> None:
    content = (HEAD + "".join(record + break_ for record in records)).encode()
    cutter = Cutter(piece_bytes)
    for at in range(0, len(content), block_bytes):
        cutter.add(content[at : at + block_bytes])
    cutter.close()
    assert cutter.ends[-1] == len(content)
    assert sorted(set(cutter.ends)) == cutter.ends
    assert content[: cutter.ends[0]].count(b"\n") > 64 or len(cutter.ends) == 1
    for end in cutter.ends[:-1]:
        assert content[:end].count(b'"') % 2 == 0, "within quotes"
        assert content[end - 1] in b"\r\n"
        assert content[end - 1 : end + 1] != b"\r\n", "between the two signs of a line ending"


def test_pieces_are_about_as_long_as_wanted() -> None:
    content = (HEAD + "".join(ROWS)).encode()
    cutter = Cutter(1000)
    for at in range(0, len(content), 300):
        cutter.add(content[at : at + 300])
    cutter.close()
    lengths = [end - begin for begin, end in pairwise(cutter.ends)]
    assert len(lengths) > 3
    assert all(900 < length < 1400 for length in lengths[:-1])


def test_nothing_is_no_piece() -> None:
    cutter = Cutter(10)
    cutter.close()
    assert cutter.ends == []


def _open(path: Path) -> Any:
    return opened.opened(path, Place(str(path)), DEFAULT_LIMITS)


def test_parts_of_a_file_are_read_by_several_threads_at_a_time(tmp_path: Path) -> None:
    content = "".join(ROWS).encode() * 40
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    edges = list(pairwise([*range(0, len(content), 4_001), len(content)]))
    with _open(path) as file, ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda edge: file.part(*edge, b"head\n"), edges))
        assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert parts == [b"head\n" + content[begin:end] for begin, end in edges]


def test_a_part_that_is_gone_is_a_change(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(b"x" * 1000)

    def read_what_is_gone(file: opened.Opened) -> None:
        assert file.sha256
        with path.open("r+b") as writing:
            writing.truncate(500)
        file.part(400, 600)

    with _open(path) as file, pytest.raises(RegisterRefused) as refused:
        read_what_is_gone(file)
    assert ["changed-while-read"] == [one.code for one in refused.value.problems]


def test_the_hash_of_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.touch()
    with _open(path) as file:
        assert file.sha256 == hashlib.sha256().hexdigest()


class _Slow(io.BytesIO):
    """A long file; whoever hashes it is told after the first bytes that nobody waits any more."""

    def __init__(self, is_over: Event) -> None:
        super().__init__(b"x" * 1000)
        self.is_over = is_over
        self.reads = 0

    def readinto(self, room: Any) -> int:
        self.reads += 1
        self.is_over.set()
        return super().readinto(room[:10])


def test_nobody_waits_for_a_hash_that_is_not_asked_for() -> None:
    is_over = Event()
    stream = _Slow(is_over)
    opened._hash_of(stream, 1000, Place("register.csv"), is_over)
    assert stream.reads == 1


def _book() -> Any:
    return subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")


def test_lines_are_looked_at_in_the_first_turn_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails if a second turn counts the separators of a piece again, or reads other rows."""
    path = tmp_path / "register.csv"
    path.write_text("person_id,birth_date\n" + "".join(ROWS))
    looks = counted(monkeypatch, (csv_pieces, "alike_lines"))
    with open_pieces(path, _book(), size=PieceSize(text_bytes=900)) as pieces:
        first = [unread().table for unread in pieces.read([0])]
        after_the_first = looks["alike_lines"]
        second = [unread().table for unread in pieces.read()]
        assert len(first) == len(second) == after_the_first > 5
        assert looks["alike_lines"] == after_the_first
    for one, other in zip(first, second, strict=True):
        assert one.columns[0].to_list() == other.columns[0].to_list()
        assert one.records_read == other.records_read
        assert one.lines is not None
        assert other.lines is not None
        assert one.lines.tolist() == other.lines.tolist()
        assert one.text_of is not None
        assert other.text_of is not None
        numbers = range(1, one.records_read + 1)
        assert list(map(one.text_of, numbers)) == list(map(other.text_of, numbers))
    assert "".join(f"{row}\n" for table in second for row in _rows(table)) == "".join(ROWS)


def _rows(table: Any) -> list[str]:
    return [table.text_of(number) for number in range(1, table.records_read + 1)]


def test_whoever_waits_for_a_piece_that_is_refused_does_not_wait_forever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "register.csv"
    path.write_text("person_id,birth_date\n" + "".join(ROWS))
    reading = csv_pieces.read_csv

    def refusing(text: bytes, place: Place, *given: Any) -> Any:
        if b"P0200" in text:
            refuse("quote", evolve(place, line=2), Words("odd", "异常"))
        return reading(text, place, *given)

    monkeypatch.setattr(csv_pieces, "read_csv", refusing)
    with open_pieces(path, _book(), size=PieceSize(text_bytes=900)) as pieces:
        unread = list(pieces.read())
        errors = _read_backwards(unread)
    at = next(number for number, error in enumerate(errors) if error is not None)
    found = errors[at]
    assert 0 < at < len(errors) - 1
    assert isinstance(found, RegisterRefused)
    line = found.problems[0].place.line
    assert line is not None
    assert 150 < line <= 202, "the line of the file at which the piece's first row stands"
    assert all(isinstance(error, CancelledError) for error in errors[at + 1 :])


def _read_backwards(unread: list[Unread]) -> list[BaseException | None]:
    """What becomes of each, when those behind are read before those that they wait for."""
    with ThreadPoolExecutor(len(unread)) as pool:
        read = [pool.submit(one) for one in reversed(unread)][::-1]
        try:
            return [one.exception(timeout=20) for one in read]
        finally:
            for one in unread:  # a test that fails must end, too
                one.__self__.until_its_end.cancel()  # type: ignore[attr-defined]
