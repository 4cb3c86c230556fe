"""CSV: its records, which are counted on the bytes, their headings, and what is wrong with them.

Polars splits the good records into fields, and its count must be ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np
import polars as pl
from attrs import evolve

from subsidy.errors import Place, Words
from subsidy.register.alike_lines import alike_lines
from subsidy.register.csv_head import Head, find_head, read_fields
from subsidy.register.faults import Fault, Faults
from subsidy.register.heading_rows import begins_a_table
from subsidy.register.record_bounds import MOST_COLUMNS, LinesOf, Records, records_of
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

_LF = 10
_MOST_ROWS_LOOKED_AT = 10_000
_ROWS_OF_HEAD = 40
_ROWS_ASKED = 1000  # how wide they are


def read_csv(  # noqa: PLR0913, PLR0917 - a text, where it is from, and what is known of it
    content: bytes,
    place: Place,
    sha256: str,
    form: FileForm = _AS_DECLARED,
    words: Vocabulary = NO_WORDS,
    wanted: Sequence[int] | None = None,
    lines_of: LinesOf = alike_lines,
) -> Table:
    """The table in a CSV text (UTF-8), or its columns at *wanted* positions; *form* declares it.

    The headings are the first records in which *words* knows some; above them stand titles.
    Records with other numbers of fields, or a NUL byte, are faults, unless they are no people.
    *lines_of* tells of a text and its separator whether all lines are alike.

    Raises:
        RegisterRefused: no headings, another separator, an open quote, a record over 1 MiB.
    """
    separator = form.separator or ","
    every = _filled(records_of(content, place, ord(separator), lines_of), place)
    head = _head(every, form, words, place)
    width = len(head.headings)
    found = every.between(head.last, None).within(width)
    is_good = found.fit(width)
    apart = _apart(found, is_good, place, words)
    beside = [*every.texts(range(head.first)), *found.texts(row.row for row in apart)]
    return Table(
        place, head.headings, _columns(found, is_good, width, wanted, place),
        records=np.flatnonzero(is_good), records_read=len(found) - 1, sha256=sha256,
        lines=found.line[1:], faults=_faults(found, is_good, width, {row.row for row in apart}),
        warnings=found.warnings(), text_of=found.text_of, apart=apart,
        header_line=int(every.line[head.first]), titles=head.first, title_text="\n".join(beside),
        line_breaks=every.breaks, form=separator,
        heads=tuple(head.texts(every.texts(head.records()), separator)),
    )  # fmt: skip


def _filled(found: Records, place: Place) -> Records:
    if not len(found):
        refuse("empty-file", place, Words("the file is empty", "文件为空"))
    return found


def _head(every: Records, form: FileForm, vocabulary: Vocabulary, place: Place) -> Head:
    """The records of the headings."""
    count = min(len(every), _ROWS_OF_HEAD)
    head = find_head(
        list(every.texts(range(count))), every.line[:count].tolist(), form, vocabulary, place
    )
    _check_head(head, every, place)
    return head if form.heading_rows else _as_wide_as_rows(head, every)


def _as_wide_as_rows(head: Head, every: Records) -> Head:
    """The headings without empty ones at their end, where more rows are as wide as that."""
    width = len(head.headings)
    named = max((n for n, text in enumerate(head.headings, 1) if text.strip()), default=width)
    rows = every.between(head.last, head.last + _ROWS_ASKED)
    if rows.within(named).fit(named).sum() <= rows.within(width).fit(width).sum():
        return head
    return evolve(head, headings=head.headings[:named])


def _check_head(head: Head, every: Records, place: Place) -> None:
    if every.has_nul[head.first : head.last + 1].any():
        refuse("nul-byte", place, Words("the headings hold a NUL byte", "标题行含有 NUL 字节"))
    place = evolve(place, line=int(every.line[head.first]))
    if len(head.headings) > MOST_COLUMNS:
        refuse("too-many-columns", place, Words(f"more than {MOST_COLUMNS} columns", f"超过 {MOST_COLUMNS} 列"))  # fmt: skip


def _columns(
    found: Records,
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


def _frame(found: Records, is_good: Positions, read: list[int] | None) -> pl.DataFrame:
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


def _body(found: Records, is_good: Positions) -> tuple[bytes, int]:
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
    found: Records, is_good: Positions, place: Place, vocabulary: Vocabulary
) -> tuple[Apart, ...]:
    """Of the records that do not fit the headings, those that are no people."""
    misfits = np.flatnonzero(~is_good[1:] & ~found.has_nul[1:])[:_MOST_ROWS_LOOKED_AT] + 1
    apart = []
    for record in misfits.tolist():
        fields = read_fields(found.text_of(record), chr(found.separator))
        kind, line = kind_of_row(fields), int(found.line[record])
        if kind is not None:
            apart.append(Apart(record, line, None, kind))
        elif len(fields) <= MOST_COLUMNS and _begins(fields, vocabulary):
            refuse_second_table(evolve(place, line=line))
    return tuple(apart)


def _begins(fields: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether headings of another table stand there."""
    return begins_a_table(fields, vocabulary) or begins_another(fields, vocabulary)


def _faults(found: Records, is_good: Positions, width: int, apart: set[int]) -> tuple[Fault, ...]:
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
