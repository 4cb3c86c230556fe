"""A piece of a register admitted: its people, and what was set aside, numbered as in the file."""

from __future__ import annotations

import polars as pl
from attrs import evolve

from subsidy.dates import Period
from subsidy.register.doubles import Doubles
from subsidy.register.intake import admit
from subsidy.register.pieces.piece import Piece
from subsidy.register.roster_map import RosterMap
from subsidy.register.table import People
from subsidy.register.tallies import moved
from subsidy.rulebook.model import Rulebook

__all__ = ["admit_piece"]

_RECORD = "record"


def admit_piece(
    piece: Piece, book: Rulebook, period: Period, mapping: RosterMap, doubles: Doubles
) -> People:
    """The people of a piece; *doubles* are those of the whole file.

    Raises:
        RegisterRefused: headings or column types do not fit the rulebook or the mapping.
    """
    own = doubles.within(piece.before, piece.table.records_read)
    people = admit(piece.table, book, period, mapping, own)
    return _numbered(people, piece) if piece.before else people


def _numbered(people: People, piece: Piece) -> People:
    by = piece.before
    records, text = people.set_aside_records, people.source_text
    if _RECORD in records.columns:
        records = records.with_columns(pl.col(_RECORD) + by)
    if text is not None:
        text = evolve(text, rows={number + by: row for number, row in text.rows.items()})
    return evolve(
        people,
        set_aside=tuple(evolve(one, row=one.row + by) for one in people.set_aside),
        set_aside_records=records,
        apart=tuple(
            evolve(one, row=one.row + by, line=_line(one.line, piece)) for one in people.apart
        ),
        source_text=text,
        warnings=tuple(moved(people.warnings, piece.shift)),
    )


def _line(line: int | None, piece: Piece) -> int | None:
    return None if line is None else line + piece.shift
