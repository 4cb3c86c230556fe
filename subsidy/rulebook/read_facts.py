"""Facts, ages and statuses: what a register may tell."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, field

from subsidy.errors import Words
from subsidy.expression.nodes import Literal
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import (
    Age,
    CategoryFact,
    DateFact,
    Fact,
    IdentifierFact,
    IdentifierKind,
    Missing,
    MoneyFact,
    Status,
    TextFact,
    WholeFact,
    YesNoFact,
)
from subsidy.rulebook.reading import Declared, read_labels
from subsidy.rulebook.record import Listing, Record, Value

__all__ = ["FactBook", "read_facts"]

PER_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
MOST_SPELLS = 20
MOST_LASTING_MONTHS = 1200
PERSON = "person"

NOT_READ = Literal(False)  # noqa: FBT003 - the formula of a count is read once all names are known

_YES = ("yes", "是", "有", "y", "true", "1", "√", "✓", "✔", "☑")
_NO = ("no", "否", "无", "n", "false", "0", "×", "✗", "✘", "☒")


@define
class FactBook:
    """What a register may tell, by name, and where each thing was declared."""

    facts: dict[str, Fact] = field(factory=dict)
    statuses: dict[str, Status] = field(factory=dict)
    ages: dict[str, Age] = field(factory=dict)
    declared: Mapping[str, Declared] = field(factory=dict)

    def units(self) -> dict[str, str]:
        """The unit of every fact, age and status that is not a person's."""
        return {name: one.unit for name, one in self.declared.items() if one.unit != PERSON}

    def of_unit(self, unit: str) -> list[Fact]:
        """The facts that a register of such units tells."""
        units = self.units()
        return [fact for name, fact in self.facts.items() if units.get(name, PERSON) == unit]

    def key(self) -> str:
        """The fact that identifies a unit."""
        keys = (fact for fact in self.of_unit(PERSON) if isinstance(fact, IdentifierFact))
        return next((fact.name for fact in keys if fact.kind is IdentifierKind.KEY), "")


def read_facts(declared: Mapping[str, Declared], findings: Findings) -> FactBook:
    """Every sound fact; what refers to others is checked in :mod:`checks_facts`."""
    book = FactBook(declared=declared)
    for name, one in declared.items():
        if not one.record.sound:
            findings.broken_names |= {name, read_labels(one.record).zh}
            continue
        kind = one.record.text("type")
        if kind == "age":
            book.ages[name] = _age(name, one.record)
        elif kind == "status":
            book.statuses[name] = _status(one, findings)
        else:
            book.facts[name] = _fact(name, kind, one.record, findings)
    return book


def _age(name: str, record: Record) -> Age:
    return Age(
        name, read_labels(record), record.text("of"), record.whole("highest"), _headings(record)
    )


def _status(one: Declared, findings: Findings) -> Status:
    record = one.record
    spells = record.whole("spells", 1)
    if not 1 <= spells <= MOST_SPELLS:
        message = Words(f"{spells} spells are not possible", f"不能有 {spells} 个时段")
        cure = Words(f"write a number from 1 to {MOST_SPELLS}", f"请写 1 至 {MOST_SPELLS}")
        findings.add("wrong-value", record.place_of("spells"), message, cure, str(spells))
    _demand_lasting(record, findings)
    return Status(
        one.name,
        read_labels(record),
        record.text("from"),
        record.text("until") or None,
        spells,
        _headings(record),
        record.whole("lasts_months") or None,
    )


def _demand_lasting(record: Record, findings: Findings) -> None:
    lasting = record.value("lasts_months")
    if lasting is None:
        return
    if "until" in record:
        message = Words(
            "a status ends by until or by lasts_months, not by both",
            "until 与 lasts_months 只能写一个",
        )
        cure = Words("keep one of the two", "请只保留其中一个")
        findings.add("status-end", lasting.place, message, cure, lasting.text)
    elif not 1 <= record.whole("lasts_months") <= MOST_LASTING_MONTHS:
        message = Words(f"{lasting.text} months are not possible", f"不能持续 {lasting.text} 个月")
        cure = Words(
            f"write a number from 1 to {MOST_LASTING_MONTHS}", f"请写 1 至 {MOST_LASTING_MONTHS}"
        )
        findings.add("wrong-value", lasting.place, message, cure, lasting.text)


def _fact(name: str, kind: str, record: Record, findings: Findings) -> Fact:
    labels, headings = read_labels(record), _headings(record)
    changes_with = record.text("changes_with") or None
    match kind:
        case "text":
            return TextFact(name, labels, headings)
        case "standing":
            return TextFact(name, labels, headings, _standing_words(record))
        case "word":
            return _category(name, record, findings)
        case "date":
            takes_months = record.text("month_only") == "first_day"
            return DateFact(
                name,
                labels,
                Missing(record.text("missing")),
                headings,
                takes_months=takes_months,
            )
        case "month":
            return DateFact(name, labels, Missing.NEVER, headings, is_month=True, takes_months=True)
        case "count":
            return WholeFact(name, labels, 0, record.whole("highest"), headings, counts=NOT_READ)
        case "whole":
            words = _whole_words(record)
            low, high = record.whole("lowest"), record.whole("highest")
            _demand_order(low, high, record, findings)
            _demand_inside(record, low, high, findings)
            return WholeFact(name, labels, low, high, headings, changes_with, words)
        case "money":
            per = PER_MONTHS[record.text("per")]
            low, high = record.whole("lowest"), record.whole("highest")
            _demand_order(low, high, record, findings)
            share_of = record.text("share_of") or None
            return MoneyFact(name, labels, per, low, high, headings, changes_with, share_of)
        case "yes_no":
            return YesNoFact(name, labels, _truth_words(record), headings, changes_with)
        case _:
            return _identifier(name, kind, record)


def _identifier(name: str, kind: str, record: Record) -> IdentifierFact:
    gives = record.record("gives")
    male, female = (gives.text("male"), gives.text("female")) if gives else ("", "")
    return IdentifierFact(
        name,
        read_labels(record),
        IdentifierKind(kind),
        _headings(record),
        gives_birth_date=(gives.text("birth_date") or None) if gives else None,
        gives_sex=(gives.text("sex") or None) if gives else None,
        sex_words=(male, female) if male and female else None,
        gives_id_number=(gives.text("id_number") or None) if gives else None,
        gives_category=(gives.text("category") or None) if gives else None,
        gives_grade=(gives.text("grade") or None) if gives else None,
    )


def _category(name: str, record: Record, findings: Findings) -> CategoryFact:
    choices = record.record("choices")
    words: dict[str, str] = {}
    labels: dict[str, Words] = {}
    for choice, spellings in choices.entries.items() if choices else ():
        texts = [item for item in _values(spellings) if item.text != choice]
        labels[choice] = Words(choice, texts[0].text if texts else choice)
        words[choice] = choice
        for spelling in texts:
            if words.setdefault(spelling.text, choice) != choice:
                other = words[spelling.text]
                _refuse_spelling(spelling, other, choice, findings)
    return CategoryFact(
        name,
        read_labels(record),
        tuple(labels),
        words,
        labels,
        _headings(record),
        record.text("changes_with") or None,
    )


def _refuse_spelling(spelling: Value, first: str, second: str, findings: Findings) -> None:
    message = Words(
        f"{spelling.text} would mean both {first} and {second}",
        f"{spelling.text} 同时表示 {first} 与 {second}",
    )
    cure = Words("give each spelling one meaning", "每种写法只能有一个含义")
    findings.add("spelling-twice", spelling.place, message, cure, spelling.text)


def _whole_words(record: Record) -> dict[str, int]:
    words = record.record("words")
    return {word: words.whole(word) for word in words.entries} if words else {}


def _demand_inside(record: Record, low: int, high: int, findings: Findings) -> None:
    words = record.record("words")
    if words is None or low > high:
        return
    for word in words.entries:
        if low <= words.whole(word) <= high:
            continue
        text = words.text(word)
        message = Words(
            f"{word} stands for {text}, outside {low} to {high}",
            f"{word} 表示 {text}，超出 {low} 至 {high}",
        )
        cure = Words(
            "write a number inside, or change lowest or highest",
            "请写范围以内的数，或修改 lowest、highest",
        )
        findings.add("value-outside", words.place_of(word), message, cure, text)


def _standing_words(record: Record) -> dict[str, str]:
    words = record.record("words")
    return {word: words.text(word) for word in words.entries} if words else {}


def _truth_words(record: Record) -> dict[str, bool]:
    words = record.record("words")
    more = {word: words.text(word) == "yes" for word in words.entries} if words else {}
    return {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False), **more}


def _values(result: object) -> tuple[Value, ...]:
    items = result.items if isinstance(result, Listing) else ()
    return tuple(item for item in items if isinstance(item, Value))


def _headings(record: Record) -> tuple[str, ...]:
    labels = read_labels(record)
    more = (value.text for value in record.values("headings"))
    return tuple(dict.fromkeys(text for text in (labels.zh, labels.en, *more) if text))


def _demand_order(low: int, high: int, record: Record, findings: Findings) -> None:
    if low <= high:
        return
    message = Words("the lowest value is above the highest", "最小值大于最大值")
    place = record.place_of("highest")
    findings.add("bounds-order", place, message, Words("swap the two", "请调换两者"))
