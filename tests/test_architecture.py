"""The house's shape: rooms, sizes, public names, and what no line may say."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest

import subsidy
from subsidy.rulebook.shelf import load_rulebook, places

PACKAGE = Path(subsidy.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE_LINES = 400
LONGEST_FUNCTION_LINES = 40
DEEPEST_NESTING = 3
FLOATS_ALLOWED = {
    "cli/calc_streaming.py": "seconds between two words of progress",
    "cli/profile.py": "seconds",
    "demo/old.py": "an age structure",
    "demo/drawing.py": "shares of categories",
    "demo/settings.py": "types of those two",
    "engine/runs.py": "a share of rows",
    "errors.py": "how alike two words are",
    "report/charts.py": "opacities and widths of lines; amounts stay text",
    "register/cells.py": "a workbook hands every number over as a float; it becomes exact here",
}


def shown(path):
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree_of(path):
    return ast.parse(path.read_text("utf-8"))


def functions_in(path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, kinds)]


def test_imports_point_down():
    """The layers of pyproject.toml hold, and the reference sees no plan, vector or register."""
    lint = Path(sys.executable).parent / "lint-imports"

    run = subprocess.run(
        [lint, "--no-cache"], cwd=PACKAGE.parent, capture_output=True, text=True, check=False
    )

    assert 0 == run.returncode, run.stdout


def test_no_module_is_longer_than_400_lines():
    """Who needs more has two subjects in one file."""
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}

    assert {} == {name: n for name, n in lengths.items() if n > LONGEST_MODULE_LINES}


def test_no_function_is_longer_than_40_lines():
    """A function fits on a screen."""
    long = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in functions_in(path)
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION_LINES
    ]

    assert [] == long


def test_nothing_is_nested_deeper_than_three():
    """Guard clauses first; the happy path is not indented."""
    deep = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in functions_in(path)
        if _depth(node) > DEEPEST_NESTING
    ]

    assert [] == deep


def _depth(node):
    """Blocks inside one another; a chain of elif counts once, a branch of match with its match."""
    blocks = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)
    own = 0
    for name in ("body", "orelse", "finalbody"):
        for child in getattr(node, name, []):
            chained = name == "orelse" and isinstance(child, ast.If)
            own = max(own, _depth(child) + (isinstance(child, blocks) and not chained))
    for child in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
        own = max(own, _depth(child))
    return own


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_public_names_are_sorted_documented_and_there(path):
    """`__all__` is sorted, names what exists, and each function and class says what it is."""
    module = import_module(_module_name(path))
    public = list(getattr(module, "__all__", []))
    undocumented = [
        name
        for name in public
        if isinstance(getattr(module, name), FunctionType | type)
        and not inspect.getdoc(getattr(module, name))
    ]

    assert len(set(public)) == len(public)
    assert sorted(public, key=_public_order) == sorted(public, key=public.index)
    assert [] == undocumented
    assert path.name == "__main__.py" or module.__doc__


def _public_order(name):
    """Constants, classes, then the rest, each by the alphabet: the order ruff keeps."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def _module_name(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def test_every_function_is_annotated():
    """Arguments and results, private ones too."""
    bare = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in functions_in(path)
        if node.returns is None or any(_lacks_type(argument) for argument in _arguments(node))
    ]

    assert [] == bare


def _arguments(node):
    every = node.args
    return [*every.posonlyargs, *every.args, *every.kwonlyargs]


def _lacks_type(argument):
    return argument.annotation is None and argument.arg not in ("self", "cls")


def test_nothing_is_evaluated_as_code():
    """No eval, exec, compile or __import__ anywhere: formulas have an engine of their own."""
    called = [
        f"{shown(path)}:{node.lineno} {node.func.id}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in {"eval", "exec", "compile", "__import__"}
    ]

    assert [] == called


def test_nobody_asks_the_clock_or_the_network():
    """The same rules and register give the same bytes tomorrow, and on a machine without a net."""
    asked = re.compile(
        r"\b(datetime\.now|date\.today|time\.time|utcnow|import (socket|requests|urllib|httpx))\b"
    )
    found = [shown(path) for path in MODULES if asked.search(path.read_text("utf-8"))]

    assert [] == found


def test_no_floats_near_money():
    """No float literal and no float() but where a reason is named, and none of those is money."""
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in MODULES
        if shown(path) not in FLOATS_ALLOWED
        for node in ast.walk(tree_of(path))
        if _is_float(node)
    ]

    assert [] == found


def _is_float(node):
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return is_call and node.func.id == "float"


def test_no_scheme_of_the_shelf_is_named_in_the_engine():
    """Policy lives in rules/: no scheme, parameter or bracket of any book stands in the code."""
    books = [load_rulebook(name) for name in places()]
    names = {one.name for book in books for one in book.schemes}
    names |= {name for book in books for name in book.parameters}
    found = sorted(
        f"{shown(path)}: {name}"
        for path in MODULES
        for text in _texts_in_code(path)
        for name in names
        if re.search(rf"(?<![a-z_]){re.escape(name)}(?![a-z_])", text)
    )

    assert [] == found


def _texts_in_code(path):
    """Strings that are not docstrings, and the names that the code uses."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree_of(path))
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in docstrings:
                yield node.value
        elif isinstance(node, ast.Name):
            yield node.id


def test_no_exception_is_swallowed_whole():
    """`except Exception` and bare `except` hide bugs; the command line's last resort says so."""
    caught = [
        f"{shown(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
    ]

    assert all(one.startswith("cli/main.py") for one in caught)
    assert len(caught) <= 1


def test_frames_stay_in_their_rooms():
    """Formulas, rulebooks and plans know no frame library; reports get theirs from results."""
    rooms = ("expression", "rulebook", "plan", "cli")
    found = [
        shown(path)
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] in rooms
        and re.search(r"^\s*(import|from) polars", path.read_text("utf-8"), re.MULTILINE)
    ]

    assert [] == found


def test_no_room_is_called_utils():
    """A function that fits nowhere means that a room is missing."""
    forbidden = {"utils", "helpers", "common", "core", "manager", "base", "misc"}

    assert [] == [
        shown(path) for path in MODULES if forbidden & set(path.with_suffix("").parts[-2:])
    ]


def test_nothing_is_left_to_do():
    """No TODO, FIXME or XXX."""
    found = [
        shown(path)
        for path in MODULES
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", path.read_text("utf-8"))
    ]

    assert [] == found
