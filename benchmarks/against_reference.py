"""Some people of a shape, person by person, against the day-by-day reference."""

from __future__ import annotations

from datetime import date

from benchmarks.contestants.ours import Way, period_of
from benchmarks.measuring import Contestant, draw
from benchmarks.people import is_day
from subsidy.engine.outcome import Status
from subsidy.engine.reference import Reference
from subsidy.register.table import NO_DAY, NO_WHOLE

__all__ = ["disagreements"]


def disagreements(contestant: Contestant, people: int, seed: int, years: int = 1) -> int:
    """How many people and schemes both engines do not give the same fen."""
    way = Way(draw(contestant.people, people, seed), *contestant.options)
    fen = way.amounts(years)
    columns = way.register.columns
    reference = Reference(way.book, period_of(years))
    wrong = 0
    for row in range(people):
        facts = {name: _value(name, column[row]) for name, column in columns.items()}
        decided = reference.decide(facts)
        for scheme, column in zip(way.schemes, fen, strict=True):
            months = decided[scheme].values()
            due = sum(said.fen for said in months if said.status is Status.ENTITLED)
            wrong += due != column[row]
    return wrong


def _value(name: str, value: int) -> object:
    if is_day(name):
        return None if value == NO_DAY else date.fromordinal(int(value))
    return None if value == NO_WHOLE else int(value)
