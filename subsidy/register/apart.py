"""Rows that are no people, found where the columns are known: taken out, counted, never read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve

from subsidy.how_many import are_few, are_many
from subsidy.register.at_once import CERTAINLY_A_KEY, holding
from subsidy.register.csv_head import read_fields
from subsidy.register.digits import number_signs
from subsidy.register.few_cells import fits
from subsidy.register.heading_rows import begins_a_table
from subsidy.register.headings import Column, Matched, plain
from subsidy.register.plain_texts import are_whole_numbers, may_hold
from subsidy.register.source import UNPROVED, Cells, Proofs, Table, is_unicode
from subsidy.register.stated_totals import differences_in_text
from subsidy.register.table import Apart
from subsidy.register.title_units import says_ten_thousand
from subsidy.register.totals_rows import RowKind, kind_beside, kind_of_row
from subsidy.register.workbooks.other_tables import begins_another
from subsidy.register.workbooks.refusals import refuse_second_table
from subsidy.register.workbooks.vocabulary import Vocabulary
from subsidy.rulebook.model import IdentifierFact, IdentifierKind

__all__ = ["without_rows_apart"]

Values = np.ndarray[Any, Any]

_SIGNS = "[页注说制审填经编报批负单日电合总小共累计备附公盖签校分主联章过承转接以:：]|(?i:total|note|page)|^\\s*[0-9]{1,2}[.、)）]"
_TOTALS = "计|(?i:total)"
_SIX_DIGITS = "[0-9]{6}"
_TOTALS_SEEN, _SIX_DIGITS_SEEN = re.compile(_TOTALS), re.compile(_SIX_DIGITS)
_TOTALS_IN_TEXT = ("计", "total")
_COLUMNS_LOOKED_AT = 4


def without_rows_apart(
    table: Table, matched: Matched, in_source: int, vocabulary: Vocabulary
) -> Table:
    """The table without totals, signatures, notes, repeated headings and empty rows.

    The first *in_source* columns are the source's own. A workbook's rows are sorted already.
    What the look at all rows has proved stands in the table.

    Raises:
        RegisterRefused: headings of another table stand among the rows.
    """
    if not matched.columns or not len(table) or table.is_sheet:
        return table
    own = table.columns[:in_source]
    table = evolve(table, proofs=_proofs(table, matched))
    kinds = _kinds(table, matched, own, vocabulary)
    if not kinds:
        return table
    warnings = differences_in_text(own, table, kinds)
    notes = [str(column[row]) for row in kinds for column in own if column[row] is not None]
    keep = np.ones(len(table), dtype=bool)
    keep[list(kinds)] = False
    rows = table.rows  # counted anew whenever they are asked for
    found = tuple(
        Apart(int(table.records[row]), int(rows[row]), table.sheet, kind)
        for row, kind in kinds.items()
    )
    return evolve(
        table,
        columns=tuple(_kept(column, keep) for column in table.columns),
        records=table.records[keep],
        proofs=UNPROVED,
        apart=(*table.apart, *found),
        title_text="\n".join([table.title_text, *filter(says_ten_thousand, notes)]),
        warnings=(*table.warnings, *warnings),
    )


def _kinds(
    table: Table, matched: Matched, own: Sequence[Cells], vocabulary: Vocabulary
) -> dict[int, RowKind]:
    """The kind of each row that is no person."""
    telling = {column.position for column in matched.columns}
    heads, kinds = _heads(table, len(own)), {}
    for row in np.flatnonzero(_candidates(table, matched)).tolist():
        cells = [column[row] for column in own]
        kind = kind_of_row(cells)
        if any(_is_heading(cells, head) for head in heads):
            kind = RowKind.HEADING
        elif kind is None:
            kind = kind_beside(cells, telling)
        if kind is not None:
            kinds[row] = kind
        elif begins_a_table(cells, vocabulary) or begins_another(cells, vocabulary):
            line = None if table.lines is None else int(table.rows[row])
            refuse_second_table(evolve(table.place, line=line))
    return kinds


def _candidates(table: Table, matched: Matched) -> Values:
    """Rows that could be no people: without a key, or with a word that such rows have."""
    key = matched.named(matched.key)
    if key is None:
        return np.zeros(len(table), dtype=bool)
    identities = [column.position for column in matched.columns if _is_identity(column)]
    if are_few(table) and _are_certainly_people(table, key, identities):
        return np.zeros(len(table), dtype=bool)
    candidates = _without_a_key(table, key)
    left = _without_an_identity(table, identities)
    told = _telling_totals(table) if len(left) else ()
    if told:
        texts = {position: _texts(_at(table.columns[position], left)) for position in told}
        (has_word,) = holding(texts, [(told, _TOTALS)])
        candidates[left[has_word]] = True
    return candidates


def _proofs(table: Table, matched: Matched) -> Proofs:
    """What one look at all texts of the key and of identity numbers tells, of many rows."""
    if not are_many(table):
        return UNPROVED
    texts = [one for one in matched.columns if _are_texts(table.columns[one.position])]
    keys = [one.position for one in texts if one.name == matched.key]
    identities = [one.position for one in texts if _is_identity(one)]
    return Proofs(
        frozenset(n for n in keys if are_whole_numbers(_texts(table.columns[n]))),
        {n: number_signs(_texts(table.columns[n])) for n in identities},
    )


def _are_texts(cells: Cells) -> bool:
    return isinstance(cells, pl.Series) and cells.dtype == pl.String


def _without_a_key(table: Table, key: Column) -> Values:
    """Where no key stands, or one with a sign or a word that no number has."""
    keys = _texts(table.columns[key.position])
    if key.position in table.proofs.numbers:
        return keys.is_null().to_numpy().copy()
    (are_keys,) = holding({key.position: keys}, [((key.position,), CERTAINLY_A_KEY)])
    candidates: Values = ~are_keys
    if candidates.any():
        unsure = keys.gather(np.flatnonzero(candidates))
        odd = unsure.is_null() | ~unsure.str.contains("[0-9]") | unsure.str.contains(_SIGNS)
        candidates[candidates] = odd.fill_null(value=True).to_numpy()
    return candidates


def _without_an_identity(table: Table, identities: Sequence[int]) -> Values:
    """The positions of rows in which no column of identity numbers holds six digits in a row."""
    signs = table.proofs.signs
    shaped = [signs[position].is_shaped for position in identities if position in signs]
    left = np.flatnonzero(~np.logical_or.reduce(shaped)) if shaped else np.arange(len(table))
    if not identities or not len(left):
        return left
    texts = {position: _texts(_at(table.columns[position], left)) for position in identities}
    found = holding(texts, [((position,), _SIX_DIGITS) for position in identities])
    return np.asarray(left[~np.logical_or.reduce(list(found))])


def _are_certainly_people(table: Table, key: Column, identities: Sequence[int]) -> bool:
    """The same asked of few rows, one by one: whether none of them is a candidate."""
    keys = _shown(table.columns[key.position])
    if not all(text is not None and fits(CERTAINLY_A_KEY, text) for text in keys):
        return False
    numbers = [_shown(table.columns[position]) for position in identities]
    if numbers and all(any(map(_has_six_digits, row)) for row in zip(*numbers, strict=True)):
        return True
    told = (text for position in _telling_totals(table) for text in _shown(table.columns[position]))
    return not any(text is not None and _TOTALS_SEEN.search(text) for text in told)


def _has_six_digits(text: str | None) -> bool:
    return text is not None and _SIX_DIGITS_SEEN.search(text) is not None


def _is_identity(column: Column) -> bool:
    fact = column.fact
    return isinstance(fact, IdentifierFact) and fact.kind is IdentifierKind.RESIDENT_ID


def _telling_totals(table: Table) -> tuple[int, ...]:
    """The first columns in which a word of totals could stand."""
    first = range(min(len(table.columns), _COLUMNS_LOOKED_AT))
    return tuple(position for position in first if _may_tell_totals(table.columns[position]))


def _may_tell_totals(cells: Cells) -> bool:
    """Whether a word of totals could stand in a column."""
    if not isinstance(cells, pl.Series):
        return True
    if cells.dtype.is_temporal() or cells.dtype.is_numeric():
        return False
    is_proven = cells.dtype == pl.String and are_many(cells)
    return not is_proven or may_hold(cells, *_TOTALS_IN_TEXT)


def _at(cells: Cells, rows: Values) -> Cells:
    """The cells of some rows."""
    if len(rows) == len(cells):
        return cells
    if isinstance(cells, pl.Series):
        return cells.gather(rows)
    return [cells[row] for row in rows.tolist()]


def _texts(cells: Cells) -> pl.Series:
    if isinstance(cells, pl.Series):
        if cells.dtype == pl.String:
            return cells
        no_text = cells.dtype.is_nested() or cells.dtype in (pl.Object, pl.Binary)
        return pl.Series([None] * len(cells), dtype=pl.String) if no_text else cells.cast(pl.String)
    return pl.Series(_shown(cells), dtype=pl.String)


def _shown(cells: Cells) -> Sequence[str | None]:
    """The same of few cells, one by one."""
    return [_plainly(c) for c in cells] if isinstance(cells, list) else _texts(cells).to_list()


def _plainly(cell: object) -> str | None:
    if cell is None or not isinstance(cell, str | int | float):
        return None
    text = str(cell)
    return text if is_unicode(text) else None


def _heads(table: Table, width: int) -> list[Sequence[str]]:
    """The headings; where they stand in several rows, also each of these."""
    rows = [read_fields(head, table.form or ",") for head in table.heads]
    padded = [[*row, *[""] * (width - len(row))][:width] for row in rows if len(rows) > 1]
    return [table.headings[:width], *padded]


def _is_heading(cells: list[object], headings: Sequence[str]) -> bool:
    pairs = [
        (plain(cell), plain(heading))
        for cell, heading in zip(cells, headings, strict=True)
        if isinstance(cell, str) and cell.strip()
    ]
    return len(pairs) > 1 and all(cell == heading for cell, heading in pairs)


def _kept(cells: Cells, keep: Values) -> Cells:
    if isinstance(cells, pl.Series):
        return cells.filter(pl.Series(keep))
    return [cell for cell, kept in zip(cells, keep.tolist(), strict=True) if kept]
