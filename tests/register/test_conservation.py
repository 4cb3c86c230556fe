"""Nothing disappears: whatever is done to a file, every record is calculated or set aside."""

from __future__ import annotations

import csv
import io

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from subsidy.errors import RegisterRefused
from subsidy.register.readers import read_register

GOOD = (
    "人员编号,身份证号码,性别,出生日期,care_from,grade,share,boarder\n"
    "a,430204194305200017,男,1943-05-20,2020-01-01,一级,412.50,是\n"
    'b,430204430520002,,,2023-02-28,3,"1,086.00",\n'
    "c,,女,1950.1.2,,,,否\n"
    "d,430204193308150014,男,1933年8月15日,,2,0,no\n"
)
PIECES = [
    ",",
    "\n",
    "\r",
    '"',
    '""',
    "\0",
    " ",
    "　",
    "9",
    "-",
    "男",
    "\ufeff",
    "a",
    "é",
    ",,,,,,,\n",
]

changes = st.lists(
    st.tuples(st.integers(0, len(GOOD)), st.integers(0, 3), st.sampled_from(["", *PIECES])),
    max_size=6,
)


def mutated(made):
    text = GOOD
    for at, removed, piece in made:
        text = text[:at] + piece + text[at + removed :]
    return text


def read(content, book, period, folder):
    path = folder / "mutated.csv"
    path.write_bytes(content)
    return read_register(path, book, period)


quiet = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quiet
@given(changes)
@example([])
def test_every_record_of_a_mutated_file_is_calculated_or_set_aside(book, period, tmp_path, made):
    """Records counted by the standard library = calculated + set aside + no people; only refusals are raised.

    A deliberate fault: leaving the records with the wrong number of fields out of the faults.
    """
    text = mutated(made)
    try:
        people = read(text.encode(), book, period, tmp_path)
    except RegisterRefused:
        return
    text = text.removeprefix("\ufeff")
    records = sum(1 for fields in csv.reader(io.StringIO(text, newline="")) if fields)
    records -= people.titles + people.heading_rows

    assert records == people.records_read
    aside = len({entry.row for entry in people.set_aside})
    assert records == len(people) + aside + len(people.apart)


@quiet
@given(st.binary(max_size=200), st.integers(0, len(GOOD.encode())))
def test_arbitrary_bytes_are_refused_or_read(book, period, tmp_path, content, at):
    """Nothing but a refusal is ever raised.

    A deliberate fault: decoding without catching the decoder's error.
    """
    good = GOOD.encode()
    for mixed in (content, good[:at] + content + good[at:]):
        try:
            people = read(mixed, book, period, tmp_path)
        except RegisterRefused:
            continue

        aside = len({e.row for e in people.set_aside})
        assert people.records_read == len(people) + aside + len(people.apart)


def test_the_unchanged_file_is_calculated_whole(book, period, tmp_path):
    """The file that is mutated is a good one."""
    people = read(GOOD.encode(), book, period, tmp_path)

    assert (4, 0) == (len(people), len(people.set_aside))
