"""Which column of a source tells which fact of the rulebook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from attrs import frozen

from subsidy.errors import Place, Problem, RegisterRefused, Words, nearest
from subsidy.register.needed import columns_named, needed_dates
from subsidy.register.never_paid import never_paid
from subsidy.register.roster_map import NO_MAP, RosterMap, keys_of
from subsidy.register.roster_map import column_key as plain
from subsidy.register.tallies import ranges_named
from subsidy.register.target import most_spells, target_of
from subsidy.register.wide_rows import WideRows, people_in_one_row, wide_rows
from subsidy.rulebook.model import (
    Fact,
    IdentifierFact,
    IdentifierKind,
    MoneyFact,
    Rulebook,
    TextFact,
)
from subsidy.same import Same

__all__ = [
    "STANDING",
    "Column",
    "Matched",
    "headings_of",
    "match_headings",
    "plain",
    "spellings_of",
    "wide_in",
]

_NUMBERED = re.compile(r"(.+?)_?([0-9]{1,3})")
_LONG_NUMBER = re.compile(r"[0-9]{6,}")
_LONGEST_SHOWN = 40
_KEPT = 32
_MOST_TOLD = 30  # columns that are not known, each with what it may be meant for
_UNITS_OF_MONTHS = {1: ("元/月", "元每月"), 12: ("元/年", "元每年")}
_OURS = "set_aside_"  # what a file of rows set aside says besides the rows
STANDING = "standing:"  # begins the name of a column that a mapping makes one of standing
_KEEP_ONE = Words(
    "keep one of them, or say in a mapping file what each is"
    " (the second of two equal headings is written with #2)",
    "请只保留一列，或在对照文件中说明各列含义（同名标题的第二列写作“标题#2”）",
)
_BELOW = Words(
    "where two tables stand beside each other, move the right one below the left one;"
    " else say in a mapping file what each is (the second of two equal headings is written with #2)",
    "如两张表左右并排，请将右侧的表移到左侧之下；否则请在对照文件中说明各列含义"
    "（同名标题的第二列写作“标题#2”）",
)


@frozen
class Column:
    """One column that tells a fact: ``name`` is the fact's, numbered ``_2`` … where it is further."""

    position: int  # from 0
    heading: str
    name: str
    number: int
    fact: Fact


@frozen
class Matched:
    """The columns that tell something, ``key`` the fact that identifies the unit."""

    columns: tuple[Column, ...]
    key: str
    warnings: tuple[Words, ...]
    ignored: tuple[int, ...] = ()  # columns that tell nothing, though nobody said so
    declared: frozenset[int] = frozenset()  # columns of which a mapping says what they are

    def named(self, name: str) -> Column | None:
        """The column of a fact, or None."""
        return next((column for column in self.columns if column.name == name), None)


def headings_of(fact: Fact) -> tuple[str, ...]:
    """Every heading under which a register may give a fact, its own name first."""
    spelled = (fact.name, fact.labels.zh, fact.labels.en, *fact.headings)
    return tuple(dict.fromkeys(heading for heading in spelled if heading))


def spellings_of(fact: Fact) -> tuple[str, ...]:
    """The same, of money also with the unit in which it is read anyway: 金额（元）, 金额（元/月）."""
    if not isinstance(fact, MoneyFact):
        return headings_of(fact)
    units = ("元", "单位:元", *_UNITS_OF_MONTHS.get(fact.per_months, ()))
    with_units = (f"{heading}({unit})" for unit in units for heading in headings_of(fact))
    return (*headings_of(fact), *with_units)


def match_headings(
    headings: tuple[str, ...], book: Rulebook, place: Place, mapping: RosterMap = NO_MAP
) -> Matched:
    """Match headings to facts; what *mapping* says of a heading goes before its own meaning.

    Raises:
        RegisterRefused: two headings for one fact, a needed column that is not there, or a
            column of the mapping that is not there; all problems at once.
    """
    return _matched(headings, Same(book), place, Same(mapping))


@lru_cache(maxsize=_KEPT)
def _matched(
    headings: tuple[str, ...], same: Same[Rulebook], place: Place, declared: Same[RosterMap]
) -> Matched:
    """Kept, since whoever asks for one person after another brings the same headings each time."""
    book, mapping = same.model, declared.model
    known = _known(book)
    meanings = _Meanings(known, book, mapping)
    keys = keys_of(headings)
    columns = tuple(
        column
        for position, heading in enumerate(headings)
        if (column := _column(position, heading, keys[position], meanings)) is not None
    )
    key, key_warnings = _key(columns, book)
    problems = [
        *_not_there(keys, mapping, place),
        *_duplicates(headings, columns, keys, mapping, place),
        *_too_many_spells(columns, book, place),
        *_missing(columns, key, book, place, wide_in(headings, columns, book, mapping)),
    ]
    if problems:
        raise RegisterRefused(*problems)
    told = {column.position for column in columns}
    unread = {*mapping.ignore, mapping.household_size, *mapping.told_by_words()}
    dropped = {p for p, k in enumerate(keys) if k in unread or k.startswith(_OURS)}
    ignored = [position for position in range(len(headings)) if position not in told | dropped]
    mentioned = set(mapping.mentioned())
    return Matched(
        columns,
        key,
        (*_ignored(headings, ignored, known), *key_warnings, *_never_paid(columns, key, book)),
        tuple(ignored),
        frozenset(position for position, k in enumerate(keys) if k in mentioned),
    )


def wide_in(
    headings: tuple[str, ...],
    columns: Iterable[Column],
    book: Rulebook,
    mapping: RosterMap = NO_MAP,
) -> WideRows | None:
    """The columns of several people in each row, where headings say so and no mapping does."""
    keys = keys_of(headings)
    told = {keys[column.position]: column for column in columns}
    left_out = {*mapping.ignore, *told, ""}
    untold = [key for key in keys if key not in left_out and not key.startswith(_OURS)]
    facts = {key: column.fact.name for key, column in told.items() if column.number == 1}
    has_key = _key(told.values(), book)[0] in {column.name for column in told.values()}
    return wide_rows(untold, facts, _known(book), has_key=has_key)


def _known(book: Rulebook) -> Mapping[str, Fact]:
    """Every heading that the rulebook knows, as ``plain`` spells it."""
    return _known_headings(Same(book))


@lru_cache(maxsize=_KEPT)
def _known_headings(same: Same[Rulebook]) -> Mapping[str, Fact]:
    book = same.model
    known: dict[str, Fact] = {}
    for fact in book.facts.values():
        known.setdefault(plain(fact.name), fact)
    for fact in book.facts.values():
        for heading in spellings_of(fact):
            known.setdefault(plain(heading), fact)
    return known


@frozen
class _Meanings:
    """What a heading may mean."""

    known: Mapping[str, Fact]
    book: Rulebook
    mapping: RosterMap


def _column(position: int, heading: str, key: str, meanings: _Meanings) -> Column | None:
    mapping = meanings.mapping
    if key in mapping.ignore or key.startswith(_OURS):
        return None
    if key in mapping.standing:
        standing = TextFact(STANDING + key, Words(heading, heading), (), mapping.standing[key])
        return Column(position, heading, standing.name, 1, standing)
    if key in mapping.columns:
        return _declared(position, heading, mapping.columns[key], meanings.book)
    return _recognised(position, heading, meanings)


def _recognised(position: int, heading: str, meanings: _Meanings) -> Column | None:
    """The column of a heading that the rulebook itself knows."""
    spelled = plain(heading)
    if spelled in meanings.known:
        fact = meanings.known[spelled]
        return Column(position, heading, fact.name, 1, fact)
    match = _NUMBERED.fullmatch(spelled)
    base = meanings.known.get(match[1]) if match else None
    if not match or base is None or int(match[2]) < 2 or not most_spells(base, meanings.book):
        return None
    number = int(match[2])
    return Column(position, heading, f"{base.name}_{number}", number, base)


def _declared(position: int, heading: str, name: str, book: Rulebook) -> Column | None:
    fact = target_of(name, book)
    if fact is None:
        return None
    number = 1 if name == fact.name else int(name.removeprefix(f"{fact.name}_"))
    return Column(position, heading, name, number, fact)


def _key(columns: Iterable[Column], book: Rulebook) -> tuple[str, tuple[Words, ...]]:
    given = {column.name: column.fact for column in columns}
    if book.key in given:
        return book.key, ()
    for name, fact in given.items():
        if isinstance(fact, IdentifierFact) and fact.kind is IdentifierKind.RESIDENT_ID:
            key = book.facts[book.key].labels
            return name, (
                Words(
                    f"there is no column {book.key}: the {fact.labels.en} identifies each row",
                    f"没有“{key.zh}”列：以{fact.labels.zh}标识每一行",
                ),
            )
    return book.key, ()


# ── problems ─────────────────────────────────────────────────────────────────────────


def _not_there(keys: tuple[str, ...], mapping: RosterMap, place: Place) -> Iterable[Problem]:
    """A mapping that speaks of columns which the file does not have is that of another file."""
    there = set(keys)
    for key in dict.fromkeys(mapping.mentioned()):
        if key in there:
            continue
        shown = mapping.shown.get(key, key)
        sections = ("columns", "ignore", "standing", "told")
        stands = (mapping.places.get((section, key)) for section in sections)
        close = nearest(key, [other for other in keys if other])
        yield Problem(
            "mapped-column-missing",
            next((found for found in stands if found), place),
            Words(f"the file has no column {shown}", f"文件中没有“{shown}”列"),
            Words(f"did you mean {close}?", f"是否应为“{close}”？")
            if close
            else Words("take it out, or see whether this is the right file", "请删去该项，或检查文件是否正确"),
            shown,
        )  # fmt: skip


def _duplicates(
    headings: tuple[str, ...],
    columns: Iterable[Column],
    keys: tuple[str, ...],
    mapping: RosterMap,
    place: Place,
) -> Iterable[Problem]:
    told = {column.position: column.name for column in columns}
    meanings = {
        position: told.get(position, plain(heading))
        for position, heading in enumerate(headings)
        if keys[position] not in mapping.ignore and not keys[position].startswith(_OURS)
    }
    twice = [one for one, count in Counter(meanings.values()).items() if count > 1 and one]
    is_beside = len(twice) > 1 and len({*told.values()} & {*twice}) > 1
    for meaning in twice:
        positions = [position for position, other in meanings.items() if other == meaning]
        shown = [(p + 1, _shown(headings[p], p)) for p in positions]
        english = ", ".join(f"{number} ({one.en})" for number, one in shown)
        chinese = "、".join(f"{number}（{one.zh}）" for number, one in shown)
        yield Problem(
            "duplicate-heading",
            place,
            Words(
                f"columns {english} have the same heading or tell the same fact",
                f"第 {chinese} 列标题相同或表示同一事项",
            ),
            _BELOW if is_beside else _KEEP_ONE,
        )


def _too_many_spells(columns: Iterable[Column], book: Rulebook, place: Place) -> Iterable[Problem]:
    for column in columns:
        most = most_spells(column.fact, book)
        if column.number > max(most, 1):
            yield Problem(
                "too-many-spells",
                place,
                Words(
                    f"column {column.heading}: the rules take no more than {most} of these",
                    f"“{column.heading}”列：规则最多接受 {most} 段",
                ),
                Words("raise `spells` of the status in the rules", "请在规则中调高该状态的 spells"),
            )


def _missing(
    columns: tuple[Column, ...], key: str, book: Rulebook, place: Place, wide: WideRows | None
) -> Iterable[Problem]:
    if wide is not None:  # what is missing stands in the members' columns
        yield people_in_one_row(wide, place)
        return
    told = {column.name for column in columns}
    given = {fact.gives_birth_date for fact in _identifying(columns, book)}
    needed = needed_dates(book)
    wanted = [name for name in book.facts if name == key or name in needed]
    absent = [book.facts[name] for name in wanted if name not in told and name not in given]
    if not absent:
        return
    missing = columns_named(absent)
    yield Problem(
        "missing-column",
        place,
        Words(
            f"columns are missing: {missing.en}" + ("" if told else "; no heading is known at all"),
            f"缺少列：{missing.zh}" + ("" if told else "；没有一个标题可以识别"),
        ),
        Words(
            "the first line holds the headings; `subsidy template` writes an empty register",
            "第一行应为标题；可用 `subsidy template` 生成空白名册",
        ),
    )


def _identifying(columns: Iterable[Column], book: Rulebook) -> Iterable[IdentifierFact]:
    """The identifiers that columns tell, that in a certificate's number too."""
    for column in columns:
        fact = column.fact
        if isinstance(fact, IdentifierFact):
            yield fact
            inside = book.facts.get(fact.gives_id_number or "")
            if isinstance(inside, IdentifierFact):
                yield inside


def _never_paid(columns: tuple[Column, ...], key: str, book: Rulebook) -> Iterable[Words]:
    unit = book.units.get(key, "person")
    inside = {
        name
        for fact in _identifying(columns, book)
        for name in (fact.gives_category, fact.gives_grade)
        if name
    }
    return never_paid(book, unit, {column.name for column in columns} | inside)


# ── warnings ─────────────────────────────────────────────────────────────────────────


def _ignored(
    headings: tuple[str, ...], positions: list[int], known: Mapping[str, Fact]
) -> tuple[Words, ...]:
    empty = [position for position in positions if not headings[position].strip()]
    several = empty if len(empty) > 1 else []
    named = [position for position in positions if position not in set(several)]
    found = [_not_known(headings[position], position, known) for position in named[:_MOST_TOLD]]
    if named[_MOST_TOLD:]:
        rest = ranges_named(named[_MOST_TOLD:])
        found.append(Words(f"columns {rest} are not known and not read either", f"第 {rest} 列同样无法识别，未读取"))  # fmt: skip
    if several:
        told = ranges_named(several)
        found.append(Words(f"columns {told} have no heading and are not read", f"第 {told} 列没有标题，未读取"))  # fmt: skip
    return tuple(found)


def _not_known(heading: str, position: int, known: Mapping[str, Fact]) -> Words:
    shown = _shown(heading, position)
    close = nearest(plain(heading), list(known)) if plain(heading) else None
    english = f"; did you mean {close}?" if close else ""
    chinese = f"；是否应为“{close}”？" if close else ""
    return Words(
        f"column {shown.en} is not known and not read{english}",
        f"“{shown.zh}”列无法识别，未读取{chinese}",
    )


def _shown(heading: str, position: int) -> Words:
    """A heading as it may be shown; one that looks like a person's data only by its place."""
    if not heading.strip() or len(heading) > _LONGEST_SHOWN or _LONG_NUMBER.search(plain(heading)):
        return Words(f"number {position + 1}", f"第 {position + 1} 列")
    return Words(heading.strip(), heading.strip())
