"""A source as read, before anybody asks what its columns mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl
from attrs import field, frozen

from subsidy.errors import Place, Words
from subsidy.register.digits import NumberSigns
from subsidy.register.faults import Fault
from subsidy.register.table import Apart, SheetCount, SourceText

__all__ = ["UNPROVED", "Cells", "Proofs", "Rows", "Table", "is_unicode"]

Rows = np.ndarray[Any, Any]
Cells = pl.Series | list[Any]


@frozen(eq=False)
class Proofs:
    """What a look at whole columns has told of all of a table's rows, so that none is needed again.

    By position of the column. ``numbers``: texts that are all digits, or null. ``signs``: what the
    signs of each text say, as an identity number.
    """

    numbers: frozenset[int] = frozenset()
    signs: Mapping[int, NumberSigns] = field(factory=dict)


UNPROVED = Proofs()


@frozen(eq=False)
class Table:
    """Columns of one source, all of one length, with the number of each record.

    ``columns`` stand in the order of ``headings``: text or typed series, or lists of Python
    cells. ``records`` holds the 1-based record number of each row that could be split into
    fields, ascending; ``faults`` tell of the records that could not. ``lines`` holds the line in the
    file, or the row in the sheet, of **every** record (``lines[record - 1]``).
    """

    place: Place
    headings: tuple[str, ...]
    columns: tuple[Cells, ...]
    records: Rows
    records_read: int
    sha256: str = ""  # empty: to be worked out from the values
    lines: Rows | None = None
    sheet: str | None = None
    is_sheet: bool = False  # cells were typed by a spreadsheet: numbers are floats there
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Words, ...] = ()
    text_of: Callable[[int], str] | None = None  # of text sources: a record as it stands
    apart: tuple[Apart, ...] = ()  # records that are no people, found while the source was read
    text: Callable[[Rows], SourceText] | None = (
        None  # of text sources: these records, byte for byte
    )
    # Of a table in which one row held several people: for every record, the record of its row and
    # the number of its member. ``None`` where every row is one record.
    row_records: Rows | None = None
    members: Rows | None = None
    header_line: int | None = None  # where the headings stand, as the source counts
    titles: int = 0  # records above the headings
    title_text: str = field(default="", repr=False)  # what they and notes below say, a line each
    heads: tuple[str, ...] = ()  # of text sources: the records of headings as they stand
    line_breaks: int = 0  # of text sources: in all of the text
    form: str = ""  # how a text file was read: its encoding and separator, for people
    sheets: tuple[SheetCount, ...] = ()  # of workbooks
    sheet_names: tuple[str, ...] | None = None  # of several sheets: that of every record
    proofs: Proofs = UNPROVED

    def __len__(self) -> int:
        return len(self.records)

    @property
    def rows(self) -> Rows:
        """The same rows as the source counts them: lines of a file, rows of a sheet."""
        return self.records if self.lines is None else self.lines[self.records - 1]

    def positions_of(self, records: Rows) -> Rows:
        """Where the rows of these records stand; *records* are sorted, some may have no row."""
        at = np.searchsorted(self.records, records)
        inside = at < len(self)
        at, records = at[inside], records[inside]
        return np.asarray(at[self.records[at] == records])

    def row_labels(self, positions: list[int]) -> list[str]:
        """Some of the same rows for words; where several sheets were read, with the sheet."""
        records = self.records[positions]
        rows = records if self.lines is None else self.lines[records - 1]
        numbers = [str(number) for number in rows.tolist()]
        if self.sheet_names is None:
            return numbers
        names = (self.sheet_names[record - 1] for record in records.tolist())
        return [f"{name}!{number}" for name, number in zip(names, numbers, strict=True)]


def is_unicode(text: str) -> bool:
    """Whether a Python text can be written down: half of a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
