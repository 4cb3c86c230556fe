"""Where each record of a CSV text begins and ends, and how many fields it has, by RFC 4180, strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import numpy as np
from attrs import evolve, frozen

from subsidy.errors import Place, Words
from subsidy.register.alike_lines import AlikeLines
from subsidy.register.record_warnings import record_warnings
from subsidy.register.refusing import refuse

__all__ = ["MOST_COLUMNS", "LinesOf", "Records", "records_of"]

Positions = np.ndarray[Any, Any]
LinesOf = Callable[[bytes, int], AlikeLines | None]

MOST_COLUMNS = 1000

_LF, _CR, _QUOTE, _NUL = 10, 13, 34, 0
_MOST_BYTES_A_RECORD = 1 << 20
_BYTES_OF_HEAD = 1 << 14


@frozen(eq=False)
class _Edges:
    """Bytes at which records start and end: of the ``first`` few, and of ``all``.

    Those of all may have to be looked for.
    """

    first: tuple[Positions, Positions]
    _found: Callable[[], tuple[Positions, Positions]]

    @classmethod
    def given(cls, start: Positions, end: Positions) -> _Edges:
        """Those of records that have been looked for."""
        return cls((start, end), lambda: (start, end))

    @cached_property
    def all(self) -> tuple[Positions, Positions]:
        """Of every record."""
        return self._found()

    def of(self, record: int) -> tuple[int, int]:
        """Where a record starts and ends."""
        start, end = self.first if record < len(self.first[0]) else self.all
        return int(start[record]), int(end[record])

    def between(self, first: int, last: int | None) -> _Edges:
        """Those of some records."""

        def some(edges: tuple[Positions, Positions]) -> tuple[Positions, Positions]:
            start, end = edges
            return start[first:last], end[first:last]

        return _Edges(some(self.first), lambda: some(self.all))


@frozen(eq=False)
class Records:
    """Where the records stand: bytes [start, end) of each, without its line ending."""

    content: bytes
    buffer: Positions  # the same bytes as uint8
    edges: _Edges
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

    def __len__(self) -> int:
        return len(self.line)

    @property
    def start(self) -> Positions:
        """The first byte of every record."""
        return self.edges.all[0]

    @property
    def end(self) -> Positions:
        """The byte behind each."""
        return self.edges.all[1]

    def text_of(self, record: int) -> str:
        """A record as it stands; 0 is the headings."""
        start, end = self.edges.of(record)
        return self.content[start:end].decode()

    def texts(self, records: Iterable[int]) -> Iterable[str]:
        """Some records as they stand."""
        return map(self.text_of, records)

    def fit(self, width: int) -> Positions:
        """Which records have so many fields and no NUL byte; that of the headings is not among them."""
        fitting: Positions = (self.fields == width) & ~self.has_nul
        fitting[:1] = False
        return fitting

    def warnings(self) -> tuple[Words, ...]:
        """What is told of lines that are read all the same."""
        spare = self.line[np.flatnonzero(self.spare)]
        return record_warnings(self.blank, spare, ends_its_last_line=self.final_newline)

    def between(self, first: int, end: int | None) -> Records:
        """The same of some records; *first* becomes number 0."""
        names = ("line", "fields", "has_nul")
        some = {name: getattr(self, name)[first:end] for name in names}
        return evolve(self, edges=self.edges.between(first, end), **some)

    def within(self, width: int) -> Records:
        """The same with no more fields than *width* where all that are beyond it are empty."""
        if (self.fields <= width).all():
            return evolve(self, spare=0)
        beyond = np.clip(self.fields - width, 0, MOST_COLUMNS)
        beyond[0] = 0
        is_spare = beyond > 0
        for number in range(1, int(beyond.max()) + 1):
            deep = np.flatnonzero(is_spare & (beyond >= number))
            is_spare[deep] = self.buffer[self.end[deep] - number] == self.separator
        spare = np.where(is_spare, beyond, 0)
        return evolve(self, fields=self.fields - spare, spare=spare)


def records_of(
    content: bytes,
    place: Place,
    separator: int,
    lines_of: LinesOf,
) -> Records:
    """The records of a text; *lines_of* tells whether all its lines are alike.

    Raises:
        RegisterRefused: an open quote, a record over 1 MiB.
    """
    buffer = np.frombuffer(content, dtype=np.uint8)
    lines = lines_of(content, separator)
    if lines is not None:
        alike = _alike(content, buffer, separator, lines)
        if lines.longest > _MOST_BYTES_A_RECORD:
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
    start, end = start[filled], end[filled]
    line = np.searchsorted(breaks, start) + 1
    _check_lengths(end - start, line, place)
    return Records(
        content, buffer, _Edges.given(start, end), line,
        fields=_counted(_outside(_positions(buffer, content, separator), quotes), start, end) + 1,
        has_nul=_counted(_positions(buffer, content, _NUL), start, end) > 0,
        has_quotes=len(quotes) > 0, is_plain=is_plain,
        breaks=len(breaks), blank=int((~filled).sum()), final_newline=final_newline, separator=separator,
    )  # fmt: skip


def _alike(content: bytes, buffer: Positions, separator: int, lines: AlikeLines) -> Records:
    """The records of a text in which every line has as many fields."""
    ends_its_last_line = content[-1] == _LF
    return Records(
        content, buffer, _Edges(_first_lines(content), lambda: _each_line(lines.ends(content))), np.arange(1, lines.count + 1),
        fields=np.broadcast_to(np.int64(lines.fields), lines.count),
        has_nul=np.broadcast_to(np.False_, lines.count), has_quotes=False, is_plain=True,
        breaks=lines.count - (not ends_its_last_line), blank=0, final_newline=ends_its_last_line,
        separator=separator,
    )  # fmt: skip


def _first_lines(content: bytes) -> tuple[Positions, Positions]:
    """The edges of the first lines, among which the headings are; of whole ones alone."""
    return _each_line(np.flatnonzero(np.frombuffer(content[:_BYTES_OF_HEAD], np.uint8) == _LF))


def _each_line(end: Positions) -> tuple[Positions, Positions]:
    """The edges of lines that end there."""
    return np.concatenate([np.zeros(1, np.int64), end + 1])[: len(end)], end


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
