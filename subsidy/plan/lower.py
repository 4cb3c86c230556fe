"""Formulas to plan nodes: names become columns, days become thresholds, shares become integers."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import assert_never

from subsidy.expression import nodes as formula
from subsidy.expression.nodes import Comparison, Node
from subsidy.plan import nodes as plan
from subsidy.plan.nodes import NO, YES, Number, Numeric, YesNo
from subsidy.plan.scope import FAR_FUTURE, Scope, numbered
from subsidy.plan.truth import all_of, any_of, negate
from subsidy.rulebook.model import CategoryFact, MoneyFact, Status, WholeFact, YesNoFact

__all__ = ["lower_number", "lower_yes_no"]

_MIRRORED = {
    Comparison.LESS: Comparison.MORE,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
    Comparison.EQUAL: Comparison.EQUAL,
    Comparison.UNEQUAL: Comparison.UNEQUAL,
}
_LARGEST = 2**62
_OLDEST_YEARS = 400


def lower_yes_no(node: Node, scope: Scope) -> YesNo:
    """A yes/no formula as plan nodes, negations pushed down to single tests."""
    match node:
        case formula.Literal(value):
            return YES if value else NO
        case formula.Holds(status):
            return _status(scope.book.statuses[status], scope)
        case formula.Since(date_fact):
            return _reached(date_fact, 1, scope)
        case formula.Before(date_fact):
            return negate(_reached(date_fact, 1, scope))
        case formula.FactValue():
            return plan.Flag(lower_number(node, scope).node)
        case formula.Not(of):
            return negate(lower_yes_no(of, scope))
        case formula.And(parts):
            return all_of(lower_yes_no(part, scope) for part in parts)
        case formula.Or(parts):
            return any_of(lower_yes_no(part, scope) for part in parts)
        case formula.OneOf(item, options):
            return _member(item, options, scope)
        case formula.Compare(comparison, left, right):
            return _compare(comparison, left, right, scope)
        case _:
            raise TypeError(f"{type(node).__name__} is not a yes/no formula")


def lower_number(node: Node, scope: Scope) -> Number:
    """A number, amount (fen) or word as an integer expression with its denominator and bounds."""
    match node:
        case formula.Literal(value):
            fraction = Fraction(value)
            top = fraction.numerator
            return Number(plan.Constant(top), fraction.denominator, top, top)
        case formula.MoneyLiteral(fen):
            return Number(plan.Constant(fen), 1, fen, fen)
        case formula.ParameterValue(parameter):
            return _by_month(scope.parameter_by_month(parameter))
        case formula.YearsOfAge(age):
            born = scope.book.ages[age].of
            years = plan.AgeOn(born, scope.bit(born))
            known = born in scope.available
            return Number(years if known else scope.unknown(born), 1, -_OLDEST_YEARS, _OLDEST_YEARS)
        case formula.FactValue(fact):
            return _fact(fact, scope)
        case formula.Add(left, right):
            return _sum(left, right, scope, sign=1)
        case formula.Subtract(left, right):
            return _sum(left, right, scope, sign=-1)
        case formula.Multiply(value, by):
            return _product(lower_number(value, scope), lower_number(by, scope), scope)
        case formula.Least(parts):
            return _extreme(parts, plan.Smallest, scope)
        case formula.Greatest(parts):
            return _extreme(parts, plan.Largest, scope)
        case _:
            raise TypeError(f"{type(node).__name__} is not a number")


# ── thresholds ───────────────────────────────────────────────────────────────────────


def _reached(date_fact: str, number: int, scope: Scope, empty: int | None = None) -> YesNo:
    """Yes from the day of a date fact; an absent column is as good as an empty cell."""
    day = scope.day(date_fact, number)
    assert isinstance(day, plan.FactDay)
    stands_for = day.empty if number == 1 or empty is None else empty
    day = plan.FactDay(day.column, stands_for, day.bit)
    if day.column in scope.available:
        return plan.Reached(day)
    match stands_for:
        case None:
            return plan.Flag(plan.Unknown(day.bit))
        case known:
            return NO if known == FAR_FUTURE else YES


def _status(status: Status, scope: Scope) -> YesNo:
    numbers = range(2, status.spells + 1)
    given = [n for n in numbers if numbered(status.begins, n) in scope.available]
    return any_of(_spell(status, number, scope) for number in (1, *given))


def _spell(status: Status, number: int, scope: Scope) -> YesNo:
    """One spell; a numbered one exists only where its beginning is given."""
    begun = _reached(status.begins, number, scope, empty=FAR_FUTURE)
    if status.ends is None:
        return begun
    return all_of([begun, negate(_reached(status.ends, number, scope))])


def _compare(comparison: Comparison, left: Node, right: Node, scope: Scope) -> YesNo:
    match left, right:
        case formula.YearsOfAge(age), formula.Literal(bool() | int() as years):
            return _age_test(comparison, age, int(years), scope)
        case formula.Literal(bool() | int() as years), formula.YearsOfAge(age):
            return _age_test(_MIRRORED[comparison], age, int(years), scope)
        case formula.Literal(str()), _:
            return _compare(_MIRRORED[comparison], right, left, scope)
        case _, formula.Literal(str() as word):
            same = _member(left, (word,), scope)
            return same if comparison is Comparison.EQUAL else negate(same)
        case _ if _is_word(left, scope):
            return _compare_words(comparison, left, right, scope)
    lower, upper = lower_number(left, scope), lower_number(right, scope)
    denominator = lcm(lower.denominator, upper.denominator)
    lower, upper = _scaled(lower, denominator, scope), _scaled(upper, denominator, scope)
    return plan.Test(comparison, lower.node, upper.node)


def _age_test(comparison: Comparison, age: str, years: int, scope: Scope) -> YesNo:
    """An age against a constant: the birthday on which it changes."""
    if scope.book.ages[age].of not in scope.available:
        return plan.Flag(scope.unknown(scope.book.ages[age].of))
    attained = _attained(age, years, scope)
    older = _attained(age, years + 1, scope)
    match comparison:
        case Comparison.AT_LEAST:
            return attained
        case Comparison.LESS:
            return negate(attained)
        case Comparison.MORE:
            return older
        case Comparison.AT_MOST:
            return negate(older)
        case Comparison.EQUAL:
            return all_of([attained, negate(older)])
        case Comparison.UNEQUAL:
            return any_of([negate(attained), older])
        case _:
            assert_never(comparison)


def _attained(age: str, years: int, scope: Scope) -> YesNo:
    """Yes from a birthday on; nobody is as old, or as long before birth, as the limits."""
    return plan.Reached(scope.birthday(age, min(max(years, -_OLDEST_YEARS), _OLDEST_YEARS)))


def _member(item: Node, options: tuple[int | str, ...], scope: Scope) -> YesNo:
    if isinstance(item, formula.YearsOfAge):
        tests = [_age_test(Comparison.EQUAL, item.age, int(years), scope) for years in options]
        return any_of(tests)
    number = lower_number(item, scope)
    wanted = tuple(_position(item, option, scope) * number.denominator for option in options)
    return plan.Member(number.node, wanted)


def _position(item: Node, option: int | str, scope: Scope) -> int:
    if isinstance(option, int):
        return option
    assert isinstance(item, formula.FactValue)
    return _choices(item, scope).index(option)


def _is_word(node: Node, scope: Scope) -> bool:
    return isinstance(node, formula.FactValue) and isinstance(
        scope.book.facts[node.fact], CategoryFact
    )


def _choices(node: Node, scope: Scope) -> tuple[str, ...]:
    assert isinstance(node, formula.FactValue)
    fact = scope.book.facts[node.fact]
    assert isinstance(fact, CategoryFact)
    return fact.choices


def _compare_words(comparison: Comparison, left: Node, right: Node, scope: Scope) -> YesNo:
    """Two word facts compared: the right one's positions are translated into the left one's."""
    choices, others = _choices(left, scope), _choices(right, scope)
    known = {word: position for position, word in enumerate(choices)}
    positions = tuple(known.get(word, -2 - index) for index, word in enumerate(others))
    translated = _translated(lower_number(right, scope).node, positions)
    return plan.Test(comparison, lower_number(left, scope).node, translated)


def _translated(node: Numeric, positions: tuple[int, ...]) -> Numeric:
    match node:
        case plan.WordColumn(column, bit):
            return plan.WordColumn(column, bit, positions)
        case plan.Switched(base, later):
            return plan.Switched(
                _translated(base, positions),
                tuple((day, _translated(value, positions)) for day, value in later),
            )
        case _:
            return node


# ── numbers ──────────────────────────────────────────────────────────────────────────


def _fact(name: str, scope: Scope) -> Number:
    fact = scope.book.facts[name]
    match fact:
        case WholeFact():
            low, high = fact.lowest, fact.highest
        case MoneyFact():
            low, high = fact.lowest_fen, fact.highest_fen
        case CategoryFact():
            low, high = 0, len(fact.choices)
        case YesNoFact():
            low, high = 0, 1
        case _:
            raise TypeError(f"{name} has no value that a formula can read")
    base = _value_column(name, 1, scope)
    later = tuple(_later_values(name, fact.changes_with, scope)) if fact.changes_with else ()
    return Number(plan.Switched(base, later) if later else base, 1, low, high)


def _later_values(
    name: str, changes_with: str, scope: Scope
) -> list[tuple[plan.DayColumn, Numeric]]:
    status = scope.book.statuses[changes_with]
    found: list[tuple[plan.DayColumn, Numeric]] = []
    for number in range(2, status.spells + 1):
        begins = numbered(status.begins, number)
        if {begins, numbered(name, number)} <= scope.available:
            day = plan.FactDay(begins, FAR_FUTURE, scope.bit(status.begins))
            found.append((day, _value_column(name, number, scope)))
    return found


def _value_column(name: str, number: int, scope: Scope) -> Numeric:
    column, bit = numbered(name, number), scope.bit(name)
    if column not in scope.available:
        return plan.Unknown(bit)
    if isinstance(scope.book.facts[name], CategoryFact | YesNoFact):
        return plan.WordColumn(column, bit)
    return plan.Column(column, bit)


def _by_month(values: tuple[Fraction, ...]) -> Number:
    denominator = lcm(*(value.denominator for value in values))
    tops = tuple(int(value * denominator) for value in values)
    constant = len(set(tops)) == 1
    node = plan.Constant(tops[0]) if constant else plan.ByMonth(tops)
    return Number(node, denominator, min(tops), max(tops))


def _scaled(number: Number, denominator: int, scope: Scope) -> Number:
    """The same number over a multiple of its denominator."""
    factor = denominator // number.denominator
    if factor == 1:
        return number
    same = Number(plan.Constant(factor), 1, factor, factor)
    product = _product(number, same, scope)
    return Number(product.node, denominator, product.lowest, product.highest)


def _sum(left: Node, right: Node, scope: Scope, *, sign: int) -> Number:
    one, two = lower_number(left, scope), lower_number(right, scope)
    denominator = lcm(one.denominator, two.denominator)
    one, two = _scaled(one, denominator, scope), _scaled(two, denominator, scope)
    if sign > 0:
        low, high = one.lowest + two.lowest, one.highest + two.highest
        node: Numeric = plan.Sum(one.node, two.node)
    else:
        low, high = one.lowest - two.highest, one.highest - two.lowest
        node = plan.Difference(one.node, two.node)
    return _bounded(Number(node, denominator, low, high), scope)


def _product(one: Number, two: Number, scope: Scope) -> Number:
    ends = [a * b for a in (one.lowest, one.highest) for b in (two.lowest, two.highest)]
    if isinstance(one.node, plan.Constant) and isinstance(two.node, plan.Constant):
        node: Numeric = plan.Constant(one.node.value * two.node.value)
    else:
        node = plan.Product(one.node, two.node)
    denominator = one.denominator * two.denominator
    return _bounded(Number(node, denominator, min(ends), max(ends)), scope)


def _extreme(
    parts: tuple[Node, ...], kind: type[plan.Smallest | plan.Largest], scope: Scope
) -> Number:
    numbers = [lower_number(part, scope) for part in parts]
    denominator = lcm(*(number.denominator for number in numbers))
    numbers = [_scaled(number, denominator, scope) for number in numbers]
    pick = min if kind is plan.Smallest else max
    low = pick(number.lowest for number in numbers)
    high = pick(number.highest for number in numbers)
    return Number(kind(tuple(number.node for number in numbers)), denominator, low, high)


def _bounded(number: Number, scope: Scope) -> Number:
    if max(abs(number.lowest), abs(number.highest)) >= _LARGEST:
        assert scope.scheme is not None
        scope.refuse_overflow(scope.scheme.name, scope.scheme.place)
    return number
