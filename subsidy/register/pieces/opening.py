"""Which registers can be read in pieces, and opening those that can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from attrs import frozen

from subsidy.register.guard.limits import DEFAULT_LIMITS, MIB, Limits
from subsidy.register.guard.supervise import Asked
from subsidy.register.pieces.beforehand import Ready, can_have_pieces, ready
from subsidy.register.pieces.csv_pieces import csv_pieces
from subsidy.register.pieces.opened import Opened
from subsidy.register.pieces.parquet_pieces import parquet_pieces
from subsidy.register.pieces.piece import Pieces
from subsidy.register.readers import checked_kind, form_of_text, own_book, words_of_text
from subsidy.register.roster_map import NO_MAP, RosterMap
from subsidy.rulebook.in_play import PERSON
from subsidy.rulebook.model import Rulebook

__all__ = ["PieceSize", "can_be_read_in_pieces", "open_pieces"]


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
    return can_have_pieces(Path(source)) and not encoding.startswith("utf-16")


@contextmanager
def open_pieces(  # noqa: PLR0913, PLR0917 - a file, its rules, its bounds, and what is open
    path: Path,
    book: Rulebook,
    mapping: RosterMap = NO_MAP,
    limits: Limits = DEFAULT_LIMITS,
    size: PieceSize = PieceSize(),
    beforehand: Ready | None = None,
) -> Iterator[Pieces]:
    """The register in a file, which may have been opened *beforehand*.

    Raises:
        RegisterRefused: the file as a whole cannot be used, or changes before this is left.
    """
    with (
        nullcontext(beforehand) if beforehand else ready(path, limits) as register,
        register.file.unchanged(),
    ):
        yield _pieces(register.file, register.child, book, mapping, size)


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
