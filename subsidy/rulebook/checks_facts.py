"""Facts that refer to others, and names and headings that would mean two things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from subsidy.errors import Place, Words
from subsidy.rulebook.facts import GOES_ON, NONE, STOPPED
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.model import (
    CategoryFact,
    DateFact,
    IdentifierFact,
    IdentifierKind,
    Missing,
    TextFact,
    WholeFact,
)
from subsidy.rulebook.read_facts import FactBook
from subsidy.rulebook.reading import Declared, read_labels
from subsidy.rulebook.record import Record

__all__ = ["check_facts"]


def check_facts(book: FactBook, parameters: Mapping[str, Declared], findings: Findings) -> None:
    """References, keys, spellings and headings of everything that a register may tell."""
    for name, one in book.declared.items():
        if one.record.sound:
            _references(name, one.record, book, findings)
    _one_key(book, findings)
    told = _spellings(book.declared, parameters, findings)
    _headings(book, told, findings)


def _references(name: str, record: Record, book: FactBook, findings: Findings) -> None:
    dates = [fact.name for fact in book.facts.values() if isinstance(fact, DateFact)]
    for key in {"age": ("of",), "status": ("from", "until")}.get(record.text("type"), ()):
        _demand(record, key, dates, Words("date fact", "日期事实"), findings)
    _refuse_end_without_beginning(record, book, findings)
    _demand(record, "changes_with", list(book.statuses), Words("status", "状态"), findings)
    gives = record.record("gives")
    fact = book.facts.get(name)
    if isinstance(fact, TextFact):
        _standing(record, dates, findings)
    if gives is None or not isinstance(fact, IdentifierFact):
        return
    _demand(gives, "birth_date", dates, Words("date fact", "日期事实"), findings)
    words = [other.name for other in book.facts.values() if isinstance(other, CategoryFact)]
    _certificate(gives, words, book, findings)
    _demand(gives, "sex", words, Words("word fact", "文字选项事实"), findings)
    sex = book.facts.get(gives.text("sex"))
    if isinstance(sex, CategoryFact):
        for key in ("male", "female"):
            _demand(
                gives,
                key,
                list(sex.choices),
                Words(f"choice of {sex.name}", f"{sex.name} 的选项"),
                findings,
            )


def _standing(record: Record, dates: list[str], findings: Findings) -> None:
    """What a word of standing says is known, or the date that it asks for is declared."""
    words = record.record("words")
    for word in words.entries if words else ():
        assert words is not None
        _demand(
            words, word, [GOES_ON, STOPPED, NONE, *dates], Words("date fact", "日期事实"), findings
        )


def _certificate(gives: Record, words: list[str], book: FactBook, findings: Findings) -> None:
    residents = [
        fact.name
        for fact in book.facts.values()
        if isinstance(fact, IdentifierFact) and fact.kind is IdentifierKind.RESIDENT_ID
    ]
    wholes = [fact.name for fact in book.facts.values() if isinstance(fact, WholeFact)]
    _demand(gives, "id_number", residents, Words("resident_id fact", "身份证事实"), findings)
    _demand(gives, "category", words, Words("word fact", "文字选项事实"), findings)
    _demand(gives, "grade", wholes, Words("whole fact", "整数事实"), findings)


def _refuse_end_without_beginning(record: Record, book: FactBook, findings: Findings) -> None:
    """An empty end must not mean that the status was over from the beginning."""
    until = record.value("until")
    end = book.facts.get(until.text) if until and record.text("type") == "status" else None
    if until is None or not isinstance(end, DateFact) or end.missing is not Missing.ALWAYS:
        return
    message = Words(
        f"{end.name} ends this status, and where it is empty it would always have been over",
        f"{end.name} 是终止日期，空白时该状态将被视为从未成立",
    )
    cure = Words(
        f"write missing: never (not over yet) or unknown for {end.name}",
        f"请把 {end.name} 的 missing 写为 never（尚未终止）或 unknown",
    )
    findings.add("end-always-missing", until.place, message, cure, until.text)


def _demand(record: Record, key: str, known: list[str], what: Words, findings: Findings) -> None:
    value = record.value(key)
    if value is None or value.text in known:
        return
    message = Words(f"{value.text} is no {what.en}", f"{value.text} 不是 {what.zh}")
    otherwise = Words(f"name a {what.en} that is declared", f"请写已声明的 {what.zh}")
    cure = cure_by_nearest(value.text, known, otherwise)
    findings.add_unknown("unknown-fact", value.place, message, cure, value.text)


def _one_key(book: FactBook, findings: Findings) -> None:
    """Persons and institutions have one key each; a household's is the link of its members."""
    for unit in ("person", "household", "institution"):
        declared = [one for one in book.declared.values() if one.unit == unit]
        if not declared or findings.unreadable:
            continue
        kind = IdentifierKind.LINK if unit == "household" else IdentifierKind.KEY
        of = "person" if unit == "household" else unit
        keys = [
            fact.name
            for fact in book.of_unit(of)
            if isinstance(fact, IdentifierFact) and fact.kind is kind
        ]
        if len(keys) != 1 and (keys or all(one.record.sound for one in book.declared.values())):
            _refuse_keys(keys, kind, declared[0].place, book, findings)
        _refuse_stray_keys(unit, book, findings)


def _refuse_keys(
    keys: list[str], kind: IdentifierKind, first: Place, book: FactBook, findings: Findings
) -> None:
    if keys:
        place = book.declared[keys[-1]].place
        message = Words(
            f"{' and '.join(keys)} are both of type {kind.value}",
            f"{'、'.join(keys)} 都是 {kind.value} 类型",
        )
        cure = Words(
            f"keep one {kind.value}; make the others of type text",
            f"只保留一个 {kind.value}，其余改为 text",
        )
        if kind is IdentifierKind.KEY:
            cure = Words(
                "keep one key; make the others of type link or text",
                "只保留一个 key，其余改为 link 或 text",
            )
    elif kind is IdentifierKind.LINK:
        place = first
        message = Words(
            "no fact of persons links them to a household", "没有任何个人事实用于关联家庭"
        )
        cure = Words(
            "declare one of type: link under facts, such as household_id",
            "请在 facts 中声明一个 type: link 的事实，如 household_id",
        )
    else:
        place = first
        message = Words("no fact identifies a unit", "没有任何事实用于识别对象")
        cure = Words(
            "declare one of type: key, such as person_id",
            "请声明一个 type: key 的事实，如 person_id",
        )
    findings.add("facts-key", place, message, cure)


def _refuse_stray_keys(unit: str, book: FactBook, findings: Findings) -> None:
    for fact in book.of_unit(unit) if unit != "person" else ():
        linked = isinstance(fact, IdentifierFact) and fact.kind is not IdentifierKind.RESIDENT_ID
        own = (
            isinstance(fact, IdentifierFact)
            and unit == "institution"
            and fact.kind is IdentifierKind.KEY
        )
        if linked and not own:
            message = Words(
                f"{fact.name} identifies nothing here", f"{fact.name} 在此不识别任何对象"
            )
            cure = Words(
                "leave it out: a household goes by the link of its members",
                "请删去：家庭以其成员的关联编号识别",
            )
            findings.add("facts-key", book.declared[fact.name].place, message, cure)


def _spellings(
    register: Mapping[str, Declared], parameters: Mapping[str, Declared], findings: Findings
) -> set[str]:
    """In formulas every spelling stands for one thing; those told."""
    told: set[str] = set()
    seen: dict[str, tuple[str, Place]] = {}
    for one in [*register.values(), *parameters.values()]:
        for spelling in dict.fromkeys((one.name, read_labels(one.record).zh)):
            if not spelling:
                continue
            first, place = seen.setdefault(spelling, (one.name, one.place))
            if place != one.place:
                _refuse_spelling(spelling, first, one, findings)
                told.add(_folded(spelling))
    return told


def _refuse_spelling(spelling: str, first: str, one: Declared, findings: Findings) -> None:
    if first != one.name:
        _refuse_twice("name-collision", spelling, first, one, findings)
        return
    message = Words(f"{spelling} is the name of a fact already", f"{spelling} 已是一项事实的名称")
    cure = Words("rename this parameter", "请为此参数改名")
    findings.add("name-collision", one.place, message, cure, spelling)


def _headings(book: FactBook, told: set[str], findings: Findings) -> None:
    for unit in ("person", "household", "institution"):
        _headings_of(unit, book, told, findings)


def _headings_of(unit: str, book: FactBook, told: set[str], findings: Findings) -> None:
    """In a register every heading stands for one column."""
    seen: dict[str, str] = {}
    for fact in book.of_unit(unit):
        name = fact.name
        for heading in dict.fromkeys(_folded(text) for text in (name, *fact.headings)):
            first = seen.setdefault(heading, name)
            if first != name and heading not in told:
                _refuse_twice("heading-collision", heading, first, book.declared[name], findings)
    for numbered, name in _numbered(book):
        if numbered in seen and book.declared[name].unit == unit:
            _refuse_twice(
                "heading-collision", numbered, seen[numbered], book.declared[name], findings
            )


def _numbered(book: FactBook) -> Iterator[tuple[str, str]]:
    """Headings of further spells, and the status that they belong to."""
    for status in book.statuses.values():
        for number in range(2, status.spells + 1):
            for base in (status.begins, status.ends or status.begins):
                yield _folded(f"{base}_{number}"), status.name


def _folded(heading: str) -> str:
    return heading.strip().casefold()


def _refuse_twice(code: str, text: str, first: str, one: Declared, findings: Findings) -> None:
    message = Words(
        f"{text} would mean both {first} and {one.name}", f"{text} 同时表示 {first} 与 {one.name}"
    )
    cure = Words("give one of them another name", "请为其中一个另取名称")
    findings.add(code, one.place, message, cure, text)
