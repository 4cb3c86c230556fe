"""Folders of files that are not yet published: gone again, whenever a signal comes."""

import os
import signal
from pathlib import Path

import pytest

from subsidy.results.staging import private_folder


class Told(BaseException):
    """What the handler of a signal raises."""


@pytest.fixture(autouse=True)
def handler():
    """A signal becomes an exception, as in the program."""

    def end(_number, _frame):
        raise Told

    before = signal.signal(signal.SIGTERM, end)
    yield
    signal.signal(signal.SIGTERM, before)


def told_around(function):
    """The same function; a signal comes as soon as it has done its work."""

    def doing(*given, **named):
        result = function(*given, **named)
        os.kill(os.getpid(), signal.SIGTERM)
        return result

    return doing


def write_two(parent):
    """Two files into a folder that is gone afterwards."""
    with private_folder(parent) as folder:
        for name in ("one", "two"):
            (folder / name).write_bytes(b"half")


def test_a_signal_that_comes_while_the_folder_is_made_leaves_none(tmp_path, monkeypatch):
    """Between being made and being held there is no moment of its own."""
    monkeypatch.setattr(Path, "mkdir", told_around(Path.mkdir))
    with pytest.raises(Told):
        write_two(tmp_path)

    assert [] == list(tmp_path.iterdir())


def test_a_signal_that_comes_while_the_folder_is_removed_leaves_none(tmp_path, monkeypatch):
    """It waits until everything is gone."""
    monkeypatch.setattr(os, "unlink", told_around(os.unlink))
    with pytest.raises(Told):
        write_two(tmp_path)

    assert [] == list(tmp_path.iterdir())


def test_a_signal_that_comes_in_between_leaves_none(tmp_path, monkeypatch):
    """Whoever works there is stopped; what was written goes."""
    monkeypatch.setattr(Path, "write_bytes", told_around(Path.write_bytes))
    with pytest.raises(Told):
        write_two(tmp_path)

    assert [] == list(tmp_path.iterdir())
