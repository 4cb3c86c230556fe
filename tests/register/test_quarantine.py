"""Rows set aside: byte for byte in their file, mended there, fed again."""

from __future__ import annotations

import pytest
import xlsxwriter

from subsidy.dates import read_period
from subsidy.register.quarantine import quarantine_bytes, quarantine_frame
from subsidy.register.read_map import read_map_text
from subsidy.register.readers import read_register
from subsidy.register.roster_map import NO_MAP
from subsidy.results.write import write_frame
from subsidy.rulebook.shelf import load_rulebook

PERIOD = read_period("2023")
MAN, WOMAN, THIRD = "430204194305200017", "430204194402290026", "430204193308150014"
TEXT = (
    "人员编号,姓名,身份证号码,死亡日期\r\n"
    f"a,测试甲,{MAN},\r\n"
    f'"b","测\r\n试乙",{WOMAN},"2023-02-30"\r\n'
    f"c , 测试丙,{THIRD}\r\n"
    "合计,,,2\r\n"
)
BAD = [f'"b","测\r\n试乙",{WOMAN},"2023-02-30"', f"c , 测试丙,{THIRD}"]


@pytest.fixture(scope="module")
def book():
    return load_rulebook("cn/hunan/zhuzhou/shifeng")


def feed(content, book, folder, mapping=NO_MAP, name="r.csv", **form):
    path = folder / name
    path.write_bytes(content)
    mapping = mapping.with_form(separator=form.get("separator"), encoding=form.get("encoding"))
    return read_register(path, book, PERIOD, mapping=mapping)


@pytest.mark.parametrize(
    ("encoding", "separator", "mark", "declared"),
    [
        ("utf-8", ",", b"", None),
        ("utf-8", ";", b"\xef\xbb\xbf", None),
        ("gb18030", ",", b"", None),
        ("gb18030", "\t", b"", "gb18030"),
        ("utf-16-le", "|", b"\xff\xfe", "utf-16"),
    ],
)
def test_rows_stand_byte_for_byte_and_are_fed_again_when_mended(
    book, tmp_path, encoding, separator, mark, declared
):
    """Every encoding and separator: the bytes are those of the source; mended, nobody is warned of."""
    form = {"separator": separator, "encoding": declared}
    content = mark + TEXT.replace(",", separator).encode(encoding)
    people = feed(content, book, tmp_path, **form)
    kept = quarantine_bytes(people)

    assert ["a"] == people.ids.to_list()
    assert all(row.replace(",", separator).encode(encoding) in kept for row in BAD)

    mended = kept.replace("2023-02-30".encode(encoding), "2023-02-28".encode(encoding))
    mended = mended.replace(THIRD.encode(encoding), (THIRD + separator).encode(encoding))
    again = feed(mended, book, tmp_path, name="again.csv", **form)

    assert ((), ()) == (again.set_aside, again.warnings)
    assert ["b", "c"] == again.ids.to_list()


def test_unmended_rows_are_set_aside_again_for_the_same_reasons(book, tmp_path):
    """Feeding the file as it is neither loses nor gains anybody."""
    first = feed(TEXT.encode(), book, tmp_path)
    again = feed(quarantine_bytes(first), book, tmp_path, name="again.csv")

    assert [e.code for e in first.set_aside] == [e.code for e in again.set_aside]
    assert 0 == len(again)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_rows_set_aside_a_second_time_say_why_once(book, tmp_path, encoding):
    """Columns of ours stand there once, those of the last reading; the rows stay byte for byte."""
    first = feed(TEXT.encode(encoding), book, tmp_path, encoding=encoding)
    kept = quarantine_bytes(first)
    again = feed(kept, book, tmp_path, name="again.csv", encoding=encoding)
    second = quarantine_bytes(again)
    head = second.decode(encoding).splitlines()[0]

    assert 1 == head.count("set_aside_row")
    assert 1 == second.decode(encoding).count(BAD[0])
    assert 1 == second.decode(encoding).count(BAD[1])
    assert [e.code for e in first.set_aside] == [
        e.code for e in feed(second, book, tmp_path, name="third.csv", encoding=encoding).set_aside
    ]


def test_the_file_names_place_code_and_cure_in_both_languages(book, tmp_path):
    """A clerk can mend a row by what stands beside it."""
    frame = quarantine_frame(feed(TEXT.encode(), book, tmp_path))

    assert ["r.csv", "r.csv"] == frame["set_aside_file"].to_list()
    assert ["3", "5"] == frame["set_aside_row"].to_list()
    assert ["impossible-date", "field-count"] == frame["set_aside_code"].to_list()
    assert "请检查分隔符" in frame["set_aside_cure"][1]
    assert "see whether a separator" in frame["set_aside_cure"][1]


def test_a_workbook_of_rows_set_aside_is_fed_again(book, tmp_path):
    """The form with the ending .xlsx holds the cells as text."""
    frame = quarantine_frame(feed(TEXT.encode(), book, tmp_path))
    path = tmp_path / "q.xlsx"
    with path.open("wb") as file:
        write_frame(frame, "xlsx", file, tmp_path)
    again = read_register(path, book, PERIOD)

    assert ["impossible-date"] == [entry.code for entry in again.set_aside]
    assert ["c"] == again.ids.to_list()


HOUSE = "户编号,户主姓名,户主身份证,成员1姓名,成员1身份证\n"
MEMBERS = """roster: 户
members:
  - {name: 户主姓名, id_number: 户主身份证}
  - {name: 成员*姓名, id_number: 成员*身份证}
"""


def test_of_a_household_only_the_members_set_aside_are_read_again(book, tmp_path):
    """Both runs together have everybody once, though the row stands in both files."""
    mapping = read_map_text(MEMBERS, "map.yaml", book)
    bad = WOMAN[:-1] + "5"
    first = feed(f"{HOUSE}H1,甲,{MAN},乙,{bad}\n".encode(), book, tmp_path, mapping)
    kept = quarantine_bytes(first)
    again = feed(kept.replace(bad.encode(), WOMAN.encode()), book, tmp_path, mapping, "again.csv")

    assert ([MAN], [WOMAN]) == (first.ids.to_list(), again.ids.to_list())
    assert [2] == [entry.member for entry in first.set_aside]
    assert ["H1"] == again.carried["household_id"].to_list()


def test_a_number_of_a_sheet_is_the_same_number_when_it_is_fed_again(book, tmp_path):
    """A household 12 is no household 12.0; a number that lost its digits is found out again."""
    path, listed = tmp_path / "r.xlsx", tmp_path / "q.csv"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet()
    for row, cells in enumerate([
        ("人员编号", "户编号", "身份证号码", "死亡日期"),
        (7, 12, MAN, "2023-02-30"),
        (8, 12.5, 430204194402290026, None),
    ]):  # fmt: skip
        sheet.write_row(row, 0, cells)
    workbook.close()
    first = read_register(path, book, PERIOD)
    frame = quarantine_frame(first)
    write_frame_to(listed, frame)
    again = read_register(listed, book, PERIOD)

    assert ["7", "8"] == frame["人员编号"].to_list()
    assert ["12", "12.5"] == frame["户编号"].to_list()
    assert [(1, "impossible-date"), (2, "id-as-number")] == codes(first)
    assert codes(first) == codes(again)


def codes(people):
    return sorted({(entry.row, entry.code) for entry in people.set_aside})


def write_frame_to(path, frame):
    with path.open("wb") as file:
        write_frame(frame, "csv", file, path.parent)
