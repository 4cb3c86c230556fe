"""Byte for byte the same file whatever surrounds the program; ``make faults`` tries every pairing."""

import pytest

from tests.faults.sameness import RUNS, differences, digests, prepare, some_surroundings

SOME = some_surroundings(4)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A register and rules, and two folders to run in."""
    return prepare(tmp_path_factory.mktemp("sameness"))


def test_surroundings_do_not_change_a_byte_or_a_mode(world):
    """Threads, hash seeds, time zones, locales, umasks, working folders: all formats."""
    assert [] == differences(world, SOME)


def test_the_surroundings_tried_differ_in_everything():
    """Else their agreement would prove little."""
    for name in ("threads", "hash_seed", "zone", "locale", "umask", "folder"):
        assert 1 < len({getattr(one, name) for one in SOME}), name


def test_every_file_is_compared_and_private(world):
    """Results, receipts and the set-aside list, readable by their owner only."""
    found = digests(world, SOME[0])

    assert 2 * len(RUNS) + 1 == len(found)
    assert {"0o600"} == {digest.rpartition(" ")[2] for digest in found.values()}
