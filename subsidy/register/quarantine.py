"""The rows set aside, as frames and files: why, how to mend them, and what they said.

The file has the source's own rows behind columns of ours, which are named ``set_aside_…`` and are
known to the reader of registers: mend the rows, feed the file again. Rows of a text file stand in
it byte for byte, in the encoding and with the separator of their source.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from itertools import takewhile
from pathlib import PurePath

import polars as pl

from subsidy.errors import Words
from subsidy.register.csv_head import read_fields
from subsidy.register.faults import cure_of
from subsidy.register.roster_map import keys_of
from subsidy.register.table import People, SetAside, SourceText

__all__ = ["quarantine_bytes", "quarantine_frame", "set_aside_frame"]

_SCHEMA = {
    "row": pl.Int64,
    "line": pl.Int64,
    "sheet": pl.String,
    "column": pl.String,
    "code": pl.String,
    "reason": pl.String,
}
_OURS = ("file", "sheet", "row", "column", "code", "reason", "cure", "members")
_HEADINGS = tuple(f"set_aside_{name}" for name in _OURS)
_RECORD = "record"


def set_aside_frame(people: People, language: str = "en") -> pl.DataFrame:
    """One line a row and reason: row, line, sheet, column, code, reason. No value of a row."""
    entries = people.set_aside
    columns = {
        "row": [entry.row for entry in entries],
        "line": [entry.line for entry in entries],
        "sheet": [entry.sheet for entry in entries],
        "column": [entry.column for entry in entries],
        "code": [entry.code for entry in entries],
        "reason": [entry.reason.in_language(language) for entry in entries],
    }
    return pl.DataFrame(columns, schema=_SCHEMA)


def quarantine_frame(people: People) -> pl.DataFrame:
    """One line a row set aside: where, why and how to mend it, then its cells as text.

    **Holds personal data**: for the file that the caller asked for, and nothing else.
    """
    ours = [_about(people, entries) for entries in _by_row(people).values()]
    about = pl.DataFrame(ours, schema=dict.fromkeys(_HEADINGS, pl.String), orient="row")
    cells = _cells(people)
    taken = set(about.columns)
    return about.hstack([series for series in cells.get_columns() if series.name not in taken])


def quarantine_bytes(people: People, *, with_head: bool = True) -> bytes | None:
    """The same as CSV whose rows are, behind our columns, those of the text file byte for byte.

    None where the source was no text file; without headings for rows that follow others.
    **Holds personal data.**
    """
    source = people.source_text
    if source is None:
        return None
    ours = _ours_in(source)
    lines = [_line(_HEADINGS, source) + _behind(source.head, ours, source)] if with_head else []
    for record, entries in _by_row(people).items():
        row = _behind(source.rows[record], ours, source)
        lines.append(_line(_about(people, entries), source) + row)
    end = source.line_end.encode(source.encoding)
    mark = codecs.BOM_UTF8 if source.encoding == "utf-8" else source.mark
    return (mark if with_head else b"") + b"".join(line + end for line in lines)


def _by_row(people: People) -> dict[int, list[SetAside]]:
    """The entries of each row of the source, by the number of its record."""
    rows: dict[int, list[SetAside]] = {}
    for entry in people.set_aside:
        rows.setdefault(people.row_of(entry.row), []).append(entry)
    return dict(sorted(rows.items()))


def _about(people: People, entries: list[SetAside]) -> tuple[str, ...]:
    first = entries[0]
    members = sorted({entry.member for entry in entries if entry.member is not None})
    return (
        PurePath(people.source).name,
        first.sheet or "",
        str(first.line or first.row),
        _joined(entry.column for entry in entries),
        _joined(entry.code for entry in entries),
        _joined(_both(entry.reason) for entry in entries),
        _joined(_both(cure_of(entry.code)) for entry in entries),
        " ".join(map(str, members)),
    )


def _both(words: Words) -> str:
    return f"{words.zh} / {words.en}"


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _line(fields: Iterable[str], source: SourceText) -> bytes:
    """Our fields, each ended by the separator."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=source.separator, lineterminator="").writerow(fields)
    return (text.getvalue() + source.separator).encode(source.encoding)


def _ours_in(source: SourceText) -> int:
    """How many columns of ours the source begins with: it was set aside before, and fed again."""
    head = read_fields(source.head.decode(source.encoding).lstrip("\ufeff"), source.separator)
    return len(list(takewhile(_HEADINGS.__contains__, head)))


def _behind(row: bytes, count: int, source: SourceText) -> bytes:
    """A row without its first fields, byte for byte; as it is where it has no more than those."""
    if not count:
        return row
    text = row.decode(source.encoding)
    is_quoted, passed = False, 0
    for position, sign in enumerate(text):
        is_quoted ^= sign == '"'
        passed += sign == source.separator and not is_quoted
        if passed == count:
            return text[position + 1 :].encode(source.encoding)
    return row


def _cells(people: People) -> pl.DataFrame:
    if people.source_text is not None:
        return _split(people.source_text)
    return people.set_aside_records.drop(_RECORD, strict=False)


def _name(heading: str, key: str, number: int) -> str:
    """A heading that stands once; the second of two equal ones as a mapping file names it."""
    if not heading.strip() or key.startswith("#"):
        return f"set_aside_column_{number}"
    return key if "#" in key and "#" not in heading else heading


def _split(source: SourceText) -> pl.DataFrame:
    """The rows of a text file as columns; fields beyond the headings go into columns of their own."""
    head = read_fields(source.head.decode(source.encoding), source.separator)
    rows = [
        read_fields(text.decode(source.encoding), source.separator)
        for _, text in sorted(source.rows.items())
    ]
    width = max([len(head), *map(len, rows)])
    headings = (*head, *[""] * (width - len(head)))
    named = zip(headings, keys_of(headings), strict=True)
    unique = [_name(heading, key, number) for number, (heading, key) in enumerate(named, start=1)]
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    return pl.DataFrame(padded, schema=dict.fromkeys(unique, pl.String), orient="row")
