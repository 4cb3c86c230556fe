"""One broken rule file per mistake, with the exact problem text that it must produce.

``bad_rules/NAME.yaml`` is put into a place below the sound one of ``conftest.py``;
``NAME.expected`` is what is said about it, in both languages. A text with lines such as
``## a.yaml`` is several files.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import subsidy
from subsidy.errors import Problem
from subsidy.rulebook.shelf import check_rulebook

FOLDER = Path(__file__).parent.parent / "bad_rules"
MISTAKES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def put(text: str, folder: Path) -> None:
    """Write one mistake's file or files."""
    pieces = re.split(r"^## (\S+)\n", text, flags=re.MULTILINE)
    files = dict(zip(pieces[1::2], pieces[2::2], strict=True)) or {"rule.yaml": text}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def said(problems: tuple[Problem, ...]) -> str:
    """All problems as text: code, then the problem in both languages."""
    shown = (f"[{p.code}] {p.found}".rstrip() + f"\n{p.show()}\n{p.show('zh')}\n" for p in problems)
    return "\n".join(shown)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_in_exactly_these_words(mistake: str, place: Path) -> None:
    """Code, place, message and cure, in both languages, and nothing besides."""
    put((FOLDER / f"{mistake}.yaml").read_text(encoding="utf-8"), place / "here")
    expected = (FOLDER / f"{mistake}.expected").read_text(encoding="utf-8")

    assert expected == said(check_rulebook(place / "here"))


def test_there_is_a_file_for_at_least_forty_five_mistakes() -> None:
    """The collection does not shrink unnoticed."""
    assert len(MISTAKES) >= 45
    assert sorted(path.stem for path in FOLDER.glob("*.expected")) == MISTAKES


ROOMS = ("casebook", "expression", "rulebook")
NOTING = {"add", "refuse", "Problem"}


def codes_of(room: str) -> Iterator[str]:
    """The codes of the problems that a room's modules note."""
    for path in (Path(subsidy.__file__).parent / room).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", "") or getattr(
                getattr(node, "func", None), "id", ""
            )
            first = node.args[0] if isinstance(node, ast.Call) and node.args else None
            code = getattr(first, "value", None)
            if name in NOTING and isinstance(code, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", code):
                yield code


def test_every_problem_of_a_rule_file_is_shown_to_be_told() -> None:
    """A new check comes with a broken file, or with a test that names its code."""
    told = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.expected"))
    shown = set(re.findall(r"^\[([a-z-]+)\]", told, re.MULTILINE))
    tests = "".join(path.read_text("utf-8") for path in FOLDER.parent.rglob("test_*.py"))
    codes = {code for room in ROOMS for code in codes_of(room)}

    assert len(codes) > 70
    assert [] == sorted(code for code in codes - shown if f'"{code}"' not in tests)
