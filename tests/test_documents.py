"""The documents tell the truth: their commands run, their excerpts stand, their examples compute.

- A block marked ``console`` is run: lines with ``$`` are commands, the rest is what they print.
  ``…`` alone on a line stands for any lines, inside a line for any text.
- A block marked ``yaml PATH`` is an excerpt of that file; where the first folder is ``mine``, it
  is a file that the reader is told to write, and is written.
- A block marked ``python`` with ``>>>`` is a doctest.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import frozen

from subsidy.cli.main import subsidy as command_line

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE, RULES = ROOT / "README.md", ROOT / "README.zh.md", ROOT / "rules" / "README.md"
DOCUMENTS = (ENGLISH, CHINESE, RULES)
TO_WRITE = "mine/"
FENCE = re.compile(r"^```(\S+)[ ]?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@frozen
class Block:
    """One fenced block: its language, what stands beside it, its text, its line."""

    document: Path
    language: str
    title: str
    text: str
    line: int

    def __str__(self) -> str:
        return f"{self.document.relative_to(ROOT)}:{self.line}"


def blocks(document, language):
    text = document.read_text("utf-8")
    return [
        Block(
            document, found[1], found[2].strip(), found[3], text.count("\n", 0, found.start()) + 1
        )
        for found in FENCE.finditer(text)
        if found[1] == language
    ]


EXCERPTS = [
    block
    for document in DOCUMENTS
    for block in blocks(document, "yaml")
    if not block.title.startswith(TO_WRITE)
]
CONSOLES = [block for document in DOCUMENTS for block in blocks(document, "console")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where a reader would stand: the demo has run, and the files to write are written."""
    place = tmp_path_factory.mktemp("reader")
    for document in DOCUMENTS:
        for block in blocks(document, "yaml"):
            if block.title.startswith(TO_WRITE):
                target = place / block.title
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.text, "utf-8")
    run("make demo", place, "en")
    return place


def run(command, folder, language):
    """What a command prints, words and results together, as on a screen."""
    environment = os.environ | {
        "LANG": "zh_CN.UTF-8" if language == "zh" else "C.UTF-8",
        "LC_ALL": "",
        "LC_MESSAGES": "",
        "PYTHONPATH": str(ROOT),
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }
    done = subprocess.run(
        arguments(command),
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 3), done.stdout
    return done.stdout


def arguments(command):
    """The command as this machine runs it: `make demo` without making an environment first."""
    if command == "make demo":
        return [sys.executable, "-m", "subsidy.demo"]
    name, *rest = shlex.split(command)
    assert name in ("subsidy", ".venv/bin/subsidy"), command
    return [sys.executable, "-m", "subsidy", *rest]


def as_pattern(text):
    """A regular expression in which … stands for any lines, or any text inside a line."""
    lines = [
        r"(?:[^\n]*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", "[^\n]*") + "\n"
        for line in text.splitlines()
    ]
    return "".join(lines)


@pytest.mark.parametrize("block", EXCERPTS, ids=str)
def test_an_excerpt_stands_in_its_file(block):
    """What the documents show of a rule is what the rule says, line for line."""
    path = ROOT / block.title

    assert path.is_file()
    assert f"\n{block.text}" in f"\n{path.read_text('utf-8')}"


@pytest.mark.parametrize("block", CONSOLES, ids=str)
def test_a_console_block_prints_what_it_shows(block, folder):
    """Every command of the documents, run in the order of its block."""
    language = "zh" if block.document == CHINESE else "en"
    parts = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)

    assert parts[0] == ""
    for command, shown in zip(parts[1::2], parts[2::2], strict=True):
        printed = run(command, folder, language)

        assert re.fullmatch(as_pattern(shown), printed), f"$ {command}\n{printed}"


@pytest.mark.parametrize("document", [ENGLISH, CHINESE], ids=lambda path: path.name)
def test_the_library_tour_computes_what_it_shows(document, folder, monkeypatch):
    """The Python blocks of a document, one after the other, as one session."""
    monkeypatch.chdir(folder)
    session = "\n".join(block.text for block in blocks(document, "python"))
    test = doctest.DocTestParser().get_doctest(session, {}, document.name, str(document), 0)
    told = []

    failures, examples = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(
        test, out=told.append
    )

    assert examples > 0
    assert 0 == failures, "".join(told)


def test_both_readmes_show_the_same_commands():
    """A reader of Chinese is told everything that a reader of English is."""
    shown = [
        [
            re.findall(r"^\$ (.*)$", block.text, re.MULTILINE)
            for block in blocks(document, "console")
        ]
        for document in (ENGLISH, CHINESE)
    ]

    assert shown[0] == shown[1]


def test_every_command_is_in_both_readmes():
    """No command of the command line is undocumented."""
    missing = [
        f"{document.name}: subsidy {name}"
        for document in (ENGLISH, CHINESE)
        for name in command_line.commands
        if f"subsidy {name}" not in document.read_text("utf-8")
    ]

    assert [] == missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.parent.name + path.name)
def test_links_inside_the_repository_lead_somewhere(document):
    """Files and headings that a document links to exist."""
    text = document.read_text("utf-8")
    links = re.findall(r"\]\(([^)#\s]*)(#[^)\s]+)?\)", text)
    files = [target for target, _ in links if target and "://" not in target]
    anchors = {_anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}

    assert [] == [one for one in files if not (document.parent / one).exists()]
    assert [] == [anchor for target, anchor in links if not target and anchor[1:] not in anchors]


def _anchor(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.parent.name + path.name)
def test_nothing_is_left_to_fill_in(document):
    """A figure that nobody measured stands in no document."""

    assert "<!-- fill -->" not in document.read_text("utf-8")
