"""Workbooks: which sheets are registers, and their people as one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from attrs import evolve, frozen

from subsidy.errors import Place
from subsidy.register.faults import Faults
from subsidy.register.guard.limits import DEFAULT_LIMITS, Limits
from subsidy.register.headings import plain
from subsidy.register.source import Table
from subsidy.register.table import Apart, SheetCount
from subsidy.register.totals_rows import RowKind
from subsidy.register.workbooks.choosing import NO_FORM, SheetForm, chosen
from subsidy.register.workbooks.control_sums import check_totals
from subsidy.register.workbooks.opening import read_grids
from subsidy.register.workbooks.refusals import refuse_other_headings, refuse_unidentified
from subsidy.register.workbooks.roster import Roster, read_roster
from subsidy.register.workbooks.tables_below import tables_of
from subsidy.register.workbooks.vocabulary import Vocabulary
from subsidy.register.workbooks.wording import warnings_of

__all__ = ["Wanted", "read_workbook"]

_SAID = (RowKind.TITLE, RowKind.NOTE, RowKind.SIGNATURE)  # rows that may name a unit
_UNNUMBERED = (RowKind.TITLE, RowKind.BLANK)


@frozen
class _Record:
    """One row below the headings: where it stands, and what it is if no person."""

    roster: Roster
    row: int
    kind: RowKind | None


@frozen
class Wanted:
    """What is looked for in a workbook: which headings, in which sheets, within which limits."""

    vocabulary: Vocabulary
    form: SheetForm = NO_FORM
    limits: Limits = DEFAULT_LIMITS


def read_workbook(content: bytes, place: Place, sha256: str, wanted: Wanted) -> Table:
    """The people of every sheet that has headings of people, one table in the order of the sheets.

    Raises:
        RegisterRefused: not a workbook, no headings, people where none belong, sheets whose
            headings tell different facts.
    """
    vocabulary = wanted.vocabulary
    grids = read_grids(content, place, wanted.limits)
    selection = chosen(grids, place, vocabulary, wanted.form)
    tables = [tables_of(grid, header, vocabulary) for grid, header in selection.sheets]
    rosters = [read_roster(*one, vocabulary) for several in tables for one in several]
    _check_others(rosters, place)
    keys = [_column_keys(roster, vocabulary) for roster in rosters]
    _check_alike(rosters, keys, place)
    table = _table(rosters, keys, place, sha256)
    differences = check_totals(rosters)
    return evolve(table, warnings=warnings_of(rosters, selection.ignored, differences))


def _check_others(rosters: Sequence[Roster], place: Place) -> None:
    """A table below that may hold people is refused, once; one that counts them is set apart."""
    for roster in rosters:
        for one in roster.others:
            if not one.is_summary:
                line = roster.grid.row_number(one.first)
                here = evolve(place, sheet=roster.grid.name, line=line)
                refuse_unidentified(here, one.headings)


def _column_keys(roster: Roster, vocabulary: Vocabulary) -> dict[str, int]:
    """What each column is the same as in other sheets: a fact, else the heading; empty ones not."""
    found: dict[str, int] = {}
    for column, heading in enumerate(roster.header.headings):
        if not heading and all(roster.rows[row][column] == "" for row in roster.people):
            continue
        key = vocabulary.meaning(heading) or f"={plain(heading)}"
        number = 1
        while f"{key}#{number}" in found:
            number += 1
        found[f"{key}#{number}"] = column
    return found


def _check_alike(rosters: Sequence[Roster], keys: list[dict[str, int]], place: Place) -> None:
    """Every sheet tells the same facts; of members in one row (``@``) each has as many as it has."""
    told = [{key for key in one if not key.startswith("=") and "@" not in key} for one in keys]
    every = set().union(*told)
    lacking = [
        (_name(roster, rosters), sorted(_shown(key, rosters, keys) for key in every - one))
        for roster, one in zip(rosters, told, strict=True)
        if every - one
    ]
    if lacking:
        refuse_other_headings(lacking, place)


def _name(roster: Roster, rosters: Sequence[Roster]) -> str:
    """The sheet; of several tables on it, with the row of the headings."""
    name = roster.grid.name
    is_alone = sum(one.grid.name == name for one in rosters) == 1
    return name if is_alone else f"{name}!{roster.grid.row_number(roster.header.first)}"


def _shown(key: str, rosters: Sequence[Roster], keys: list[dict[str, int]]) -> str:
    roster, column = next(
        (roster, one[key]) for roster, one in zip(rosters, keys, strict=True) if key in one
    )
    return roster.header.headings[column] or f"[{_letters(roster.grid.first_column + column)}]"


def _letters(column: int) -> str:
    """How a spreadsheet names a column, counted from 0: 26 is AA."""
    before, last = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _table(
    rosters: Sequence[Roster], keys: list[dict[str, int]], place: Place, sha256: str
) -> Table:
    records = [record for roster in rosters for record in _records(roster)]
    is_person = [record.kind is None for record in records]
    order = list(dict.fromkeys(key for one in keys for key in one))
    column_of = dict(zip(map(id, rosters), keys, strict=True))
    people = [record for record in records if record.kind is None]
    several = len({roster.grid.name for roster in rosters}) > 1
    lines = [record.roster.grid.row_number(record.row) for record in records]
    names = tuple(record.roster.grid.name for record in records)
    headings = tuple(_shown(key, rosters, keys) for key in order)
    table = Table(
        place=place if several else evolve(place, sheet=rosters[0].grid.name),
        headings=headings,
        columns=tuple([_cell(record, column_of, key) for record in people] for key in order),
        records=np.flatnonzero(np.array(is_person, dtype=bool)) + 1,
        records_read=len(records),
        sha256=sha256,
        lines=np.array(lines, dtype=np.int64),
        sheet=None if several else rosters[0].grid.name,
        is_sheet=True,
        apart=tuple(
            Apart(number, lines[number - 1], names[number - 1], record.kind)
            for number, record in enumerate(records, start=1)
            if record.kind is not None
        ),
        sheets=tuple(_counts(rosters)),
        sheet_names=names if several else None,
        header_line=rosters[0].grid.row_number(rosters[0].header.first),
        title_text="\n".join(_titles(rosters)),
        titles=sum(kind is RowKind.TITLE for kind in rosters[0].kinds.values()),
    )
    return evolve(table, faults=tuple(_faults(records).found))


def _titles(rosters: Sequence[Roster]) -> Iterable[str]:
    """The texts of titles and notes of every table."""
    for roster in rosters:
        for number, row in enumerate(roster.grid.rows):
            if number < roster.header.first or roster.kinds.get(number) in _SAID:
                yield from (str(cell) for cell in row if cell != "")


def _records(roster: Roster) -> Iterable[_Record]:
    """The rows below the headings that say anything."""
    for row in range(roster.header.last + 1, len(roster.rows)):
        kind = roster.kinds.get(row)
        if kind not in _UNNUMBERED:
            yield _Record(roster, row, kind)


def _cell(record: _Record, column_of: dict[int, dict[str, int]], key: str) -> Any:
    column = column_of[id(record.roster)].get(key)
    return "" if column is None else record.roster.rows[record.row][column]


def _faults(records: list[_Record]) -> Faults:
    number = {(id(r.roster), r.row): n for n, r in enumerate(records, start=1)}
    faults = Faults()
    for roster in {id(record.roster): record.roster for record in records}.values():
        for row, column, code in roster.faults:
            at = np.array([number[id(roster), row]], dtype=np.int64)
            faults.add(at, roster.header.headings[column], code)
    return faults


def _counts(rosters: Sequence[Roster]) -> Iterable[SheetCount]:
    """What each sheet came to, all its tables together."""
    for name in dict.fromkeys(roster.grid.name for roster in rosters):
        own = [roster for roster in rosters if roster.grid.name == name]
        kinds: Counter[str] = Counter()
        for roster in own:
            kinds.update(roster.counts())
        rows = sum(len(roster.grid.rows) for roster in own)
        people = sum(len(roster.people) for roster in own)
        yield SheetCount(name, rows, people, dict(sorted(kinds.items())))
