"""A text file in pieces: each a text of its own, the headings put before it, read as ever."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from itertools import pairwise

import numpy as np
from attrs import evolve, field, frozen

from subsidy.errors import Problem, RegisterRefused
from subsidy.register.alike_lines import AlikeLines, alike_lines
from subsidy.register.byte_counts import BYTES_AT_ONCE
from subsidy.register.encodings import encoding_of_lines
from subsidy.register.guard.snapshot import check_lines
from subsidy.register.pieces.cutting import Cutter
from subsidy.register.pieces.opened import Opened
from subsidy.register.pieces.piece import Piece, Unread
from subsidy.register.records import read_csv
from subsidy.register.roster_map import FileForm
from subsidy.register.source import Table
from subsidy.register.source_text import with_source_text
from subsidy.register.tallies import moved
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = ["CsvPieces", "csv_pieces"]

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_MARK = b"\xef\xbb\xbf"


@frozen
class _Headings:
    """The headings as every piece begins with them, so that it says by itself what it is."""

    content: bytes = b""
    lines: int = 0
    rows: int = 1

    @classmethod
    def of(cls, table: Table) -> _Headings:
        """Those of the first piece: their bytes with line endings, lines, and rows."""
        assert table.text is not None
        source = table.text(np.empty(0, dtype=np.int64))
        text = "".join(head + source.line_end for head in table.heads)
        lines = len(_LINE_BREAK.findall(text))
        return cls(text.encode(source.encoding), lines, len(table.heads))

    def form(self, declared: FileForm) -> FileForm:
        """What is declared of a text that begins with them."""
        return evolve(declared, header_row=1, heading_rows=self.rows)


@frozen(eq=False)
class CsvPieces:
    """See :class:`subsidy.register.pieces.piece.Pieces`.

    ``ends``: the bytes of the file at which pieces end. What the first turn finds of the lines of a
    piece is ``known`` to the next.
    """

    opened: Opened
    sha256: str
    head: Table
    form: FileForm
    encoding: str
    ends: tuple[int, ...]
    vocabulary: Vocabulary
    headings: _Headings = _Headings()
    _known: dict[int, AlikeLines] = field(factory=dict)

    def read(self, headings: Sequence[int] | None = None) -> Iterator[Unread]:
        """All rows, piece by piece."""
        before: Future[_Counts] = Future()
        before.set_result(_Counts(0, 0))
        for begin, end in pairwise((0, *self.ends)):
            cut = _Cut(self, begin, end, headings, before)
            before = cut.until_its_end
            yield cut.read

    def table(self, content: bytes, begin: int, wanted: Sequence[int] | None) -> Table:
        """The table in a text of whole records that begins with the headings.

        *begin*: the byte of the file at which its first row does; 0 of the first piece, which may
        have titles.
        """
        check_lines(content, self.opened.place, self.opened.limits)
        text = content
        if self.encoding == "utf-8":
            text = content.removeprefix(_MARK)
        else:
            text = content.decode(self.encoding).removeprefix("\ufeff").encode()
        form = self.headings.form(self.form) if begin else self.form
        table = read_csv(
            text, self.opened.place, self.sha256, form, self.vocabulary, wanted,
            partial(self._lines_of, begin),
        )  # fmt: skip
        return with_source_text(table, content, self.encoding)

    def _lines_of(self, begin: int, text: bytes, separator: int) -> AlikeLines | None:
        """Whether the lines of a piece are alike; where that is known, without a look at it."""
        if begin in self._known:
            return self._known[begin]
        found = alike_lines(text, separator)
        if found is not None:
            self._known[begin] = found.remembered()
        return found


@frozen
class _Counts:
    """What has been read up to the end of a piece."""

    lines: int
    records: int


@frozen(eq=False)
class _Cut:
    """Bytes of the file, to be read and split into fields by whoever calls :meth:`read`."""

    of: CsvPieces
    begin: int
    end: int
    wanted: Sequence[int] | None
    before: Future[_Counts]
    until_its_end: Future[_Counts] = field(factory=Future, init=False)

    def read(self) -> Piece:
        """The piece; waits for those before it to be counted."""
        try:
            table, counts = self._table(), self.before.result()
            shift = self._shift(counts)
            read = _Counts(shift + table.line_breaks, counts.records + table.records_read)
            self.until_its_end.set_result(read)
        finally:  # whoever waits for this one must not wait forever
            self.until_its_end.cancel()
        titles = 0 if self.begin else table.titles
        return Piece(_in_file(table, shift, titles=titles), counts.records)

    def _table(self) -> Table:
        head = self.of.headings.content if self.begin else b""
        content = self.of.opened.part(self.begin, self.end, head)
        try:
            return self.of.table(content, self.begin, self.wanted)
        except RegisterRefused as refused:
            shift = self._shift(self.before.result())
            raise RegisterRefused(*(_moved(p, shift) for p in refused.problems)) from None

    def _shift(self, before: _Counts) -> int:
        """What makes lines of the piece those of the file."""
        return before.lines - (self.of.headings.lines if self.begin else 0)


def csv_pieces(
    opened: Opened,
    form: FileForm,
    piece_bytes: int,
    vocabulary: Vocabulary,
) -> CsvPieces:
    """The register in a text file.

    Raises:
        RegisterRefused: neither encoding fits, no headings, another separator.
    """
    cutter = Cutter(piece_bytes)
    encoding = encoding_of_lines(
        _whole_lines(opened, cutter), form.encoding, opened.place, vocabulary.knows, opened.line_of,
    )  # fmt: skip
    sha256, ends = opened.sha256, tuple(cutter.ends)
    empty = Table(opened.place, (), (), np.arange(1, 1), 0, sha256)
    pieces = CsvPieces(opened, sha256, empty, form, encoding, ends, vocabulary)
    table = pieces.table(opened.part(0, ends[0]) if ends else b"", 0, ())
    columns = tuple(column[:0] for column in table.columns)
    nothing = np.arange(1, 1)
    head = evolve(
        table,
        columns=columns, records=nothing, records_read=0, lines=nothing, faults=(), apart=(),
        warnings=(), text_of=None, text=None,
    )  # fmt: skip
    return evolve(pieces, head=head, headings=_Headings.of(table))


def _whole_lines(opened: Opened, cutter: Cutter) -> Iterator[bytes]:
    """The file in blocks that end where a line does, given to *cutter* as they are.

    An overlong line is refused before it is in memory as a whole.
    """
    begun, before = b"", 0
    for block in opened.blocks(min(BYTES_AT_ONCE, cutter.size_bytes)):
        cutter.add(block)
        content = begun + block
        try:
            check_lines(content, opened.place, opened.limits)
        except RegisterRefused as refused:
            lines = opened.line_of(before + 1) - 1
            raise RegisterRefused(*(_moved(p, lines) for p in refused.problems)) from None
        feed = content.rfind(b"\n")
        cut = max(feed, content.rfind(b"\r", feed + 1)) + 1
        if cut:
            yield content[:cut]
        before += cut
        begun = content[cut:]
    cutter.close()
    if begun:
        yield begun


def _moved(problem: Problem, shift: int) -> Problem:
    line = problem.place.line
    return (
        problem if line is None else evolve(problem, place=evolve(problem.place, line=line + shift))
    )


def _in_file(table: Table, shift: int, titles: int) -> Table:
    """The table with lines of the file."""
    if not shift:
        return table
    assert table.lines is not None
    apart = tuple(evolve(one, line=(one.line or 0) + shift) for one in table.apart)
    return evolve(
        table,
        lines=table.lines + shift,
        apart=apart,
        titles=titles,
        warnings=tuple(moved(table.warnings, shift)),
    )
