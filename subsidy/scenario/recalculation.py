"""A reform calculated beside its baseline: only the schemes that it can touch run again.

The others keep their entitlements, and members their shares. To run the touched ones the engine
also needs the schemes that they look at; what comes out for those is not used.
"""

from __future__ import annotations

from attrs import evolve

from subsidy.calculation import calculate_registers
from subsidy.engine.outcome import Entitlements, Outcome
from subsidy.engine.units.plans import playing
from subsidy.register.units import Registers
from subsidy.results.result import Result
from subsidy.rulebook.model import Rulebook
from subsidy.scenario.dependence import differing, looked_at, with_dependents

__all__ = ["in_play_beside", "recalculate", "schemes_run_again"]


def schemes_run_again(baseline: Rulebook, book: Rulebook) -> frozenset[str]:
    """The schemes whose result :func:`recalculate` does not take from the baseline."""
    touched = differing(baseline, book)
    if touched is None:
        return frozenset(scheme.name for scheme in book.schemes)
    return with_dependents(book, touched)


def in_play_beside(baseline: Result, book: Rulebook) -> Rulebook:
    """*book* with the schemes that the registers of *baseline* allow."""
    return playing(book, baseline.units)[0]


def recalculate(baseline: Result, book: Rulebook) -> Result:
    """What the units of *baseline* are due under *book*, over the same period.

    A scheme that *book* supplies an unknown parameter for is calculated, although the baseline
    left it out.

    Raises:
        RulesRefused: a rate that it needs is missing in the period.
    """
    rules, left_out = playing(book, baseline.units)
    registers = baseline.registers or Registers(baseline.people)
    again = schemes_run_again(baseline.book, rules)
    if len(again) == len(rules.schemes):
        whole = calculate_registers(rules, registers, baseline.period)
        return evolve(whole, left_out=left_out, given=book)
    found = baseline
    if again:
        ran = calculate_registers(_part(rules, again), registers, baseline.period)
        found = _put_together(baseline, ran, again)
    parts = [_of_book(part, rules) for part in found.beside]
    persons = _of_book(found, rules)
    return evolve(persons, beside=tuple(parts), left_out=left_out, given=book)


def _put_together(baseline: Result, ran: Result, again: frozenset[str]) -> Result:
    """*ran* for the schemes in *again*, the baseline for the others, unit by unit."""
    before = {part.people.unit: part for part in baseline.beside}
    beside = tuple(
        evolve(before[part.people.unit], outcome=_mixed(before[part.people.unit], part, again))
        for part in ran.beside
    )
    shares = dict(baseline.shares_settled)
    shares |= {name: one for name, one in ran.shares_settled.items() if name in again}
    outcome = _mixed(baseline, ran, again)
    return evolve(baseline, outcome=outcome, beside=beside, shares=shares)


def _mixed(before: Result, after: Result, again: frozenset[str]) -> Outcome:
    mixed = {one.scheme: one for one in before.outcome.schemes}
    mixed |= {one.scheme: one for one in after.outcome.schemes if one.scheme in again}
    return evolve(before.outcome, schemes=tuple(mixed.values()))


def _of_book(part: Result, book: Rulebook) -> Result:
    """The same with the schemes of *book*, in its order."""
    known: dict[str, Entitlements] = {one.scheme: one for one in part.outcome.schemes}
    schemes = tuple(known[one.name] for one in book.schemes if one.name in known)
    names = {scheme.name for scheme in book.schemes}
    shares = {name: one for name, one in part.shares_settled.items() if name in names}
    return evolve(part, book=book, outcome=evolve(part.outcome, schemes=schemes), shares=shares)


def _part(book: Rulebook, wanted: frozenset[str]) -> Rulebook:
    """The book with those schemes only, and what they look at."""
    kept = looked_at(book, wanted)
    schemes = tuple(scheme for scheme in book.schemes if scheme.name in kept)
    overlaps = tuple(one for one in book.overlaps if kept.issuperset(one.schemes))
    return evolve(book, schemes=schemes, overlaps=overlaps)
