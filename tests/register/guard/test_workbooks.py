"""Hostile and broken workbooks: each is one refusal, and this process comes to no harm."""

from __future__ import annotations

import io
import random
import time
import warnings

import pytest
import xlsxwriter
from attrs import evolve

from subsidy.errors import Place, RegisterRefused
from subsidy.register.guard import supervise
from subsidy.register.guard.limits import MIB, Limits
from subsidy.register.guard.workbooks import open_workbook
from tests.register.guard.bombs import number, row, shared, text, understated, workbook

SMALL = evolve(Limits(), memory=600 * MIB, waiting=30, cells=100_000)
FAR = (
    "from the first to the last filled cell the sheets span more than 100,000 cells\n"
    "  delete what stands far away from the table, or save the table as CSV UTF-8;"
    " else raise the limit: --limit cells=…"
)
MEMORY = (
    "opening the file takes more than 600 MiB of memory\n"
    "  delete what stands far away from the table, or save the table as CSV UTF-8;"
    " else raise the limit: --limit memory=…"
)
EXPANDS = (
    "the workbook unpacks to more than 200 times its size\n"
    "  if nobody made it so on purpose, save the table alone as CSV UTF-8;"
    " else raise the limit: --limit expansion=…"
)
ENTITIES = (
    "the workbook defines entities of its own, which no office program writes\n"
    "  ask who made it; save the table as CSV UTF-8"
)
COLUMNS = (
    "more than 1,000 columns\n"
    "  leave only the columns that are needed; else raise the limit: --limit columns=…"
)
PARTS = (
    "the workbook is packed from more than 10,000 files\n"
    "  if nobody made it so on purpose, save the table alone as CSV UTF-8;"
    " else raise the limit: --limit parts=…"
)
DAMAGED = "the workbook cannot be opened\n  save it anew as .xlsx, without a password"
BILLION = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
LONG = "x" * 500_000


def refusal_of(content, limits=SMALL):
    with pytest.raises(RegisterRefused) as refused:
        open_workbook(content, Place("x.xlsx"), limits)
    (problem,) = refused.value.problems
    assert problem.message.zh
    return refused.value.show().removeprefix("x.xlsx\n  ")


HOSTILE = {
    "far corner": (workbook(row(1, number("A1")) + row(2**20, number("XFD1048576"))), FAR),
    "long diagonal": (workbook(row(1, number("A1")) + row(2**20, number("CV1048576"))), FAR),
    "rows past the end": (workbook(row(1, number("A1")) + row(9, number("ZZZZZ4294967295"))), FAR),
    "far corner in a large sheet": (
        workbook(
            row(1, number("A1"), " " * (4 * MIB), "<!--", "".join(map(str, range(40_000))), "-->")
            + row(2**20, number("XFD1048576"))
        ),
        MEMORY,
    ),
    "zip bomb": (workbook(" " * 40_000_000), EXPANDS),
    "shared strings": (
        workbook(
            "".join(row(n, shared(f"A{n}")) for n in range(1, 5_001)),
            strings=f"><si><t>{LONG}</t></si>",
        ),
        MEMORY,
    ),
    "count of strings": (
        workbook(
            row(1, number("A1")),
            strings=' count="4294967295" uniqueCount="18446744073709551615"><si><t>a</t></si>',
        ),
        MEMORY,
    ),
    "billion laughs": (workbook(row(1, text("A1", "&c;")), before=BILLION), ENTITIES),
    "entity from outside": (workbook(row(1, text("A1", "&b;")), before=OUTSIDE), ENTITIES),
    "many columns": (
        workbook(row(1, *(f"<c><v>{n}</v></c>" for n in range(50_000)))),
        COLUMNS,
    ),
    "too many parts": (
        workbook(more=[(f"{n}.xml", "") for n in range(10_001)]),
        PARTS,
    ),
    "lying directory": (understated(workbook(row(1, text("A1", LONG)))), DAMAGED),
    "no workbook": (b"PK\x03\x04" + bytes(100), DAMAGED),
    "old Excel, damaged": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), DAMAGED),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_workbook_is_one_message(kind):
    """What, why and how to mend it, word for word."""
    content, message = HOSTILE[kind]

    assert message == refusal_of(content)


def test_a_part_that_is_there_twice_is_refused():
    """Two readers may take different ones of the two."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        content = workbook(more=[("xl/workbook.xml", "<x/>")])

    assert (
        "a part of the workbook is there twice\n"
        "  ask who made it; save the table as CSV UTF-8" == refusal_of(content)
    )


def test_a_workbook_that_takes_too_long_is_stopped():
    """The wall clock bounds the child, whatever it does."""
    rows = "".join(
        row(n, *(text(f"{c}{n}", f"{n}{c}") for c in "ABCDEFGH")) for n in range(1, 9_000)
    )
    before = time.monotonic()
    told = refusal_of(workbook(rows), evolve(Limits(), computing=0, waiting=20))

    assert "opening the file takes more than 0 seconds of computing" in told
    assert time.monotonic() - before < 20


def test_a_child_that_hangs_is_killed(monkeypatch, tmp_path):
    """Also where it uses no processor time at all."""
    sleeper = tmp_path / "child.py"
    sleeper.write_text("import time\ntime.sleep(60)\n", "utf-8")
    monkeypatch.setattr(supervise, "_ENTRY", sleeper)
    told = refusal_of(workbook(), evolve(Limits(), waiting=1))

    assert told.startswith("opening the file takes more than 1 seconds")


CHILDREN = {
    "says nothing": "",
    "stops in the middle": "w(b'D' + (100).to_bytes(8, 'big') + b'short')",
    "claims endless frames": "w(b'D' + (2**62).to_bytes(8, 'big'))",
    "speaks another language": "w(b'hello, this is no frame at all')",
    "sends no JSON": "w(b'D' + (3).to_bytes(8, 'big') + b'\\x80x.' + b'E' + bytes(8))",
    "sends deep JSON": "w(b'D' + (200000).to_bytes(8, 'big') + b'[' * 200000 + b'E' + bytes(8))",
    "sends another shape": "w(b'D' + (2).to_bytes(8, 'big') + b'{}' + b'E' + bytes(8))",
    "names no known fault": "w(b'F' + (4).to_bytes(8, 'big') + b'\\xff\\xfe..')",
    "dies of a signal": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "aborts": "import os; os.abort()",
}


@pytest.mark.parametrize("what", CHILDREN)
def test_a_child_that_was_taken_over_can_do_no_more_than_be_refused(what, monkeypatch, tmp_path):
    """Its answer is data: nothing of it is run, and what does not fit is a refusal."""
    child = tmp_path / "child.py"
    child.write_text(f"import sys\nw = sys.stdout.buffer.write\n{CHILDREN[what]}\n", "utf-8")
    monkeypatch.setattr(supervise, "_ENTRY", child)
    endless = what == "claims endless frames"

    assert refusal_of(workbook()).startswith("the values of the file" if endless else DAMAGED)


def good():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("甲")
        for line in range(30):
            sheet.write_row(line, 0, [f"人{line}", line, 1.5, "1943-05-20"])
    return file.getvalue()


def test_a_good_workbook_comes_through_as_it_is():
    """Values with their types, positions, names."""
    (sheet,) = open_workbook(good(), Place("x.xlsx"), Limits())

    assert ("甲", (0, 0), 30, 4) == (sheet.name, sheet.start, sheet.height, sheet.width)
    assert ["人7", 7.0, 1.5, "1943-05-20"] == sheet.rows[7]


@pytest.mark.parametrize("seed", range(12))
def test_a_cut_or_flipped_workbook_is_read_or_refused_never_more(seed):
    """Either all its rows, or one refusal: no traceback, no end of the process."""
    draw, content = random.Random(seed), bytearray(good())
    if seed % 3:
        for _ in range(draw.randint(1, 8)):
            content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    else:
        del content[draw.randrange(len(content)) :]

    assert rows_or_refusals(bytes(content)) in ([30], 1)


def rows_or_refusals(content):
    try:
        return [sheet.height for sheet in open_workbook(content, Place("x.xlsx"), SMALL)]
    except RegisterRefused as refused:
        return len(refused.problems)


def test_deep_nesting_harms_nobody():
    """Elements that no sheet has are passed over, however deep they stand."""
    content = workbook("<a>" * 100_000 + "</a>" * 100_000)

    assert [0] == rows_or_refusals(content)
