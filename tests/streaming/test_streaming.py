"""A register in pieces gives the bytes of a register that is calculated whole."""

import errno
import io
import os
import tracemalloc
from pathlib import Path

import polars as pl
import pytest

import subsidy
from subsidy.calculation import period_of
from subsidy.errors import RegisterRefused
from subsidy.register.guard.limits import DEFAULT_LIMITS
from subsidy.register.pieces.opening import PieceSize, open_pieces
from subsidy.register.quarantine import quarantine_bytes, quarantine_frame
from subsidy.register.roster_map import NO_MAP
from subsidy.results.totals_json import totals_json
from subsidy.results.write import write_marked_csv, write_result
from subsidy.streaming import streaming
from subsidy.streaming.parts import Wish
from subsidy.streaming.streaming import Run, stream

PERIOD = period_of("2023")
TINY = PieceSize(rows=7, text_bytes=150)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(born, serial):
    """An invented resident identity number."""
    body = f"430204{born.replace('-', '')}{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def people(count=150):
    """Invented people, not in order, some of whose rows cannot be calculated."""
    rows = []
    for number in range(count):
        born = f"{1925 + number * 7 % 95}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        rows.append(
            {
                "person_id": f"P{number * 37 % 1000:04d}",
                "id_number": identity(born, number),
                "birth_date": born,
                "death_date": "2023-06-03" if number % 9 == 0 else None,
                "disability_category": ("智力", "精神", None)[number % 3],
                "disability_grade": ("1", "2", None, "4")[number % 4],
                "disability_from": "2020-01-01" if number % 3 < 2 else None,
                "disability_applied_on": "2020-02-01" if number % 3 < 2 else None,
            }
        )
    rows[5]["birth_date"] = "1999-13-01"
    rows[20]["person_id"] = rows[120]["person_id"]  # the same person in different pieces
    rows[21]["person_id"] = rows[121]["person_id"] = rows[3]["person_id"]
    rows[40]["id_number"] = rows[140]["id_number"]
    rows[40]["birth_date"] = rows[140]["birth_date"]
    rows[77]["person_id"] = None
    rows[90]["disability_until"] = "2024-01-01"
    for row in rows:
        row.setdefault("disability_until", None)
    return rows


def as_csv(rows, **options):
    return pl.DataFrame(rows, infer_schema_length=None).write_csv(**options)


def frame_of(rows):
    return pl.DataFrame(rows, infer_schema_length=None)


@pytest.fixture(scope="module")
def book():
    return subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")


@pytest.fixture
def file_of(tmp_path):
    """Write a register, as text or bytes or a frame."""

    def write(content, name="register.csv"):
        path = tmp_path / name
        if isinstance(content, pl.DataFrame):
            content.write_parquet(path, row_group_size=16)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def streamed(book, tmp_path):
    """Run a file in tiny pieces: the answer, the rows, and the rows set aside."""

    def running(path, detail="monthly", format_="csv", aside="csv", **options):
        size = options.pop("size", TINY)
        mapping, limits = options.pop("mapping", NO_MAP), options.pop("limits", DEFAULT_LIMITS)
        folder = tmp_path / "private"
        folder.mkdir(exist_ok=True)
        out, left = io.BytesIO(), io.BytesIO()
        with open_pieces(path, book, mapping, limits, size) as pieces:
            wish = Wish(detail, aside, undetermined=True)
            run = Run(book, PERIOD, pieces, wish, mapping, 2, units_a_range=20, **options)
            answer = stream(run, folder, format_, out, left)
        return answer, out.getvalue(), left.getvalue()

    return running


@pytest.fixture
def whole(book):
    """The same from the whole register in memory."""

    def running(path, detail="monthly", format_="csv", **options):
        result = subsidy.calculate(book, path, PERIOD, **options)
        out, left = io.BytesIO(), io.BytesIO()
        write_result(result, detail, format_, out, None)
        content = quarantine_bytes(result.people)
        if content is None:
            write_marked_csv(quarantine_frame(result.people), left, None)
        return result, out.getvalue(), content or left.getvalue()

    return running


def assert_same(whole, streamed):
    result, rows, aside = whole
    answer, rows_in_pieces, aside_in_pieces = streamed

    assert rows == rows_in_pieces
    assert aside == aside_in_pieces
    assert result.receipt().as_text() == answer.receipt().as_text()
    assert totals_json(result) == totals_json(answer)
    assert result.asides == answer.asides
    assert result.undecided == answer.undecided
    assert sorted(result.warnings, key=str) == sorted(answer.warnings, key=str)


@pytest.mark.parametrize(("kind", "least"), [("csv", 8), ("parquet", 20)])
def test_what_is_read_in_pieces_here_is_more_than_one(file_of, book, kind, least):
    """Else none of the comparisons below says anything."""
    path = file_of(as_csv(people()) if kind == "csv" else frame_of(people()), f"register.{kind}")
    with open_pieces(path, book, size=TINY) as pieces:
        assert sum(unread().table.records_read > 0 for unread in pieces.read()) >= least


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_sums_of_many_pieces_are_added_up_on_the_way(file_of, whole, streamed, monkeypatch, kind):
    """Else the small frames of thousands of pieces are kept, and all that they hold on to."""
    path = file_of(as_csv(people()) if kind == "csv" else frame_of(people()), f"register.{kind}")
    most = []
    added_up = streaming.Sums.together
    monkeypatch.setattr(streaming, "_SUMS_KEPT", 3)
    monkeypatch.setattr(
        streaming.Sums, "together", lambda parts: most.append(len(parts)) or added_up(parts)
    )

    assert_same(whole(path, "monthly"), streamed(path, "monthly"))
    assert len(most) > 3
    assert max(most) == 3


@pytest.mark.parametrize("detail", ["annual", "monthly", "spells"])
@pytest.mark.parametrize("format_", ["csv", "parquet"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_pieces_give_the_bytes_of_the_whole(file_of, whole, streamed, detail, format_, kind):
    """Every detail and format, from both kinds of file, with rows set aside and undetermined."""
    rows = people()
    content = as_csv(rows) if kind == "csv" else pl.DataFrame(rows, infer_schema_length=None)
    path = file_of(content, f"register.{kind}")

    assert_same(whole(path, detail, format_), streamed(path, detail, format_))


def test_both_places_of_a_number_that_stands_twice_are_named(file_of, streamed):
    """Rows in different pieces name each other by their lines in the file."""
    path = file_of(as_csv(people()))

    answer, _, _ = streamed(path)
    reasons, _ = answer.asides.found["person_id", "duplicate-person"]

    assert ["row 122", "row 22", "row 23, 123", "row 5, 123", "row 5, 23"] == sorted(
        reason.words.en.removeprefix("the same number stands in ").removesuffix(
            " too; none of them is calculated"
        )
        for reason in reasons
    )


SIGNATURE = ["合计,,,,,,,,", "制表人：某某,,,,,,,,"]


def odd_texts():
    """Texts with everything that makes it hard to cut them."""
    plain = as_csv(people())
    head, *lines = plain.splitlines()
    quoted = [f'"{line.partition(",")[0]}",{line.partition(",")[2]}' for line in lines]
    named = f"{head},姓名"
    broken = [f'{line},"王\n""某""\r\n五, 丁"' for line in lines]
    return {
        "windows": plain.replace("\n", "\r\n"),
        "old Macintosh": plain.replace("\n", "\r"),
        "byte order mark": "\ufeff" + plain,
        "quoted": "\n".join([head, *quoted, ""]),
        "line breaks in fields": "\n".join([named, *broken, ""]),
        "titles, totals, signatures": "\n".join(["名册,,,,,,,,", head, *lines, *SIGNATURE, ""]),
        "empty lines": plain.replace("P0", "\n\nP0"),
        "cut short": plain.rstrip("\n"),
        "too few fields": plain.replace(",智力,", ",智力;"),
        "a NUL byte": plain.replace("P0037", "P00\x0037"),
        "headings alone": head + "\n",
        "in order": "\n".join([head, *sorted(lines), ""]),
        "repeated headings": "\n".join([head, *lines[:70], head, *lines[70:], ""]),
    }


@pytest.mark.parametrize("name", sorted(odd_texts()))
def test_odd_texts_are_cut_without_a_trace(file_of, whole, streamed, name):
    """Line ends, quotes, titles, rows that are no people: nothing shows where the pieces end."""
    path = file_of(odd_texts()[name])

    assert_same(whole(path), streamed(path))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_encodings_are_told_from_all_pieces(file_of, whole, streamed, encoding):
    """Chinese headings and words in the encodings that are told from the bytes."""
    text = as_csv(people()).replace("person_id", "人员编号")
    path = file_of(text.encode(encoding))

    assert_same(whole(path), streamed(path))


def test_a_register_identified_by_identity_numbers_alone_is_the_same(file_of, whole, streamed):
    """Numbers of 15 and 18 characters of one person are one number."""
    rows = [{**row, "person_id": None} for row in people()]
    frame = pl.DataFrame(rows, infer_schema_length=None).drop("person_id")
    path = file_of(frame, "register.parquet")

    assert_same(whole(path), streamed(path))


def test_a_warning_about_rows_of_several_pieces_is_one(file_of, whole, streamed):
    """An end without a beginning in two pieces is one warning that counts both rows."""
    rows = people()
    for number in (2, 92):
        rows[number]["disability_until"] = "2024-01-01"
    path = file_of(as_csv(rows))
    pieces = streamed(path)

    assert_same(whole(path), pieces)
    assert [2] == [words.count for words in pieces[0].warnings if "disability_until" in words.en]


def test_a_parquet_file_without_rows_has_headings(file_of, whole, streamed):
    """Nobody is due anything, in a file with columns."""
    path = file_of(pl.DataFrame(people(), infer_schema_length=None).clear(), "register.parquet")

    assert_same(whole(path, "annual", "parquet"), streamed(path, "annual", "parquet"))


def test_equal_hashes_of_different_numbers_set_nobody_aside(file_of, whole, streamed, monkeypatch):
    """Where all numbers collide, they are compared themselves."""
    from subsidy.register.pieces import survey

    monkeypatch.setattr(
        survey, "_hashed", lambda numbers: pl.zeros(len(numbers), pl.UInt64, eager=True).to_numpy()
    )
    path = file_of(as_csv(people()))

    assert_same(whole(path), streamed(path))


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda text: text.replace("P0037", 'P00"37'), 3),
        (lambda text: text.replace("P0185", '"P0185'), 7),
        (lambda text: text.replace("P0185", "P" + "0" * (1 << 20)), 7),
        (lambda text: text.encode().replace(b"P0185", b"\xff\xff"), 7),
    ],
)
def test_what_is_refused_whole_is_refused_in_pieces(file_of, whole, streamed, spoil, line):
    """The same problem, with its line in the file."""
    path = file_of(spoil(as_csv(people())))

    with pytest.raises(RegisterRefused) as expected:
        whole(path)
    with pytest.raises(RegisterRefused) as found:
        streamed(path)

    assert expected.value.problems == found.value.problems
    assert line == found.value.problems[0].place.line


def appended(path):
    """A row more."""
    with path.open("ab") as file:
        file.write(b"P9999,,,,,,,,\n")


def cut(path):
    """The second half is gone."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def emptied(path):
    """Nothing is left."""
    path.write_bytes(b"")


def overwritten(path):
    """Other bytes in as many, line ends among them: records are lost."""
    content = bytearray(path.read_bytes())
    content[-160:-30] = b"9" * 130
    path.write_bytes(bytes(content))


def replaced(path):
    """Another file of that name, as spreadsheets save theirs."""
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes())
    other.replace(path)


CHANGES = [appended, cut, emptied, overwritten, replaced, Path.unlink]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_that_changes_on_the_way_is_refused(file_of, streamed, monkeypatch, kind, change):
    """Between the survey and the pieces: one message, whatever else seems wrong by then."""
    path = file_of(as_csv(people()) if kind == "csv" else frame_of(people()), f"register.{kind}")
    survey_of = streaming.survey_of

    def surveyed(*given):
        found = survey_of(*given)
        change(path)
        return found

    monkeypatch.setattr(streaming, "survey_of", surveyed)
    with pytest.raises(RegisterRefused) as refused:
        streamed(path)

    assert ["changed-while-read"] == [one.code for one in refused.value.problems]


def test_an_overlong_line_is_refused_before_it_is_in_memory(book, tmp_path):
    """Fails if the line is gathered whole first: the file is not read to its end."""
    path = tmp_path / "register.csv"
    path.write_bytes(b"person_id\na\n" + b"x" * (64 << 20))
    tracemalloc.start()
    with pytest.raises(RegisterRefused) as refused, open_pieces(path, book):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert ["record-too-long"] == [one.code for one in refused.value.problems]
    assert 3 == refused.value.problems[0].place.line
    assert most < 48 << 20


class FullDisk(io.RawIOBase):
    """A file on a disk that is full."""

    def writable(self):
        return True

    def write(self, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("name", "format_"), [("register.csv", "csv"), ("register.parquet", "parquet")]
)
def test_a_full_disk_is_not_said_to_be_a_register_that_cannot_be_read(
    book, file_of, tmp_path, name, format_
):
    rows = people()
    path = file_of(as_csv(rows) if format_ == "csv" else frame_of(rows), name)

    def calculated():
        with open_pieces(path, book, size=TINY) as pieces:
            run = Run(book, PERIOD, pieces, Wish("monthly"), threads=2)
            stream(run, tmp_path, format_, FullDisk(), io.BytesIO())

    with pytest.raises(OSError, match="No space"):
        calculated()
