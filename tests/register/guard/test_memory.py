"""Memory, measured from outside on a fresh process and the children that it waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.register.guard.bombs import row, shared, workbook

if sys.platform != "linux":
    pytest.skip("memory is measured on Linux only", allow_module_level=True)

MIB = 1 << 20
READ = """
import sys
from pathlib import Path
from subsidy.dates import read_period
from subsidy.errors import RegisterRefused
from subsidy.register.guard.limits import limits_from
from subsidy.register.readers import read_register
from subsidy.rulebook.shelf import load_rulebook
book = load_rulebook("cn/hunan/zhuzhou/shifeng")
try:
    read_register(sys.argv[1], book, read_period("2023"), limits=limits_from(("memory=500MiB",)))
except RegisterRefused as refused:
    print([problem.code for problem in refused.problems])
"""


WATCH = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
said = process.stdout.read().decode().strip()
print(os.wait4(process.pid, 0)[2].ru_maxrss, said)
"""


def measured(path):
    """What it said, and the most memory that it, or a child of its, ever held.

    A small process starts it: a large one, such as this, would count as its beginning.
    """
    reading = [sys.executable, "-c", READ, path]
    told = subprocess.run(
        [sys.executable, "-S", "-c", WATCH, *reading], capture_output=True, text=True, check=True
    )
    kilobytes, _, said = told.stdout.strip().partition(" ")
    return said, int(kilobytes) * 1024


def test_a_bomb_of_shared_strings_holds_no_more_than_its_limit(tmp_path):
    """A few kilobytes that ask for 25 GB."""
    path = tmp_path / "bomb.xlsx"
    rows = "".join(row(n, shared(f"A{n}")) for n in range(1, 50_001))
    path.write_bytes(workbook(rows, strings=f"><si><t>{'x' * 500_000}</t></si>"))
    said, held = measured(path)

    assert "['too-large']" == said
    assert held < 520 * MIB


def test_a_field_of_200_megabytes_costs_little_more_than_itself(tmp_path):
    """It is refused before it is decoded or split."""
    path = tmp_path / "field.csv"
    path.write_bytes(b"person_id,birth_date\na," + "高".encode() * (200_000_000 // 3) + b"\n")
    said, held = measured(path)

    assert "['record-too-long']" == said
    assert held < 400 * MIB


def test_300_000_columns_cost_little(tmp_path):
    """In every row, too."""
    path = tmp_path / "wide.csv"
    line = b",".join(b"c%d" % n for n in range(120_000)) + b"\n"
    path.write_bytes(line * 20)
    said, held = measured(path)

    assert "['too-many-columns']" == said
    assert held < 400 * MIB


BESIDE = {
    "households": ("calc", "p.csv", "--households", "field.csv"),
    "institutions": ("calc", "p.csv", "--institutions", "field.csv"),
    "in pieces": ("calc", "field.csv", "--stream"),
}


@pytest.mark.parametrize("name", BESIDE)
def test_a_field_of_200_megabytes_costs_little_in_any_register(tmp_path, name):
    """Beside the persons, and in pieces, of which none is the whole field."""
    (tmp_path / "p.csv").write_text("人员编号,出生日期\na,1940-01-01\n", "utf-8")
    with (tmp_path / "field.csv").open("wb") as file:
        file.write(
            "人员编号,户编号,机构编号,出生日期\na,H1,I1,".encode() + b"x" * 200_000_000 + b"\n"
        )
    rules = ("--rules", "cn/hunan/zhuzhou/shifeng", "--period", "2023", "--lang", "en")
    running = [sys.executable, "-m", "subsidy", *BESIDE[name], *rules]
    told = subprocess.run(
        [sys.executable, "-S", "-c", WATCH.replace("stdout", "stderr"), *running],
        capture_output=True, text=True, check=True, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    kilobytes, _, said = told.stdout.strip().partition(" ")

    assert said.startswith("field.csv:2\n  a record of more than 1 MiB begins on this line\n")
    assert int(kilobytes) * 1024 < (150 if name == "in pieces" else 400) * MIB
