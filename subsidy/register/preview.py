"""A dry run: how a roster would be read, before anything is calculated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from subsidy.dates import Period
from subsidy.errors import RegisterRefused, Words, nearest
from subsidy.register.facts import person_facts
from subsidy.register.guard.limits import DEFAULT_LIMITS, Limits
from subsidy.register.headings import (
    STANDING,
    Column,
    Matched,
    headings_of,
    plain,
    spellings_of,
    wide_in,
)
from subsidy.register.intake import admit, understood
from subsidy.register.other_unit import with_other_unit
from subsidy.register.readers import own_book, read_table
from subsidy.register.roster_map import NO_MAP, RosterMap, keys_of
from subsidy.register.source import Table
from subsidy.register.table import People
from subsidy.register.totals_rows import looks_like_a_value
from subsidy.register.wide_rows import WideRows
from subsidy.register.words_without_days import AskedWords, WordsSeen
from subsidy.rulebook.in_play import PERSON
from subsidy.rulebook.model import IdentifierFact, Rulebook

__all__ = ["ColumnReading", "Preview", "preview_register"]

RECOGNISED, DECLARED, GUESSED, IGNORED, SET = (
    "recognised",
    "declared",
    "guessed",
    "ignored",
    "fixed",
)
_NO_WORDS = Words("", "")
_OF_A_MEMBER = Words("of a member; see the refusal", "属于家庭成员；见下方说明")
_LOOKED_AT = 200
_OF_FIVE = 4  # of five filled cells, how many have to fit


@frozen
class ColumnReading:
    """One column of the file: what it is taken for, and how that is known."""

    number: int  # from 1
    heading: str
    how: str  # recognised, declared, guessed, ignored or fixed
    fact: str  # empty where it tells nothing; of a guess, the fact that it may tell
    why: Words = _NO_WORDS


@frozen(eq=False)
class Preview:
    """How a roster is read: its columns, who can be calculated, and who is set aside."""

    columns: tuple[ColumnReading, ...]
    missing: tuple[str, ...]  # facts of which the file has no column
    people: People | None = field(repr=False)  # None where the register is refused
    refused: RegisterRefused | None
    header_line: int | None
    titles: int
    sheet: str | None
    separator: str
    wide: WideRows | None = None  # several people in each row, as nobody has said yet
    asked: tuple[AskedWords, ...] = ()  # columns of words that need days

    def first_people(self, book: Rulebook, count: int) -> list[dict[str, object]]:
        """The first people as they are read, facts by name. **Holds personal data.**"""
        people = self.people
        if people is None:
            return []
        return [_read(people, book, row) for row in range(min(count, len(people)))]


def preview_register(  # noqa: PLR0913 - a source, its rules, and what may be declared of it
    source: Any,
    book: Rulebook,
    period: Period,
    mapping: RosterMap = NO_MAP,
    *,
    unit: str = PERSON,
    limits: Limits = DEFAULT_LIMITS,
) -> Preview:
    """How *source* would be read as a register of persons, or of households or institutions.

    Raises:
        RegisterRefused: the file cannot be taken apart at all.
    """
    whole, every = book, mapping
    book, mapping = own_book(book, unit, source), mapping.of_unit(unit)
    table = read_table(source, book, mapping, limits)
    people, refused = None, None
    matched = Matched((), book.key, ())
    split = table
    try:
        split, matched, _ = understood(table, book, mapping)
        people = admit(table, book, period, mapping)
    except RegisterRefused as refusal:
        refused = with_other_unit(refusal, table, whole, unit, every)
    if refused is not None:
        split = _without_people_for_headings(split)
    told_by = {column.position: column for column in matched.columns}
    if refused is not None and not told_by:
        told_by = _alone(split, book, mapping)
    is_refused = refused is not None
    wide = wide_in(split.headings, told_by.values(), book, mapping) if is_refused else None
    columns = _columns(split, told_by, book, mapping, wide)
    asked = _asked(split, matched, book, mapping) if is_refused and matched.columns else ()
    return Preview(
        columns, _missing(columns, matched, book, mapping), people, refused, table.header_line, table.titles, table.sheet, table.form,
        wide, asked,
    )  # fmt: skip


def _missing(
    columns: tuple[ColumnReading, ...], matched: Matched, book: Rulebook, mapping: RosterMap
) -> tuple[str, ...]:
    """The facts that no column tells."""
    told = {column.fact for column in columns if column.how in (RECOGNISED, DECLARED, SET)}
    told |= {fact for key in mapping.told_by_words() for fact in mapping.told_by_column(key)}
    given = {f for c in matched.columns for f in _given(c)}
    return tuple(name for name in book.facts if name not in told | given)


def _asked(
    table: Table, matched: Matched, book: Rulebook, mapping: RosterMap
) -> tuple[AskedWords, ...]:
    seen = WordsSeen.of(table, matched, book, mapping)
    seen.look_at(table)
    return seen.asked()


def _without_people_for_headings(table: Table) -> Table:
    """Where the headings are the values of a person, columns by number."""
    if not any(map(looks_like_a_value, table.headings)):
        return table
    return evolve(table, headings=tuple(f"[{n}]" for n in range(1, len(table.headings) + 1)))


def _given(column: Column) -> tuple[str | None, ...]:
    fact = column.fact
    if not isinstance(fact, IdentifierFact):
        return ()
    return (
        fact.gives_birth_date, fact.gives_sex, fact.gives_id_number, fact.gives_category,
        fact.gives_grade,
    )  # fmt: skip


def _columns(
    table: Table,
    told: Mapping[int, Column],
    book: Rulebook,
    mapping: RosterMap,
    wide: WideRows | None,
) -> tuple[ColumnReading, ...]:
    keys = keys_of(table.headings)
    found = []
    for position, heading in enumerate(table.headings):
        column = told.get(position)
        by_words = mapping.told_by_column(keys[position])
        if column is None and by_words:
            found.append(ColumnReading(position + 1, heading, DECLARED, ", ".join(by_words)))
            continue
        if wide is not None and keys[position] in wide.facts:
            fact = wide.facts[keys[position]]
            found.append(ColumnReading(position + 1, heading, GUESSED, fact, _OF_A_MEMBER))
            continue
        if column is None:
            found.append(
                _untold(position, heading, table, book, declared=keys[position] in mapping.ignore)
            )
            continue
        how = DECLARED if keys[position] in mapping.mentioned() else RECOGNISED
        if heading in mapping.fixed or heading == mapping.sheet_tells:
            how = SET
        name = column.name.removeprefix(STANDING)
        found.append(ColumnReading(position + 1, heading, how, name))
    return tuple(found)


def _alone(table: Table, book: Rulebook, mapping: RosterMap) -> dict[int, Column]:
    """What each heading tells by itself, where the headings as a whole are refused."""
    known = {plain(h): fact for fact in book.facts.values() for h in spellings_of(fact)}
    found = {}
    for position, key in enumerate(keys_of(table.headings)):
        fact = book.facts.get(mapping.columns.get(key, "")) or known.get(key)
        if fact is not None:
            found[position] = Column(position, table.headings[position], fact.name, 1, fact)
    return found


def _untold(
    position: int, heading: str, table: Table, book: Rulebook, *, declared: bool
) -> ColumnReading:
    number = position + 1
    if declared:
        return ColumnReading(
            number, heading, IGNORED, "", Words("as the mapping says", "按对照文件")
        )
    known = {h: fact.name for fact in book.facts.values() for h in headings_of(fact)}
    by_content = _by_content(table, position, book)
    if by_content:
        return ColumnReading(
            number, heading, GUESSED, by_content,
            Words("its cells look like it; not read", "单元格内容相似；未读取"),
        )  # fmt: skip
    close = nearest(heading, list(known)) if heading.strip() else None
    if close:
        return ColumnReading(
            number, heading, GUESSED, known[close],
            Words(f"its heading is like {close}; not read", f"标题与“{close}”相近；未读取"),
        )  # fmt: skip
    return ColumnReading(number, heading, IGNORED, "", Words("not known", "无法识别"))


def _by_content(table: Table, position: int, book: Rulebook) -> str:
    """The fact that the cells themselves look like: identity and certificate numbers."""
    filled = [
        str(cell).strip() for cell in list(table.columns[position][:_LOOKED_AT]) if cell is not None
    ]
    filled = [text for text in filled if text]
    shapes = {"resident_id": 18, "disability_certificate": 20}
    for fact in book.facts.values():
        length = shapes.get(fact.kind.value) if isinstance(fact, IdentifierFact) else None
        if length is None or not filled:
            continue
        fitting = [t for t in filled if len(t) == length and t[:17].isdigit()]
        if _OF_FIVE * len(filled) <= 5 * len(fitting):
            return fact.name
    return ""


def _read(people: People, book: Rulebook, row: int) -> dict[str, object]:
    carried = {name: people.carried[name][row] for name in people.carried.columns}
    return {people.ids.name: people.ids[row], **carried, **person_facts(people, book, row)}
