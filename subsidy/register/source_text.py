"""Records of a text file byte for byte, whatever its encoding, for a file that can be mended."""

from __future__ import annotations

import codecs
import csv
import io
import re

import numpy as np
from attrs import evolve

from subsidy.register.source import Rows, Table
from subsidy.register.table import SourceText

__all__ = ["with_source_text"]

_LINE_BREAK = re.compile(rb"\r\n|\r|\n")
_LF, _CR = 10, 13
_MARKS = {
    "utf-8": (codecs.BOM_UTF8,),
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    "utf-16-le": (codecs.BOM_UTF16_LE,),
    "utf-16-be": (codecs.BOM_UTF16_BE,),
}


def with_source_text(table: Table, content: bytes, encoding: str) -> Table:
    """The table, able to give the bytes of its records out of *content*.

    In UTF-8 and GB18030 no part of a longer character is a line break, so the lines of the file
    are those of the text. UTF-16 is recoded, which it bears without loss.
    """
    mark = next((m for m in _MARKS.get(encoding, ()) if content.startswith(m)), b"")

    def source_text(records: Rows) -> SourceText:
        numbers = records.tolist()
        if encoding == "gb18030":
            rows = _by_lines(table, content[len(mark) :], numbers)
        else:
            rows = _recoded(table, encoding, mark, numbers)
        name = _in_order(encoding, mark)
        return SourceText(
            head=_head(table).encode(name), rows=rows, encoding=name, mark=mark,
            separator=table.form or ",", line_end=_line_end(content, encoding),
        )  # fmt: skip

    return evolve(table, text=source_text)


def _by_lines(table: Table, content: bytes, numbers: list[int]) -> dict[int, bytes]:
    assert table.lines is not None
    assert table.text_of is not None
    starts = _line_starts(content)
    found = {}
    for record in numbers:
        line = int(table.lines[record - 1])
        breaks = len(_LINE_BREAK.findall(table.text_of(record).encode()))
        begin = int(starts[line - 1])
        last = line + breaks
        end = int(starts[last]) if last < len(starts) else len(content)
        found[record] = content[begin:end].rstrip(b"\r\n")
    return found


def _head(table: Table) -> str:
    """The headings as they stand; as one record where they stand in several."""
    if len(table.heads) == 1:
        return table.heads[0]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=table.form or ",", lineterminator="").writerow(table.headings)
    return text.getvalue()


def _line_starts(content: bytes) -> Rows:
    """The first byte of each line; a line ends in a line feed, a carriage return, or both."""
    buffer = np.frombuffer(content, dtype=np.uint8)
    feeds = np.flatnonzero(buffer == _LF)
    returns = np.flatnonzero(buffer == _CR) if b"\r" in content else np.empty(0, dtype=np.int64)
    alone = returns[np.append(buffer, np.uint8(0))[returns + 1] != _LF]
    return np.concatenate([[0], np.sort(np.concatenate([feeds, alone])) + 1])


def _recoded(table: Table, encoding: str, mark: bytes, numbers: list[int]) -> dict[int, bytes]:
    assert table.text_of is not None
    name = _in_order(encoding, mark)
    return {number: table.text_of(number).encode(name) for number in numbers}


def _in_order(encoding: str, mark: bytes) -> str:
    """UTF-16 with its order of bytes, so that parts can be written one by one."""
    if encoding != "utf-16":
        return encoding
    return "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le"


def _line_end(content: bytes, encoding: str) -> str:
    """The line ending behind the headings."""
    sample = content[:65536]
    text = sample.decode(encoding if encoding != "utf-16" else "utf-16", errors="ignore")
    found = re.search("\r\n|\r|\n", text)
    return found[0] if found else "\n"
