"""A reform calculated beside its baseline: only the schemes that it can touch run again.

The others keep their entitlements. To run the touched ones the engine also needs the schemes
that they look at; what comes out for those is not used.
"""

from __future__ import annotations

from attrs import evolve

from subsidy.calculation import calculate
from subsidy.dates import Period
from subsidy.register.table import People
from subsidy.results.result import Result
from subsidy.rulebook.model import Rulebook
from subsidy.scenario.dependence import differing, looked_at, with_dependents

__all__ = ["calculate_baseline", "recalculate", "schemes_run_again"]


def calculate_baseline(book: Rulebook, people: People, period: Period) -> Result:
    """The run that reforms are compared with."""
    return calculate(book, people, period)


def schemes_run_again(baseline: Rulebook, book: Rulebook) -> frozenset[str]:
    """The schemes whose result :func:`recalculate` does not take from the baseline."""
    touched = differing(baseline, book)
    if touched is None:
        return frozenset(scheme.name for scheme in book.schemes)
    return with_dependents(book, touched)


def recalculate(baseline: Result, book: Rulebook) -> Result:
    """What the people of *baseline* are due under *book*, over the same period.

    Raises:
        RulesRefused: a rate that it needs is missing in the period.
    """
    again = schemes_run_again(baseline.book, book)
    if len(again) == len(book.schemes):
        return calculate(book, baseline.people, baseline.period)
    entitlements = {one.scheme: one for one in baseline.outcome.schemes}
    if again:
        ran = calculate(_part(book, again), baseline.people, baseline.period)
        entitlements |= {one.scheme: one for one in ran.outcome.schemes if one.scheme in again}
    schemes = tuple(entitlements[scheme.name] for scheme in book.schemes)
    return evolve(baseline, book=book, outcome=evolve(baseline.outcome, schemes=schemes))


def _part(book: Rulebook, wanted: frozenset[str]) -> Rulebook:
    """The book with those schemes only, and what they look at."""
    kept = looked_at(book, wanted)
    schemes = tuple(scheme for scheme in book.schemes if scheme.name in kept)
    overlaps = tuple(one for one in book.overlaps if kept.issuperset(one.schemes))
    return evolve(book, schemes=schemes, overlaps=overlaps)
