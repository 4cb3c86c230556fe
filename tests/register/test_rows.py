"""Rows that cannot be trusted: each fault has its code, its row and its column."""

from __future__ import annotations

import pytest

from subsidy.register.quarantine import quarantine_frame, set_aside_frame

HEAD = "人员编号,姓名,身份证号码,性别,出生日期,死亡日期,care_from,care_until,care_from_2,care_until_2,grade,grade_2,share,boarder\n"
GOOD = "p1,钱一,,女,1950-01-02,,,,,,,,,\n"
COLUMNS = HEAD.strip().split(",")


def row(**cells):
    """One line of a register; a good person unless told otherwise."""
    values = {"人员编号": "p2", "性别": "男", "出生日期": "1943-05-20", **cells}
    return ",".join(values.get(column, "") for column in COLUMNS) + "\n"


ONE_ROW = [
    ("impossible-date", "出生日期", {"出生日期": "2023-02-30"}),
    ("impossible-date", "出生日期", {"出生日期": "1943-5-32"}),
    ("impossible-date", "出生日期", {"出生日期": "1849-12-31"}),
    ("impossible-date", "care_until_2", {"care_until_2": "2023-02-30"}),
    ("impossible-date", "死亡日期", {"死亡日期": "+023-01-01"}),
    ("date-as-number", "死亡日期", {"死亡日期": "15846"}),
    ("unknown-word", "性别", {"性别": "M?"}),
    ("unknown-word", "boarder", {"boarder": "maybe"}),
    ("not-a-number", "grade", {"grade": "三级"}),
    ("not-a-number", "grade", {"grade": "1.0"}),
    ("not-a-number", "grade_2", {"grade_2": "two"}),
    ("out-of-range", "grade", {"grade": "5"}),
    ("out-of-range", "grade", {"grade": "-1"}),
    ("out-of-range", "grade", {"grade": "99999999999999999999"}),
    ("finer-than-fen", "share", {"share": "12.345"}),
    ("not-money", "share", {"share": "1e3"}),
    ("not-money", "share", {"share": '"12,34.00"'}),
    ("not-money", "share", {"share": "NaN"}),
    ("out-of-range", "share", {"share": "-5"}),
    ("out-of-range", "share", {"share": "20000.01"}),
    ("key-missing", "人员编号", {"人员编号": " "}),
    ("total-row", "人员编号", {"人员编号": "合 计"}),
    ("repeated-heading", "人员编号", {"人员编号": "人员编号"}),
    ("invisible-character", "人员编号", {"人员编号": "p\u200b9"}),
    ("bad-id-shape", "身份证号码", {"身份证号码": "4302041943052000"}),
    ("id-as-number", "身份证号码", {"身份证号码": "4.30204E+17"}),
    ("bad-id-check-digit", "身份证号码", {"身份证号码": "430204194305200015"}),
    ("id-birth-mismatch", "身份证号码, 出生日期", {"身份证号码": "430204194305200017", "出生日期": "1943-05-02"}),
    ("id-sex-mismatch", "身份证号码, 性别", {"身份证号码": "430204194305200017", "性别": "女"}),
    ("death-before-birth", "出生日期, 死亡日期", {"死亡日期": "1943-05-19"}),
    ("until-before-from", "care_from, care_until", {"care_from": "2020-01-02", "care_until": "2020-01-01"}),
    ("until-before-from", "care_from_2, care_until_2", {"care_from_2": "2020-01-02", "care_until_2": "2020-01-01"}),
    ("born-after-period", "出生日期", {"出生日期": "2024-01-01"}),
    ("too-old", "出生日期", {"出生日期": "1904-12-31"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "column", "cells"), ONE_ROW)
def test_a_fault_sets_one_row_aside(read, code, column, cells):
    """A row that cannot be trusted is set aside with code, row, line and heading."""
    people = read(HEAD + GOOD + row(**cells))

    assert [(2, 3, column, code)] == [
        (entry.row, entry.line, entry.column, entry.code) for entry in people.set_aside
    ]
    assert ["p1"] == people.ids.to_list()
    assert 2 == people.records_read


def test_an_identity_number_with_an_impossible_birth_date_is_set_aside(read):
    """The date inside must exist even where the check digit fits."""
    people = read(HEAD + row(身份证号码="430204194302300013"))

    assert "bad-id-date" in {entry.code for entry in people.set_aside}


TRUSTED = [
    {"死亡日期": "1943-05-20"},
    {"care_from": "2020-01-01", "care_until": "2020-01-01"},
    {"出生日期": "2023-12-31"},
    {"出生日期": "1905-01-01"},
    {"出生日期": "1900-01-01", "死亡日期": "2018-12-31"},
    {"grade": "4", "share": "20000.00", "boarder": "否"},
    {"care_until": "2020-01-01"},
]


@pytest.mark.parametrize("cells", TRUSTED)
def test_the_last_value_accepted_is_calculated(read, cells):
    """Equal ends, the last day of the period and the highest age are not faults."""
    people = read(HEAD + row(**cells))

    assert () == people.set_aside


def test_a_person_who_died_too_old_is_set_aside(read):
    """The age is asked at death where that is earlier than the end of the period."""
    people = read(HEAD + row(出生日期="1900-01-01", 死亡日期="2019-01-01"))

    assert ["too-old"] == [entry.code for entry in people.set_aside]


def test_all_rows_of_one_person_are_set_aside_and_name_each_other(read):
    """None of the rows with one number is chosen."""
    people = read(HEAD + GOOD + row(人员编号="p7") + row(人员编号="p8") + row(人员编号=" p7"))

    assert [(2, "duplicate-person"), (4, "duplicate-person")] == [
        (entry.row, entry.code) for entry in people.set_aside
    ]
    assert "row 5" in people.set_aside[0].reason.en  # as the file counts: the headings are line 1
    assert "第 3 行" in people.set_aside[1].reason.zh
    assert ["p1", "p8"] == people.ids.to_list()


def test_a_short_and_a_long_identity_number_of_one_person_are_duplicates(read):
    """15 digits are converted to 18 before rows are compared."""
    people = read(
        HEAD + row(人员编号="a", 身份证号码="430204194305200017") + row(人员编号="b", 身份证号码="430204430520001")
    )  # fmt: skip

    assert [(1, "duplicate-id"), (2, "duplicate-id")] == [
        (entry.row, entry.code) for entry in people.set_aside
    ]


def test_a_row_with_several_faults_reports_all_and_counts_once(read):
    """Every reason is given; the control count takes the row once."""
    people = read(HEAD + GOOD + row(性别="?", grade="9", share="x"))

    assert {"unknown-word", "out-of-range", "not-money"} == {e.code for e in people.set_aside}
    assert (2, 1) == (people.records_read, len(people))


def test_rows_with_too_few_or_too_many_fields_are_set_aside(read):
    """The reason names both counts."""
    people = read("person_id,birth_date\na,1950-01-01\nb\nc,1950-01-01,extra\nd,1951-01-01\n")

    assert [(2, "field-count"), (3, "field-count")] == [(e.row, e.code) for e in people.set_aside]
    assert "1 fields where the headings are 2" == people.set_aside[0].reason.en
    assert ["a", "d"] == people.ids.to_list()


def test_a_nul_byte_sets_its_row_aside(read):
    """A NUL byte is not silently kept inside a value."""
    people = read("person_id,birth_date\na,1950-01-01\nb\0,1950-01-01\n")

    assert [(2, "nul-byte")] == [(e.row, e.code) for e in people.set_aside]


def test_set_aside_rows_stand_in_a_frame(read):
    """One line a reason, without values of the row."""
    frame = set_aside_frame(read(HEAD + GOOD + row(性别="?")), "zh")

    assert ["row", "line", "sheet", "column", "code", "reason"] == frame.columns
    assert (2, 3, None, "性别", "unknown-word") == frame.row(0)[:5]


def test_the_quarantine_holds_the_record_as_it_stands(read):
    """A row set aside can be mended from the quarantine and fed again."""
    people = read('person_id,birth_date\na,1950-01-01\n"b",1950-13-01\nc,d,e\n')
    frame = quarantine_frame(people)

    assert ["b", "c"] == frame["person_id"].to_list()
    assert ["impossible-date", "field-count"] == frame["set_aside_code"].to_list()


def test_no_value_of_a_row_is_in_any_message(read):
    """Canary values never appear in reasons, warnings or the printed people."""
    canary = "ZZCANARYZZ"
    cells = dict.fromkeys(COLUMNS, canary)
    people = read(HEAD + row(**cells) + row(**cells) + f"{canary}\n")

    said = repr(people) + "".join(repr(entry) for entry in people.set_aside)
    assert 3 == len({entry.row for entry in people.set_aside})
    assert canary not in said + repr(people.warnings)
