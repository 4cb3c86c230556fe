"""How far back the days and months of a plan reach, so that those asked for come out right."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from subsidy.dates import FIRST_DATE, MONTHS_PER_YEAR, Month, Period, month_of
from subsidy.rulebook.model import Once, Rulebook, Scheme
from subsidy.rulebook.order import dependencies, groups_of
from subsidy.rulebook.stretches import Stretch, stretches_of

__all__ = ["Reach", "reach_of"]

FIRST_MONTH = month_of(FIRST_DATE)


@frozen
class Reach:
    """The months of a plan, its first day being that of the month before; and those of each scheme."""

    months: Period
    of_scheme: Mapping[str, Period]


def reach_of(book: Rulebook, period: Period) -> Reach:
    """The months asked for, and before them what first months and frozen amounts go back to."""
    of_scheme = {scheme.name: period for scheme in book.schemes}
    for stretch in reversed(stretches_of(book, Period(FIRST_MONTH, period.end))):
        of_scheme |= _of_stretch(stretch, of_scheme)
    firsts = [_first_looked_at(scheme, of_scheme[scheme.name]) for scheme in book.schemes]
    return Reach(Period(min([period.first, *firsts]), period.end), of_scheme)


def _of_stretch(stretch: Stretch, wanted: Mapping[str, Period]) -> dict[str, Period]:
    """The months of each scheme, with what others want of it within a stretch."""
    of_scheme = dict(wanted)
    groups = groups_of(stretch.book.schemes, stretch.book.overlaps)
    for scheme in reversed(stretch.book.schemes):
        own, frozen_from = _of_group(scheme, groups, of_scheme), scheme.amount.frozen
        of_scheme[scheme.name] = own
        for name in dependencies(scheme):
            if name in of_scheme:
                is_source = frozen_from is not None and name == frozen_from.scheme
                back = frozen_from.months if frozen_from is not None and is_source else 0
                since = max(own.first, stretch.months.first)
                first = min(of_scheme[name].first, Month(since - back))
                of_scheme[name] = Period(first, own.end)
    return of_scheme


def _of_group(scheme: Scheme, groups: Mapping[str, str], of_scheme: Mapping[str, Period]) -> Period:
    """The longest months of the schemes with which this one competes for the highest amount."""
    rivals = [name for name, group in groups.items() if group == groups[scheme.name]]
    return min((of_scheme[name] for name in rivals), key=lambda months: months.first)


def _first_looked_at(scheme: Scheme, months: Period) -> Month:
    """The month after the first whose days are looked at."""
    if scheme.timing.once is Once.PER_SPELL:
        return Month(months.first - 1)
    if scheme.timing.once is Once.PER_YEAR:
        return Month(months.first - months.first % MONTHS_PER_YEAR - 1)
    return Month(months.first - (scheme.amount.frozen.months if scheme.amount.frozen else 0))
