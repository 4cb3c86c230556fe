"""CSV: where each record begins and ends, and what is wrong with it, by RFC 4180, strictly.

The records are counted and checked here, on the bytes; Polars then splits the good ones into
fields, and its count must be ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import numpy as np
import polars as pl
from attrs import evolve, frozen

from subsidy.errors import Place, Words
from subsidy.register.alike_lines import alike_lines
from subsidy.register.csv_head import Head, find_head, read_fields
from subsidy.register.faults import Fault, Faults
from subsidy.register.heading_rows import begins_a_table
from subsidy.register.record_warnings import record_warnings
from subsidy.register.refusing import refuse
from subsidy.register.roster_map import FileForm
from subsidy.register.source import Table
from subsidy.register.table import Apart
from subsidy.register.totals_rows import kind_of_row
from subsidy.register.workbooks.other_tables import begins_another
from subsidy.register.workbooks.refusals import refuse_second_table
from subsidy.register.workbooks.vocabulary import NO_WORDS, Vocabulary

__all__ = ["read_csv"]

Positions = np.ndarray[Any, Any]

_AS_DECLARED = FileForm()

_LF, _CR, _QUOTE, _NUL = 10, 13, 34, 0
_MOST_BYTES_A_RECORD = 1 << 20
_MOST_COLUMNS = 1000
_MOST_ROWS_LOOKED_AT = 10_000
_ROWS_OF_HEAD = 40
_ROWS_ASKED = 1000  # how wide they are


@frozen(eq=False)
class _Records:
    """Where the records stand: bytes [start, end) of each, without its line ending."""

    content: bytes
    buffer: Positions  # the same bytes as uint8
    start: Positions
    end: Positions
    after: Positions  # end with line ending
    line: Positions
    fields: Positions
    has_nul: Positions
    has_quotes: bool
    is_plain: bool  # every line ends in a line feed alone
    breaks: int  # line breaks of the whole text
    blank: int
    final_newline: bool
    separator: int
    spare: Positions | int = 0  # separators at the end of a record, behind which nothing stands

    def text_of(self, record: int) -> str:
        """A record as it stands; 0 is the headings."""
        return self.content[self.start[record] : self.end[record]].decode()

    def texts(self, records: Iterable[int]) -> Iterable[str]:
        """Some records as they stand."""
        return map(self.text_of, records)

    def fit(self, width: int) -> Positions:
        """Which records have so many fields and no NUL byte; that of the headings is not among them."""
        fitting: Positions = (self.fields == width) & ~self.has_nul & (self.start > self.start[0])
        return fitting

    def warnings(self) -> tuple[Words, ...]:
        """What is told of lines that are read all the same."""
        spare = self.line[np.flatnonzero(self.spare)]
        return record_warnings(self.blank, spare, ends_its_last_line=self.final_newline)

    def head(self, form: FileForm, vocabulary: Vocabulary, place: Place) -> Head:
        """The records of the headings."""
        count = min(len(self.start), _ROWS_OF_HEAD)
        head = find_head(
            list(self.texts(range(count))), self.line[:count].tolist(), form, vocabulary, place
        )
        _check_head(head, self, place)
        return head if form.heading_rows else self._as_wide_as_rows(head)

    def _as_wide_as_rows(self, head: Head) -> Head:
        """The headings without empty ones at their end, where more rows are as wide as that."""
        width = len(head.headings)
        named = max((n for n, text in enumerate(head.headings, 1) if text.strip()), default=width)
        rows = self.between(head.last, head.last + _ROWS_ASKED)
        if rows.within(named).fit(named).sum() <= rows.within(width).fit(width).sum():
            return head
        return evolve(head, headings=head.headings[:named])

    def between(self, first: int, end: int | None) -> _Records:
        """The same of some records; *first* becomes number 0."""
        names = ("start", "end", "after", "line", "fields", "has_nul")
        return evolve(self, **{name: getattr(self, name)[first:end] for name in names})

    def within(self, width: int) -> _Records:
        """The same with no more fields than *width* where all that are beyond it are empty."""
        beyond = np.clip(self.fields - width, 0, _MOST_COLUMNS)
        beyond[0] = 0
        is_spare = beyond > 0
        for number in range(1, int(beyond.max()) + 1):
            deep = np.flatnonzero(is_spare & (beyond >= number))
            is_spare[deep] = self.buffer[self.end[deep] - number] == self.separator
        spare = np.where(is_spare, beyond, 0)
        return evolve(self, fields=self.fields - spare, spare=spare)


def read_csv(  # noqa: PLR0913, PLR0917 - a text, where it is from, and how it is to be read
    content: bytes,
    place: Place,
    sha256: str,
    form: FileForm = _AS_DECLARED,
    words: Vocabulary = NO_WORDS,
    wanted: Sequence[int] | None = None,
) -> Table:
    """The table in a CSV text (UTF-8), or its columns at *wanted* positions; *form* declares it.
    The headings are the first records in which *words* knows some; above them stand titles.
    Records with other numbers of fields, or a NUL byte, are faults, unless they are no people.

    Raises:
        RegisterRefused: no headings, another separator, an open quote, a record over 1 MiB.
    """
    every = _filled(_records(content, place, ord(form.separator or ",")), place)
    head = every.head(form, words, place)
    width = len(head.headings)
    found = every.between(head.last, None).within(width)
    is_good = found.fit(width)
    apart = _apart(found, is_good, place, words)
    return Table(
        place=place,
        headings=head.headings,
        columns=_columns(found, is_good, width, wanted, place),
        records=np.flatnonzero(is_good),
        records_read=len(found.start) - 1,
        sha256=sha256,
        lines=found.line[1:],
        faults=_faults(found, is_good, width, {row.row for row in apart}),
        warnings=found.warnings(),
        text_of=found.text_of,
        apart=apart,
        header_line=int(every.line[head.first]),
        titles=head.first,
        title_text="\n".join([*every.texts(range(head.first)), *found.texts(r.row for r in apart)]),
        line_breaks=every.breaks,
        heads=tuple(head.texts(every.texts(head.records()), form.separator or ",")),
        form=form.separator or ",",
    )


def _filled(found: _Records, place: Place) -> _Records:
    if not len(found.start):
        refuse("empty-file", place, Words("the file is empty", "文件为空"))
    return found


def _records(content: bytes, place: Place, separator: int) -> _Records:
    buffer = np.frombuffer(content, dtype=np.uint8)
    alike = _alike(content, buffer, separator)
    if alike is not None:
        _check_lengths(alike.end - alike.start, alike.line, place)
        return alike
    quotes = _positions(buffer, content, _QUOTE)
    breaks, is_plain = _line_breaks(buffer, content)
    _check_quotes(buffer, quotes, breaks, separator, place)
    after = _outside(breaks, quotes) + 1
    final_newline = bool(len(after)) and int(after[-1]) == len(content)
    if not final_newline and content:
        after = np.append(after, len(content))
    start = np.concatenate([np.zeros(1, dtype=np.int64), after])[: len(after)]
    end = _without_line_ending(buffer, start, after)
    filled = end > start
    start, end, after = start[filled], end[filled], after[filled]
    line = np.searchsorted(breaks, start) + 1
    _check_lengths(end - start, line, place)
    return _Records(
        content, buffer, start, end, after, line,
        fields=_counted(_outside(_positions(buffer, content, separator), quotes), start, end) + 1,
        has_nul=_counted(_positions(buffer, content, _NUL), start, end) > 0,
        has_quotes=len(quotes) > 0, is_plain=is_plain,
        breaks=len(breaks), blank=int((~filled).sum()), final_newline=final_newline, separator=separator,
    )  # fmt: skip


def _alike(content: bytes, buffer: Positions, separator: int) -> _Records | None:
    """The records of a text in which every line has as many fields; None where not."""
    lines = alike_lines(content, separator)
    if lines is None:
        return None
    after = lines.end + 1
    after[-1] = len(content)
    start = np.concatenate([np.zeros(1, dtype=np.int64), after[:-1]])
    count = len(start)
    return _Records(
        content, buffer, start, lines.end, after, line=np.arange(1, count + 1),
        fields=np.broadcast_to(np.int64(lines.fields), count),
        has_nul=np.broadcast_to(np.False_, count), has_quotes=False, is_plain=True,
        breaks=count - (content[-1] != _LF), blank=0, final_newline=content[-1] == _LF, separator=separator,
    )  # fmt: skip


def _positions(buffer: Positions, content: bytes, byte: int) -> Positions:
    if content.find(byte) < 0:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(buffer == byte)


def _line_breaks(buffer: Positions, content: bytes) -> tuple[Positions, bool]:
    """The byte that ends each line, quoted or not, and whether all are line feeds."""
    feeds = _positions(buffer, content, _LF)
    returns = _positions(buffer, content, _CR)
    if not len(returns):
        return feeds, True
    following = np.append(buffer, np.uint8(0))[returns + 1]
    return np.sort(np.concatenate([feeds, returns[following != _LF]])), False


def _outside(positions: Positions, quotes: Positions) -> Positions:
    if not len(quotes):
        return positions
    return np.asarray(positions[np.searchsorted(quotes, positions) % 2 == 0])


def _without_line_ending(buffer: Positions, start: Positions, after: Positions) -> Positions:
    last = buffer[after - 1]
    end = after - ((last == _LF) | (last == _CR))
    is_crlf = (last == _LF) & (end > start) & (buffer[np.maximum(end - 1, 0)] == _CR)
    return np.asarray(end - is_crlf)


def _counted(positions: Positions, start: Positions, end: Positions) -> Positions:
    if not len(positions):
        return np.zeros(len(start), dtype=np.int64)
    return np.asarray(np.searchsorted(positions, end) - np.searchsorted(positions, start))


def _check_quotes(
    buffer: Positions, quotes: Positions, breaks: Positions, separator: int, place: Place
) -> None:
    """A quote opens a field, closes it before a separator or line end, or is doubled inside."""
    if not len(quotes):
        return
    beside = np.isin(np.arange(256), [separator, _LF, _CR, _QUOTE])  # by byte
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.where(opening > 0, buffer[opening - 1], _LF)
    behind = np.where(closing + 1 < len(buffer), buffer[(closing + 1) % len(buffer)], _LF)
    strays = opening[~beside[before]]
    unclosed = opening[: len(closing)][~beside[behind]]
    left_open = opening[len(closing) :]
    wrong = np.concatenate([strays, unclosed, left_open])
    if not len(wrong):
        return
    openers = opening[before != _QUOTE]  # not the second of a doubled pair
    opener = openers[np.searchsorted(openers, wrong.min(), side="right") - 1]
    line = int(np.searchsorted(breaks, opener)) + 1
    refuse(
        "quote",
        evolve(place, line=line),
        Words(
            "a quotation mark on this line does not enclose a whole field",
            "本行的引号没有完整地括住一个字段",
        ),
        Words(
            'close it; a quotation mark inside a quoted field is written twice: ""',
            '请补全引号；带引号字段内的引号须写两遍：""',
        ),
    )


def _check_lengths(lengths: Positions, lines: Positions, place: Place) -> None:
    too_long = np.flatnonzero(lengths > _MOST_BYTES_A_RECORD)
    if len(too_long):
        refuse(
            "record-too-long",
            evolve(place, line=int(lines[too_long[0]])),
            Words("a record of more than 1 MiB begins on this line", "自本行起的一条记录超过 1 MiB"),
            Words("see whether a line ending or a quote is missing", "请检查是否缺少换行或引号"),
        )  # fmt: skip


def _check_head(head: Head, every: _Records, place: Place) -> None:
    if every.has_nul[head.first : head.last + 1].any():
        refuse("nul-byte", place, Words("the headings hold a NUL byte", "标题行含有 NUL 字节"))
    place = evolve(place, line=int(every.line[head.first]))
    if len(head.headings) > _MOST_COLUMNS:
        refuse("too-many-columns", place, Words(f"more than {_MOST_COLUMNS} columns", f"超过 {_MOST_COLUMNS} 列"))  # fmt: skip


def _columns(
    found: _Records,
    is_good: Positions,
    width: int,
    wanted: Sequence[int] | None,
    place: Place,
) -> tuple[pl.Series, ...]:
    """The fields of the good records, column by column; empty where a column is not wanted."""
    count = int(is_good.sum())
    read = list(range(width) if wanted is None else sorted(wanted))
    given: dict[int, pl.Series] = {}
    if count and read:
        frame = _frame(found, is_good, None if len(read) == width else read)
        if frame.shape != (count, len(read)):
            _refuse_count(count, frame.height, place)
        given = dict(zip(read, frame.get_columns(), strict=True))
    nothing = pl.repeat(None, count, dtype=pl.String, eager=True)
    return tuple(given.get(position, nothing) for position in range(width))


def _frame(found: _Records, is_good: Positions, read: list[int] | None) -> pl.DataFrame:
    """Some columns, or all; without rows where the text cannot be split into fields."""
    content, records_above = _body(found, is_good)
    try:
        return pl.read_csv(
            content, columns=read, skip_rows=records_above,
            has_header=False, separator=chr(found.separator), infer_schema=False, glob=False,
            quote_char='"' if found.has_quotes else None,
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        return pl.DataFrame()


def _refuse_count(count: int, found: int, place: Place) -> NoReturn:
    refuse(
        "control-count",
        place,
        Words(
            f"{count} records were counted but {found} could be split into fields",
            f"共清点 {count} 条记录，但只能拆分出 {found} 条",
        ),
    )


def _body(found: _Records, is_good: Positions) -> tuple[bytes, int]:
    """A text of the good records, each ended by a line feed, and how many lines stand above them."""
    is_whole = not np.any(found.spare) and not found.blank
    if found.is_plain and is_good[1:].all() and is_whole:
        if not found.has_quotes:
            return found.content, int(found.line[0])
        return found.content[int(found.start[1]) :], 0
    edges = np.zeros(len(found.buffer) + 2, dtype=np.int8)
    edges[found.start[is_good]] += 1
    end = (found.end - found.spare)[is_good]
    edges[end + 1] -= 1
    ended = np.append(found.buffer, np.uint8(_LF))
    ended[end] = _LF
    inside = np.cumsum(edges[:-1], dtype=np.int8).astype(bool)
    return bytes(ended[inside].tobytes()), 0


def _apart(
    found: _Records, is_good: Positions, place: Place, vocabulary: Vocabulary
) -> tuple[Apart, ...]:
    """Of the records that do not fit the headings, those that are no people."""
    misfits = np.flatnonzero(~is_good[1:] & ~found.has_nul[1:])[:_MOST_ROWS_LOOKED_AT] + 1
    apart = []
    for record in misfits.tolist():
        fields = read_fields(found.text_of(record), chr(found.separator))
        kind, line = kind_of_row(fields), int(found.line[record])
        if kind is not None:
            apart.append(Apart(record, line, None, kind))
        elif len(fields) <= _MOST_COLUMNS and _begins(fields, vocabulary):
            refuse_second_table(evolve(place, line=line))
    return tuple(apart)


def _begins(fields: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether headings of another table stand there."""
    return begins_a_table(fields, vocabulary) or begins_another(fields, vocabulary)


def _faults(found: _Records, is_good: Positions, width: int, apart: set[int]) -> tuple[Fault, ...]:
    if is_good[1:].all():
        return ()
    faults = Faults()
    with_nul = found.has_nul.copy()
    with_nul[0] = False
    faults.add(np.flatnonzero(with_nul), "", "nul-byte")
    fields = np.where(with_nul, width, found.fields)
    fields[0] = width
    fields[np.array(sorted(apart), dtype=np.int64)] = width
    for count in np.unique(fields[fields != width]).tolist():
        faults.add(
            np.flatnonzero(fields == count),
            "",
            "field-count",
            found=str(count),
            wanted=str(width),
        )
    return tuple(faults.found)
