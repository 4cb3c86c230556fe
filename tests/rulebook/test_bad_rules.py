"""One broken rule file per mistake, with the exact problem text that it must produce.

``bad_rules/NAME.yaml`` is put into a place below the sound one of ``conftest.py``;
``NAME.expected`` is what is said about it, in both languages. A text with lines such as
``## a.yaml`` is several files.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

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
