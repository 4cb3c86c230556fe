"""How far back a scheme has to be looked at, so that the months asked for come out right."""

from __future__ import annotations

from collections.abc import Mapping

from subsidy.dates import FIRST_DATE, MONTHS_PER_YEAR, Month, Period, month_of
from subsidy.rulebook.model import Once, OverlapRule, Rulebook, Scheme
from subsidy.rulebook.order import dependencies
from subsidy.rulebook.stretches import Stretch, stretches_of

__all__ = ["spans_of", "window_start"]


def spans_of(book: Rulebook, period: Period) -> dict[str, Period]:
    """The months in which each scheme is decided: the period, and what a frozen amount goes back to.

    What such a scheme itself depends on or competes with is decided as far back.
    """
    first = {scheme.name: period.first for scheme in book.schemes}
    beginning = month_of(FIRST_DATE)
    for stretch in reversed(stretches_of(book, Period(beginning, period.end))):
        _go_back(stretch, first)
    return {name: Period(month, period.end) for name, month in first.items()}


def _go_back(stretch: Stretch, first: dict[str, Month]) -> None:
    """Move the first months of schemes back to what others ask of them within a stretch."""
    for scheme in reversed(stretch.book.schemes):
        rivals = _rivals(stretch.book, scheme)
        first |= dict.fromkeys(rivals, min(first[name] for name in rivals))
        since = max(first[scheme.name], stretch.months.first)
        frozen = scheme.amount.frozen
        if frozen is not None:
            back = Month(since - frozen.months)
            first[frozen.scheme] = min(first.get(frozen.scheme, back), back)
        for name in dependencies(scheme):
            if name in first and (frozen is None or name != frozen.scheme):
                first[name] = min(first[name], since)


def _rivals(book: Rulebook, scheme: Scheme) -> list[str]:
    """The scheme, and the members of the groups of which only the highest is paid with it."""
    groups = [
        overlap.schemes
        for overlap in book.overlaps
        if overlap.rule is OverlapRule.HIGHEST_OF and scheme.name in overlap.schemes
    ]
    return [scheme.name, *(name for group in groups for name in group)]


def window_start(book: Rulebook, spans: Mapping[str, Period], period: Period) -> Month:
    """The month from whose first day on days are looked at: one for the whole book.

    The month before a scheme's span tells whether a run has begun by then. To know the first
    month of a run takes one more; to know the first in a year, all of the year; to know when an
    amount was frozen, as many as it may last.
    """
    starts = [_looked_at_from(scheme, spans[scheme.name]) for scheme in book.schemes]
    return min([Month(period.first - 1), *starts])


def _looked_at_from(scheme: Scheme, span: Period) -> Month:
    frozen = scheme.amount.frozen
    match scheme.timing.once:
        case Once.PER_SPELL:
            return Month(span.first - 2)
        case Once.PER_YEAR:
            return Month(span.first - span.first % MONTHS_PER_YEAR - 2)
        case _:
            return Month(span.first - 1 - (frozen.months if frozen else 0))
