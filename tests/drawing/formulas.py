"""Draw formulas of every node kind, well typed, of limited depth."""

from __future__ import annotations

from fractions import Fraction
from random import Random

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
from subsidy.rulebook.model import (
    CategoryFact,
    DateFact,
    MoneyFact,
    Parameter,
    ParameterKind,
)
from tests.drawing.facts import AGES, Vocabulary

AWKWARD_FEN = (
    0, 1, 7, 99, 100, 5000, 7919, 8333, 10_000, 60_000, 65_000, 84_500, 100_001, 108_610,
    120_000, 123_457, 600_000, 999_983,
)  # fmt: skip
SHARES = tuple(
    Fraction(text) for text in ("1.3", "1/3", "0.3", "0.22", "2/7", "1/2", "1", "0", "0.005")
)
ORDER = tuple(Comparison)
SAMENESS = (Comparison.EQUAL, Comparison.UNEQUAL)


class Formulas:
    """Formulas over one vocabulary and the parameters drawn so far."""

    def __init__(
        self,
        random: Random,
        vocabulary: Vocabulary,
        parameters: dict[str, Parameter],
        beside: Formulas | None = None,
    ) -> None:
        self.random = random
        self.vocabulary = vocabulary
        self.parameters = parameters
        self.beside = beside  # of a person's household, which a person's rules may read, too

    def conjunction(self) -> Node:
        """What most real rules look like: statuses, ages and days, all of which must hold."""
        parts = [
            self.random.choice([self._holds, self._holds, self._age, self._day, self.atom])()
            for _ in range(self.random.randint(1, 4))
        ]
        return And(tuple(parts)) if len(parts) > 1 else parts[0]

    def truth(self, depth: int) -> Node:
        """Any yes/no formula."""
        if depth == 0 or self.random.random() < 0.15:
            return self.atom()
        form = self.random.randrange(5)
        if form == 0:
            return Not(self.truth(depth - 1))
        parts = tuple(self.truth(depth - 1) for _ in range(self.random.randint(1, 3)))
        return And(parts) if form < 3 else Or(parts)

    def atom(self) -> Node:
        """One condition."""
        if self.beside is not None and self.random.random() < 0.2:
            return self.beside.atom()
        if self.vocabulary.counts() and self.random.random() < 0.3:
            return self._count_test()
        return self.random.choice(
            [
                self._holds, self._holds, self._age, self._age, self._day, self._day,
                self._whole_test, self._word_test, self._money_test, self._flag, self._constant,
            ]
        )()  # fmt: skip

    def money(self, per_months: int, depth: int) -> Node:
        """An amount that is never negative."""
        if depth == 0 or self.random.random() < 0.45:
            return self._plain_money(per_months)
        one = self.money(per_months, depth - 1)
        match self.random.randrange(5):
            case 0:
                return Multiply(one, self._factor())
            case 1:
                return Add(one, self._plain_money(per_months))
            case 2:
                less = Subtract(one, self._plain_money(per_months))
                return Greatest((less, MoneyLiteral(0, per_months)))
            case 3:
                return Least((one, self._plain_money(per_months)))
            case _:
                return Greatest((one, self._plain_money(per_months)))

    def money_literal(self, per_months: int) -> MoneyLiteral:
        """An awkward amount."""
        return MoneyLiteral(self.random.choice(AWKWARD_FEN), per_months)

    def fact_money(self) -> Node:
        """A monthly amount from the register."""
        names = [n for n in self.vocabulary.names(MoneyFact) if self._per_months(n) == 1]
        return FactValue(self.random.choice(names))

    def _plain_money(self, per_months: int) -> Node:
        if self.beside is not None and self.random.random() < 0.15:
            return self.beside.money(per_months, 0)
        rates = self._parameters(ParameterKind.MONEY, per_months)
        facts = [n for n in self.vocabulary.names(MoneyFact) if self._per_months(n) == per_months]
        form = self.random.randrange(4)
        if form == 0 and rates:
            return ParameterValue(self.random.choice(rates))
        if form == 1 and facts:
            return FactValue(self.random.choice(facts))
        return self.money_literal(per_months)

    def _factor(self) -> Node:
        shares = self._parameters(ParameterKind.SHARE, None)
        if self.vocabulary.counts() and self.random.random() < 0.4:
            return FactValue(self.random.choice(self.vocabulary.counts()))
        form = self.random.randrange(4)
        if form == 0 and shares:
            return ParameterValue(self.random.choice(shares))
        if form == 1:
            return Greatest((FactValue(self._named("children")), Literal(0)))
        if form == 2:
            return Literal(self.random.randint(0, 3))
        return Literal(self.random.choice(SHARES))

    def _per_months(self, fact: str) -> int:
        money = self.vocabulary.facts[fact]
        assert isinstance(money, MoneyFact)
        return money.per_months

    def _parameters(self, kind: ParameterKind, per_months: int | None) -> list[str]:
        return [
            name
            for name, parameter in self.parameters.items()
            if parameter.kind is kind and parameter.per_months == per_months
        ]

    def _holds(self) -> Node:
        status = Holds(self.random.choice(list(self.vocabulary.statuses)))
        return Not(status) if self.random.random() < 0.15 else status

    def _age(self) -> Node:
        suffix = self.random.choice(["age", "age", "age", "years_since"])
        age = YearsOfAge(self._named(suffix))
        years = 3 if suffix == "years_since" else self.random.choice(AGES)
        if self.random.random() < 0.15:
            return OneOf(age, (years, years + 1, years + 5))
        comparison = self.random.choice(ORDER)
        if self.random.random() < 0.15:
            return Compare(comparison, Literal(years), age)
        return Compare(comparison, age, Literal(years))

    def _day(self) -> Node:
        fact = self.random.choice(self.vocabulary.names(DateFact))
        return Since(fact) if self.random.random() < 0.6 else Before(fact)

    def _count_test(self) -> Node:
        count = FactValue(self.random.choice(self.vocabulary.counts()))
        comparison = self.random.choice((Comparison.AT_LEAST, *ORDER))
        return Compare(comparison, count, Literal(self.random.choice([1, 1, 2, 3])))

    def _named(self, suffix: str) -> str:
        return self.vocabulary.prefix + suffix

    def _whole_test(self) -> Node:
        if self.random.random() < 0.3:
            return OneOf(
                FactValue(self._named("grade")), tuple(self.random.sample([1, 2, 3, 4], 2))
            )
        return Compare(self.random.choice(ORDER), self._whole(), self._whole())

    def _whole(self) -> Node:
        wholes = self._parameters(ParameterKind.WHOLE, None)
        match self.random.randrange(6):
            case 0:
                return FactValue(self._named("grade"))
            case 1:
                return FactValue(self._named("children"))
            case 2:
                return YearsOfAge(self._named("age"))
            case 3 if wholes:
                return ParameterValue(self.random.choice(wholes))
            case 4:
                return Add(
                    FactValue(self._named("children")), Literal(self.random.choice([1, 60, 78]))
                )
            case _:
                return Literal(self.random.choice([1, 2, 3, *AGES]))

    def _word_test(self) -> Node:
        name = self._named(self.random.choice(["category", "second_category"]))
        fact = self.vocabulary.facts[name]
        assert isinstance(fact, CategoryFact)
        form = self.random.randrange(5)
        if form == 0:
            return OneOf(FactValue(name), tuple(self.random.sample(list(fact.choices), 2)))
        comparison = self.random.choice(SAMENESS)
        if form == 1:
            one, other = self._named("category"), self._named("second_category")
            return Compare(comparison, FactValue(one), FactValue(other))
        return Compare(comparison, FactValue(name), Literal(self.random.choice(fact.choices)))

    def _money_test(self) -> Node:
        per_months = self.random.choice([1, 1, 12])
        return Compare(
            self.random.choice(ORDER), self.money(per_months, 1), self.money(per_months, 1)
        )

    def _flag(self) -> Node:
        return FactValue(self._named("boarder"))

    def _constant(self) -> Node:
        return Literal(self.random.random() < 0.7)
