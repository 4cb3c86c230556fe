"""What lowering needs to know: the book, the months, and the columns that the register has."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from attrs import define, field

from subsidy.dates import Month, Period
from subsidy.errors import Place, Problem, Words
from subsidy.expression.nodes import ParameterValue
from subsidy.expression.uses import leaves
from subsidy.plan.nodes import Birthday, DayColumn, FactDay, Numeric, Unknown
from subsidy.rulebook.model import DateFact, Missing, Rulebook, Scheme
from subsidy.rulebook.reads import MOST_FACTS, can_be_missing, too_many_facts
from subsidy.rulebook.values import RateMissing, parameter_value

__all__ = ["Scope"]

FAR_PAST = -(2**30)
FAR_FUTURE = 2**30
_DAY_OF_EMPTY = {Missing.NEVER: FAR_FUTURE, Missing.ALWAYS: FAR_PAST, Missing.UNKNOWN: None}


@define
class Scope:
    """The book and register that a plan is made for; gathers the rates that are missing.

    ``exists``: the months of the period in which the scheme that is being lowered exists;
    ``lent``: the months around them that borrow their rates.
    """

    book: Rulebook
    period: Period
    available: frozenset[str]
    exists: Period
    scheme: Scheme | None = None
    lent: frozenset[Month] = frozenset()
    problems: list[Problem] = field(factory=list)
    missing_rates: set[str] = field(factory=set)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Every fact that can be missing; the position is its bit in missing-fact sets."""
        return can_be_missing(self.book)

    def bit(self, fact: str) -> int:
        """The bit of a fact in missing-fact sets; a fact for which none is left becomes a problem."""
        position = self.facts.index(fact)
        if position >= MOST_FACTS:
            place = self.scheme.place if self.scheme else Place(self.book.name)
            self.refuse(too_many_facts(self.book.name, len(self.facts), place))
            return 0
        return 1 << position

    def day(self, date_fact: str, number: int = 1) -> DayColumn | None:
        """The column of a date fact; None where the register has none and empty cells are unknown."""
        fact = self.book.facts[date_fact]
        assert isinstance(fact, DateFact)
        return FactDay(
            numbered(date_fact, number), _DAY_OF_EMPTY[fact.missing], self.bit(date_fact)
        )

    def birthday(self, age: str, years: int) -> Birthday:
        """The day on which an age is attained."""
        born = self.book.ages[age].of
        return Birthday(born, years, self.bit(born))

    def unknown(self, fact: str) -> Numeric:
        """The value of a fact that the register has no column for."""
        return Unknown(self.bit(fact))

    def enter(self, scheme: Scheme, exists: Period) -> None:
        """Go on with another scheme, which exists in these months of the period."""
        self.scheme, self.exists = scheme, exists
        read = [leaf for leaf in leaves(scheme.eligible) if isinstance(leaf, ParameterValue)]
        outside = set(self._months()) - set(exists.months())
        self.lent = frozenset(
            m for m in outside if any(self._value(leaf.parameter, m) is None for leaf in read)
        )

    def parameter_by_month(self, name: str) -> tuple[Fraction, ...]:
        """A parameter's value in every month from the month before the period to its last.

        A rate that is missing in a month in which the scheme exists becomes a problem of the
        plan. Days outside those months only tell whether an interval has already begun: where
        a rate that eligibility reads is missing, the nearest month in which the scheme exists
        lends its rates.
        """
        values: list[Fraction] = []
        for month in self._months():
            nearest = Month(min(max(month, self.exists.first), self.exists.end - 1))
            own = None if month in self.lent else self._value(name, month)
            found = self._value(name, nearest) if own is None else own
            values.append(Fraction(0) if found is None else found)
        return tuple(values)

    def _months(self) -> list[Month]:
        return [Month(month) for month in range(self.period.first - 1, self.period.end)]

    def _value(self, name: str, month: Month) -> Fraction | None:
        try:
            return Fraction(parameter_value(self.book, name, month))
        except RateMissing as missing:
            if self.exists.first <= month < self.exists.end:
                self.refuse_missing(missing, name)
            return None

    def refuse(self, problem: Problem) -> None:
        """Note a problem, unless the same has been noted."""
        if problem not in self.problems:
            self.problems.append(problem)

    def refuse_missing(self, missing: RateMissing, name: str) -> None:
        """Note a rate that is missing; of one rate only the first month that lacks it."""
        if (missing.name or name) not in self.missing_rates:
            self.missing_rates.add(missing.name or name)
            self.refuse(missing.problem)

    def refuse_overflow(self, what: str, place: Place) -> None:
        """Note that a formula could leave 64 bits."""
        message = Words(
            f"the amounts of {what} could become too large to add up exactly",
            f"{what} 的金额可能过大，无法精确相加",
        )
        cure = Words("lower the highest value of the facts it reads", "请降低其所读事实的上限")
        self.refuse(Problem("overflow", place, message, cure, what))

    def refuse_inexact(self, scheme: Scheme) -> None:
        """Note that an amount needs rounding although its rounding is EXACT."""
        message = Words(
            f"an amount of {scheme.name} does not come out in whole steps, and its rounding is exact",
            f"{scheme.name} 的金额不能整除到规定单位，而取整规则为 exact（不得取整）",
        )
        cure = Words("name a rounding, such as half_up", "请写明取整规则，例如 half_up")
        self.refuse(Problem("amount-inexact", scheme.place, message, cure, scheme.name))


def numbered(name: str, number: int) -> str:
    """The column of the *number*-th spell or value of a fact."""
    return name if number == 1 else f"{name}_{number}"
