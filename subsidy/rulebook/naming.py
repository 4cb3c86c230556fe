"""The names that formulas may mention, from the model's facts, statuses, ages and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import assert_never

from subsidy.expression.names import Meaning, Names
from subsidy.expression.types import Kind, Type
from subsidy.rulebook.model import (
    Age,
    CategoryFact,
    DateFact,
    Fact,
    IdentifierFact,
    MoneyFact,
    Parameter,
    ParameterKind,
    Rulebook,
    Status,
    TextFact,
    WholeFact,
    YesNoFact,
)
from subsidy.same import Same

__all__ = ["names_for", "names_of", "parameter_meaning", "parameter_type", "register_meanings"]

_KEPT = 8  # a scenario and what it starts from, of a few places

_KINDS = {
    ParameterKind.MONEY: Kind.MONEY,
    ParameterKind.SHARE: Kind.SHARE,
    ParameterKind.WHOLE: Kind.WHOLE,
}


def names_for(
    facts: Mapping[str, Fact],
    statuses: Mapping[str, Status],
    ages: Mapping[str, Age],
    parameters: Iterable[Meaning],
) -> Names:
    """Everything that a formula may mention."""
    return Names.of([*register_meanings(facts, statuses, ages), *parameters])


def names_of(book: Rulebook) -> Names:
    """Everything that a formula of *book* may mention."""
    told = Same(book.facts), Same(book.statuses), Same(book.ages)
    return _names_of(*told, Same(book.parameters))


def register_meanings(
    facts: Mapping[str, Fact], statuses: Mapping[str, Status], ages: Mapping[str, Age]
) -> list[Meaning]:
    """What a register tells, as formulas mention it."""
    known = [_of_fact(fact) for fact in facts.values()]
    known += [Meaning.status(status.name, status.labels.zh) for status in statuses.values()]
    return known + [Meaning.age(age.name, age.labels.zh) for age in ages.values()]


def parameter_type(kind: ParameterKind, per_months: int | None) -> Type:
    """A parameter's type in formulas."""
    return Type(_KINDS[kind], per_months)


def parameter_meaning(
    name: str, label: str, kind: ParameterKind, per_months: int | None
) -> Meaning:
    """A parameter as formulas mention it."""
    return Meaning.parameter(name, parameter_type(kind, per_months), label)


@lru_cache(maxsize=_KEPT)
def _names_of(
    facts: Same[Mapping[str, Fact]],
    statuses: Same[Mapping[str, Status]],
    ages: Same[Mapping[str, Age]],
    parameters: Same[Mapping[str, Parameter]],
) -> Names:
    meanings = [_of_parameter(parameter) for parameter in parameters.model.values()]
    return names_for(facts.model, statuses.model, ages.model, meanings)


def _of_parameter(parameter: Parameter) -> Meaning:
    return parameter_meaning(
        parameter.name, parameter.labels.zh, parameter.kind, parameter.per_months
    )


def _of_fact(fact: Fact) -> Meaning:
    label = fact.labels.zh
    match fact:
        case IdentifierFact() | TextFact():
            return Meaning.text(fact.name, label)
        case DateFact():
            return Meaning.date(fact.name, label)
        case CategoryFact():
            return Meaning.fact(
                fact.name, Type(Kind.WORD, words=fact.choices), label, words=dict(fact.words)
            )
        case WholeFact():
            return Meaning.fact(fact.name, Type(Kind.WHOLE), label, words=dict(fact.words))
        case MoneyFact():
            return Meaning.fact(fact.name, Type(Kind.MONEY, fact.per_months), label)
        case YesNoFact():
            return Meaning.fact(fact.name, Type(Kind.YES_NO), label, words=dict(fact.words))
        case _:
            assert_never(fact)
