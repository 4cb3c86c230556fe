"""Files and frames: encodings, line ends, quotes, workbooks; every kind gives the same people."""

from __future__ import annotations

import io
import sys
from datetime import date, datetime
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
import xlsxwriter

from subsidy.errors import RegisterRefused
from subsidy.register.readers import read_register
from subsidy.register.totals_rows import RowKind

TEXT = "人员编号,姓名,出生日期,性别\na,钱一二,1950-01-02,女\nb,孙一,1943-05-20,男\n"


def facts_of(people):
    return (
        people.ids.to_list(),
        {name: values.tolist() for name, values in people.columns.items()},
        people.carried.to_dicts(),
        people.records_read,
        [(entry.row, entry.column, entry.code) for entry in people.set_aside],
    )


def code_of(refused):
    (problem,) = refused.value.problems
    return problem.code


# ── encodings ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_encoding_gives_the_same_people(read, encoding):
    """UTF-8, with a mark or without, and GB18030 are told apart."""
    assert facts_of(read(TEXT)) == facts_of(read(TEXT.encode(encoding)))


def test_utf_16_is_named_and_read_when_asked_for(read):
    """UTF-16 is refused by name, and read where the caller names it."""
    content = TEXT.encode("utf-16")
    with pytest.raises(RegisterRefused) as refused:
        read(content)

    assert code_of(refused) == "utf-16"
    assert facts_of(read(TEXT)) == facts_of(read(content, "utf-16"))


def test_a_file_that_reads_both_ways_is_refused_until_the_encoding_is_named(read):
    """毛强 in GB18030 is also valid UTF-8: nobody guesses."""
    content = "person_id,birth_date,name\na,1950-01-01,毛强\n".encode("gb18030")
    with pytest.raises(RegisterRefused) as refused:
        read(content)

    assert code_of(refused) == "encoding-unclear"
    assert [{"name": "毛强"}] == read(content, "gb18030").carried.to_dicts()


def test_a_heading_that_is_known_decides_between_two_encodings(read):
    """Chinese headings are evidence enough."""
    content = "编号,出生日期,region\na,1950-01-01,毛强\n".encode("gb18030")

    assert [{"region": "毛强"}] == read(content).carried.to_dicts()


def test_bytes_that_no_encoding_fits_are_refused_with_the_line(read):
    """The line of the first bad byte is named."""
    with pytest.raises(RegisterRefused) as refused:
        read(b"person_id,birth_date\na,1950-01-01\n\xff\xff,1950-01-01\n")

    (problem,) = refused.value.problems
    assert ("bad-encoding", 3) == (problem.code, problem.place.line)


def test_an_unknown_encoding_is_refused(read):
    """Only the encodings that are documented are read."""
    with pytest.raises(RegisterRefused) as refused:
        read(TEXT, "latin-1")

    assert code_of(refused) == "unknown-encoding"


# ── records ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_gives_the_same_people(read, ending):
    """LF, CRLF and CR end a record."""
    assert facts_of(read(TEXT)) == facts_of(read(TEXT.replace("\n", ending)))


def test_quotes_hold_commas_quotes_and_line_ends(read):
    """RFC 4180 quoting; the lines of later records count the lines inside."""
    people = read(
        'person_id,birth_date,name\n"a",1950-01-01,"x, ""y""\nz"\n"b","1950-13-01",\nc,1951-01-01,"",\n'
        .replace('"",\n', '""\n')
    )  # fmt: skip

    assert ['x, "y"\nz', None] == people.carried["name"].to_list()
    assert [(2, 4)] == [(entry.row, entry.line) for entry in people.set_aside]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('person_id,birth_date\na,1950-01-01\n"b,1950-01-01\nc,1950-01-01\n', 3),
        ('person_id,birth_date\na,1950-01-01\n"b,1950-01-01\n"c",1950-01-01\n', 3),
        ('person_id,birth_date\na"b,1950-01-01\n"c",1950-01-01\n', 2),
        ('person_id,birth_date\n"a"b,1950-01-01\n', 2),
        ('person_id,birth_date\n"a\n""b"",1950-01-01\n', 2),
    ],
)
def test_a_quote_that_does_not_enclose_a_field_is_refused_with_its_line(read, content, line):
    """The line of the opening quote is named."""
    with pytest.raises(RegisterRefused) as refused:
        read(content)

    (problem,) = refused.value.problems
    assert ("quote", line) == (problem.code, problem.place.line)


def test_empty_lines_are_skipped_and_counted(read):
    """Only a line with nothing at all is skipped; a line of commas is a row without content."""
    people = read("\nperson_id,birth_date\n\na,1950-01-01\n\n,\n")

    assert (2, 1) == (people.records_read, len(people))
    assert "3 empty lines were skipped" == people.warnings[0].en
    assert [(2, 6, RowKind.BLANK)] == [(e.row, e.line, e.kind) for e in people.apart]


def test_a_missing_last_line_ending_is_a_warning(read):
    """The file may have been cut short."""
    people = read("person_id,birth_date\na,1950-01-01")

    assert ["a"] == people.ids.to_list()
    assert "cut short" in people.warnings[0].en


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty-file"),
        ("\n\n", "empty-file"),
        ("person_id;birth_date\na;b\n", "separator"),
        ("person_id\tbirth_date\n", "separator"),
        ("person_id,\0\n", "nul-byte"),
        (",".join(f"c{n}" for n in range(1001)) + "\n", "too-many-columns"),
        ("person_id,birth_date\n" + "a" * (1 << 20) + ",\n", "record-too-long"),
    ],
)
def test_a_file_that_is_no_table_is_refused(read, content, code):
    """Each kind of unusable file has its own code."""
    with pytest.raises(RegisterRefused) as refused:
        read(content)

    assert code == code_of(refused)


def test_headings_without_rows_are_an_empty_register(read):
    """Nobody is calculated, nothing is refused."""
    people = read("person_id,birth_date\n")

    assert (0, 0, ()) == (len(people), people.records_read, people.set_aside)
    assert {"birth_date"} == set(people.columns)


# ── kinds of files ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"person_id\n"), ("a.csv", b"PK\x03\x04rest"), ("a.parquet", b"person_id\n"),
        ("a.csv", b"PAR1rest"), ("a.xls", b"\xd0\xcf\x11\xe0rest"), ("a.doc", b"person_id\n"),
        ("a.csv", b"\x1f\x8brest"), ("a", b"person_id\n"),
    ],
)  # fmt: skip
def test_name_and_content_must_agree_on_the_kind(book, period, tmp_path, name, content):
    """What is not plainly CSV, xlsx or Parquet is refused."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RegisterRefused) as refused:
        read_register(tmp_path / name, book, period)

    assert code_of(refused) == "file-kind"


@pytest.mark.parametrize(
    ("name", "content", "what", "cure"),
    [
        ("a.csv", b"PK\x03\x04rest", "an Excel workbook", "rename it to end in .xlsx"),
        ("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook", "rename it to end in .xls,"),
        ("a.csv", b"PAR1rest", "a Parquet file", "rename it to end in .parquet"),
        ("a.parquet", b"person_id\n", "text (such as CSV)", "rename it to end in .csv"),
        ("a.parquet", b"\x83\x00\xfe?9s", "no such file, and no text", "write or copy it anew"),
        ("a.parquet", b"\xff\xfei\x00d\x00", "text (such as CSV)", "rename it to end in .csv"),
        ("a.csv", b"<html><table>", "a web page (HTML)", "save it as .xlsx"),
        ("a.xls", b"<html><table>", "a web page (HTML)", "save it as .xlsx"),
    ],
)  # fmt: skip
def test_what_a_file_really_is_is_said_and_what_to_do(
    book, period, tmp_path, name, content, what, cure
):
    """The kind by its content, and the ending or the way of saving that makes it readable."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RegisterRefused) as refused:
        read_register(tmp_path / name, book, period)

    assert what in refused.value.problems[0].message.en
    assert cure in refused.value.problems[0].cure.en


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"PK\x03\x04rest"), ("a.parquet", b"PAR1restPAR1")]
)
def test_damaged_files_are_refused(book, period, tmp_path, name, content):
    """A broken file is one message, never a traceback."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RegisterRefused) as refused:
        read_register(tmp_path / name, book, period)

    assert code_of(refused) == "damaged-file"


@pytest.mark.parametrize("name", ["absent.csv", ".", "x\0.csv"])
def test_a_path_that_cannot_be_read_is_refused(book, period, tmp_path, name):
    """Absent files and folders are refused."""
    with pytest.raises(RegisterRefused) as refused:
        read_register(str(tmp_path / name), book, period)

    assert code_of(refused) == "cannot-read"


def test_one_name_is_one_file(book, period, tmp_path):
    """Brackets and stars in a name are not a pattern."""
    path = tmp_path / "reg[1]*.csv"
    path.write_text(TEXT, encoding="utf-8")

    assert 2 == len(read_register(path, book, period))


def test_standard_input_is_read_by_its_content(book, period, monkeypatch, read):
    """A dash reads CSV or Parquet from standard input."""
    packed = io.BytesIO()
    _frame().write_parquet(packed)
    for content in (TEXT.encode(), packed.getvalue()):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

        assert facts_of(read(TEXT)) == facts_of(read_register("-", book, period))


def _frame():
    return pl.read_csv(TEXT.encode(), infer_schema=False)


def _workbook(path, rows, sheets=("Sheet1",)):
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        for name in sheets:
            workbook.add_worksheet(name)
        for at, row in enumerate(rows):
            workbook.get_worksheet_by_name(sheets[0]).write_row(at, 0, row)
    return path


def _dated(frame):
    return frame.with_columns(pl.col("出生日期").str.to_date())


def test_every_kind_of_source_gives_the_same_people(read, book, period, tmp_path):
    """CSV, Excel, Parquet, frames of four libraries, columns and rows agree to the last bit."""
    frame = _frame()
    frame.write_parquet(tmp_path / "text.parquet")
    _dated(frame).write_parquet(tmp_path / "dated.parquet")
    rows = [frame.columns, *frame.rows()]
    dated_rows = [frame.columns, *_dated(frame).rows()]
    sources = [
        tmp_path / "text.parquet",
        tmp_path / "dated.parquet",
        _workbook(tmp_path / "text.xlsx", rows),
        _workbook(tmp_path / "dated.xlsx", dated_rows),
        frame, _dated(frame), frame.to_arrow(), frame.to_pandas(),
        frame.with_columns(pl.col("出生日期").str.to_datetime("%Y-%m-%d")).to_pandas(),
        frame.with_columns(pl.col("性别").cast(pl.Categorical)),
        duckdb.sql("select * from frame"),
        frame.to_dict(as_series=False), frame.to_dict(), frame.to_dicts(), _dated(frame).to_dicts(),
        {name: np.array(frame[name].to_list()) for name in frame.columns},
    ]  # fmt: skip
    expected = facts_of(read(TEXT))
    for source in sources:
        assert expected == facts_of(read_register(source, book, period))


def test_the_hash_of_a_frame_is_that_of_its_values(book, period):
    """The same values give the same hash in a frame, in columns and in rows; others do not."""
    frame = _frame()
    sources = [frame, frame.to_dicts(), frame.to_dict(as_series=False), frame.to_pandas()]
    hashes = {read_register(source, book, period).sha256 for source in sources}
    other = read_register(frame.head(1), book, period).sha256

    assert 1 == len(hashes)
    assert other not in hashes


def test_no_rows_at_all_are_an_empty_register(book, period):
    """An empty list is a register of nobody."""
    for source in ([], {}, _frame().clear(), _frame().clear().to_dict(as_series=False)):
        people = read_register(source, book, period)

        assert (0, 0) == (len(people), people.records_read)


def test_rows_without_any_value_are_not_lost(book, period):
    """A mapping that says nothing is a row all the same."""
    with pytest.raises(RegisterRefused) as refused:
        read_register([{}], book, period)

    assert code_of(refused) == "missing-column"


# ── typed columns ────────────────────────────────────────────────────────────────────


def test_typed_columns_are_taken_over_exactly(book, period):
    """Integers, Decimals, truths and numbers of pandas with gaps lose nothing."""
    people = read_register(
        {
            "person_id": [17, 18],
            "birth_date": [date(1950, 1, 1), datetime.fromisoformat("1950-01-02")],
            "share": [Decimal("412.50"), Decimal(7)],
            "boarder": [True, None],
            "grade": pd.Series([3.0, float("nan")]).to_numpy(),
        },
        book,
        period,
    )

    assert ["17", "18"] == people.ids.to_list()
    assert [41250, 700] == people.columns["share"].tolist()
    assert [1, -1] == people.columns["boarder"].tolist()
    assert 3 == people.columns["grade"][0]
    assert () == people.set_aside


def test_a_decimal_of_another_scale_is_money_if_it_is_whole_fen(book, period):
    """1086.1000 is money, 1086.1050 is finer than a fen."""
    frame = pl.DataFrame({
        "person_id": ["a", "b"], "birth_date": ["1950-01-01"] * 2,
        "share": pl.Series(["1086.1000", "1086.1050"]).cast(pl.Decimal(12, 4)),
    })  # fmt: skip
    people = read_register(frame, book, period)

    assert [108610] == people.columns["share"].tolist()
    assert [(2, "finer-than-fen")] == [(e.row, e.code) for e in people.set_aside]


@pytest.mark.parametrize(
    "column",
    [
        {"share": [1086.1]}, {"share": pl.Series([1086.0])}, {"grade": pl.Series([1.5])},
        {"grade": [1.5]}, {"grade": pl.Series([[1]])}, {"grade": [object()]},
        {"death_date": pl.Series([datetime.fromisoformat("2023-01-01")]).dt.replace_time_zone("UTC")},
        {"grade": pl.Series([float("inf")])}, {"name": ["\ud800"]},
    ],
)  # fmt: skip
def test_a_column_of_the_wrong_type_is_refused(book, period, column):
    """Floats are no money, and fractions no whole numbers; the column is named."""
    with pytest.raises(RegisterRefused) as refused:
        read_register({"person_id": ["a"], "birth_date": ["1950-01-01"], **column}, book, period)

    assert code_of(refused) == "column-type"
    assert refused.value.problems[0].place.heading in column


@pytest.mark.parametrize(
    "source",
    [3, b"x", [1], {"person_id": "abc"}, {"person_id": [1], "name": []}, {1: [1]}, {"\ud800": [1]}],
)
def test_a_source_that_is_no_register_is_refused(book, period, source):
    """Anything else that a caller hands in is refused by one message."""
    with pytest.raises(RegisterRefused) as refused:
        read_register(source, book, period)

    assert code_of(refused) == "source-type"


# ── workbooks ────────────────────────────────────────────────────────────────────────


def _sheet(tmp_path, book, period, headings, *rows):
    path = _workbook(tmp_path / "register.xlsx", [headings, *rows])
    return read_register(path, book, period)


def test_an_identity_number_stored_as_a_number_is_set_aside(book, period, tmp_path):
    """Digits after the 15th are lost in a spreadsheet; a short number is fine as a key."""
    people = _sheet(
        tmp_path, book, period, ["person_id", "id_number", "birth_date"],
        [17, "430204194305200017", ""], [18, 430204194402290026, "1944-02-29"],
        [110101199003074518, "", "1950-01-01"],
    )  # fmt: skip

    assert ["17"] == people.ids.to_list()
    assert [(2, 3, "id_number", "id-as-number"), (3, 4, "person_id", "id-as-number")] == [
        (e.row, e.line, e.column, e.code) for e in people.set_aside
    ]
    assert "Sheet1" == people.set_aside[0].sheet


def test_money_cells_are_exact_to_the_fen(book, period, tmp_path):
    """Noise of a formula is not money lost; a finer amount is set aside."""
    people = _sheet(
        tmp_path, book, period, ["person_id", "birth_date", "share", "grade"],
        ["a", "1950-01-01", 0.1 + 0.2, 2.0], ["b", "1950-01-01", 1086.1, ""],
        ["c", "1950-01-01", 12.345, ""], ["d", "1950-01-01", "", 2.5],
    )  # fmt: skip

    assert [30, 108610] == people.columns["share"].tolist()
    assert [(3, "finer-than-fen"), (4, "not-a-number")] == [
        (e.row, e.code) for e in people.set_aside
    ]


def test_unreliable_date_cells_are_set_aside(book, period, tmp_path):
    """A time of day, and a day before March 1900, are not taken for a date."""
    people = _sheet(
        tmp_path, book, period, ["person_id", "birth_date"],
        ["a", date(1950, 1, 1)], ["b", datetime.fromisoformat("1950-01-01T12:00")], ["c", date(1900, 2, 1)], ["d", 1943],
        ["e", 19500101],
    )  # fmt: skip

    assert ["a", "e"] == people.ids.to_list()
    assert [(2, "impossible-date"), (3, "early-sheet-date"), (4, "date-as-number")] == [
        (e.row, e.code) for e in people.set_aside
    ]


def test_sheets_with_headings_alone_are_registers_of_nobody(book, period, tmp_path):
    """Two sheets are both read; empty sheets do not matter."""
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name in ("清水塘", "铜塘湾", "empty"):
            sheet = workbook.add_worksheet(name)
            if name != "empty":
                sheet.write_row(0, 0, ["person_id", "birth_date"])
    people = read_register(path, book, period)

    assert (0, 0) == (len(people), people.records_read)
    assert ["清水塘", "铜塘湾"] == [one.sheet for one in people.sheets]


def test_an_empty_workbook_is_refused(book, period, tmp_path):
    """A workbook without a single cell has no headings."""
    with pytest.raises(RegisterRefused) as refused:
        read_register(_workbook(tmp_path / "a.xlsx", []), book, period)

    assert code_of(refused) == "empty-file"


def test_empty_rows_of_a_sheet_are_skipped_and_counted(book, period, tmp_path):
    """The row of the sheet is still told right."""
    people = _sheet(
        tmp_path, book, period, ["person_id", "birth_date"], [], ["a", "1950-01-01"], [], ["b", "x"]
    )

    assert [(2, 5)] == [(e.row, e.line) for e in people.set_aside]
    assert "2 empty rows were skipped" == people.warnings[0].en
