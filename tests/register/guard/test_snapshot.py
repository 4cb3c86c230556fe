"""One private copy of what is a file, and of nothing else."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from attrs import evolve

from subsidy.errors import Place, RegisterRefused
from subsidy.register.guard import snapshot
from subsidy.register.guard.limits import Limits
from subsidy.register.guard.snapshot import check_lines, snapshot_of_file


def refusal_of(path, limits=None):
    with pytest.raises(RegisterRefused) as refused:
        snapshot_of_file(Path(path), Place("x.csv"), limits or Limits())
    (problem,) = refused.value.problems
    return problem.code, problem.message.en


def test_a_folder_a_pipe_a_socket_and_a_device_are_no_files(tmp_path):
    """Opening none of them waits; a link to one is none either."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "s"))
    listener.close()

    assert ("cannot-read", "this is a folder, not a file") == refusal_of(tmp_path)
    assert ("cannot-read", "this is a named pipe, not a file") == refusal_of(tmp_path / "pipe")
    assert ("cannot-read", "this is a named pipe, not a file") == refusal_of(tmp_path / "link")
    assert ("cannot-read", "this is a device, not a file") == refusal_of("/dev/zero")
    assert "cannot-read" == refusal_of(tmp_path / "s")[0]
    assert "cannot-read" == refusal_of(tmp_path / "loop")[0]


def test_a_link_to_a_file_is_followed(tmp_path):
    """Rosters on shares are often links."""
    (tmp_path / "a.csv").write_bytes(b"x\n")
    (tmp_path / "b.csv").symlink_to("a.csv")

    assert b"x\n" == snapshot_of_file(tmp_path / "b.csv", Place("b.csv"), Limits())


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path):
    """By the size that the system tells: a sparse file costs nothing to make."""
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(1 << 40)

    assert ("too-large", "the register is larger than 2 GiB") == refusal_of(tmp_path / "big.csv")


@pytest.mark.parametrize("change", [b"", b"a\n", b"a\nb\nc\n", b"a\nX\n"], ids=len)
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch, change):
    """Emptied, cut, longer, or other bytes of the same length at the same moment."""
    path = tmp_path / "x.csv"
    path.write_bytes(b"a\nb\n")
    at = path.stat()
    read = snapshot._exactly

    def reading(stream, size):
        content = read(stream, size)
        path.write_bytes(change)
        os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns))
        return content

    monkeypatch.setattr(snapshot, "_exactly", reading)

    assert ("changed-while-read", "the file changed while it was read") == refusal_of(path)


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_a_line_without_end_is_refused_with_its_number(ending):
    """Before anything is split: a field of 200 MB costs no more than the file."""
    limits = evolve(Limits(), line=100)
    good = (ending.join(["a" * 99] * 50) + ending).encode()
    check_lines(good, Place("x"), limits)
    with pytest.raises(RegisterRefused) as refused:
        check_lines(good + b"x" * 101, Place("x"), limits)

    (problem,) = refused.value.problems
    assert "record-too-long" == problem.code
    assert problem.message.en == "a record of more than 100 B begins on this line"
    assert ending == "\r" or problem.place.line == 51
