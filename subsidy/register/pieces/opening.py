"""Which registers can be read in pieces, and opening those that can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from subsidy.errors import Place
from subsidy.register.guard.limits import DEFAULT_LIMITS, MIB, Limits
from subsidy.register.guard.supervise import Asked, asked
from subsidy.register.pieces.csv_pieces import csv_pieces
from subsidy.register.pieces.opened import Opened, opened
from subsidy.register.pieces.parquet_pieces import parquet_pieces
from subsidy.register.pieces.piece import Pieces
from subsidy.register.readers import checked_kind, form_of_text, own_book, words_of_text
from subsidy.register.roster_map import NO_MAP, RosterMap
from subsidy.rulebook.in_play import PERSON
from subsidy.rulebook.model import Rulebook

__all__ = ["PieceSize", "can_be_read_in_pieces", "open_pieces"]

_WORTH_IT = {
    ".csv": 16 * MIB,
    ".tsv": 16 * MIB,
    ".txt": 16 * MIB,
    ".parquet": 64 * MIB,
}  # sizes of files


@frozen
class PieceSize:
    """How much is in memory at a time: rows of a frame, bytes of a text."""

    rows: int = 1 << 18
    text_bytes: int = 24 * MIB


def can_be_read_in_pieces(source: object, mapping: RosterMap = NO_MAP) -> bool:
    """Whether a source is a file of one row a person, of a kind that pieces can be read of."""
    if not isinstance(source, str | Path) or mapping.members or "://" in str(source):
        return False
    encoding = (mapping.form.encoding or "").lower().replace("_", "-")
    return Path(source).suffix.lower() in _WORTH_IT and not encoding.startswith("utf-16")


def is_large(path: Path) -> bool:
    """Whether a register is better read in pieces: faster in pieces, or too much memory whole."""
    return path.is_file() and path.stat().st_size >= _WORTH_IT[path.suffix.lower()]


@contextmanager
def open_pieces(
    path: Path,
    book: Rulebook,
    mapping: RosterMap = NO_MAP,
    limits: Limits = DEFAULT_LIMITS,
    size: PieceSize = PieceSize(),
) -> Iterator[Pieces]:
    """The register in a file.

    Raises:
        RegisterRefused: the file as a whole cannot be used, or changes before this is left.
    """
    place = Place(str(path))
    with opened(path, place, limits) as file, asked("parquet_pieces", place, limits) as child:
        yield _pieces(file, child, book, mapping, size)


def _pieces(
    file: Opened, child: Asked, book: Rulebook, mapping: RosterMap, size: PieceSize
) -> Pieces:
    kind = checked_kind(file.path, file.beginning(), file.place)
    if kind == "parquet":
        return parquet_pieces(file, child, size.rows)
    form = form_of_text(mapping.form, file.place)
    return csv_pieces(
        file,
        form,
        size.text_bytes,
        words_of_text(own_book(book, PERSON, file.path), mapping),
    )
