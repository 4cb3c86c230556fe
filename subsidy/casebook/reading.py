"""Cases as they stand in ``cases/*.yaml``: read with their places, typed by the rulebook's facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from subsidy.dates import DateError, Month, Period, read_period
from subsidy.errors import Place, Words
from subsidy.register.headings import headings_of, plain
from subsidy.rulebook.conform import conform
from subsidy.rulebook.findings import Findings, cure_by_nearest
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.of_unit import book_of_unit, month_fact
from subsidy.rulebook.record import Record, Value
from subsidy.rulebook.shape import CASES
from subsidy.rulebook.text import decode, read_bytes, read_text

__all__ = ["Case", "Expected", "read_cases"]


@frozen
class Expected:
    """What one scheme must come to; None and empty where the case does not say.

    Without ``undetermined`` no month may be undetermined.
    """

    total_fen: int | None = None
    months_fen: Mapping[Month, int] = {}
    paid_months: int | None = None
    undetermined: frozenset[str] = frozenset()


@frozen
class Case:
    """One worked case of a person, a household with its members, or an institution.

    ``facts`` are texts by fact name, ``fact_places`` where they stand; ``members`` the same of
    each member, ``months`` of an institution's months. ``expect_members`` is by member.
    ``changes`` are made to the rules for this case alone, as by :func:`subsidy.rulebook.reform`.
    """

    name: str
    source: str
    why: str
    place: Place
    period: Period
    unit: str
    facts: Mapping[str, str]
    fact_places: Mapping[str, Place]
    expect: Mapping[str, Expected]
    others_may_pay: bool
    members: tuple[Mapping[str, str], ...] = ()
    months: tuple[Mapping[str, str], ...] = ()
    expect_members: Mapping[str, Mapping[str, Expected]] = {}
    changes: Mapping[str, str] = {}


def read_cases(folder: Path, book: Rulebook, findings: Findings) -> tuple[Case, ...]:
    """Every case of a folder, by file name; *findings* say what cannot be read."""
    names = {unit: _Names(book, unit) for unit in (PERSON, HOUSEHOLD, INSTITUTION)}
    return tuple(
        case
        for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
        for record in _records(path, f"{folder.parent.name}/cases/{path.name}", findings)
        if (case := _read_case(record, names, findings)) is not None
    )


def _records(path: Path, shown: str, findings: Findings) -> Iterator[Record]:
    content = read_bytes(path, shown, findings)
    text = None if content is None else decode(content, shown, findings)
    tree = None if text is None else read_text(text, shown, findings)
    found = None if tree is None else conform(tree, CASES, findings)
    if isinstance(found, Record):
        for item in found.listing("cases"):
            if isinstance(item, Record) and item.sound:
                yield item


def _read_case(record: Record, names: Mapping[str, _Names], findings: Findings) -> Case | None:
    mark = len(findings)
    period = _period(record.value("period"), findings)
    unit = _unit(record, findings)
    expect = record.record("expect")
    if period is None or not unit or expect is None:
        return None
    mine = names[unit]
    facts = dict(_facts(record.record(unit), mine, findings))
    members = [dict(_facts(one, names[PERSON], findings)) for one in record.records("members")]
    months = dict(_months(record, names[INSTITUTION], findings)) if unit == INSTITUTION else {}
    expected = dict(_expectations(expect, mine, period, findings))
    of_members = dict(_of_members(record, names[HOUSEHOLD], period, findings))
    if findings.since(mark):
        return None
    return Case(
        name=_text(record, "case"),
        source=_text(record, "source"),
        why=_text(record, "why"),
        place=record.place,
        period=period,
        unit=unit,
        facts={name: value.text for name, value in facts.items()},
        fact_places={name: value.place for name, value in facts.items()},
        expect=expected,
        others_may_pay="others" in record,
        members=tuple({name: value.text for name, value in one.items()} for one in members),
        months=tuple(months.values()),
        expect_members=of_members,
        changes=dict(_changes(record.record("set"))),
    )


def _changes(given: Record | None) -> Iterator[tuple[str, str]]:
    for name in given.key_places if given else ():
        yield name, _text(given, name) if given else ""


def _unit(record: Record, findings: Findings) -> str:
    """Whose case it is: exactly one of the three stands there."""
    given = [unit for unit in (PERSON, HOUSEHOLD, INSTITUTION) if unit in record]
    wrong = "members" in record and HOUSEHOLD not in record
    if len(given) == 1 and not wrong:
        return given[0]
    message = Words(
        "a case is of one person, of one household with members, or of one institution",
        "一个算例只写一个人、一户（含成员）或一个机构",
    )
    cure = Words(
        "write person, or household and members, or institution",
        "请写 person，或 household 与 members，或 institution",
    )
    findings.add("case-unit", record.place, message, cure)
    return ""


def _months(
    record: Record, names: _Names, findings: Findings
) -> Iterator[tuple[str, dict[str, str]]]:
    months = record.record("months")
    for key in months.key_places if months else ():
        row = months.record(key) if months else None
        facts = dict(_facts(row, names, findings))
        yield key, {names.month: key, **{name: value.text for name, value in facts.items()}}


def _of_members(
    record: Record, names: _Names, period: Period, findings: Findings
) -> Iterator[tuple[str, dict[str, Expected]]]:
    named = record.record("expect_members")
    for member in named.key_places if named else ():
        expect = named.record(member) if named else None
        if expect is not None:
            yield member, dict(_expectations(expect, names, period, findings))


def _text(record: Record, key: str) -> str:
    value = record.value(key)
    return "" if value is None else value.text


def _period(value: Value | None, findings: Findings) -> Period | None:
    if value is None:
        return None
    try:
        return read_period(value.text)
    except DateError as fault:
        message = Words(f"{value.text} is not a period: {fault}", f"{value.text} 不是期间")
        cure = Words(
            "write 2023, 2023-05 or 2023-01:2023-12", "请写 2023、2023-05 或 2023-01:2023-12"
        )
        findings.add("wrong-value", value.place, message, cure, value.text)
        return None


def _facts(person: Record | None, names: _Names, findings: Findings) -> Iterator[tuple[str, Value]]:
    seen: set[str] = set()
    for key, place in person.key_places.items() if person else ():
        value = person.value(key) if person else None
        fact = names.fact(key)
        if fact is None:
            _refuse_name("fact", key, place, names.all_facts(), findings)
        elif fact in seen:
            message = Words(f"{key} tells a fact that stands here already", f"{key} 与前面重复")
            findings.add("duplicate-fact", place, message, Words("keep one", "请只保留一个"), key)
        elif value is not None:
            seen.add(fact)
            yield fact, value


def _expectations(
    expect: Record, names: _Names, period: Period, findings: Findings
) -> Iterator[tuple[str, Expected]]:
    for key, place in expect.key_places.items():
        scheme = names.scheme(key)
        if scheme is None:
            _refuse_name("scheme", key, place, names.all_schemes(), findings)
            continue
        value = expect.value(key)
        if value is not None:
            yield scheme, Expected(total_fen=_fen(value))
            continue
        record = expect.record(key)
        if record is not None:
            yield scheme, _expected(record, names, period, findings)


def _expected(record: Record, names: _Names, period: Period, findings: Findings) -> Expected:
    total, paid_months = record.value("total"), record.value("paid_months")
    months = record.record("months")
    by_month: dict[Month, int] = {}
    for key, place in (months.key_places if months else {}).items():
        month, amount = _month(key), months.value(key) if months else None
        if not period.first <= month < period.end:
            message = Words(f"{key} lies outside the case's period", f"{key} 不在本案例的期间内")
            findings.add(
                "wrong-value", place, message, Words("name a month of it", "请写期间内的月份"), key
            )
        elif amount is not None:
            by_month[month] = _fen(amount)
    missing: set[str] = set()
    for value in record.values("undetermined"):
        fact = names.any_fact(value.text)
        if fact is None:
            _refuse_name("fact", value.text, value.place, names.all_facts(), findings)
        else:
            missing.add(fact)
    return Expected(
        total_fen=None if total is None else _fen(total),
        months_fen=by_month,
        paid_months=None if paid_months is None else _fen(paid_months),
        undetermined=frozenset(missing),
    )


def _fen(value: Value) -> int:
    assert isinstance(value.value, int)
    return value.value


def _month(text: str) -> Month:
    return read_period(text).first


def _refuse_name(what: str, name: str, place: Place, known: list[str], findings: Findings) -> None:
    message = Words(f"{name} is not a {what} of this place", f"本地区没有 {name}")
    cure = cure_by_nearest(
        name, known, Words(f"name a {what} that the rules declare", "请写规则中已声明的名称")
    )
    findings.add(f"unknown-{what}", place, message, cure, name)


class _Names:
    """Facts and schemes by every spelling that a register or reader may use."""

    def __init__(self, whole: Rulebook, unit: str) -> None:
        book = book_of_unit(whole, unit)
        month = month_fact(book)
        self.month = month.name if month else ""
        self._facts = {
            plain(spelling): fact.name
            for fact in book.facts.values()
            for spelling in headings_of(fact)
        }
        self._facts |= {plain(fact.name): fact.name for fact in book.facts.values()}
        for name, most in _spells(book):
            self._facts |= {
                plain(f"{spelling}{joint}{number}"): f"{name}_{number}"
                for number in range(2, most + 1)
                for spelling in headings_of(book.facts[name])
                for joint in ("", "_")
            }
        self._any = {
            plain(spelling): fact.name
            for fact in whole.facts.values()
            for spelling in (*headings_of(fact), fact.name)
        }
        self._schemes = {
            spelling: scheme.name
            for scheme in whole.schemes
            for spelling in (scheme.labels.en, scheme.labels.zh, scheme.name)
        }

    def fact(self, spelling: str) -> str | None:
        """The fact, or numbered fact, that a spelling names."""
        return self._facts.get(plain(spelling))

    def any_fact(self, spelling: str) -> str | None:
        """The fact of any unit that a spelling names."""
        return self._any.get(plain(spelling))

    def scheme(self, spelling: str) -> str | None:
        """The scheme that a spelling names."""
        return self._schemes.get(spelling)

    def all_facts(self) -> list[str]:
        """Every spelling of a fact."""
        return list(self._facts)

    def all_schemes(self) -> list[str]:
        """Every spelling of a scheme."""
        return list(self._schemes)


def _spells(book: Rulebook) -> Iterator[tuple[str, int]]:
    """The facts that may be numbered, and up to what number."""
    for status in book.statuses.values():
        yield from ((name, status.spells) for name in (status.begins, status.ends) if name)
        for name, fact in book.facts.items():
            if getattr(fact, "changes_with", None) == status.name:
                yield name, status.spells
