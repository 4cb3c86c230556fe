"""Days to months: maximal runs of days, and the months that each run pays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from subsidy.dates import Month, first_day, last_day, month_of
from subsidy.engine.reference.kleene import Truth, Unknown
from subsidy.engine.reference.outcomes import Run
from subsidy.rulebook.model import Timing, When

__all__ = ["days_between", "deciding_day", "months_of_runs", "runs_of_days"]

ONE_DAY = timedelta(days=1)


def days_between(first: Month, end: Month) -> list[date]:
    """Every day of the months [first, end)."""
    start = first_day(first)
    return [start + number * ONE_DAY for number in range((first_day(end) - start).days)]


def runs_of_days(
    days: Sequence[date], truths: Sequence[Truth], *, unknown_counts: bool, told_from: date
) -> list[Run]:
    """Maximal runs of days that are yes, or yes-or-unknown where *unknown_counts*.

    A run's ``missing`` is gathered from its unknown days, from *told_from* on.
    """
    runs: list[Run] = []
    begins: date | None = None
    missing: frozenset[str] = frozenset()
    for day, truth in zip(days, truths, strict=True):
        if truth is True or (unknown_counts and isinstance(truth, Unknown)):
            begins = begins or day
            if isinstance(truth, Unknown) and day >= told_from:
                missing |= truth.missing
        elif begins is not None:
            runs.append(Run(begins, day, missing))
            begins, missing = None, frozenset()
    if begins is not None:
        runs.append(Run(begins, days[-1] + ONE_DAY, missing))
    return runs


def months_of_runs(runs: Sequence[Run], timing: Timing) -> dict[Month, Run]:
    """The months that runs pay; a month that two runs would pay belongs to the earlier."""
    months: dict[Month, Run] = {}
    for run in runs:
        first = month_of(run.begins) + (timing.start is When.NEXT_MONTH)
        end = month_of(run.ends) + (timing.stop is When.NEXT_MONTH)
        for number in range(first, end):
            months.setdefault(Month(number), run)
    return months


def deciding_day(month: Month, run: Run, timing: Timing) -> date:
    """The day whose facts a month is worked out from, moved into its run."""
    looked_at = month if timing.change is When.SAME_MONTH else Month(month - 1)
    return min(max(last_day(looked_at), run.begins), run.ends - ONE_DAY)
