"""What may change a payment: the days on which something that a scheme reads begins, ends or is attained.

Everything is found in the rules: every age that a formula or a bracket compares with, every
status, date and dated value that a scheme reads. No age and no name stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np
from attrs import frozen

from subsidy.dates import MONTHS_PER_YEAR, Month, Period, birthday, first_day, month_of
from subsidy.errors import Words
from subsidy.expression.nodes import (
    Before,
    Compare,
    Comparison,
    FactValue,
    Holds,
    Literal,
    Node,
    OneOf,
    ParameterValue,
    Since,
    YearsOfAge,
)
from subsidy.expression.uses import children
from subsidy.register.table import NO_DAY, People
from subsidy.rulebook.checks_units import formulas_of
from subsidy.rulebook.in_play import PERSON
from subsidy.rulebook.model import NetScheme, OverlapRule, Rulebook, Scheme, WholeFact
from subsidy.rulebook.values import RateMissing, parameter_value

__all__ = ["Cause", "causes_of", "days_of", "others_read"]

Column = np.ndarray[Any, Any]

_AGE, _BEGINS, _ENDS, _SINCE, _BEFORE = "age", "begins", "ends", "since", "before"
_FLIPPED = {
    Comparison.LESS: Comparison.MORE,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
    Comparison.MORE: Comparison.LESS,
}
_EDGES = {  # the ages at which a comparison with n may change its answer
    Comparison.AT_LEAST: (0,),
    Comparison.LESS: (0,),
    Comparison.AT_MOST: (1,),
    Comparison.MORE: (1,),
    Comparison.EQUAL: (0, 1),
    Comparison.UNEQUAL: (0, 1),
}


@frozen(order=True)
class Cause:
    """One kind of day: an age attained, or a date fact that begins or ends something."""

    kind: str
    name: str  # of the age, status or date fact
    years: int = 0

    @property
    def code(self) -> str:
        """For machines: ``age:80``, ``ends:disability``."""
        return f"{self.name}:{self.years}" if self.kind == _AGE else f"{self.kind}:{self.name}"

    @property
    def is_age(self) -> bool:
        """Whether an age is attained."""
        return self.kind == _AGE

    def unit(self, book: Rulebook) -> str:
        """Whose register tells the day."""
        return book.units.get(self.name, PERSON)

    def words(self, book: Rulebook) -> Words:
        """For people."""
        if self.kind == _AGE:
            of = book.ages[self.name].labels
            return (
                Words(f"{of.en} {self.years} attained", f"{of.zh}满 {self.years}")
                if len(book.ages) > 1
                else Words(f"turns {self.years}", f"满 {self.years} 周岁")
            )
        known = book.statuses if self.kind in (_BEGINS, _ENDS) else book.facts
        label = known[self.name].labels
        en = {_BEGINS: "begins", _ENDS: "ends", _SINCE: "reached", _BEFORE: "reached"}
        zh = {_BEGINS: "起始", _ENDS: "终止", _SINCE: "到达", _BEFORE: "到达"}
        return Words(f"{label.en}: {en[self.kind]}", f"{label.zh}：{zh[self.kind]}")


def causes_of(book: Rulebook, scheme: Scheme, months: Period) -> tuple[Cause, ...]:
    """Every kind of day on which the scheme may change its mind about somebody."""
    found: set[Cause] = set()
    for node in formulas_of(scheme):
        found.update(_in(node, book, months))
    return tuple(sorted(found))


def others_read(book: Rulebook, scheme: Scheme) -> tuple[str, ...]:
    """The schemes on whose payments this one hangs."""
    nets = [net.scheme for net in scheme.amount.net_of if isinstance(net, NetScheme)]
    rivals = [
        name
        for overlap in book.overlaps
        if overlap.rule is OverlapRule.HIGHEST_OF and scheme.name in overlap.schemes
        for name in overlap.schemes
        if name != scheme.name
    ]
    every = (*scheme.unless_paid, *scheme.only_if_paid, *nets, *rivals)
    return tuple(dict.fromkeys(every))


def days_of(
    cause: Cause, people: People, book: Rulebook, days: tuple[date, date]
) -> Iterator[tuple[int, date]]:
    """The row of everybody whom it concerns from the first day up to, not including, the second."""
    for name in _dates(cause, book):
        values = people.columns.get(name)
        if values is None:
            continue
        if cause.kind == _AGE:
            yield from _birthdays(values, cause, book, days)
            continue
        first, end = (day.toordinal() for day in days)
        for row in np.flatnonzero((values >= first) & (values < end)).tolist():
            yield row, date.fromordinal(int(values[row]))


def _in(node: Node, book: Rulebook, months: Period) -> Iterator[Cause]:
    match node:
        case Compare(comparison, YearsOfAge(age), other):
            yield from _edges(age, comparison, other, book, months)
        case Compare(comparison, other, YearsOfAge(age)):
            turned = _FLIPPED.get(comparison, comparison)
            yield from _edges(age, turned, other, book, months)
        case OneOf(YearsOfAge(age), options):
            for years in options:
                yield from (Cause(_AGE, age, int(years) + more) for more in (0, 1))
        case Holds(status):
            yield Cause(_BEGINS, status)
            yield Cause(_ENDS, status)
        case Since(name):
            yield Cause(_SINCE, name)
        case Before(name):
            yield Cause(_BEFORE, name)
        case FactValue(name) if isinstance(fact := book.facts[name], WholeFact) and fact.counts:
            yield from _in(fact.counts, book, months)
        case FactValue(name):
            with_ = getattr(book.facts[name], "changes_with", None)
            yield from [Cause(_BEGINS, with_)] if with_ else []
        case _:
            pass
    for part in children(node):
        yield from _in(part, book, months)


def _edges(
    age: str, comparison: Comparison, other: Node, book: Rulebook, months: Period
) -> Iterator[Cause]:
    for years in _constants(other, book, months):
        yield from (Cause(_AGE, age, years + more) for more in _EDGES[comparison])


def _constants(node: Node, book: Rulebook, months: Period) -> Iterable[int]:
    """The whole numbers that a constant or a parameter has in the months."""
    if isinstance(node, Literal) and not isinstance(node.value, bool | str):
        return [int(node.value)]
    if not isinstance(node, ParameterValue):
        return []
    found = set()
    for month in months.months():
        try:
            found.add(int(parameter_value(book, node.parameter, month)))
        except RateMissing:
            continue  # the calculation has the word on this
    return sorted(found)


def _dates(cause: Cause, book: Rulebook) -> tuple[str, ...]:
    """The date columns that tell the day, further spells included."""
    if cause.kind == _AGE:
        return (book.ages[cause.name].of,)
    if cause.kind in (_SINCE, _BEFORE):
        return (cause.name,)
    status = book.statuses[cause.name]
    name = status.begins if cause.kind == _BEGINS else status.ends
    if name is None:
        return ()
    return (name, *(f"{name}_{number}" for number in range(2, status.spells + 1)))


def _birthdays(
    born: Column, cause: Cause, book: Rulebook, days: tuple[date, date]
) -> Iterator[tuple[int, date]]:
    """Birthdays in a stretch of days; the months narrow them down, the calendar decides."""
    first, last = month_of(days[0]), month_of(days[1])
    earliest, latest = (_first_of(month, cause.years) for month in (first - 1, last + 1))
    near = (born != NO_DAY) & (born >= earliest) & (born < latest)
    for row in np.flatnonzero(near).tolist():
        day = birthday(date.fromordinal(int(born[row])), cause.years, book.leap_day)
        if days[0] <= day < days[1]:
            yield row, day


def _first_of(month: int, years: int) -> int:
    return first_day(Month(month - years * MONTHS_PER_YEAR)).toordinal()
