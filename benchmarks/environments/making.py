"""Make a contestant's own environment from its list of pinned packages, or say why it cannot be."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from attrs import frozen

__all__ = ["Absent", "python_of"]

_LISTS = Path(__file__).parent
_ROOT = Path(__file__).parents[2]
_MOST_SECONDS = 900


@frozen
class Absent:
    """An environment that could not be made."""

    why: str


def python_of(name: str, root: Path = _ROOT) -> Path | Absent:
    """The interpreter of a contestant's environment, which is made where it is not there yet.

    *name* is that of a list of packages here; the environment stands in ``.venv-bench-NAME``.
    """
    wanted = _LISTS / f"{name}.txt"
    folder = root / f".venv-bench-{name}"
    python, ready = folder / "bin" / "python", folder / "ready"
    sha256 = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if ready.exists() and ready.read_text("ascii") == sha256:
        return python
    print(f"preparing {folder.name} (once)", file=sys.stderr)
    for command in (
        [sys.executable, "-m", "venv", "--clear", folder],
        [python, "-m", "pip", "install", "--quiet", "--no-input", "--no-deps", "-r", wanted],
    ):
        failed = _failure(list(map(str, command)))
        if failed:
            shutil.rmtree(folder, ignore_errors=True)
            return Absent(failed)
    ready.write_text(sha256, "ascii")
    return python


def _failure(command: list[str]) -> str:
    """The last line of what a command complains of; empty where it succeeds."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=_MOST_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as failed:
        return type(failed).__name__
    if done.returncode == 0:
        return ""
    said = [line for line in done.stderr.splitlines() if line.strip()]
    return next((line for line in reversed(said) if "ERROR" in line), (said or ["failed"])[-1])
