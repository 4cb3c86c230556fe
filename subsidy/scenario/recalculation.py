"""A reform calculated beside its baseline: only the schemes that it can touch run again.

The others keep their entitlements. To run the touched ones the engine also needs the schemes
that they look at; what comes out for those is not used.
"""

from __future__ import annotations

from attrs import evolve

from subsidy.calculation import calculate
from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.results.result import Result
from subsidy.rulebook.in_play import PERSON, in_play
from subsidy.rulebook.model import Rulebook
from subsidy.scenario.dependence import differing, looked_at, with_dependents

__all__ = ["recalculate", "schemes_run_again"]


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
        UsageRefused: the baseline has households or institutions, which cannot be asked yet.
    """
    if baseline.beside:
        raise UsageRefused(_persons_only())
    book = _playing(book, baseline)
    again = schemes_run_again(baseline.book, book)
    if len(again) == len(book.schemes):
        return calculate(book, baseline.people, baseline.period)
    entitlements = {one.scheme: one for one in baseline.outcome.schemes}
    if again:
        ran = calculate(_part(book, again), baseline.people, baseline.period)
        entitlements |= {one.scheme: one for one in ran.outcome.schemes if one.scheme in again}
    schemes = tuple(entitlements[scheme.name] for scheme in book.schemes)
    return evolve(baseline, book=book, outcome=evolve(baseline.outcome, schemes=schemes))


def _playing(book: Rulebook, baseline: Result) -> Rulebook:
    """The book without what cannot be calculated from a register of persons."""
    names = {scheme.name for scheme in baseline.book.schemes}
    if names == {scheme.name for scheme in book.schemes}:
        return book
    return in_play(book, (PERSON,))[0]


def _persons_only() -> Problem:
    return Problem(
        "whatif-persons-only",
        Place("whatif"),
        Words(
            "what-if questions are about persons; households and institutions are not asked yet",
            "测算目前只针对个人，暂不支持家庭和机构",
        ),
        Words("calculate the baseline without them", "请在计算现行结果时不给出家庭和机构名册"),
    )


def _part(book: Rulebook, wanted: frozenset[str]) -> Rulebook:
    """The book with those schemes only, and what they look at."""
    kept = looked_at(book, wanted)
    schemes = tuple(scheme for scheme in book.schemes if scheme.name in kept)
    overlaps = tuple(one for one in book.overlaps if kept.issuperset(one.schemes))
    return evolve(book, schemes=schemes, overlaps=overlaps)
