"""Rows of an amount that follow one another in closed form, where they do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from subsidy.plan import nodes as plan
from subsidy.plan.model import NO_LINE, Ladder, Line
from subsidy.plan.nodes import DayColumn, Number, Numeric, YesNo
from subsidy.plan.parts import days_of, parts_of

__all__ = ["ladder_of"]

_OF_ONE_PERSON = (plan.Column, plan.WordColumn, plan.AgeOn, plan.Switched, plan.Unknown)
_OF_DAYS_ONLY = (plan.Truth, plan.Reached, plan.Negated, plan.All, plan.AnyOf)


def ladder_of(lines: Sequence[Line], numbers: Iterable[Number]) -> Ladder | None:
    """The ladder of an amount; None where rows or pays depend on more than one clock.

    One clock: every condition asks for birthdays of one person, or for one and the same day; and
    no number reads a fact, so that a row pays everybody the same in a month.
    """
    if any(isinstance(part, _OF_ONE_PERSON) for n in numbers for part in parts_of(n.node)):
        return None
    conditions = [line.condition for line in lines]
    if not all(isinstance(part, _OF_DAYS_ONLY) for c in conditions for part in parts_of(c)):
        return None
    days = list(dict.fromkeys(day for condition in conditions for day in days_of(condition)))
    steps = _in_order(days)
    return None if steps is None else _climbed(conditions, steps)


def _in_order(days: list[DayColumn]) -> list[DayColumn] | None:
    """The days as everybody reaches them; None where that differs from person to person."""
    if len(days) <= 1:
        return days
    birthdays = [day for day in days if isinstance(day, plan.Birthday)]
    if len(birthdays) < len(days) or len({day.column for day in birthdays}) > 1:
        return None
    return [*sorted(birthdays, key=lambda birthday: birthday.years)]


def _climbed(conditions: list[YesNo], days: list[DayColumn]) -> Ladder:
    """Which line applies after each of the days; days that change nothing are no steps."""
    steps: list[DayColumn] = []
    lines = [_line_that_holds(conditions, frozenset())]
    for number, day in enumerate(days):
        line = _line_that_holds(conditions, frozenset(days[: number + 1]))
        if line != lines[-1]:
            steps.append(day)
            lines.append(line)
    return Ladder(tuple(steps), tuple(lines))


def _line_that_holds(conditions: list[YesNo], reached: frozenset[DayColumn]) -> int:
    held = (number for number, condition in enumerate(conditions) if _holds(condition, reached))
    return next(held, NO_LINE)


def _holds(node: YesNo | Numeric, reached: frozenset[DayColumn]) -> bool:
    """Whether a condition on days holds when exactly these have been reached."""
    match node:
        case plan.Truth(value):
            return value
        case plan.Reached(day):
            return day in reached
        case plan.Negated(of):
            return not _holds(of, reached)
        case plan.All(parts):
            return all(_holds(part, reached) for part in parts)
        case plan.AnyOf(parts):
            return any(_holds(part, reached) for part in parts)
        case _:
            raise TypeError(f"{type(node).__name__} is not a condition on days")
