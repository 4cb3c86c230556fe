"""Why a condition is met or not on a day: the facts it read, their values, and the nearest miss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import frozen

from subsidy.dates import Month, birthday
from subsidy.engine.reference.evaluate import Spell, Unit
from subsidy.engine.reference.kleene import Truth, Unknown
from subsidy.engine.reference.rates import Rates
from subsidy.errors import Words
from subsidy.explanation.changed import as_changed
from subsidy.explanation.reasons import Mark, Reason
from subsidy.explanation.wording import Naming, joined, per_words
from subsidy.expression.nodes import (
    And,
    Before,
    Compare,
    Comparison,
    FactValue,
    Holds,
    Literal,
    Node,
    Not,
    Or,
    ParameterValue,
    Since,
    YearsOfAge,
)
from subsidy.expression.uses import leaves
from subsidy.rulebook.model import ParameterKind, Rulebook

__all__ = ["Reading", "conditions_of"]

_THRESHOLD = {
    Comparison.AT_LEAST: 0,
    Comparison.LESS: 0,
    Comparison.MORE: 1,
    Comparison.AT_MOST: 1,
    Comparison.EQUAL: 0,
    Comparison.UNEQUAL: 0,
}


@frozen
class Reading:
    """One unit's facts as they are read on one day with the rates of one month."""

    book: Rulebook
    unit: Unit
    rates: Rates
    facts: Mapping[str, object]
    day: date
    month: Month

    def truth(self, node: Node) -> Truth:
        """Whether a condition holds."""
        return self.unit.truth(node, self.day, self.month)


def conditions_of(node: Node, reading: Reading) -> tuple[Reason, ...]:
    """One reason for each condition that must hold in the month, and what of it was changed."""
    told, changed = as_changed(node, reading.book, reading.month)
    return (*changed, *(_condition(part, reading) for part in _conjuncts(told)))


def _conjuncts(node: Node) -> Iterator[Node]:
    if isinstance(node, And):
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node


def _condition(node: Node, reading: Reading) -> Reason:
    naming = Naming(reading.book)
    formula = naming.formula(node)
    inner = _inner(node)
    notes = [] if inner else [words for words, _ in _notes(node, reading)]
    values = (
        {} if inner else dict(pair for _, told in _notes(node, reading) for pair in told.items())
    )
    return Reason(
        code="condition",
        words=formula,
        note=joined(*notes) if notes else None,
        mark=_mark(reading.truth(node)),
        values={"formula": formula.en, "day": reading.day.isoformat(), **values},
        reasons=tuple(_condition(part, reading) for part in inner),
    )


def _inner(node: Node) -> tuple[Node, ...]:
    """The conditions inside a compound one, explained one by one."""
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(part) if isinstance(part, And | Or | Not):
            return (part,)
        case _:
            return ()


def _mark(truth: Truth) -> Mark:
    if isinstance(truth, Unknown):
        return Mark.UNKNOWN
    return Mark.MET if truth else Mark.NOT_MET


Note = tuple[Words, dict[str, str | int | bool | None]]


def _notes(node: Node, reading: Reading) -> Iterator[Note]:
    """What each fact in a condition says, once each."""
    told = set()
    for leaf in leaves(node):
        if not isinstance(leaf, Literal) and leaf not in told:
            told.add(leaf)
            yield from _note(leaf, node, reading)


def _note(leaf: Node, node: Node, reading: Reading) -> Iterator[Note]:
    naming = Naming(reading.book)
    match leaf:
        case Holds(status):
            yield _status_note(status, reading)
        case Since(fact) | Before(fact):
            day = reading.facts.get(fact)
            label = naming.label(fact)
            value = naming.value(fact, day)
            words = Words(f"{label.en}: {value.en}", f"{label.zh}：{value.zh}")
            if isinstance(day, date) and day > reading.day:
                then = (
                    Words("from then on", "自该日起")
                    if isinstance(leaf, Since)
                    else Words("until then", "至该日止")
                )
                words = joined(words, then, en=", ", zh="，")
            yield words, {fact: None if day is None else str(day)}
        case YearsOfAge(age):
            yield _age_note(age, node, reading)
        case FactValue(fact):
            value_now = reading.unit.value(leaf, reading.day, reading.month)
            known = None if isinstance(value_now, Unknown) else value_now
            label, value = naming.label(fact), naming.value(fact, known)
            words = Words(f"{label.en}: {value.en}", f"{label.zh}：{value.zh}")
            yield words, {fact: None if known is None else value.en}
        case ParameterValue(name):
            yield _parameter_note(name, reading)
        case _:
            return


def _parameter_note(name: str, reading: Reading) -> Note:
    parameter = reading.book.values_by_month[name]
    number = reading.rates.value(name, reading.month)
    if parameter.kind is ParameterKind.MONEY and parameter.per_months:
        value = per_words(number, parameter.per_months)
    else:
        value = Words(str(number), str(number))
    label = parameter.labels
    return Words(f"{label.en}: {value.en}", f"{label.zh}：{value.zh}"), {name: value.en}


# ── ages: the birthday that decides ──────────────────────────────────────────────────


def _age_note(age: str, node: Node, reading: Reading) -> Note:
    birth_fact = reading.book.ages[age].of
    born_on = reading.facts.get(birth_fact)
    label = Naming(reading.book).label(age)
    if not isinstance(born_on, date):
        missing = Naming(reading.book).label(birth_fact)
        return Words(f"{missing.en}: not given", f"{missing.zh}：未填"), {age: None}
    years = reading.unit.age(born_on, reading.day)
    words = Words(f"{label.en} on {reading.day}: {years}", f"{reading.day} {label.zh}：{years}")
    threshold = _threshold(age, node)
    if threshold is None:
        return words, {age: years}
    turns_on = birthday(born_on, threshold, reading.book.leap_day)
    verb = "turns" if turns_on > reading.day else "turned"
    when = Words(f"{verb} {threshold} on {turns_on}", f"{turns_on} 满 {threshold} 周岁")
    return joined(words, when, en=", ", zh="，"), {
        age: years,
        f"attains_{threshold}_on": str(turns_on),
    }


def _threshold(age: str, node: Node) -> int | None:
    """The birthday at which a comparison with a constant changes."""
    match node:
        case Not(part):
            return _threshold(age, part)
        case Compare(comparison, YearsOfAge(name), Literal(int() as years)) if name == age:
            return years + _THRESHOLD[comparison]
        case _:
            return None


# ── statuses: the spell that decides ─────────────────────────────────────────────────


def _status_note(status: str, reading: Reading) -> Note:
    """Since when it holds, when it ended, or when it begins."""
    naming = Naming(reading.book)
    spells = [spell for spell in reading.unit.spells(status) if not _is_never(spell)]
    if not spells:
        return Words("never", "从未"), {status: False}
    told = _nearest(spells, reading.day)
    end_label = naming.label(reading.book.statuses[status].ends or status)
    words = _spell_words(told, reading.day, naming, end_label)
    return words, {f"{status}_from": _plain(told.begins), f"{status}_until": _plain(told.ends)}


def _is_never(spell: Spell) -> bool:
    return spell.begins == date.max or spell.ends == date.min


def _nearest(spells: list[Spell], day: date) -> Spell:
    """The spell that holds or may hold on a day, else the one that ended or begins nearest."""

    def distance(spell: Spell) -> int:
        begins, ends = spell.begins, spell.ends
        if isinstance(begins, date) and begins > day:
            return (begins - day).days
        if isinstance(ends, date) and ends <= day:
            return (day - ends).days + 1
        return 0 if isinstance(begins, date) and isinstance(ends, date) else 1

    return min(spells, key=distance)


def _spell_words(spell: Spell, day: date, naming: Naming, end_label: Words) -> Words:
    begins, ends = spell.begins, spell.ends
    if isinstance(begins, Unknown) or isinstance(ends, Unknown):
        missing = frozenset().union(
            *(edge.missing for edge in (begins, ends) if isinstance(edge, Unknown))
        )
        names = naming.names(missing)
        return Words(f"{names.en}: not given", f"{names.zh}：未填")
    if begins > day:
        return Words(f"begins on {begins}", f"自 {begins} 起")
    if ends <= day:
        return Words(f"{end_label.en} {ends}", f"{end_label.zh} {ends}")
    since = Words("from the beginning", "一直") if begins == date.min else Words(
        f"since {begins}", f"自 {begins} 起")  # fmt: skip
    until = Words("", "") if ends == date.max else Words(f"until {ends}", f"至 {ends}（不含）")
    return joined(since, until, en=", ", zh="，")


def _plain(edge: date | Unknown) -> str | None:
    if isinstance(edge, Unknown) or edge in (date.min, date.max):
        return None
    return edge.isoformat()
