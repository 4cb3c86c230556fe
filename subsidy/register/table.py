"""The register inside: typed columns that have passed every check, and what was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from attrs import field, frozen

from subsidy.errors import Words
from subsidy.register.hashing import HashOfValues
from subsidy.register.totals_rows import RowKind

__all__ = [
    "NO_DAY",
    "NO_FEN",
    "NO_WHOLE",
    "NO_WORD",
    "Apart",
    "People",
    "SetAside",
    "SheetCount",
    "SourceText",
]

NO_DAY = np.iinfo(np.int32).min  # an empty date
NO_WHOLE = np.iinfo(np.int32).min
NO_WORD = np.int16(-1)
NO_FEN = np.iinfo(np.int64).min

FactPrimitive = date | int | str | bool | None


@frozen
class SetAside:
    """One row that was not calculated, and why. Holds no value of the row itself."""

    row: int  # 1-based number of the record in its source, headings not counted
    line: int | None  # line in a text file, row in a sheet
    sheet: str | None
    column: str  # heading as it stands in the source; several joined by ", "
    code: str
    reason: Words
    member: int | None = None  # of a household in one row: which of its members, from 1


@frozen
class Apart:
    """One record that is no person: a total, a signature, a repeated heading. Holds no value."""

    row: int  # 1-based number of the record
    line: int | None
    sheet: str | None
    kind: RowKind


@frozen(eq=False)
class SourceText:
    """Records of a text file exactly as they stand there, for a file that can be mended.

    ``head`` is the record of the headings, ``rows`` maps record numbers to their bytes, both
    without line ending, in the file's own encoding; ``mark`` is its byte order mark.
    """

    head: bytes
    rows: Mapping[int, bytes] = field(repr=False)
    encoding: str
    separator: str
    line_end: str
    mark: bytes


@frozen
class SheetCount:
    """What one sheet of a workbook came to: ``rows`` = ``people`` + all of ``non_data``.

    ``rows`` runs from the first to the last that is filled; ``people`` are calculated or set
    aside.
    """

    sheet: str
    rows: int
    people: int
    non_data: Mapping[str, int]


@frozen(eq=False)
class People:
    """The units that can be calculated, one row each, in the order of the source.

    ``ids`` are the identifiers as text. ``columns`` maps a fact's name (numbered further spells
    as ``<name>_2``) to an array of one value a row:

    - dates: ``int32`` ordinals, NO_DAY where empty;
    - whole numbers: ``int32``, NO_WHOLE where empty;
    - words: ``int16`` positions in the fact's ``choices``, NO_WORD where empty;
    - yes/no: ``int16`` 1 or 0, NO_WORD where empty;
    - money: ``int64`` fen, NO_FEN where empty.

    A printed People shows no person's data. Text and identifiers are not here (``ids`` and ``carried`` hold those). A fact that the
    source has no column for, is not in ``columns`` at all.
    """

    unit: str
    ids: pl.Series = field(repr=False)
    columns: Mapping[str, np.ndarray[Any, Any]] = field(repr=False)
    carried: pl.DataFrame = field(repr=False)  # text, aligned with ids: region, household_id …
    records_read: int
    set_aside: tuple[SetAside, ...]
    warnings: tuple[Words, ...]
    hash_of_source: str | HashOfValues = field(alias="sha256")
    # What the source said of the rows set aside, as text: ``record`` (number), ``text`` (the
    # record as it stands, for text sources) and one column for each heading.
    set_aside_records: pl.DataFrame = field(factory=pl.DataFrame, repr=False)
    # What those rows say of the household and the like: ``record`` and one column for each link.
    set_aside_links: pl.DataFrame = field(factory=pl.DataFrame, repr=False)
    apart: tuple[Apart, ...] = ()  # records that are no people
    sheets: tuple[SheetCount, ...] = ()  # of workbooks
    source_text: SourceText | None = field(default=None, repr=False)  # of a text file
    source: str = ""  # the name of the file
    titles: int = 0  # records above the headings
    heading_rows: int = 1  # rows that the headings take
    row_records: np.ndarray[Any, Any] | None = field(default=None, repr=False)

    def row_of(self, record: int) -> int:
        """The number of the source's row in which a record stands: it may hold several people."""
        return record if self.row_records is None else int(self.row_records[record - 1])

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file, or of the values as read where there is none."""
        return str(self.hash_of_source)

    def __len__(self) -> int:
        return len(self.ids)
