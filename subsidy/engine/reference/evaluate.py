"""One formula, one unit, one day: its value, or what is missing for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import assert_never

from attrs import frozen
from dateutil.relativedelta import relativedelta

from subsidy.dates import LeapDay, Month, birthday, month_of
from subsidy.engine.reference.kleene import Truth, Unknown, all_of, any_of, missing_in, opposite
from subsidy.engine.reference.rates import Rates
from subsidy.expression.nodes import (
    Add,
    And,
    Before,
    Compare,
    Comparison,
    FactValue,
    Greatest,
    Holds,
    Least,
    Literal,
    MoneyLiteral,
    Multiply,
    Node,
    Not,
    OneOf,
    Or,
    ParameterValue,
    Since,
    Subtract,
    YearsOfAge,
)
from subsidy.expression.uses import names_in
from subsidy.rulebook.model import DateFact, Missing, Rulebook, Status, WholeFact

__all__ = ["Spell", "Unit", "Value"]

Value = bool | int | Fraction | str | Unknown


@frozen
class Spell:
    """Days from *begins* up to, and not including, *ends*; a whole of time has date.min, date.max."""

    begins: date | Unknown
    ends: date | Unknown


@frozen
class _Numbered:
    """The values of a fact that changes with a status: each from a day on, later ones first."""

    changes: tuple[tuple[date, Value], ...]
    base: Value


class Unit:
    """What the register says about one unit, ready to be asked about any day.

    *facts* maps names to ``date``, ``int`` (also fen), ``str`` (a fact's word), ``bool`` or None
    (empty); numbered values are ``<name>_2`` and so on. A numbered value's key is there, even if
    None, where the register has that column. *members* are the persons of a household, whom
    counts count; *by_month* are the values of an institution whose register has a row a month.
    """

    def __init__(
        self,
        book: Rulebook,
        rates: Rates,
        facts: Mapping[str, object],
        *,
        members: Sequence[Unit] | None = None,
        by_month: Mapping[Month, Mapping[str, object]] | None = None,
    ) -> None:
        self._book = book
        self._rates = rates
        self._facts = facts
        self._members = members
        self._by_month = by_month
        self._counted: dict[tuple[str, date], Value] = {}
        self._spells = {name: self._read_spells(book.statuses[name]) for name in book.statuses}
        self._values: dict[str, _Numbered] = {}
        self._birthdays: dict[tuple[date, int], date] = {}
        self._said: dict[tuple[Node, date, int], Sequence[Value]] = {}

    @property
    def members(self) -> Sequence[Unit] | None:
        """The persons of the household, whom counts count; None where they are not known."""
        return self._members

    def spells(self, status: str) -> tuple[Spell, ...]:
        """The spells of a status, as the register gives them."""
        return self._spells[status]

    def begins(self, date_fact: str) -> date | Unknown:
        """The day that a date fact names; date.min for always, date.max for never."""
        return self._date(date_fact, date_fact)

    def age(self, born_on: date, day: date) -> int:
        """Full years attained on a day."""
        years = day.year - born_on.year
        if (born_on, years) not in self._birthdays:
            leap_day: LeapDay = self._book.leap_day
            self._birthdays[born_on, years] = birthday(born_on, years, leap_day)
        return years - (self._birthdays[born_on, years] > day)

    def truth(self, node: Node, day: date, month: Month) -> Truth:
        """Whether a condition holds on *day*, with the rates of *month*."""
        value = self.value(node, day, month)
        if not isinstance(value, bool | Unknown):
            raise TypeError(f"a condition is yes or no, not {type(value).__name__}")
        return value

    def truths(self, node: Node, days: Sequence[date], months: Sequence[Month]) -> list[Truth]:
        """Whether a condition holds on each of some days in a row, each with the rates of a month.

        It is a function of that month and of what its leaves say: where they say the same as on
        the day before, it is not asked again.
        """
        leaves = [leaf for leaf in names_in(node) if not isinstance(leaf, ParameterValue)]
        said = zip(months, *(self._on_each(leaf, days, months) for leaf in leaves), strict=True)
        truths: list[Truth] = []
        before: tuple[object, ...] = ()
        for day, now in zip(days, said, strict=True):
            asked_before = now == before
            truths.append(truths[-1] if asked_before else self.truth(node, day, now[0]))
            before = now
        return truths

    def _on_each(
        self, leaf: Node, days: Sequence[date], months: Sequence[Month]
    ) -> Sequence[Value]:
        """What a fact, status or age says on each of some days in a row; schemes read the same."""
        key = (leaf, days[0], len(days))
        if key not in self._said:
            self._said[key] = [self.value(leaf, *when) for when in zip(days, months, strict=True)]
        return self._said[key]

    def value(self, node: Node, day: date, month: Month) -> Value:
        """The value of a formula on *day*, with the rates of *month*."""
        match node:
            case Holds(status):
                return any_of(_within(spell, day) for spell in self._spells[status])
            case And(parts):
                return all_of(self.truth(part, day, month) for part in parts)
            case Compare(comparison, left, right):
                return _compare(
                    comparison, self.value(left, day, month), self.value(right, day, month)
                )
            case Literal(value):
                return value
            case MoneyLiteral(fen, _):
                return fen
            case YearsOfAge(age):
                return self._years(age, day)
            case Or(parts):
                return any_of(self.truth(part, day, month) for part in parts)
            case Not(part):
                return opposite(self.truth(part, day, month))
            case FactValue(fact):
                return self._fact(fact, day)
            case Since(date_fact):
                return _reached(self.begins(date_fact), day)
            case Before(date_fact):
                return opposite(_reached(self.begins(date_fact), day))
            case OneOf(item, options):
                found = self.value(item, day, month)
                return found if isinstance(found, Unknown) else found in options
            case ParameterValue(parameter):
                return self._rates.value(parameter, month)
            case _:
                return self._number(node, day, month)

    def _number(
        self, node: Add | Subtract | Multiply | Least | Greatest, day: date, month: Month
    ) -> Value:
        operands = node.parts if isinstance(node, Least | Greatest) else _two(node)
        values = [self.value(operand, day, month) for operand in operands]
        if missing := missing_in(values):
            return Unknown(missing)
        numbers = [_as_number(value) for value in values]
        match node:
            case Add():
                return numbers[0] + numbers[1]
            case Subtract():
                return numbers[0] - numbers[1]
            case Multiply():
                return numbers[0] * numbers[1]
            case Least():
                return min(numbers)
            case Greatest():
                return max(numbers)
            case _:
                assert_never(node)

    def _years(self, age: str, day: date) -> Value:
        birth_fact = self._book.ages[age].of
        born_on = self._facts.get(birth_fact)
        if not isinstance(born_on, date):
            return Unknown(frozenset({birth_fact}))
        return self.age(born_on, day)

    def _fact(self, name: str, day: date) -> Value:
        fact = self._book.facts[name]
        if isinstance(fact, WholeFact) and fact.counts is not None:
            return self._count(name, fact.counts, day)
        if self._by_month is not None:
            value = self._by_month.get(month_of(day), {}).get(name)
            return Unknown(frozenset({name})) if value is None else value  # type: ignore[return-value]
        if name not in self._values:
            self._values[name] = self._read_values(name)
        values = self._values[name]
        for since, value in values.changes:
            if since <= day:
                return value
        return values.base

    def _count(self, name: str, where: Node, day: date) -> Value:
        """How many members satisfy a condition; unknown where one of them may or may not."""
        if (name, day) not in self._counted:
            members = self._members
            truths = (
                [] if members is None else [m.truth(where, day, month_of(day)) for m in members]
            )
            unknown = members is None or any(isinstance(truth, Unknown) for truth in truths)
            count = sum(truth is True for truth in truths)
            self._counted[name, day] = Unknown(frozenset({name})) if unknown else count
        return self._counted[name, day]

    def _read_values(self, name: str) -> _Numbered:
        status_name = getattr(self._book.facts[name], "changes_with", None)
        changes: list[tuple[date, Value]] = []
        if status_name is not None:
            status = self._book.statuses[status_name]
            for number in range(2, status.spells + 1):
                since = self._facts.get(f"{status.begins}_{number}")
                if isinstance(since, date) and f"{name}_{number}" in self._facts:
                    changes.append((since, self._given(f"{name}_{number}", name)))
        return _Numbered(tuple(reversed(changes)), self._given(name, name))

    def _given(self, column: str, name: str) -> Value:
        value = self._facts.get(column)
        if value is None:
            return Unknown(frozenset({name}))
        return value  # type: ignore[return-value]  # the register has typed it

    def _read_spells(self, status: Status) -> tuple[Spell, ...]:
        spells = [Spell(self._date(status.begins, status.begins), self._ends(status, ""))]
        for number in range(2, status.spells + 1):
            begins = self._facts.get(f"{status.begins}_{number}")
            if isinstance(begins, date):
                spells.append(Spell(begins, self._ends(status, f"_{number}")))
        return tuple(spells)

    def _ends(self, status: Status, suffix: str) -> date | Unknown:
        if status.lasts_months is not None:
            begins = self._date(status.begins + suffix, status.begins)
            return _months_later(begins, status.lasts_months)
        return date.max if status.ends is None else self._date(status.ends + suffix, status.ends)

    def _date(self, column: str, name: str) -> date | Unknown:
        given = self._facts.get(column)
        if isinstance(given, date):
            return given
        fact = self._book.facts[name]
        assert isinstance(fact, DateFact)
        match fact.missing:
            case Missing.UNKNOWN:
                return Unknown(frozenset({name}))
            case Missing.NEVER:
                return date.max
            case Missing.ALWAYS:
                return date.min


def _months_later(begins: date | Unknown, months: int) -> date | Unknown:
    """The same day of a later month, or its last; what never or always began, never ends."""
    if isinstance(begins, Unknown):
        return begins
    if begins == date.min:  # always
        return date.max
    try:
        return begins + relativedelta(months=months)
    except (ValueError, OverflowError):
        return date.max


def _two(node: Add | Subtract | Multiply) -> Sequence[Node]:
    return (node.value, node.by) if isinstance(node, Multiply) else (node.left, node.right)


def _as_number(value: Value) -> int | Fraction:
    if isinstance(value, str | Unknown):
        raise TypeError(f"arithmetic needs numbers, not {type(value).__name__}")
    return value


def _reached(since: date | Unknown, day: date) -> Truth:
    return since if isinstance(since, Unknown) else since <= day


def _within(spell: Spell, day: date) -> Truth:
    begins, ends = spell.begins, spell.ends
    if isinstance(begins, Unknown) or isinstance(ends, Unknown):
        return all_of((_reached(begins, day), opposite(_reached(ends, day))))
    return begins <= day < ends


def _compare(comparison: Comparison, left: Value, right: Value) -> Truth:
    if missing := missing_in((left, right)):
        return Unknown(missing)
    match comparison:
        case Comparison.EQUAL:
            return left == right
        case Comparison.UNEQUAL:
            return left != right
        case Comparison.AT_LEAST:
            return left >= right  # type: ignore[operator]  # inference has typed both alike
        case Comparison.LESS:
            return left < right  # type: ignore[operator]
        case Comparison.AT_MOST:
            return left <= right  # type: ignore[operator]
        case Comparison.MORE:
            return left > right  # type: ignore[operator]
