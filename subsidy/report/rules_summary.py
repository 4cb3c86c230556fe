"""A rulebook in one line, and the shelf as a list."""

from __future__ import annotations

from collections.abc import Sequence

from subsidy.expression.uses import names_in
from subsidy.results.assumed import every_assumption
from subsidy.rulebook.model import ParameterVersion, PayVersion, Rulebook

__all__ = ["summarise_rules"]


def summarise_rules(book: Rulebook, language: str) -> str:
    """What a sound rulebook holds, and how much of it is assumed."""
    name = (
        f"{book.name}（{book.labels.zh}）"
        if language == "zh"
        else f"{book.name} ({book.labels.en})"
    )
    schemes, parameters, facts = len(book.schemes), len(book.parameters), len(book.facts)
    assumed = len(every_assumption(book))
    lasting = _count_lasting(book)
    if language == "zh":
        return (
            f"{name}：无误。补贴项目 {schemes} 个，参数 {parameters} 个，信息项 {facts} 个；"
            f"其中假定口径 {assumed} 项。"
            + (f"{lasting} 项标准没有最后确认月：执行至有新标准为止。" if lasting else "")
        )
    held = f" {_rates(lasting)} until replaced." if lasting else ""
    return (
        f"{name}: sound. {_counted(schemes, 'scheme')}, {_counted(parameters, 'parameter')}, "
        f"{_counted(facts, 'fact')}; {_counted(assumed, 'convention')} assumed.{held}"
    )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _rates(number: int) -> str:
    if number == 1:
        return "1 rate has no last_confirmed: it holds"
    return f"{number} rates have no last_confirmed: they hold"


def _count_lasting(book: Rulebook) -> int:
    """Rates whose last version holds for good: it neither ends nor says how far it is confirmed.

    A pay that reads a parameter or a fact lasts as long as what it reads.
    """
    rates: list[Sequence[ParameterVersion | PayVersion]] = [
        parameter.versions for parameter in book.parameters.values() if parameter.versions
    ]
    for scheme in book.schemes:
        rates += [
            row.versions
            for row in scheme.amount.rows
            if scheme.until_month is None and not names_in(row.versions[-1].pay)
        ]
    return sum(
        versions[-1].until_month is versions[-1].last_confirmed is None for versions in rates
    )
