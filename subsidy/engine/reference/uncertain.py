"""Months that are sure to be paid, but by the facts of a day that is not sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from subsidy.dates import Month
from subsidy.engine.reference.days import deciding_day, months_of_run
from subsidy.engine.reference.outcomes import Run
from subsidy.expression.nodes import ParameterValue
from subsidy.expression.uses import names_in
from subsidy.rulebook.checks_units import formulas_of
from subsidy.rulebook.model import Once, Scheme

__all__ = ["UnsureDays", "unsure_days"]


@frozen
class UnsureDays:
    """Of the months that are sure to be paid: those worked out from a day that is not.

    ``missing`` is what that day hangs on; ``open`` are the months whose amount hangs on it.
    """

    missing: Mapping[Month, frozenset[str]]
    open: frozenset[Month]


def unsure_days(
    scheme: Scheme,
    sure: Mapping[Month, Run],
    perhaps: Mapping[Month, Run],
    possibly: Sequence[Run],
) -> UnsureDays:
    """The sure months whose deciding day, or first month of a run, unknown days may move.

    A run that is sure from some day on may have begun before, or may go on; or the month may
    belong to an earlier run that only may be. Of first months only, all are taken as sure.
    """
    if scheme.timing.once is not Once.EVERY_MONTH:
        return UnsureDays({}, frozenset())
    reads_day, is_frozen = _reads_day(scheme), scheme.amount.frozen is not None
    missing: dict[Month, frozenset[str]] = {}
    open_: set[Month] = set()
    for month, run in sure.items():
        claiming = perhaps[month]
        whole = next(one for one in possibly if one.begins <= run.begins < one.ends)
        moved = claiming is not whole or (
            deciding_day(month, run, scheme.timing) != deciding_day(month, whole, scheme.timing)
        )
        first, earliest = (months_of_run(one, scheme.timing)[0] for one in (run, whole))
        if moved and claiming.missing:
            missing[month] = claiming.missing
        if claiming.missing and ((moved and reads_day) or (is_frozen and first != earliest)):
            open_.add(month)
    return UnsureDays(missing, frozenset(open_))


def _reads_day(scheme: Scheme) -> bool:
    """Whether an amount is worked out from anything but the month."""
    _, *amounts = formulas_of(scheme)  # the first is who is eligible
    leaves = {leaf for node in amounts for leaf in names_in(node)}
    return any(not isinstance(leaf, ParameterValue) for leaf in leaves)
