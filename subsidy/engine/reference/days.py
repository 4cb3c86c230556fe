"""Days to months: maximal runs of days, and the months that each run pays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from attrs import evolve

from subsidy.dates import MONTHS_PER_YEAR, Month, first_day, last_day, month_of
from subsidy.engine.reference.kleene import Truth, Unknown
from subsidy.engine.reference.outcomes import Run
from subsidy.rulebook.model import Timing, When

__all__ = [
    "days_between",
    "deciding_day",
    "first_in_year",
    "first_months",
    "months_of_run",
    "months_of_runs",
    "runs_of_days",
]

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
        for month in months_of_run(run, timing):
            months.setdefault(month, run)
    return months


def months_of_run(run: Run, timing: Timing) -> list[Month]:
    """The months that one run pays, looked at alone."""
    if timing.on_day is not None:
        around = range(month_of(run.begins), month_of(run.ends) + 1)
        return [Month(m) for m in around if run.begins <= that_day(Month(m), timing) < run.ends]
    first = month_of(run.begins) + (timing.start is When.NEXT_MONTH)
    end = month_of(run.ends) + (timing.stop is When.NEXT_MONTH)
    return [Month(number) for number in range(first, end)]


def first_months(
    surely: Sequence[Run], possibly: Sequence[Run], timing: Timing
) -> tuple[dict[Month, Run], dict[Month, Run]]:
    """Of each run only the first month: those that are sure, and those that may be.

    A first month is sure where the run surely begins on the day on which it may begin. In a run
    with unknown days every other month may be the first of a spell.
    """
    begins = {run.begins for run in possibly}
    sure: dict[Month, Run] = {}
    for run in surely:
        if run.begins in begins:
            for month in months_of_run(run, timing)[:1]:
                sure.setdefault(month, run)
    doubtful = [run for run in possibly if run.missing]
    perhaps = {m: r for m, r in months_of_runs(doubtful, timing).items() if m not in sure}
    return sure, perhaps


def first_in_year(
    sure: dict[Month, Run], perhaps: dict[Month, Run]
) -> tuple[dict[Month, Run], dict[Month, Run]]:
    """Of the first months of runs, the first of every calendar year; the others are not paid.

    Where an earlier month of the year only may be one, it cannot be told whether a later one is.
    """
    kept: dict[Month, Run] = {}
    doubtful: dict[Month, Run] = {}
    taken: set[int] = set()  # years
    missing: dict[int, frozenset[str]] = {}
    for month in sorted({*sure, *perhaps}):
        year = month // MONTHS_PER_YEAR
        if year in taken:
            continue
        run = sure.get(month) or perhaps[month]
        unknown = missing.get(year, frozenset()) | (
            run.missing if month in perhaps else frozenset()
        )
        if unknown:
            doubtful[month] = evolve(run, missing=unknown)
        else:
            kept[month] = run
        if month in sure:
            taken.add(year)
        else:
            missing[year] = unknown
    return kept, doubtful


def that_day(month: Month, timing: Timing) -> date:
    """The one day of a month that decides."""
    assert timing.on_day is not None
    last = last_day(month)
    return last.replace(day=min(timing.on_day, last.day))


def deciding_day(month: Month, run: Run, timing: Timing) -> date:
    """The day whose facts a month is worked out from, moved into its run."""
    if timing.on_day is not None:
        return that_day(month, timing)
    looked_at = month if timing.change is When.SAME_MONTH else Month(month - 1)
    return min(max(last_day(looked_at), run.begins), run.ends - ONE_DAY)
