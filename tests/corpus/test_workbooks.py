"""Every odd workbook comes to exactly what is written beside it."""

from __future__ import annotations

from datetime import date

import pytest

from subsidy.dates import read_period
from subsidy.errors import RegisterRefused
from subsidy.register.readers import read_register
from subsidy.register.table import NO_DAY
from subsidy.register.workbooks.choosing import SheetForm
from subsidy.results.receipt import non_data
from subsidy.rulebook.shelf import load_rulebook
from tests.corpus import workbooks, workbooks_bureau, workbooks_refused
from tests.corpus.workbooks_hunted import ASKED, HUNTED

PERIOD = read_period("2023")
READ = (*workbooks.READ, *HUNTED, *workbooks_bureau.READ)
REFUSED = (*workbooks_refused.REFUSED, *ASKED, *workbooks_bureau.REFUSED)
KEY_WARNING = "identifies each row"


@pytest.fixture(scope="module")
def shifeng():
    return load_rulebook("cn/hunan/zhuzhou/shifeng")


def read(odd, book, tmp_path):
    path = tmp_path / odd.name
    path.write_bytes(odd.build())
    sheets = (odd.expected.sheet,) if odd.expected.sheet else ()
    return read_register(path, book, PERIOD, sheets=SheetForm(sheets))


def told(people, name):
    if name in people.carried.columns:
        return tuple(people.carried[name].to_list())
    days = people.columns[name].tolist()
    return tuple(None if day == NO_DAY else date.fromordinal(day).isoformat() for day in days)


@pytest.mark.parametrize("odd", READ, ids=lambda odd: odd.name)
def test_an_odd_workbook_is_read_exactly_as_it_should_be(odd, shifeng, tmp_path):
    """People, rows set aside, rows of other kinds and warnings, all of them and nothing else."""
    people = read(odd, shifeng, tmp_path)
    expected = odd.expected
    warnings = [w.en for w in people.warnings if KEY_WARNING not in w.en]
    aside = tuple(sorted((one.line, one.code) for one in people.set_aside))

    assert (expected.ids, expected.set_aside) == (tuple(people.ids.to_list()), aside)
    assert {k: n for k, n in expected.non_data.items() if n} == non_data(people)
    assert len(expected.warnings) == len(warnings), warnings
    assert all(any(piece in one for one in warnings) for piece in expected.warnings), warnings
    assert expected.facts == {name: told(people, name) for name in expected.facts}


@pytest.mark.parametrize("odd", READ, ids=lambda odd: odd.name)
def test_every_row_of_a_sheet_is_accounted_for(odd, shifeng, tmp_path):
    """Rows of the sheets = calculated + set aside + each kind of other row."""
    people = read(odd, shifeng, tmp_path)
    aside = len({(one.sheet, one.row) for one in people.set_aside})

    assert sum(one.rows for one in people.sheets) == (
        len(people) + aside + sum(non_data(people).values())
    )
    assert people.records_read == len(people) + aside + len(people.apart)


@pytest.mark.parametrize("odd", REFUSED, ids=lambda odd: odd.name)
def test_a_bad_workbook_is_refused_for_its_reason(odd, shifeng, tmp_path):
    """One refusal that names the reason, never a traceback and never a person's number."""
    with pytest.raises(RegisterRefused) as refused:
        read(odd, shifeng, tmp_path)

    assert odd.expected.refused == tuple(sorted(one.code for one in refused.value.problems))
    assert "43020419" not in str(refused.value)


def test_the_corpus_is_large_and_its_names_differ():
    """Sixty workbooks at least, no two of one name."""
    names = [odd.name for odd in (*READ, *REFUSED)]

    assert len(set(names)) == len(names) >= 60
