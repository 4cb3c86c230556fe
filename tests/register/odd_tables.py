"""Tables of usual and odd cells, and everything that is told of the people in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import numpy as np
import polars as pl
from hypothesis import strategies as st

import subsidy
from subsidy.dates import read_period
from subsidy.errors import RegisterRefused
from subsidy.register.readers import read_register

PERIOD = read_period("2023")
BOOK = subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")

DAYS = ["1948-08-15", "2016-02-01", "2023-02-29", "1850-01-01", "1849-12-31", "2249-12-31"]
DAYS += [
    "2250-01-01",
    "2016.2.1",
    "2016年2月",
    "2016/2/1",
    "２０１６-02-01",
    "2016-02-01 ",
    "20160201",
]
DAYS += ["2016-02-01\n", "2016-2-1", "长期", "0000-00-00", "2016-02-1x", "1948-08-15 00:00:00"]
SUMS = ["320.00", "320", "0", "-5", "320.5", "320.005", "1,320", "3.2e2", "320元", "１２", "9" * 13]
SUMS += ["9" * 14, "320.", ".5", "-0.01", "320.00\n", "+3", "0.10", "999999999.99"]
GRADES = ["1", "4", "0", "5", "一级", "1级", "１", "01", "1\n", "9999999999", "-1", "x"]
WORDS = ["男", "女", "male", "MALE", " 男", "男\u3000", "视力", "言语", "？", "female"]
KINDS = ["肢体", "physical", *WORDS, "肢体残疾", "Physical"]
KEYS = ["P1", "P2", "1001", "ABC12", "ABCD12", "合计", "person_id", "人员编号", "P1\n", "P\u200b1"]
KEYS += ["total", "Total", "以上属实", " P3 ", "p4", "制表人：王", "P1", "4.30204E+17", "\ud800"]
NAMES = [
    "王五",
    " 李四 ",
    "合计",
    "total",
    "小计：3",
    "\ufeff赵六",
    "4.3E+17",
    "\ud800",
    "1",
    "备注",
]
NUMBERS = ["430204194808150012", "43020419480815001X", "430204194305200017", "123456", "x"]

BLANK = ["", " ", "\u3000", "\t"]
PYTHONS = [None, 1, 4, 0, 320, True, 3.5, 1.0, float("nan"), 4.3e17, date(2016, 2, 1)]
PYTHONS += [Decimal("320.00"), Decimal("3.205"), date(1800, 1, 1), 430204194808150012]

HEADINGS = {
    "person_id": KEYS,
    "birth_date": DAYS,
    "sex": WORDS,
    "disability_category": KINDS,
    "disability_grade": GRADES,
    "disability_from": DAYS,
    "disability_applied_on": DAYS,
    "subsistence_allowance_from": DAYS,
    "subsistence_share": SUMS,
    "id_number": NUMBERS,
    "name": NAMES,
    "region": NAMES,
    "备注": NAMES,
}
USUAL = {name: few[:2] for name, few in HEADINGS.items()}


@st.composite
def tables(draw):
    """Columns of one to four rows, most cells in the usual spelling, some odd in any way."""
    count = draw(st.integers(1, 4))
    others = draw(st.sets(st.sampled_from(list(HEADINGS)[2:])))
    names = [name for name in HEADINGS if name in others or name in ("person_id", "birth_date")]
    columns = {}
    for name in names:
        usual = st.sampled_from([*USUAL[name], None])
        odd = st.sampled_from([*HEADINGS[name], *BLANK])
        of_python = st.sampled_from(PYTHONS)
        cell = draw(
            st.sampled_from([usual, usual, st.one_of(usual, odd), st.one_of(odd, of_python)])
        )
        columns[name] = draw(st.lists(cell, min_size=count, max_size=count))
    return columns


def told(source, mapping=None):
    """Everything that is known of the people of a source, or why it is refused."""
    options = {} if mapping is None else {"mapping": mapping}
    try:
        people = read_register(source, BOOK, PERIOD, **options)
    except RegisterRefused as refused:
        return refused.problems
    fields = attrs.asdict(people, recurse=False)
    columns = [(n, v.dtype, v.tolist()) for n, v in fields.pop("columns").items()]
    shown = {n: _plain(v) for n, v in fields.items() if n != "hash_of_source"}
    return columns, shown, people.sha256


def _plain(value):
    if isinstance(value, pl.DataFrame):
        return value.schema, value.rows()
    if isinstance(value, pl.Series):
        return value.name, value.dtype, value.to_list()
    return value.tolist() if isinstance(value, np.ndarray) else value
