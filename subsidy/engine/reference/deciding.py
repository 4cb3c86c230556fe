"""One unit through a whole rulebook: scheme by scheme, day by day, month by month."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from subsidy.dates import Month, Period, first_day, month_of
from subsidy.engine.outcome import Status
from subsidy.engine.reference.amounts import Question, amount_of
from subsidy.engine.reference.days import (
    days_between,
    deciding_day,
    months_of_runs,
    runs_of_days,
)
from subsidy.engine.reference.evaluate import Unit
from subsidy.engine.reference.outcomes import Because, MonthOutcome, Run
from subsidy.engine.reference.rates import Rates, demand_rates, exists, rate_months
from subsidy.rulebook.model import Overlap, OverlapRule, Rulebook, Scheme

__all__ = ["Reference"]

Months = dict[Month, MonthOutcome]

_NOT_IN_FORCE = MonthOutcome(Status.NOT_ELIGIBLE, Because.NOT_IN_FORCE)


class Reference:
    """A rulebook and a period, ready to decide one unit after the other.

    Raises:
        RulesRefused: a rate is missing for a month in which a scheme exists.
    """

    def __init__(self, book: Rulebook, period: Period, *, since: Month | None = None) -> None:
        before = Month(period.first - 1)
        start = before if since is None else min(since, before)
        self._book = book
        self._period = period
        self._rates = Rates(book)
        self._days = days_between(start, period.end)
        self._told_from = first_day(before)
        demand_rates(book, self._rates, period)

    def decide(self, facts: Mapping[str, object]) -> dict[str, Months]:
        """Every scheme of one unit, in the book's order, in every month of the period."""
        unit = Unit(self._book, self._rates, facts)
        decided: dict[str, Months] = {}
        for scheme in self._book.schemes:
            decided[scheme.name] = self._scheme(scheme, unit, decided)
            for group in self._groups_complete_with(scheme, decided):
                for month in self._period.months():
                    _keep_highest(group, month, decided)
        return decided

    def _scheme(self, scheme: Scheme, unit: Unit, decided: Mapping[str, Months]) -> Months:
        if not any(exists(scheme, month) for month in self._period.months()):
            return dict.fromkeys(self._period.months(), _NOT_IN_FORCE)
        rates_in = rate_months(scheme, self._rates, self._period, self._days)
        truths = [unit.truth(scheme.eligible, day, rates_in[month_of(day)]) for day in self._days]
        surely, possibly = (
            months_of_runs(
                runs_of_days(self._days, truths, unknown_counts=unknown, told_from=self._told_from),
                scheme.timing,
            )
            for unknown in (False, True)
        )
        outcomes: Months = {}
        for month in self._period.months():
            others = {name: months[month] for name, months in decided.items()}
            run = surely.get(month)
            if not exists(scheme, month):
                outcomes[month] = _NOT_IN_FORCE
            elif run is not None:
                outcomes[month] = self._sure_month(scheme, unit, month, run, others)
            else:
                outcomes[month] = _other_month(scheme, possibly.get(month), others)
        return outcomes

    def _sure_month(
        self,
        scheme: Scheme,
        unit: Unit,
        month: Month,
        run: Run,
        others: Mapping[str, MonthOutcome],
    ) -> MonthOutcome:
        refusal = _refused_beside(scheme, others)
        if refusal is not None:
            return evolve(refusal, run=run)
        on = deciding_day(month, run, scheme.timing)
        question = Question(scheme, unit, self._rates, month, run, on, others)
        return amount_of(question, _unknown_beside(scheme, others))

    def _groups_complete_with(self, scheme: Scheme, decided: Mapping[str, Months]) -> list[Overlap]:
        return [
            overlap
            for overlap in self._book.overlaps
            if overlap.rule is OverlapRule.HIGHEST_OF
            and scheme.name in overlap.schemes
            and all(name in decided for name in overlap.schemes)
        ]


def _other_month(
    scheme: Scheme, run: Run | None, others: Mapping[str, MonthOutcome]
) -> MonthOutcome:
    """A month that no yes-days pay: perhaps days that may be yes do."""
    if run is None:
        return MonthOutcome(Status.NOT_ELIGIBLE, Because.NO_DAYS)
    refusal = _refused_beside(scheme, others)
    if refusal is not None:
        return evolve(refusal, run=run)
    missing = run.missing | _unknown_beside(scheme, others)
    return MonthOutcome(Status.UNDETERMINED, Because.UNKNOWN, missing=missing, run=run)


def _refused_beside(scheme: Scheme, others: Mapping[str, MonthOutcome]) -> MonthOutcome | None:
    """The refusal where a scheme beside this one is paid that must not be, or is not and must."""
    for name in scheme.unless_paid:
        if others[name].fen > 0:
            return MonthOutcome(Status.NOT_ELIGIBLE, Because.EXCLUDED, other=name)
    for name in scheme.only_if_paid:
        if others[name].status is not Status.UNDETERMINED and others[name].fen <= 0:
            return MonthOutcome(Status.NOT_ELIGIBLE, Because.NOT_ACCOMPANIED, other=name)
    return None


def _unknown_beside(scheme: Scheme, others: Mapping[str, MonthOutcome]) -> frozenset[str]:
    """What is missing for the schemes that this one is not, or only, paid beside."""
    beside = (*scheme.unless_paid, *scheme.only_if_paid)
    return frozenset().union(*(others[name].missing for name in beside))


def _keep_highest(group: Overlap, month: Month, decided: Mapping[str, Months]) -> None:
    """In one month, keep the highest of a group; all of them hang on an unknown one."""
    members = {name: decided[name][month] for name in group.schemes}
    missing = frozenset().union(*(member.missing for member in members.values()))
    paid = {name: member for name, member in members.items() if member.fen > 0}
    if any(member.status is Status.UNDETERMINED for member in members.values()):
        for name, member in members.items():
            if name in paid or member.status is Status.UNDETERMINED:
                decided[name][month] = evolve(
                    member,
                    status=Status.UNDETERMINED,
                    because=Because.UNKNOWN,
                    fen=0,
                    bracket="",
                    missing=missing,
                )
        return
    highest = max(paid, key=lambda name: paid[name].fen, default="")  # the first of equals
    for name in paid.keys() - {highest}:
        decided[name][month] = evolve(
            members[name],
            status=Status.NOT_ELIGIBLE,
            because=Because.OUTBID,
            fen=0,
            bracket="",
            other=highest,
        )
