"""Odd files come out the same whether they are read whole or in pieces."""

from __future__ import annotations

from tests.streaming import same

EVERY = 24  # the command compares all of them


def test_odd_files_come_out_the_same_in_pieces(tmp_path):
    """Exit code, words, result, receipt and rows set aside."""
    files = same.readable_in_pieces()

    assert len(files) > 100
    assert [] == list(same.differences(files[::EVERY], tmp_path))


def test_a_file_that_comes_out_differently_is_told(tmp_path, monkeypatch):
    """The comparison can fail."""
    outcome = same._outcome
    monkeypatch.setattr(same, "_outcome", lambda file, mode: (*outcome(file, mode), mode))
    files = same.readable_in_pieces()[:1]

    assert [files[0].odd.name] == list(same.differences(files, tmp_path))
