"""What the fuzzer calls: any bytes into one reader, which may refuse but never break.

A target returns what it read, or the refusal; any other exception is a finding. Each also holds
what was read against a rule that needs no oracle.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from subsidy.dates import FIRST_DATE, LAST_DATE, DateError, read_date, read_month, read_period
from subsidy.errors import Place, RegisterRefused, Words
from subsidy.money import AmountError, read_amount, read_ratio, read_yuan, show_yuan
from subsidy.register.at_once import SPACES
from subsidy.register.encodings import to_utf8
from subsidy.register.faults import Faults
from subsidy.register.guard.limits import Limits
from subsidy.register.guard.snapshot import check_lines
from subsidy.register.headings import Column
from subsidy.register.identity import read_identities
from subsidy.register.records import read_csv
from subsidy.register.table import NO_DAY, NO_FEN
from subsidy.register.values import read_values
from subsidy.rulebook.all_yaml import read_fully
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import DateFact, Missing, MoneyFact
from subsidy.rulebook.plain_yaml import read_plainly
from subsidy.rulebook.shelf import check_rulebook
from subsidy.rulebook.text import decode, read_text

__all__ = ["TARGETS", "seeds"]

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "rules" / "example"
WORDS = Words("fuzzed", "模糊")
DAY = Column(0, "day", "day", 1, DateFact("day", WORDS, Missing.UNKNOWN))
SHARE = Column(0, "share", "share", 1, MoneyFact("share", WORDS, 1, 0, 2_000_000))


def yaml(content):
    """The tree of a rule file: every node has a place, and a refused file has a reason."""
    findings = Findings()
    text = decode(content, "fuzzed.yaml", findings)
    tree = read_text(text, "fuzzed.yaml", findings) if text is not None else None

    assert tree is not None or findings.problems
    plain = read_plainly(text, "fuzzed.yaml") if text is not None else None
    if plain is not None:
        assert read_fully(text, "fuzzed.yaml", findings) == plain
        assert not findings.problems


def rules(content):
    """A sound place with one fuzzed file in it: problems at most."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "place"
        place.mkdir()
        for name in ("place.yaml", "facts.yaml"):
            shutil.copy(EXAMPLE / name, place)
        (place / "fuzzed.yaml").write_bytes(content)
        told = check_rulebook(place)

        assert all(problem.message.zh and str(problem.place) for problem in told)


def csv(content):
    """Every record is split, a fault, or known to be no person; and there is each of them."""
    place = Place("fuzzed.csv")
    try:
        check_lines(content, place, Limits())
        table = read_csv(to_utf8(content, None, place, lambda _: False)[0], place, "")
    except RegisterRefused:
        return
    faulty = {int(n) for fault in table.faults for n in np.atleast_1d(fault.records)}

    apart = [one.row for one in table.apart]

    assert sorted([*faulty, *table.records.tolist(), *apart]) == list(
        range(1, table.records_read + 1)
    )


def dates(content):
    """Days of the calendar or faults; the scalar readers refuse what is none."""
    texts, faults = texts_of(content), Faults()
    days = read_values(texts, DAY, np.arange(1, len(texts) + 1), faults)
    bounds = range(FIRST_DATE.toordinal(), LAST_DATE.toordinal() + 1)

    assert all(day == NO_DAY or day in bounds for day in days.tolist())
    accounted(texts, days == NO_DAY, faults)
    for text in texts.to_list():
        for read in (read_date, read_month, read_period):
            or_refused(read, text, DateError)


def money(content):
    """Whole fen that print as they were read, or faults."""
    texts, faults = texts_of(content), Faults()
    fen = read_values(texts, SHARE, np.arange(1, len(texts) + 1), faults)

    accounted(texts, fen == NO_FEN, faults)
    for text in texts.to_list():
        amount = or_refused(read_yuan, text, AmountError)
        assert amount is None or read_yuan(show_yuan(amount)) == amount
        for read in (read_amount, read_ratio):
            or_refused(read, text, AmountError)


def identities(content):
    """Eighteen characters and a day, or a fault."""
    texts, faults = texts_of(content), Faults()
    told = read_identities(texts, "id", np.arange(1, len(texts) + 1), faults)
    numbers, faulty = told.numbers.to_list(), set(faults.records().tolist())

    for row, number in enumerate(numbers, start=1):
        assert row in faulty or number is None or len(number) == 18


def texts_of(content):
    return pl.Series(content.decode("utf-8", "replace").split("\n"), dtype=pl.String)


def accounted(texts, is_unread, faults):
    """What is empty is unread without a fault; what is unread and not empty has one."""
    rows = set(faults.records().tolist())
    for row, (text, unread) in enumerate(zip(texts.to_list(), is_unread.tolist(), strict=True), 1):
        assert not unread or row in rows or not text.strip(SPACES)


def or_refused(read, text, refusal):
    try:
        return read(text)
    except refusal:
        return None


TARGETS = {"yaml": yaml, "rules": rules, "csv": csv, "dates": dates, "money": money,
           "identities": identities}  # fmt: skip


def _size(path):
    return path.stat().st_size


@cache
def seeds_of_rules():
    books = sorted((ROOT / "rules").rglob("*.yaml"), key=_size) + sorted(
        (ROOT / "tests").rglob("bad_rules/*.yaml")
    )
    return tuple(path.read_bytes() for path in books if path.stat().st_size < 20_000)


def seeds(target):
    """Good beginnings for a target."""
    if target in ("yaml", "rules"):
        return seeds_of_rules()
    texts = {
        "csv": [
            'person_id,birth_date,name\n"a",1950-01-02,"x, ""y""\nz"\nb,1943/5/20,孙一\r\n',
            "\ufeff人员编号,出生日期\r\na,1950-01-01\r\rb,\n\n",
        ],
        "dates": ["2023-05-20\n2023/5/2\n1943.5.20\n1943年5月20日\n19430520\n2023-01:2023-12\n2023"],
        "money": ["600.10\n1,086.00元\n-5\n0.001\n600.00 per year\n50元/月\n30%\n1/3\n每月50.00元"],
        "identities": ["43020419500101100X\n430204500101100\n４３０２０４ 19500101 100x\n'43020419500101100X"],
    }  # fmt: skip
    gb18030 = [text.encode("gb18030") for text in texts[target] if "\ufeff" not in text]
    return tuple([text.encode() for text in texts[target]] + gb18030)
