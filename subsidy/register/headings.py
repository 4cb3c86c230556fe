"""Which column of a source tells which fact of the rulebook."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import frozen

from subsidy.errors import Place, Problem, RegisterRefused, Words, nearest
from subsidy.register.needed import needed_dates
from subsidy.rulebook.model import (
    CategoryFact,
    DateFact,
    Fact,
    IdentifierFact,
    IdentifierKind,
    MoneyFact,
    Rulebook,
    WholeFact,
    YesNoFact,
)

__all__ = ["Column", "Matched", "headings_of", "match_headings", "plain"]

_NUMBERED = re.compile(r"(.+?)_?([0-9]{1,3})")
_LONG_NUMBER = re.compile(r"[0-9]{6,}")
_LONGEST_SHOWN = 40
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060"))


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

    def named(self, name: str) -> Column | None:
        """The column of a fact, or None."""
        return next((column for column in self.columns if column.name == name), None)


def plain(heading: str) -> str:
    """A heading without spaces, width and case: what headings are compared by."""
    folded = unicodedata.normalize("NFKC", heading.translate(_INVISIBLE))
    return "".join(folded.split()).lower()


def headings_of(fact: Fact) -> tuple[str, ...]:
    """Every heading under which a register may give a fact, its own name first."""
    spelled = (fact.name, fact.labels.zh, fact.labels.en, *fact.headings)
    return tuple(dict.fromkeys(heading for heading in spelled if heading))


def match_headings(headings: tuple[str, ...], book: Rulebook, place: Place) -> Matched:
    """Match headings to facts.

    Raises:
        RegisterRefused: two headings for one fact, or a needed column that is not there; all
            problems at once.
    """
    known = _known(book)
    columns = tuple(
        column
        for position, heading in enumerate(headings)
        if (column := _column(position, heading, known, book)) is not None
    )
    key, key_warnings = _key(columns, book)
    problems = [
        *_duplicates(headings, columns, place),
        *_too_many_spells(columns, book, place),
        *_missing(columns, key, book, place),
    ]
    if problems:
        raise RegisterRefused(*problems)
    told = {column.position for column in columns}
    ignored = [position for position in range(len(headings)) if position not in told]
    return Matched(columns, key, (*_ignored(headings, ignored, known), *key_warnings))


def _known(book: Rulebook) -> Mapping[str, Fact]:
    known: dict[str, Fact] = {}
    for fact in book.facts.values():
        known.setdefault(plain(fact.name), fact)
    for fact in book.facts.values():
        for heading in headings_of(fact):
            known.setdefault(plain(heading), fact)
    return known


def _column(
    position: int, heading: str, known: Mapping[str, Fact], book: Rulebook
) -> Column | None:
    spelled = plain(heading)
    if spelled in known:
        fact = known[spelled]
        return Column(position, heading, fact.name, 1, fact)
    match = _NUMBERED.fullmatch(spelled)
    base = known.get(match[1]) if match else None
    if not match or base is None or int(match[2]) < 2 or not _spells(base, book):
        return None
    number = int(match[2])
    return Column(position, heading, f"{base.name}_{number}", number, base)


def _spells(fact: Fact, book: Rulebook) -> int:
    """How many numbered columns a fact may have; 0 where it may have none."""
    if isinstance(fact, DateFact):
        counts = [s.spells for s in book.statuses.values() if fact.name in (s.begins, s.ends)]
        most = max(counts, default=1)
    elif isinstance(fact, CategoryFact | WholeFact | MoneyFact | YesNoFact) and fact.changes_with:
        most = book.statuses[fact.changes_with].spells
    else:
        return 0
    return most if most > 1 else 0


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


def _duplicates(
    headings: tuple[str, ...], columns: Iterable[Column], place: Place
) -> Iterable[Problem]:
    told = {column.position: column.name for column in columns}
    meanings = {
        position: told.get(position, plain(heading)) for position, heading in enumerate(headings)
    }
    for meaning, count in Counter(meanings.values()).items():
        if count < 2 or not meaning:
            continue
        positions = [position for position, other in meanings.items() if other == meaning]
        shown = ", ".join(f"{p + 1} ({_shown(headings[p], p).en})" for p in positions)
        yield Problem(
            "duplicate-heading",
            place,
            Words(
                f"columns {shown} have the same heading or tell the same fact",
                f"第 {shown} 列标题相同或表示同一事项",
            ),
            Words("keep one of them", "请只保留一列"),
        )


def _too_many_spells(columns: Iterable[Column], book: Rulebook, place: Place) -> Iterable[Problem]:
    for column in columns:
        most = _spells(column.fact, book)
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
    columns: tuple[Column, ...], key: str, book: Rulebook, place: Place
) -> Iterable[Problem]:
    told = {column.name for column in columns}
    given = {
        column.fact.gives_birth_date
        for column in columns
        if isinstance(column.fact, IdentifierFact)
    }
    wanted = [name for name in book.facts if name == key or name in needed_dates(book)]
    absent = [book.facts[name] for name in wanted if name not in told and name not in given]
    if not absent:
        return
    english = ", ".join(f"{fact.name} ({fact.labels.zh})" for fact in absent)
    chinese = "、".join(f"{fact.labels.zh}（{fact.name}）" for fact in absent)
    yield Problem(
        "missing-column",
        place,
        Words(
            f"columns are missing: {english}" + ("" if told else "; no heading is known at all"),
            f"缺少列：{chinese}" + ("" if told else "；没有一个标题可以识别"),
        ),
        Words(
            "the first line holds the headings; `subsidy template` writes an empty register",
            "第一行应为标题；可用 `subsidy template` 生成空白名册",
        ),
    )


# ── warnings ─────────────────────────────────────────────────────────────────────────


def _ignored(
    headings: tuple[str, ...], positions: list[int], known: Mapping[str, Fact]
) -> tuple[Words, ...]:
    return tuple(_not_known(headings[position], position, known) for position in positions)


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
