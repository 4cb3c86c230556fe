"""The faults fit the tree as it is; that they are found is shown by ``make prove``."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache

import pytest

from tests.proving.faults import FAULTS, ROOT, Fault

FOLDERS = ("properties", "agreement")


@cache
def documented(file: str) -> dict[str, str]:
    """Every test of a file and its docstring, in one line."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {
        node.name: " ".join((ast.get_docstring(node) or "").split())
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def files() -> list[str]:
    folders = (ROOT / "tests" / name for name in FOLDERS)
    return [
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in sorted(folder.rglob("test_*.py"))
    ]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.test}-{fault.what}")
def test_what_is_replaced_stands_exactly_once(fault: Fault) -> None:
    """Fails if the code has moved on, so that a fault would no longer be put in."""
    text = (ROOT / fault.where).read_text("utf-8")

    assert 1 == text.count(fault.old)
    assert fault.new != fault.old


@pytest.mark.parametrize("file", files())
def test_every_property_has_a_fault(file: str) -> None:
    """Fails if a property is added, or renamed, without the fault that it finds."""
    assert set(documented(file)) == {fault.test for fault in FAULTS if fault.file == file}


@pytest.mark.parametrize(
    "fault", [f for f in FAULTS if "/properties/" in f.file], ids=lambda f: f"{f.test}-{f.what}"
)
def test_a_property_names_its_fault(fault: Fault) -> None:
    """Fails if docstring and fault are not in the same words."""
    _, named, faults = documented(fault.file)[fault.test].partition("Fault: ")

    assert named
    assert fault.what in faults


def test_no_fault_stands_twice() -> None:
    """Fails if two entries of one test are the same replacement."""
    entries = Counter((f.node, f.where, f.old, f.new) for f in FAULTS)

    assert 1 == max(entries.values())
