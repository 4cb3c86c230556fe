"""A table and a rulebook → People: every declared column is read on every row, and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from subsidy.dates import Period
from subsidy.register.apart import without_rows_apart
from subsidy.register.as_read import no_records, records_as_read
from subsidy.register.at_once import CERTAINLY_A_KEY
from subsidy.register.certificates import (
    Certificates,
    read_certificates,
    with_numbers_of_certificates,
)
from subsidy.register.counted import demand_all_counted
from subsidy.register.crosschecks import Checked, check_ages, check_duplicates, check_spells
from subsidy.register.day_texts import is_filled, true_of
from subsidy.register.doubles import DUPLICATE_ID, DUPLICATE_PERSON, Doubles
from subsidy.register.faults import Faults
from subsidy.register.few_cells import fits
from subsidy.register.fixed import with_fixed_values
from subsidy.register.hashing import HashOfValues
from subsidy.register.headings import STANDING, Column, Matched, match_headings
from subsidy.register.identity import Identities, normalised_numbers, read_identities
from subsidy.register.key_texts import (
    note_invisible,
    note_lone_words,
    note_no_month,
    note_repeated_headings,
    note_totals,
)
from subsidy.register.members import one_row_a_person
from subsidy.register.roster_map import NO_MAP, RosterMap
from subsidy.register.so_far import SoFar, read_columns
from subsidy.register.source import Table
from subsidy.register.spells import ends_without_beginning, spells_in_order
from subsidy.register.standing import Standing
from subsidy.register.table import NO_DAY, NO_WORD, People
from subsidy.register.title_units import demand_units
from subsidy.register.values import read_values
from subsidy.register.vocabularies import vocabulary_of
from subsidy.rulebook.model import (
    CategoryFact,
    DateFact,
    IdentifierFact,
    IdentifierKind,
    Rulebook,
    TextFact,
)

__all__ = ["MONTH_MARK", "admit", "understood", "with_meanings"]

Values = np.ndarray[Any, Any]

_UNIT = "person"
_RECORD = "record"
MONTH_MARK = "\t"  # between the key and the month of a row that tells of one month


def admit(
    table: Table,
    book: Rulebook,
    period: Period,
    mapping: RosterMap = NO_MAP,
    doubles: Doubles | None = None,
) -> People:
    """The people of a table who can be calculated, and those set aside.

    *mapping* says what the roster's columns and words mean, where the rulebook does not know.
    *doubles* says, of a table that is a piece of a larger one, which rows share a number with any
    other row of the whole; without it they are looked for here.

    Raises:
        RegisterRefused: headings or column types do not fit the rulebook or the mapping.
    """
    source = table
    table, matched, mapping = understood(table, book, mapping)
    reading = SoFar(table, matched, mapping, Faults(list(table.faults)), doubles)
    read_columns(reading)
    standing = Standing(table, matched, mapping, book, reading.faults)
    if doubles is None:  # of a register in pieces all rows have been looked at before
        standing.demand_days()
    standing.fill(reading.texts, reading.columns)
    keys = _read_identifiers(reading, book)
    checked = Checked(reading.columns, matched, reading.records, table.rows)
    standing.check(reading.texts, checked)
    check_spells(checked, book, reading.faults)
    check_ages(checked, book, period, reading.faults)
    reading.warnings.extend(ends_without_beginning(checked, book))
    reading.columns = spells_in_order(checked, book, reading.faults)
    return _people(reading, keys, source)


def understood(
    table: Table, book: Rulebook, mapping: RosterMap = NO_MAP
) -> tuple[Table, Matched, RosterMap]:
    """The table with one row a person, without rows that are no people, and what its columns tell.

    Raises:
        RegisterRefused: headings do not fit the rulebook or the mapping.
    """
    if not table.headings and not len(table):  # an empty list has neither rows nor headings
        return table, Matched((), book.key, ()), mapping
    table, mapping = one_row_a_person(table, mapping, book)
    in_source = len(table.headings)
    table, matched = with_meanings(table, book, mapping)
    table = without_rows_apart(table, matched, in_source, vocabulary_of(book, mapping))
    demand_units(table, matched, mapping)
    return table, matched, mapping


def with_meanings(table: Table, book: Rulebook, mapping: RosterMap) -> tuple[Table, Matched]:
    """The table with the columns that follow from its own, and what every column tells.

    Raises:
        RegisterRefused: headings do not fit the rulebook or the mapping, or a title says that
            amounts are in 万元.
    """
    table = with_fixed_values(table, mapping, book)
    table = with_numbers_of_certificates(table, book, mapping)
    matched = match_headings(table.headings, book, table.place, mapping)
    demand_units(table, matched, mapping)
    return table, matched


def _is(column: Column, kind: IdentifierKind) -> bool:
    return isinstance(column.fact, IdentifierFact) and column.fact.kind is kind


# ── identifiers ──────────────────────────────────────────────────────────────────────


def _keys(reading: SoFar) -> pl.Series:
    """The key as text; a resident identity number in its 18 characters."""
    name = reading.matched.key
    column = reading.matched.named(name)
    if column is None:  # a register without columns and without rows
        return pl.Series(dtype=pl.String)
    if _is(column, IdentifierKind.RESIDENT_ID):
        return _identities(reading, column, "", Faults()).numbers
    keys = reading.texts[name]
    months = [
        c for c in reading.matched.columns if isinstance(c.fact, DateFact) and c.fact.is_month
    ]
    for month in months:  # a row a month: a unit may stand there once for each
        note_no_month(reading.columns[month.name], month, reading.records, reading.faults)
        keys = keys + MONTH_MARK + pl.Series(reading.columns[month.name]).cast(pl.String)
    return keys


def _check_keys(reading: SoFar, keys: pl.Series) -> None:
    column = reading.matched.named(reading.matched.key)
    if column is None:
        return
    given, records, faults = reading.texts[column.name], reading.records, reading.faults
    spoilt = faults.records_of("id-as-number", column.heading)
    empty = records[~is_filled(given)]
    faults.add(np.setdiff1d(empty, spoilt), column.heading, "key-missing")
    if not reading.keys_are_plain or fits(CERTAINLY_A_KEY, column.heading.strip()):
        note_repeated_headings(given, column, records, faults)
    if not reading.keys_are_plain:
        note_totals(given, column, records, faults)
    if not _is(column, IdentifierKind.RESIDENT_ID):
        if not reading.keys_are_plain:
            note_invisible(given, column, records, faults)
            note_lone_words(reading.table, column, faults)
        _check_doubles(reading, column, keys, DUPLICATE_PERSON)


def _check_doubles(reading: SoFar, column: Column, keys: pl.Series, code: str) -> None:
    if reading.doubles is not None:
        reading.doubles.add_to(reading.faults, column, code)
    else:
        check_duplicates(keys, column.heading, code, reading.table, reading.faults)


def _identities(reading: SoFar, column: Column, heading: str, faults: Faults) -> Identities:
    """What a column of identity numbers tells, faults noted at *heading*."""
    seen = reading.table.proofs.signs.get(column.position)
    return read_identities(reading.texts[column.name], heading, reading.records, faults, seen)


def _tell(reading: SoFar, column: Column, book: Rulebook) -> None:
    """Check identity numbers, compare them with the columns they tell, and fill those."""
    faults = reading.faults
    told = _identities(reading, column, column.heading, faults)
    reading.texts[column.name] = told.numbers
    _check_doubles(reading, column, told.numbers, DUPLICATE_ID)
    assert isinstance(column.fact, IdentifierFact)
    if column.fact.gives_birth_date:
        _merge(reading, column, column.fact.gives_birth_date, told.born, "id-birth-mismatch")
    if column.fact.gives_sex:
        sexes = _sexes(told, column.fact, book)
        _merge(reading, column, column.fact.gives_sex, sexes, "id-sex-mismatch")


def _read_identifiers(reading: SoFar, book: Rulebook) -> pl.Series:
    """Certificates first: they fill identity numbers, which may be keys, and tell birth and sex."""
    columns = reading.matched.columns
    of_kind = [c for c in columns if _is(c, IdentifierKind.CERTIFICATE)]
    certificates = [(column, _read_certificate(reading, column)) for column in of_kind]
    keys = _keys(reading)
    _check_keys(reading, keys)
    for column in columns:
        if _is(column, IdentifierKind.RESIDENT_ID):
            _tell(reading, column, book)
    for column, told in certificates:
        _tell_by_certificate(reading, column, told, book)
    return keys


def _read_certificate(reading: SoFar, column: Column) -> Certificates:
    """A certificate's number; it also fills the identity number where that is empty."""
    texts = reading.texts[column.name]
    told = read_certificates(texts, column.heading, reading.records, reading.faults)
    assert isinstance(column.fact, IdentifierFact)
    other = reading.matched.named(column.fact.gives_id_number or "")
    if other is None:
        return told
    given = normalised_numbers(reading.texts[other.name])
    number = read_identities(given, "", reading.records, Faults()).numbers
    differs = true_of(
        (number != told.id_numbers) & number.is_not_null() & told.id_numbers.is_not_null()
    )
    headings = f"{column.heading}, {other.heading}"
    reading.faults.add(reading.records[differs], headings, "certificate-id-mismatch")
    reading.texts[other.name] = reading.texts[other.name].fill_null(told.id_numbers)
    return told


def _tell_by_certificate(
    reading: SoFar, column: Column, told: Certificates, book: Rulebook
) -> None:
    """Compare category and grade with their columns, and fill those where they are empty."""
    fact = column.fact
    assert isinstance(fact, IdentifierFact)
    parts = {
        "category": (fact.gives_category, told.categories),
        "grade": (fact.gives_grade, told.grades),
    }
    for part, (name, digits) in parts.items():
        if name is None:
            continue
        numbered = [n for n in reading.columns if n.startswith(f"{name}_")]
        target = Column(column.position, column.heading, name, 1, book.facts[name])
        values = read_values(digits, target, reading.records, Faults())
        if values is not None and not numbered:  # with further spells nobody says whose it is
            _merge(reading, column, name, values, f"certificate-{part}-mismatch")


def _sexes(told: Identities, fact: IdentifierFact, book: Rulebook) -> Values:
    sex = book.facts[fact.gives_sex or ""]
    assert isinstance(sex, CategoryFact)
    assert fact.sex_words is not None
    male, female = (sex.choices.index(word) for word in fact.sex_words)
    by_sex = np.array([female, male, NO_WORD], dtype=np.int16)  # NO_WORD is -1: the last
    return by_sex[told.is_male]


def _merge(reading: SoFar, column: Column, name: str, told: Values, code: str) -> None:
    nothing = NO_DAY if told.dtype == np.int32 else NO_WORD  # NO_DAY is NO_WHOLE, too
    given = reading.columns.get(name)
    if given is None:
        reading.columns[name] = told
        return
    other = reading.matched.named(name)
    differs = (given != nothing) & (told != nothing) & (given != told)
    headings = f"{column.heading}, {other.heading if other else name}"
    reading.faults.add(reading.records[differs], headings, code)
    reading.columns[name] = np.where(given == nothing, told, given)


# ── the result ───────────────────────────────────────────────────────────────────────


def _people(reading: SoFar, keys: pl.Series, source: Table) -> People:
    table, faults = reading.table, reading.faults
    bad = faults.records()
    keep = np.ones(len(table), bool)
    keep[table.positions_of(bad)] = False
    columns = _kept(reading.columns, keep)
    people = People(
        unit=_UNIT,
        ids=_kept_texts(keys, keep).alias(reading.matched.key),
        columns=columns,
        carried=pl.DataFrame({n: _kept_texts(t, keep) for n, t in _carried(reading).items()}),
        records_read=table.records_read,
        set_aside=faults.set_aside(table.lines, table.sheet_names or table.sheet, table.members),
        warnings=(*table.warnings, *reading.matched.warnings, *reading.warnings),
        sha256=table.sha256 or HashOfValues(reading.columns, reading.texts),
        set_aside_records=records_as_read(source, _source_rows(table, bad)),
        set_aside_links=_links(reading, keep),
        apart=tuple(sorted(table.apart, key=lambda row: row.row)),
        source_text=table.text(_source_rows(table, bad)) if table.text else None,
        source=table.place.file,
        titles=table.titles,
        heading_rows=max(len(table.heads), 1),
        row_records=table.row_records,
        sheets=table.sheets,
    )
    demand_all_counted(people, len(bad), table.place)
    return people


def _kept(columns: Mapping[str, Values], keep: Values) -> dict[str, Values]:
    if keep.all():
        return dict(columns)
    return {name: values[keep] for name, values in columns.items()}


def _kept_texts(texts: pl.Series, keep: Values) -> pl.Series:
    return texts if keep.all() else texts.filter(keep)


def _carried(reading: SoFar) -> dict[str, pl.Series]:
    return {
        column.name: reading.texts[column.name]
        for column in reading.matched.columns
        if _is_carried(column, reading.matched.key)
    }


def _links(reading: SoFar, keep: Values) -> pl.DataFrame:
    """Of rows set aside: the units to which they say they belong."""
    links = [c.name for c in reading.matched.columns if _is(c, IdentifierKind.LINK)]
    if keep.all():
        return no_records(tuple(links))
    told = {name: reading.texts[name].filter(~keep) for name in links}
    return pl.DataFrame({_RECORD: pl.Series(reading.records[~keep], dtype=pl.Int64), **told})


def _is_carried(column: Column, key: str) -> bool:
    if column.name.startswith(STANDING) or column.name == key:
        return False
    return isinstance(column.fact, TextFact | IdentifierFact)


def _source_rows(table: Table, bad: Values) -> Values:
    """The rows of the source in which the records stand."""
    return bad if table.row_records is None else np.unique(table.row_records[bad - 1])
