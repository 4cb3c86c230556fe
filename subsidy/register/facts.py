"""One person's facts out of the columns, for the reference and for explaining."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from subsidy.register.table import NO_DAY, NO_FEN, NO_WHOLE, NO_WORD, People
from subsidy.rulebook.model import CategoryFact, DateFact, Fact, MoneyFact, Rulebook, WholeFact

__all__ = ["base_fact", "person_facts"]

_NUMBERED = re.compile(r"(.+)_[0-9]+")


def person_facts(
    people: People, book: Rulebook, row: int
) -> dict[str, date | int | str | bool | None]:
    """The facts of the person in *row* (from 0) by name, numbered ones as ``<name>_2``.

    Words as the rulebook's choice, money as fen; None where the register leaves it empty. A
    fact that the register has no column for is not there.
    """
    return {
        name: _value(base_fact(book, name), values[row]) for name, values in people.columns.items()
    }


def base_fact(book: Rulebook, name: str) -> Fact:
    """The fact that a column tells: of ``disability_grade_2``, ``disability_grade``."""
    if name in book.facts:
        return book.facts[name]
    match = _NUMBERED.fullmatch(name)
    return book.facts[match[1] if match else name]


def _value(fact: Fact, value: Any) -> date | int | str | bool | None:
    number = int(value)
    match fact:
        case DateFact():
            return None if number == NO_DAY else date.fromordinal(number)
        case WholeFact():
            return None if number == NO_WHOLE else number
        case MoneyFact():
            return None if number == NO_FEN else number
        case CategoryFact(choices=choices):
            return None if number == NO_WORD else choices[number]
        case _:
            return None if number == NO_WORD else bool(number)
