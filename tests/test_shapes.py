"""The table of shapes in the rules' document names files, cases and tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (RULES / "README.md").read_text("utf-8").splitlines()
    if re.match(r"\| R\d+ \|", line)
]


def bare(cell):
    return cell.strip("`")


def cases_beside(file):
    folder = (RULES / file).parent / "cases"
    return {
        case
        for path in folder.glob("*.yaml")
        for case in re.findall(r"^  - case: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    }


def test_every_shape_has_a_row():
    """R1 to R38, each once, in order."""
    assert [f"R{number}" for number in range(1, 39)] == [row[0] for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_a_row_names_exists(row):
    """A shape that nothing shows any longer is found here."""
    _, shape, how, file, case, test = row

    assert shape
    assert how
    assert case or test
    assert not file or (RULES / bare(file)).is_file()
    assert not case or case in cases_beside(bare(file))
    if test:
        path, name = bare(test).split("::")
        assert f"def {name}(" in (ROOT / path).read_text("utf-8")
