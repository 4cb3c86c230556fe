"""Plan nodes to values, a vector at a time, with unknown kept apart from no and from zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, assert_never

import numpy as np
from attrs import frozen

from subsidy.engine.batch import EMPTY_DAY, Moment, empty_of
from subsidy.engine.calendar import FAR_FUTURE, age_on, next_birthday
from subsidy.expression.nodes import Comparison
from subsidy.plan import nodes as plan
from subsidy.plan.model import Changes
from subsidy.plan.nodes import Numeric, YesNo

__all__ = ["Kleene", "Values", "decide", "evaluate", "next_change"]

Array = np.ndarray[Any, Any]

_COMPARE: dict[Comparison, Callable[[Any, Any], Any]] = {
    Comparison.LESS: np.less,
    Comparison.AT_MOST: np.less_equal,
    Comparison.EQUAL: np.equal,
    Comparison.UNEQUAL: np.not_equal,
    Comparison.AT_LEAST: np.greater_equal,
    Comparison.MORE: np.greater,
}


@frozen(eq=False)
class Kleene:
    """Yes, no or unknown: ``surely`` where it is yes, ``perhaps`` where it is yes or unknown.

    ``missing`` holds the facts that an unknown hangs on; None where nothing is unknown, and then
    ``perhaps`` is ``surely``.
    """

    surely: Array
    perhaps: Array
    missing: Array | None

    def facts_missing(self) -> Array:
        """The facts that each row's answer hangs on."""
        return np.zeros(len(self.surely), np.int64) if self.missing is None else self.missing


@frozen(eq=False)
class Values:
    """Integers; where ``missing`` is not zero the value is unknown and says nothing."""

    value: Array | int
    missing: Array | None


def decide(node: YesNo, at: Moment) -> Kleene:
    """Decide a yes/no node for every row of a moment."""
    match node:
        case plan.Truth(value):
            return _known(np.full(len(at), value))
        case plan.Reached(day):
            return _reached(day, at)
        case plan.Negated(of):
            return _opposite(decide(of, at))
        case plan.All(parts):
            return reduce(_both, (decide(part, at) for part in parts))
        case plan.AnyOf(parts):
            return _opposite(reduce(_both, (_opposite(decide(part, at)) for part in parts)))
        case plan.Test(comparison, left, right):
            one, two = evaluate(left, at), evaluate(right, at)
            test = _COMPARE[comparison](one.value, two.value)
            return _unless_missing(test, _either(one.missing, two.missing), at)
        case plan.Member(item, options):
            values = evaluate(item, at)
            return _unless_missing(np.isin(values.value, options), values.missing, at)
        case plan.Flag(item):
            values = evaluate(item, at)
            return _unless_missing(np.equal(values.value, 1), values.missing, at)
        case _:
            assert_never(node)


def evaluate(node: Numeric, at: Moment) -> Values:
    """Evaluate a number for every row of a moment, over the denominator of its plan."""
    match node:
        case plan.Constant(value):
            return Values(value, None)
        case plan.Unknown(bit):
            return Values(0, np.full(len(at), bit, np.int64))
        case plan.Column(column, bit):
            cells = at.batch.take(column, at.rows)
            return Values(cells.astype(np.int64), _empties(column, cells, bit, at))
        case plan.WordColumn(column, bit, positions):
            cells = at.batch.take(column, at.rows)
            words = cells if positions is None else np.array(positions, np.int64)[cells]
            return Values(words.astype(np.int64), _empties(column, cells, bit, at))
        case plan.Switched(base, later):
            return _switched(base, later, at)
        case plan.AgeOn(column, bit):
            return _age(column, bit, at)
        case plan.ByMonth(values):
            return Values(np.array(values, np.int64).take(at.months), None)
        case plan.Sum(left, right):
            return _combined(np.add, (left, right), at)
        case plan.Difference(left, right):
            return _combined(np.subtract, (left, right), at)
        case plan.Product(left, right):
            return _combined(np.multiply, (left, right), at)
        case plan.Smallest(parts):
            return _combined(np.minimum, parts, at)
        case plan.Largest(parts):
            return _combined(np.maximum, parts, at)
        case _:
            assert_never(node)


def next_change(changes: Changes, at: Moment) -> Array:
    """The first day after each row's own on which any threshold lies; FAR_FUTURE where none does."""
    waiting = np.full(len(at), FAR_FUTURE, np.uint32)  # days until then, less one
    for day in changes.days:  # what is not ahead becomes far away where the difference wraps
        waiting = np.minimum(waiting, (at.threshold(day) - at.days - np.int32(1)).view(np.uint32))
    soonest: Array = np.minimum(waiting.view(np.int32) + at.days + np.int32(1), FAR_FUTURE)
    for age in changes.ages:
        born = at.batch.take(age.column, at.rows)
        known = born != EMPTY_DAY
        at_birth = np.where(known, born, at.days)
        following = next_birthday(at_birth, at.days, at.batch.leap_day)
        soonest = np.where(known, np.minimum(soonest, following), soonest)
    return soonest


def _known(test: Array) -> Kleene:
    return Kleene(test, test, None)


def _reached(day: plan.DayColumn, at: Moment) -> Kleene:
    threshold = at.threshold(day)
    test = at.days >= threshold
    if not at.batch.is_uncertain(day):
        return _known(test)
    missing = np.where(threshold == EMPTY_DAY, np.int64(day.bit), 0)  # type: ignore[union-attr]
    return _unless_missing(test, missing, at)


def _opposite(of: Kleene) -> Kleene:
    if of.missing is None:
        return _known(~of.surely)
    return Kleene(~of.perhaps, ~of.surely, of.missing)


def _both(one: Kleene, two: Kleene) -> Kleene:
    """And: one no decides, then one unknown."""
    surely = one.surely & two.surely
    if one.missing is None and two.missing is None:
        return _known(surely)
    perhaps = one.perhaps & two.perhaps
    unknown = perhaps & ~surely
    missing = _either(one.missing, two.missing)
    assert missing is not None
    return Kleene(surely, perhaps, np.where(unknown, missing, 0))


def _unless_missing(test: Any, missing: Array | None, at: Moment) -> Kleene:
    """A test that is unknown wherever facts are missing."""
    test = np.broadcast_to(test, (len(at),))
    if missing is None:
        return _known(test)
    unknown = missing != 0
    return Kleene(test & ~unknown, test | unknown, missing)


def _either(one: Array | None, two: Array | None) -> Array | None:
    if one is None or two is None:
        return two if one is None else one
    return one | two


def _empties(column: str, cells: Array, bit: int, at: Moment) -> Array | None:
    if not at.batch.has_empty_among(column, cells):
        return None
    return np.where(cells == empty_of(cells), np.int64(bit), 0)


def _switched(base: Numeric, later: Iterable[tuple[plan.DayColumn, Numeric]], at: Moment) -> Values:
    """The value that holds on the day: the last listed whose day has come, else the base."""
    current = evaluate(base, at)
    value: Array | int = current.value
    missing = current.missing
    for day, node in later:
        come = at.days >= at.threshold(day)
        following = evaluate(node, at)
        value = np.where(come, following.value, value)
        if missing is not None or following.missing is not None:
            zero = np.zeros(len(at), np.int64)
            old = zero if missing is None else missing
            new = zero if following.missing is None else following.missing
            missing = np.where(come, new, old)
    return Values(value, missing)


def _age(column: str, bit: int, at: Moment) -> Values:
    born = at.batch.take(column, at.rows)
    if not at.batch.has_empty(column):
        return Values(age_on(born, at.days, at.batch.leap_day), None)
    empty = born == EMPTY_DAY
    years = age_on(np.where(empty, at.days, born), at.days, at.batch.leap_day)
    return Values(years, np.where(empty, np.int64(bit), 0))


def _combined(how: Callable[[Any, Any], Any], parts: tuple[Numeric, ...], at: Moment) -> Values:
    values = [evaluate(part, at) for part in parts]
    total = reduce(how, (part.value for part in values))
    return Values(total, reduce(_either, (part.missing for part in values)))
