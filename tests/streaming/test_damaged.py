"""A few damaged files in every run of the suite."""

from __future__ import annotations

from tests.streaming.damaged import damaged_files


def test_damaged_files_come_out_the_same_in_pieces_and_whole(tmp_path):
    """Ten of them; some are refused, so that the damage is real, and the old result stands."""
    found = damaged_files(10, 3, tmp_path)

    assert 10 == found.total()
    assert any(what.endswith("refused") for what in found)
