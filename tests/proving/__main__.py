"""Show of every property that it can fail: ``python -m tests.proving [part of a test's name]``.

The project is copied to a temporary folder; there each fault is put in, its test run, and the
text put back. A test that passes all the same has proven nothing: exit code 1.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.proving.faults import FAULTS, ROOT, Fault

COPIED = ("subsidy", "tests", "rules", "pyproject.toml")
FAILED = 1  # pytest: tests ran and some failed; 2 and more: it could not run them
WIDTHS = (66, 60)


def main(wanted: Sequence[str]) -> int:
    """Run the faults whose test or wording contains one of *wanted* (all, if none is given)."""
    chosen = [f for f in FAULTS if not wanted or any(w in f"{f.node} {f.what}" for w in wanted)]
    with TemporaryDirectory(prefix="proving-") as folder:
        copy = Path(folder)
        _copy_to(copy)
        whole = _run(copy, *dict.fromkeys(fault.node for fault in chosen))
        if whole.returncode != 0 or not chosen:
            _say(whole.stdout[-3_000:] + "without any fault the tests must pass; they do not")
            return 1
        verdicts = [_verdict(copy, fault) for fault in chosen]
    survived = sum(not verdict.startswith("killed") for verdict in verdicts)
    _say(f"{len(chosen)} faults, {len(chosen) - survived} killed, {survived} not")
    return int(survived > 0)


def _copy_to(copy: Path) -> None:
    """The project without caches; whatever is imported there must come from there."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, copy / name, ignore=ignored)
        else:
            shutil.copy2(ROOT / name, copy / name)
    program = (
        "import subsidy, tests.proving.faults as f; print(subsidy.__file__); print(f.__file__)"
    )
    done = _python(copy, "-c", program)
    found = [Path(line).resolve() for line in done.stdout.splitlines()]
    if len(found) != 2 or not all(path.is_relative_to(copy.resolve()) for path in found):
        raise SystemExit(f"not the copy is imported but {found}\n{done.stdout}")


def _verdict(copy: Path, fault: Fault) -> str:
    text = (copy / fault.where).read_text("utf-8")
    if text.count(fault.old) != 1:
        verdict = f"stale: the old text stands {text.count(fault.old)} times in {fault.where}"
    else:
        with _faulty(copy, fault):
            verdict = _judged(_run(copy, fault.node))
    test, what = fault.test.removeprefix("test_"), fault.what
    _say(f"{test:{WIDTHS[0]}}  {what:{WIDTHS[1]}}  {verdict}")
    return verdict


@contextmanager
def _faulty(copy: Path, fault: Fault) -> Iterator[None]:
    path = copy / fault.where
    right = path.read_text("utf-8")
    path.write_text(right.replace(fault.old, fault.new), "utf-8")
    try:
        yield
    finally:
        path.write_text(right, "utf-8")


def _judged(done: subprocess.CompletedProcess[str]) -> str:
    """Killed where a test ran and failed; a module that cannot be imported is no proof."""
    if done.returncode == 0:
        return "SURVIVED"
    error = re.search(
        r"^E +(\w+(?:\.\w+)*(?:Error|Refused|Missing|Group))\b", done.stdout, re.MULTILINE
    )
    by = error[1].rpartition(".")[2] if error else "assertion"
    return f"killed ({by})" if done.returncode == FAILED else f"NOT RUN (pytest {done.returncode})"


def _run(copy: Path, *nodes: str) -> subprocess.CompletedProcess[str]:
    return _python(copy, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *nodes)


def _python(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in the copy, on the copy; no compiled files, which could outlive a fault."""
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
