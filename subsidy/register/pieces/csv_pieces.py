"""A text file in pieces: each a text of its own, the headings put before it, read as ever."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from attrs import evolve, frozen

from subsidy.errors import Problem, RegisterRefused
from subsidy.register.encodings import encoding_of_lines
from subsidy.register.guard.snapshot import check_lines
from subsidy.register.pieces.cutting import blocks_of_lines, blocks_of_records
from subsidy.register.pieces.opened import Opened
from subsidy.register.pieces.piece import Piece
from subsidy.register.records import read_csv
from subsidy.register.roster_map import FileForm
from subsidy.register.source import Table
from subsidy.register.source_text import with_source_text
from subsidy.register.tallies import moved
from subsidy.register.workbooks.vocabulary import Vocabulary

__all__ = ["CsvPieces", "csv_pieces"]

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_MARK = b"\xef\xbb\xbf"


@frozen(eq=False)
class CsvPieces:
    """See :class:`subsidy.register.pieces.piece.Pieces`."""

    opened: Opened
    sha256: str
    head: Table
    form: FileForm
    encoding: str
    piece_bytes: int
    vocabulary: Vocabulary

    def read(self, headings: Sequence[int] | None = None) -> Iterator[Piece]:
        """Pieces of about ``piece_bytes``."""
        yield from _pieces(self, headings)


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
    with opened.hashed() as content:
        encoding = encoding_of_lines(
            blocks_of_lines(_with_short_lines(content, opened)),
            form.encoding, opened.place, vocabulary.knows, opened.line_of,
        )  # fmt: skip
    sha256 = content.sha256
    empty = Table(opened.place, (), (), np.arange(1, 1), 0, sha256)
    pieces = CsvPieces(opened, sha256, empty, form, encoding, piece_bytes, vocabulary)
    first = next(_pieces(pieces, ()), None)
    if first is None:
        return evolve(pieces, head=read_csv(b"", opened.place, sha256, form, vocabulary))
    columns = tuple(column[:0] for column in first.table.columns)
    nothing = np.arange(1, 1)
    head = evolve(
        first.table,
        columns=columns, records=nothing, records_read=0, lines=nothing, faults=(), apart=(),
        warnings=(), text_of=None, text=None,
    )  # fmt: skip
    return evolve(pieces, head=head)


def _with_short_lines(blocks: Iterable[bytes], opened: Opened) -> Iterator[bytes]:
    """The blocks of the file; an overlong line is refused before it is in memory as a whole."""
    begun, before = b"", 0
    for block in blocks:
        content = begun + block
        try:
            check_lines(content, opened.place, opened.limits)
        except RegisterRefused as refused:
            lines = opened.line_of(before + 1) - 1
            raise RegisterRefused(*(_moved(p, lines) for p in refused.problems)) from None
        cut = max(content.rfind(b"\n"), content.rfind(b"\r")) + 1
        before += cut
        begun = content[cut:]
        yield block


def _pieces(of: CsvPieces, wanted: Sequence[int] | None = None) -> Iterator[Piece]:
    """Each piece begins with the bytes of the headings, so that it says by itself what it is."""
    head, head_lines, lines_before, before = b"", 0, 0, 0
    form = of.form
    blocks = blocks_of_records(of.opened.blocks(), of.piece_bytes)
    for number, parts in enumerate(blocks):
        content = b"".join((head, *parts))
        shift = lines_before - head_lines
        try:
            table = _table(of, content, form, wanted)
        except RegisterRefused as refused:
            raise RegisterRefused(*(_moved(p, shift) for p in refused.problems)) from None
        if not number:
            head, head_lines = _headings(table)
            form = evolve(form, header_row=1, heading_rows=len(table.heads))
        yield Piece(_in_file(table, shift, titles=table.titles if not number else 0), before)
        lines_before = shift + table.line_breaks
        before += table.records_read


def _table(of: CsvPieces, content: bytes, form: FileForm, wanted: Sequence[int] | None) -> Table:
    check_lines(content, of.opened.place, of.opened.limits)
    text = content
    if of.encoding == "utf-8":
        text = content.removeprefix(_MARK)
    else:
        text = content.decode(of.encoding).removeprefix("\ufeff").encode()
    table = read_csv(text, of.opened.place, of.sha256, form, of.vocabulary, wanted)
    return with_source_text(table, content, of.encoding)


def _headings(table: Table) -> tuple[bytes, int]:
    """The bytes of the headings with their line endings, and how many lines they take."""
    assert table.text is not None
    source = table.text(np.empty(0, dtype=np.int64))
    text = "".join(head + source.line_end for head in table.heads)
    return text.encode(source.encoding), len(_LINE_BREAK.findall(text))


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
