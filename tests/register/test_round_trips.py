"""A clean roster, written in every way that clerks write, reads to the same people."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subsidy.dates import read_period
from subsidy.errors import RegisterRefused
from subsidy.register.quarantine import quarantine_bytes
from subsidy.register.readers import read_register
from subsidy.register.roster_map import NO_MAP
from subsidy.rulebook.shelf import load_rulebook

PERIOD = read_period("2023")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CANARY = "ZZ金丝雀ZZ"


@pytest.fixture(scope="module")
def book():
    return load_rulebook("cn/hunan/zhuzhou/shifeng")


def number_of(born, order):
    body = f"430204{born:%Y%m%d}{order:03d}"
    rest = sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


DATES = (
    lambda d: d.isoformat(),
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
)
NUMBERS = (
    str,
    str.lower,
    lambda n: f"{n[:6]} {n[6:14]} {n[14:]}",
    lambda n: "'" + n,
    lambda n: "".join(chr(ord(c) + 0xFEE0) for c in n),
    lambda n: n[:3] + "\u200b" + n[3:],
)
people = st.lists(
    st.tuples(
        st.dates(date(1930, 1, 1), date(2010, 12, 31)), st.integers(0, 999),
        st.sampled_from(DATES), st.sampled_from(NUMBERS),
    ),
    min_size=1, max_size=8, unique_by=lambda one: (one[0], one[1]),
)  # fmt: skip
quiet = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quiet
@given(
    people,
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.booleans(),
)
def test_every_way_of_writing_reads_to_the_same_people(
    book, tmp_path, drawn, separator, encoding, end, quoting, titled
):
    """Separator, encoding, line ends, quotes, titles, forms of dates and of numbers.

    A deliberate fault: leaving ``folded`` out of the reading of dates.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting)
    if titled:
        writer.writerow(["某街道花名册", "", "", ""])
    writer.writerow(["人员编号", "姓名", "身份证号码", "出生日期"])
    for row, (born, order, shown, spelled) in enumerate(drawn):
        writer.writerow([f"p{row}", "测试甲", spelled(number_of(born, order)), shown(born)])
    if titled:
        writer.writerow(["合计", "", "", str(len(drawn))])
    path = tmp_path / "r.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    mapping = NO_MAP.with_form(separator=separator, encoding=None)
    read = read_register(path, book, PERIOD, mapping=mapping)

    assert () == read.set_aside
    assert [f"p{row}" for row in range(len(drawn))] == read.ids.to_list()
    assert [born.toordinal() for born, *_ in drawn] == read.columns["birth_date"].tolist()


GOOD = (
    "花名册,,,,,\n人员编号,姓名,身份证号码,残疾人证号,状态,死亡日期\n"
    "a,甲,430204194305200017,43020419430520001742,正常,\n"
    "b,乙,430204194402290026,,死亡,2023-05-20\n合计,,,,,2\n制表人：丙,,,,,\n"
)
PIECES = [
    "",
    ",",
    "\n",
    '"',
    "\r",
    "合计",
    "4.3E+17",
    "２",
    "\0",
    "元",
    "x",
    "；",
    "\ufeff",
    "\t",
    "年",
]
changes = st.lists(
    st.tuples(st.integers(0, len(GOOD)), st.integers(0, 9), st.sampled_from(PIECES)), max_size=8
)


@settings(quiet, max_examples=150)
@given(changes, st.sampled_from(["utf-8", "gb18030"]))
def test_an_edited_file_is_refused_or_counted_whole(book, tmp_path, edits, encoding):
    """Whatever is edited: a refusal, or every record is somewhere; what is set aside can be written.

    A deliberate fault: leaving the rows that are no people out of the count.
    """
    text = GOOD
    for at, removed, piece in edits:
        text = text[:at] + piece + text[at + removed :]
    path = tmp_path / "r.csv"
    path.write_bytes(text.encode(encoding))
    try:
        read = read_register(path, book, PERIOD)
    except RegisterRefused:
        return
    aside = {entry.row for entry in read.set_aside}

    assert read.records_read == len(read) + len(aside) + len(read.apart)
    assert len(aside) == len(read.source_text.rows)
    assert quarantine_bytes(read)


def test_invented_names_never_stand_in_a_message(book, tmp_path):
    """A name in every column, valid or not: reasons, cures and warnings are silent about it."""
    heads = "人员编号,姓名,身份证号码,残疾人证号,状态,死亡日期,低保金额,领款人,银行卡号,性别"
    rows = [",".join([CANARY] * 10), ",".join([f"{CANARY}{n}" for n in range(9)]), f"{CANARY},x"]
    path = tmp_path / "r.csv"
    path.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
    read = read_register(path, book, PERIOD)
    said = repr(read) + repr(read.set_aside) + repr(read.warnings) + repr(read.apart)

    assert 0 == len(read)
    assert CANARY not in said
