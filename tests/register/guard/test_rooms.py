"""Large frames come through memory that the child fills and its parent copies from."""

from __future__ import annotations

import io
import os
import sys
from contextlib import nullcontext

import polars as pl
import pytest

import subsidy
from subsidy.errors import Place, RegisterRefused
from subsidy.register.arrow_bytes import arrow_bytes, frame_of_arrow
from subsidy.register.guard import rooms, supervise
from subsidy.register.guard.limits import DEFAULT_LIMITS
from subsidy.register.guard.rooms import Filled, lent_rooms
from subsidy.register.pieces.opening import PieceSize, open_pieces

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such memory")

LARGE, SMALL = 40_000, 10_000  # rows: of an Arrow file, which stands in a room, and of a stream


def people(count: int) -> pl.DataFrame:
    number = pl.int_range(count, eager=True).cast(pl.String)
    return pl.DataFrame({"person_id": number, "remark": "甲" + number, "birth_date": None})


@pytest.fixture
def handed_back(monkeypatch) -> list[None]:
    """As many as rooms were handed back."""
    found: list[None] = []
    given = supervise.hand_back
    monkeypatch.setattr(supervise, "hand_back", lambda child: found.append(given(child)))
    return found


def frames_of(path) -> list[pl.DataFrame]:
    book = subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")
    with open_pieces(path, book, size=PieceSize(rows=LARGE)) as pieces:
        twice = [unread() for unread in (*pieces.read([0]), *pieces.read())]
        assert [0, LARGE, 2 * LARGE, 0, LARGE, 2 * LARGE] == [piece.before for piece in twice]
        tables = [piece.table for piece in twice]
        return [pl.DataFrame(dict(zip(t.headings, t.columns, strict=True))) for t in tables]


def test_frames_are_the_same_through_rooms_and_through_the_pipe(tmp_path, monkeypatch, handed_back):
    """Fails if a room is filled again before it has been copied, or if no room is used at all."""
    path = tmp_path / "people.parquet"
    people(2 * LARGE + SMALL).write_parquet(path)
    through_rooms = frames_of(path)
    assert 4 == len(handed_back)
    monkeypatch.setattr(supervise, "lent_rooms", lambda: nullcontext(None))
    through_pipe = frames_of(path)

    assert 4 == len(handed_back)
    assert all(a.equals(b) for a, b in zip(through_rooms, through_pipe, strict=True))
    assert pl.concat(through_rooms[3:])["remark"].equals(people(2 * LARGE + SMALL)["remark"])


def test_two_rooms_are_filled_in_turn_and_a_third_frame_waits():
    """Fails if a frame stands where another has not been copied yet."""
    with lent_rooms() as lent:
        assert lent is not None
        told = io.BytesIO(b"\n")
        filled = Filled.of(lent.descriptor, told)
        frames = [people(LARGE + more) for more in range(3)]
        words = [filled.told(arrow_bytes(frame, filled.room())) for frame in frames[:2]]
        assert 0 == told.tell()
        copies = [lent.copied(word or b"") for word in words]
        words.append(filled.told(arrow_bytes(frames[2], filled.room())))
        assert 1 == told.tell()
        copies.append(lent.copied(words[2] or b""))

    assert [b"\0", b"\1", b"\0"] == [word[:1] for word in words if word]
    assert all(frame_of_arrow(c or b"").equals(f) for c, f in zip(copies, frames, strict=True))


def test_a_frame_that_does_not_fit_stands_elsewhere_and_no_room_is_tried_again(monkeypatch):
    monkeypatch.setattr(rooms, "_ROOM_BYTES", 1000)
    frame = people(LARGE)
    with lent_rooms() as lent:
        assert lent is not None
        filled = Filled.of(lent.descriptor, io.BytesIO())
        content = arrow_bytes(frame, memoryview(bytearray(1000)))

        assert frame_of_arrow(bytes(content)).equals(frame)
        assert filled.room() is not None
        assert filled.told(content) is None
        assert filled.room() is None


def test_nobody_can_make_rooms_smaller():
    """A parent that copies from memory which is gone would be killed."""
    with lent_rooms() as lent:
        assert lent is not None
        with pytest.raises(PermissionError):
            os.ftruncate(lent.descriptor, 0)


@pytest.mark.parametrize("missing", ["memfd_create", "MFD_ALLOW_SEALING"])
def test_a_system_without_such_memory_has_no_rooms(missing, monkeypatch):
    monkeypatch.delattr(os, missing)
    with lent_rooms() as lent:
        assert lent is None
    assert Filled.of(None, io.BytesIO()).room() is None


@pytest.mark.parametrize(
    "words",
    [
        "(9).to_bytes(8, 'big') + bytes([2]) + (10).to_bytes(8, 'big')",
        "(9).to_bytes(8, 'big') + bytes([0]) + (2**40).to_bytes(8, 'big')",
        "(3).to_bytes(8, 'big') + bytes(3)",
    ],
    ids=["a room that there is not", "more than a room holds", "no place at all"],
)
@pytest.mark.parametrize("has_rooms", [True, False])
def test_a_child_that_names_what_cannot_be_is_refused(words, has_rooms, monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text(f"import sys\nsys.stdout.buffer.write(b'R' + {words})\n", "utf-8")
    monkeypatch.setattr(supervise, "_ENTRY", child)
    if not has_rooms:
        monkeypatch.setattr(supervise, "lent_rooms", lambda: nullcontext(None))
    with (
        supervise.asked("parquet_pieces", Place("people.parquet"), DEFAULT_LIMITS) as asked,
        pytest.raises(RegisterRefused) as refused,
    ):
        next(asked.pieces(b"{}"))

    assert "damaged-file" == refused.value.problems[0].code
