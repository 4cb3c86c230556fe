"""How large a formula can become: exact intervals, and whether whole fen can hold them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from attrs import define, field, frozen

from subsidy.expression.nodes import (
    Add,
    FactValue,
    Greatest,
    Least,
    Literal,
    MoneyLiteral,
    Multiply,
    Node,
    ParameterValue,
    Subtract,
    YearsOfAge,
)
from subsidy.money import Mode
from subsidy.rulebook.model import Age, Fact, MoneyFact, Parameter, ParameterKind, WholeFact

__all__ = ["LARGEST", "Bounds", "Interval"]

LARGEST = 1 << 53  # numerators of fen stay below, in every step
INSTALMENTS = 12


@frozen
class Interval:
    """Values from *low* to *high*, both included, that are whole multiples of 1/*denominator*."""

    low: Fraction
    high: Fraction
    denominator: int

    @property
    def is_constant(self) -> bool:
        """Whether there is one value only."""
        return self.low == self.high

    @property
    def is_too_large(self) -> bool:
        """Whether the numerators of its instalments may pass the largest exact number."""
        times = self.denominator * INSTALMENTS * 2
        return max(abs(self.low), abs(self.high)) * times >= LARGEST


@define
class Bounds:
    """Intervals of formulas, from the bounds of facts and all versions of parameters.

    ``fixed`` are formulas whose value is known; everything worked out from them is narrower.
    """

    facts: Mapping[str, Fact]
    ages: Mapping[str, Age]
    parameters: Mapping[str, Parameter]
    known: dict[str, Interval | None] = field(factory=dict)
    fixed: Mapping[Node, bool | int | str] = field(factory=dict)

    def given(self, fixed: Mapping[Node, bool | int | str]) -> Bounds:
        """The same bounds where the formulas in *fixed* have these values."""
        return Bounds(self.facts, self.ages, self.parameters, self.known, fixed)

    def of(self, node: Node) -> Interval | None:
        """The interval of a number or amount; None for anything else."""
        given = self.fixed.get(node)
        if given is not None:
            return None if isinstance(given, bool | str) else _constant(Fraction(given))
        match node:
            case Literal(bool() | str()):
                return None
            case Literal(value):
                return _constant(Fraction(value))
            case MoneyLiteral(fen, _):
                return _constant(Fraction(fen))
            case YearsOfAge(name):
                return Interval(Fraction(0), Fraction(self.ages[name].highest_years), 1)
            case FactValue(name):
                return self._fact(self.facts[name])
            case ParameterValue(name):
                return self.parameter(name)
            case Add(left, right):
                return _sum(self.of(left), self.of(right))
            case Subtract(left, right):
                return _sum(self.of(left), _opposite(self.of(right)))
            case Multiply(value, by):
                return _product(self.of(value), self.of(by))
            case Least(parts):
                return _extreme([self.of(part) for part in parts], lowest=True)
            case Greatest(parts):
                return _extreme([self.of(part) for part in parts], lowest=False)
            case _:
                return None

    def parameter(self, name: str) -> Interval | None:
        """All values that a parameter takes in any month; None where it cannot be told."""
        if name not in self.known:
            self.known[name] = None  # a parameter that reads itself of earlier years
            self.known[name] = self._parameter(name)
        return self.known[name]

    def _parameter(self, name: str) -> Interval | None:
        parameter = self.parameters.get(name)
        if parameter is None:
            return None
        found = [self.of(version.value) for version in parameter.versions]
        whole = [interval for interval in found if interval is not None]
        if not whole or len(whole) != len(found):
            return None
        low = min(interval.low for interval in whole)
        high = max(interval.high for interval in whole)
        if parameter.kind is not ParameterKind.MONEY:
            return Interval(low, high, lcm(*(interval.denominator for interval in whole)))
        if parameter.rounding.mode is Mode.EXACT or all(i.denominator == 1 for i in whole):
            return Interval(low, high, 1)
        step = parameter.rounding.step_fen
        return Interval(Fraction(low // step * step), Fraction(-(-high // step) * step), 1)

    @staticmethod
    def _fact(fact: Fact) -> Interval | None:
        match fact:
            case WholeFact():
                return Interval(Fraction(fact.lowest), Fraction(fact.highest), 1)
            case MoneyFact():
                return Interval(Fraction(fact.lowest_fen), Fraction(fact.highest_fen), 1)
            case _:
                return None


def _constant(value: Fraction) -> Interval:
    return Interval(value, value, value.denominator)


def _opposite(of: Interval | None) -> Interval | None:
    return Interval(-of.high, -of.low, of.denominator) if of else None


def _sum(left: Interval | None, right: Interval | None) -> Interval | None:
    if left is None or right is None:
        return None
    denominator = lcm(left.denominator, right.denominator)
    return Interval(left.low + right.low, left.high + right.high, denominator)


def _product(value: Interval | None, by: Interval | None) -> Interval | None:
    if value is None or by is None:
        return None
    corners = [one * other for one in (value.low, value.high) for other in (by.low, by.high)]
    return Interval(min(corners), max(corners), value.denominator * by.denominator)


def _extreme(parts: list[Interval | None], *, lowest: bool) -> Interval | None:
    known = [part for part in parts if part is not None]
    if not known or len(known) != len(parts):
        return None
    choose = min if lowest else max
    low, high = choose(part.low for part in known), choose(part.high for part in known)
    return Interval(low, high, lcm(*(part.denominator for part in known)))
