"""The plain reader gives the tree of the parser of all YAML, place by place, or nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from subsidy.rulebook.all_yaml import read_fully
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.plain_yaml import read_plainly

ROOT = Path(__file__).parents[2]
TEXTS = [
    path.read_text("utf-8")
    for folder in ("rules", "tests/agreement", "tests/drawing", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
]
SIGNS = [*"  \n\n:-#,[]{}'\">|&*!%@?`~<=.ab甲1\u3000\r\t"]
SIGNS += [
    ": ",
    "- ",
    "\n  ",
    " #",
    "\n- ",
    ">-\n  ",
    "  - a\n",
    "{a: b}",
    "[a, b]",
    "<<: ",
    "---\n",
]


def fully(text: str):
    """The tree by the parser of all YAML, where nothing in it is refused."""
    findings = Findings()
    tree = read_fully(text, "f.yaml", findings)
    return None if findings.problems else tree


def test_every_file_of_the_shelf_is_plain() -> None:
    """Fails if a rule file is written so that loading it takes ten times as long."""
    shelf = sorted((ROOT / "rules" / "cn").rglob("*.yaml"))

    odd = [path.name for path in shelf if read_plainly(path.read_text("utf-8"), "f") is None]

    assert [] == odd


def test_both_readers_give_one_tree_of_every_file() -> None:
    """Scalars, places, quotation marks: everything that a message may point at."""
    differing = [
        text for text in TEXTS if (plain := read_plainly(text, "f.yaml")) and plain != fully(text)
    ]

    assert [] == differing


@pytest.mark.parametrize("seed", range(4))
def test_both_readers_give_one_tree_of_edited_files(seed: int) -> None:
    """Lines torn out and signs put in at random: nothing is accepted that YAML refuses."""
    random, given = Random(seed), 0
    for _ in range(300):
        text = edited(random.choice(TEXTS), random)
        plain = read_plainly(text, "f.yaml")
        given += plain is not None
        assert plain is None or plain == fully(text), text

    assert given > 50


def edited(text: str, random: Random) -> str:
    """Some lines of a text with one to three edits."""
    lines = text.split("\n")
    first = random.randrange(len(lines))
    text = "\n".join(lines[first : first + random.randint(1, 12)])
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(text) + 1)
        if random.random() < 0.4:
            text = text[:at] + text[at + random.randint(1, 3) :]
        else:
            text = text[:at] + random.choice(SIGNS) + text[at:]
    return text


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "# only a remark\n", "word\n", "- \n", "a: &x 1\nb: *x\n", "a: !!str 1\n",
        "<<: {a: 1}\n", "a: 1\na: 2\n", "{a: 1, a: 2}\n", "---\na: 1\n", "a: 1\n...\n", "%YAML 1.2\n",
        "a: |\n  x\n", "a: >\n  x\n", "a: >-\n  x\n\n  y\n", "a: >-\n  x\n   y\n", "a: x\n  y\n",
        'a: "x\\n"\n', "a: 'it''s'\n", 'a: "x\n  y"\n', "a: b: c\n", "a: - b\n", "a : b\n", "? a\n: b\n",
        "a: [b\n", "a: {b}\n", "a: {b: }\n", "a: [b: c]\n", "a: [x,,y]\n", "a: [x y\n  z]\n", "a:\n- b\n c: d\n",
        "  a: b\n c: d\n", "a: b #\u2028c\n", "a: b\r\n", "a:\tb\n", "a: 'x' y\n", "a: @x\n", "a: `x\n", "a: %x\n",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_other_parser(text: str) -> None:
    """Correct or not: this reader says nothing of it."""
    assert read_plainly(text, "f.yaml") is None


def test_a_correct_rulebook_is_loaded_without_the_parser_of_all_yaml() -> None:
    """Fails if every start pays for a parser that only faulty files need."""
    script = (
        "import subsidy, sys\n"
        "subsidy.load_rulebook('cn/hunan/zhuzhou/shifeng')\n"
        "print([name for name in ('ruamel.yaml', 'polars', 'numpy') if name in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert "[]" == ran.stdout.decode().strip()
