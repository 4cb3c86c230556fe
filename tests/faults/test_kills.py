"""A few faults of every kind for every format; ``make faults`` injects thousands."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.__main__ import ONE_THREAD
from tests.faults.world import CASES, evolve_files, make_world, violations

ROOT = Path(__file__).parents[2]
HANDFUL = 4


@pytest.mark.parametrize("case", CASES)
def test_killed_runs_leave_the_whole_old_or_the_whole_new_result(case):
    """Fails if a target is written in place, or a receipt is renamed before its result."""
    command = [sys.executable, "-m", "tests.faults", "--case", case, "--few"]
    done = subprocess.run(
        [*command, "--kills", str(HANDFUL)],
        cwd=ROOT,
        env=os.environ | ONE_THREAD | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])

    assert [] == found["complaints"]
    assert HANDFUL == found["counts"]["random kills"]


@pytest.fixture
def world(tmp_path):
    """A folder in which the old result stands whole."""
    world = evolve_files(
        make_world(tmp_path, "csv"),
        old={"out.csv": b"old", "out.csv.receipt.json": b"{}"},
        new={"out.csv": b"new", "out.csv.receipt.json": b"{}"},
    )
    world.reset(world.old)
    return world


def complaints(world, digest=None):
    """What is wrong in the folder."""
    return list(violations(world, digest or world.digest()))


def test_a_whole_old_result_is_no_violation(world):
    """The judge is silent where all is well."""
    assert [] == complaints(world)


def test_half_a_result_is_a_violation(world):
    """The judge of the kills can tell."""
    (world.outputs / "out.csv").write_bytes(b"ol")

    assert ["out.csv is neither the old nor the new result"] == complaints(world)


def test_a_missing_result_is_a_violation(world):
    """The old one is gone and the new one has not come."""
    (world.outputs / "out.csv").unlink()

    assert ["out.csv is neither the old nor the new result"] == complaints(world)


def test_a_receipt_of_another_result_is_a_violation(world):
    """Whoever trusts it would pay by the wrong file."""
    said = {"output": {"file": "out.csv", "sha256": "0" * 64}}
    (world.outputs / "out.csv.receipt.json").write_text(json.dumps(said))

    assert ["the receipt does not describe out.csv"] == complaints(world)


def test_a_changed_input_is_a_violation(world):
    """Inputs are never written."""
    digest = world.digest()
    (world.folder / "register.csv").write_text("person_id\n")

    assert ["an input changed"] == complaints(world, digest)


def test_temporary_files_that_others_can_read_are_a_violation(world):
    """What a killed run leaves is as private as its result."""
    folder = world.outputs / ".subsidy-0.tmp"
    folder.mkdir()
    folder.chmod(0o755)

    assert ["a temporary file can be read by others"] == complaints(world)


def test_a_stray_file_is_a_violation(world):
    """Nothing else stands beside the result."""
    (world.outputs / "scratch").write_bytes(b"")

    assert ["scratch was left behind"] == complaints(world)
