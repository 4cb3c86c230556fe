"""Households in one row, with columns for every member: made into one row for each person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve, frozen

from subsidy.errors import Place, Problem, RegisterRefused, Words, nearest
from subsidy.register.faults import Fault
from subsidy.register.headings import headings_of
from subsidy.register.roster_map import RosterMap, column_key, keys_of
from subsidy.register.source import Cells, Table
from subsidy.register.totals_rows import spelled
from subsidy.rulebook.model import Fact, IdentifierFact, IdentifierKind, Rulebook

__all__ = ["MEMBERS_WANTED", "member_headings", "one_row_a_person"]

Values = np.ndarray[Any, Any]

MEMBERS_WANTED = "set_aside_members"  # of a file fed again: the members that were set aside
_MOST_MEMBERS = 60
_NUMERALS = "一二三四五六七八九十"


@frozen
class _Block:
    """The columns of one member, by fact, and the member's number in the row."""

    number: int
    positions: Mapping[str, int]


def one_row_a_person(table: Table, mapping: RosterMap, book: Rulebook) -> tuple[Table, RosterMap]:
    """The table with one row for each member that a row names, and what its columns tell.

    A member is there where any of its cells is filled. A row without any member stays one row
    and so is told of as a row without a key. Columns outside the blocks hold for all members.

    Raises:
        RegisterRefused: headings of the mapping that the file does not have.
    """
    if not mapping.members:
        return table, mapping
    keys = keys_of(table.headings)
    blocks = list(_blocks(keys, mapping, table.place))
    there = np.stack([_is_there(table, block) for block in blocks], axis=1)
    there &= _wanted(table, keys, blocks)
    nobody = np.asarray(~there.any(axis=1))
    there[nobody, 0] = np.True_  # such a row is a row all the same
    rows, members = np.nonzero(there)
    taken = {position for block in blocks for position in block.positions.values()}
    shared = [position for position in range(len(keys)) if position not in taken]
    facts = list(dict.fromkeys(fact for block in blocks for fact in block.positions))
    columns = [_gathered(table.columns[position], rows) for position in shared]
    columns += [_of_members(table, fact, blocks, rows, members) for fact in facts]
    numbers = np.array([block.number for block in blocks])[members]
    unpivoted = _numbered(table, rows, np.where(nobody[rows], 0, numbers))
    named = {_heading(fact, mapping): fact for fact in facts}
    headings = (*(table.headings[position] for position in shared), *named)
    warnings = (*table.warnings, *_sizes(table, keys, mapping, rows, nobody))
    told = {column_key(heading): fact for heading, fact in named.items()}
    mapping = evolve(mapping, columns={**mapping.columns, **told}, members=())
    table = evolve(unpivoted, headings=headings, columns=tuple(columns), warnings=warnings)
    return _with_household(table, mapping, book), mapping


def _heading(fact: str, mapping: RosterMap) -> str:
    """The headings under which the members' columns of a fact stand, as one."""
    declared = [block[fact] for block in mapping.members if fact in block]
    return " / ".join(mapping.shown.get(heading, heading) for heading in declared)


# ── which columns are whose ──────────────────────────────────────────────────────────


def _blocks(keys: tuple[str, ...], mapping: RosterMap, place: Place) -> Iterator[_Block]:
    number = 0
    problems: list[Problem] = []
    for declared in mapping.members:
        found = list(_expanded(declared, keys))
        if not found:
            problems.extend(_absent(declared, keys, mapping, place))
        for positions in found:
            number += 1
            yield _Block(number, positions)
    if problems:
        raise RegisterRefused(*problems)


def _expanded(declared: Mapping[str, str], keys: tuple[str, ...]) -> Iterator[dict[str, int]]:
    """The columns of one declared member, or of each that a ``*`` counts."""
    if not any("*" in heading for heading in declared.values()):
        if all(heading in keys for heading in declared.values()):
            yield {fact: keys.index(heading) for fact, heading in declared.items()}
        return
    for number in range(1, _MOST_MEMBERS + 1):
        signs = _signs(number)
        positions = {
            fact: keys.index(heading.replace("*", sign))
            for fact, heading in declared.items()
            for sign in signs
            if heading.replace("*", sign) in keys
        }
        if positions:
            yield positions


def _absent(
    declared: Mapping[str, str], keys: tuple[str, ...], mapping: RosterMap, place: Place
) -> Iterator[Problem]:
    for heading in declared.values():
        if heading in keys:
            continue
        shown = mapping.shown.get(heading, heading)
        close = nearest(heading, [key for key in keys if key])
        yield Problem(
            "mapped-column-missing",
            mapping.places.get(("members", heading), place),
            Words(f"the file has no column {shown}", f"文件中没有“{shown}”列"),
            Words(f"did you mean {close}?", f"是否应为“{close}”？")
            if close
            else Words("write * for the number of the member", "请用 * 代表成员序号"),
            shown,
        )


def member_headings(mapping: RosterMap) -> Iterator[tuple[str, str]]:
    """Every heading that members' columns may have, with the fact that it tells."""
    named = [(fact, heading) for declared in mapping.members for fact, heading in declared.items()]
    for fact, heading in named:
        numbers = range(1, _MOST_MEMBERS + 1 if "*" in heading else 2)
        for sign in (sign for number in numbers for sign in _signs(number)):
            yield heading.replace("*", sign), fact


def _signs(number: int) -> list[str]:
    return [str(number), f"{number:02d}", *_NUMERALS[number - 1 : number]]


# ── who is there ─────────────────────────────────────────────────────────────────────


def _is_there(table: Table, block: _Block) -> Values:
    filled = [_filled(table.columns[position]) for position in block.positions.values()]
    return np.asarray(np.any(np.stack(filled, axis=1), axis=1))


def _filled(cells: Cells) -> Values:
    if isinstance(cells, pl.Series):
        texts = cells.cast(pl.String) if cells.dtype != pl.String else cells
        return (
            texts.str.contains(r"[^\s\x{feff}\x{200b}\x{3000}]").fill_null(value=False).to_numpy()
        )
    return np.array([bool(spelled(cell)) for cell in cells], dtype=bool)


def _wanted(table: Table, keys: tuple[str, ...], blocks: list[_Block]) -> Values:
    """Of a row that was set aside and mended: only the members that were set aside."""
    wanted = np.ones((len(table), len(blocks)), dtype=bool)
    if MEMBERS_WANTED not in keys:
        return wanted
    cells = table.columns[keys.index(MEMBERS_WANTED)]
    texts = cells.cast(pl.String).to_list() if isinstance(cells, pl.Series) else list(cells)
    for row, text in enumerate(texts):
        named = set(re.findall(r"[0-9]+", str(text))) if text is not None else set()
        if named:
            wanted[row] = [str(block.number) in named for block in blocks]
    return wanted


# ── the new table ────────────────────────────────────────────────────────────────────


def _gathered(cells: Cells, rows: Values) -> Cells:
    if isinstance(cells, pl.Series):
        return cells.gather(rows)
    return [cells[row] for row in rows.tolist()]


def _of_members(
    table: Table, fact: str, blocks: list[_Block], rows: Values, members: Values
) -> Cells:
    columns = [
        table.columns[block.positions[fact]] if fact in block.positions else None
        for block in blocks
    ]
    series = [column for column in columns if isinstance(column, pl.Series)]
    if len(series) == len([column for column in columns if column is not None]):
        count = len(table)
        empty = pl.Series([None] * count, dtype=pl.String)
        parts = [
            column.cast(pl.String) if isinstance(column, pl.Series) else empty for column in columns
        ]
        return pl.concat(parts).gather(members * count + rows)
    pairs = zip(rows.tolist(), members.tolist(), strict=True)
    return [None if (column := columns[m]) is None else column[row] for row, m in pairs]


def _numbered(table: Table, rows: Values, members: Values) -> Table:
    """Records numbered anew: one for each person, and one for each row that was not split."""
    counts = np.ones(table.records_read, dtype=np.int64)
    counts[table.records - 1] = np.bincount(rows, minlength=len(table))
    first = np.concatenate([[0], np.cumsum(counts)])[:-1]
    row_records = np.repeat(np.arange(1, table.records_read + 1), counts)
    within = np.arange(len(rows)) - np.searchsorted(rows, rows)
    records = first[table.records[rows] - 1] + within + 1
    numbers = np.zeros(len(row_records), dtype=np.int64)
    numbers[records - 1] = members
    lines = None if table.lines is None else table.lines[row_records - 1]
    names = table.sheet_names
    if names is not None:
        names = tuple(names[record - 1] for record in row_records.tolist())
    faults = tuple(
        Fault(first[fault.records - 1] + 1, fault.column, fault.code, fault.reason)
        for fault in table.faults
    )
    apart = tuple(evolve(row, row=int(first[row.row - 1]) + 1) for row in table.apart)
    return evolve(
        table, records=records, records_read=len(row_records), lines=lines, faults=faults,
        apart=apart, row_records=row_records, members=numbers, sheet_names=names,
    )  # fmt: skip


def _with_household(table: Table, mapping: RosterMap, book: Rulebook) -> Table:
    """Members of one row belong together, though the file has no number for the household."""
    link = next((fact for fact in book.facts.values() if _is_link(fact)), None)
    if link is None or link.name in mapping.columns.values():
        return table
    if {column_key(heading) for heading in headings_of(link)} & set(keys_of(table.headings)):
        return table
    names = [f"row-{row}" for row in table.rows.tolist()]
    return evolve(
        table,
        headings=(*table.headings, link.name),
        columns=(*table.columns, pl.Series(names, dtype=pl.String)),
    )


def _is_link(fact: Fact) -> bool:
    return isinstance(fact, IdentifierFact) and fact.kind is IdentifierKind.LINK


def _sizes(
    table: Table, keys: tuple[str, ...], mapping: RosterMap, rows: Values, nobody: Values
) -> Iterator[Words]:
    """A warning where a row names more or fewer members than it says there are."""
    if mapping.household_size not in keys or MEMBERS_WANTED in keys:
        return
    position = keys.index(mapping.household_size or "")
    said = [re.sub(r"[人口名]|\.0$", "", spelled(cell)) for cell in table.columns[position]]
    counted = np.where(nobody, 0, np.bincount(rows, minlength=len(table)))
    differ = [
        row
        for row, (text, count) in enumerate(zip(said, counted.tolist(), strict=True))
        if text and text != str(count)
    ]
    if differ:
        named = ", ".join(str(line) for line in table.rows[differ[:5]].tolist())
        heading = table.headings[position]
        yield Words(
            f"{heading}: {len(differ)} rows name another number of members (row {named})",
            f"{heading}：{len(differ)} 行所列成员人数与此不符（第 {named} 行）",
        )
