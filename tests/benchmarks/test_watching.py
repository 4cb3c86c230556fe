"""Memory of a command is its own, and that of its children."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.watching import watched

sees_memory = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="this system does not show memory as files"
)

HOLDS = "import time; held = bytearray({}); time.sleep(0.3)"


@sees_memory
def test_memory_of_the_one_who_starts_it_is_not_counted():
    """Fails if the peak is what the system tells of an ended process, which is ours at least."""
    held = bytearray(200 << 20)
    held[:: 1 << 12] = b"1" * len(held[:: 1 << 12])
    _, peak = watched([sys.executable, "-c", HOLDS.format(1)])

    assert 1 << 20 < peak < 100 << 20


@sees_memory
def test_memory_of_children_is_counted():
    """A command that does its work in a child holds what the child holds."""
    child = HOLDS.format("b'1' * (200 << 20)")
    _, peak = watched(
        [
            sys.executable,
            "-c",
            f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])",
        ]
    )

    assert peak > 200 << 20


def test_a_command_that_fails_ends_the_measuring():
    """No time is told of what did not happen."""
    with pytest.raises(SystemExit, match="ended with 5"):
        watched([sys.executable, "-c", "raise SystemExit(5)"])
