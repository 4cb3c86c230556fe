"""One unit through a whole rulebook: scheme by scheme, day by day, month by month."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import product

from attrs import evolve, frozen

from subsidy.dates import Month, Period, first_day, month_of
from subsidy.engine.outcome import Status
from subsidy.engine.reference.amounts import Question, amount_of
from subsidy.engine.reference.days import (
    days_between,
    deciding_day,
    first_in_year,
    first_months,
    months_of_run,
    months_of_runs,
    runs_of_days,
)
from subsidy.engine.reference.evaluate import Unit
from subsidy.engine.reference.outcomes import Because, MonthOutcome, Run
from subsidy.engine.reference.rates import Rates, demand_rates, exists, rate_months
from subsidy.engine.reference.shares import share_out, share_unknown
from subsidy.engine.reference.spans import spans_of, window_start
from subsidy.engine.reference.uncertain import unsure_days
from subsidy.expression.nodes import Node
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON, in_play
from subsidy.rulebook.model import Once, Overlap, OverlapRule, Rulebook, Scheme, Timing, WholeFact
from subsidy.rulebook.stretches import stretches_of

__all__ = ["HouseholdDecision", "Reference"]

Months = dict[Month, MonthOutcome]

_NOT_IN_FORCE = MonthOutcome(Status.NOT_ELIGIBLE, Because.NOT_IN_FORCE)
_NO_HOUSEHOLD = MonthOutcome(Status.NOT_ELIGIBLE, Because.NOT_COUNTED)
_NO_PAYING_MONTH = MonthOutcome(Status.NOT_ELIGIBLE, Because.NO_PAYING_MONTH)
_FREEZE_OVER = MonthOutcome(Status.NOT_ELIGIBLE, Because.FREEZE_OVER)


@frozen
class HouseholdDecision:
    """A household's own schemes; its members' schemes, and their shares of the household's."""

    own: dict[str, Months]
    members: tuple[dict[str, Months], ...]
    shares: tuple[dict[str, Months], ...]


class Reference:
    """A rulebook and a period, ready to decide one unit after the other.

    *units* are those of which registers are given: schemes of others are not looked at.

    Raises:
        RulesRefused: a rate is missing for a month in which a scheme exists.
    """

    def __init__(
        self,
        book: Rulebook,
        period: Period,
        *,
        since: Month | None = None,
        units: Collection[str] = (PERSON,),
    ) -> None:
        self._book, _ = in_play(book, units)
        self._asked = period
        self._spans = spans_of(self._book, period)
        self._told_from = window_start(self._book, self._spans, period)
        self._start = self._told_from if since is None else min(since, self._told_from)
        self._days = days_between(self._start, period.end)
        self._months = [month_of(day) for day in self._days]
        self._rates = Rates(self._book)
        since = min([period.first, *(span.first for span in self._spans.values())])
        self._stretches = stretches_of(self._book, Period(since, period.end))
        for stretch in self._stretches:
            demand_rates(stretch.book, self._rates, self._spans)

    def decide(self, facts: Mapping[str, object]) -> dict[str, Months]:
        """Every scheme of one person without a household, in every month of the period."""
        unit = Unit(self._book, self._rates, facts)
        return self._asked_months(self._schemes(PERSON, unit, self._no_shares()))

    def decide_institution(
        self,
        facts: Mapping[str, object],
        by_month: Mapping[Month, Mapping[str, object]] | None = None,
    ) -> dict[str, Months]:
        """Every scheme of one institution; *by_month* where its register has a row a month."""
        unit = Unit(self._book, self._rates, facts, by_month=by_month)
        return self._asked_months(self._schemes(INSTITUTION, unit, {}))

    def decide_household(
        self,
        facts: Mapping[str, object],
        members: Sequence[Mapping[str, object]],
        *,
        is_blind: bool = False,
    ) -> HouseholdDecision:
        """Every scheme of a household, and every scheme and share of each of its members.

        *is_blind*: there are members who could not be read, so that no count is known.
        """
        persons = [Unit(self._book, self._rates, one) for one in members]
        household = Unit(self._book, self._rates, facts, members=None if is_blind else persons)
        own = self._schemes(HOUSEHOLD, household, {})
        shares = self._shares(own, members, persons, is_blind=is_blind)
        decided = [
            self._schemes(PERSON, self._member(facts, one, household), share)
            for one, share in zip(members, shares, strict=True)
        ]
        return HouseholdDecision(
            self._asked_months(own),
            tuple(self._asked_months(each) for each in decided),
            tuple(self._asked_months(each) for each in shares),
        )

    def _member(
        self, household: Mapping[str, object], facts: Mapping[str, object], of: Unit
    ) -> Unit:
        """A person who reads the facts and counts of the household, too."""
        return Unit(self._book, self._rates, {**household, **facts}, members=of.members)

    def _asked_months(self, decided: Mapping[str, Months]) -> dict[str, Months]:
        return {
            name: {month: months.get(month, _NOT_IN_FORCE) for month in self._asked.months()}
            for name, months in decided.items()
        }

    def _schemes(self, of: str, unit: Unit, known: Mapping[str, Months]) -> dict[str, Months]:
        """Every scheme that pays such units, stretch by stretch; *known* are decided already."""
        decided: dict[str, Months] = dict(known)
        mine: dict[str, Months] = {s.name: {} for s in self._book.schemes if s.unit == of}
        decided |= mine
        for stretch in self._stretches:
            done = set(known)
            for scheme in (one for one in stretch.book.schemes if one.unit == of):
                span, within = self._spans[scheme.name], stretch.months
                here = [m for m in span.months() if within.first <= m < within.end]
                mine[scheme.name].update(self._scheme(scheme, unit, decided, here))
                done.add(scheme.name)
                groups = _groups_complete_with(scheme, stretch.book, done)
                for group, month in product(groups, here):
                    _keep_highest(group, month, decided)
        return mine

    def _no_shares(self) -> dict[str, Months]:
        """What somebody without a household has of its schemes: nothing."""
        return {
            scheme.name: dict.fromkeys(self._spans[scheme.name].months(), _NO_HOUSEHOLD)
            for scheme in self._book.schemes
            if scheme.unit == HOUSEHOLD
        }

    def _shares(
        self,
        own: Mapping[str, Months],
        members: Sequence[Mapping[str, object]],
        persons: Sequence[Unit],
        *,
        is_blind: bool,
    ) -> list[dict[str, Months]]:
        """Each member's share of every scheme of the household."""
        shares: list[dict[str, Months]] = [{} for _ in members]
        keys = [str(one[self._book.key]) for one in members]
        for name, months in own.items():
            count = self._book.scheme(name).split_among
            where = _counted_in(self._book.scheme(name), self._book)
            for one in shares:
                one[name] = {}
            for month, outcome in months.items():
                if is_blind and where is not None:
                    each = share_unknown(outcome, keys, count)
                else:
                    each = share_out(outcome, keys, persons, where, count)
                for one, share in zip(shares, each, strict=True):
                    one[name][month] = share
        return shares

    def _scheme(
        self, scheme: Scheme, unit: Unit, decided: Mapping[str, Months], months: Sequence[Month]
    ) -> Months:
        """What a scheme comes to in some months of its span."""
        span = self._spans[scheme.name]
        if not any(exists(scheme, month) for month in span.months()):
            return dict.fromkeys(months, _NOT_IN_FORCE)
        days = self._days
        rates_in = rate_months(scheme, self._rates, span, self._months)
        truths = unit.truths(scheme.eligible, days, [rates_in[month] for month in self._months])
        told = first_day(self._told_from)
        surely, possibly = (
            runs_of_days(days, truths, unknown_counts=unknown, told_from=told)
            for unknown in (False, True)
        )
        sure, perhaps = _months(surely, possibly, scheme.timing)
        unsure = unsure_days(scheme, sure, perhaps, possibly)
        outcomes: Months = {}
        for month in months:
            others = {name: known.get(month, _NOT_IN_FORCE) for name, known in decided.items()}
            run = None if month in unsure.open else sure.get(month)
            if not exists(scheme, month):
                outcomes[month] = _NOT_IN_FORCE
            elif not scheme.timing.pays(month):
                outcomes[month] = _NO_PAYING_MONTH
            elif run is None:
                outcomes[month] = _other_month(scheme, perhaps.get(month), others)
            else:
                before = self._before(scheme, month, run, decided)
                on = deciding_day(month, run, scheme.timing)
                outcomes[month] = evolve(
                    _sure_month(
                        Question(scheme, unit, self._rates, month, run, on, others, before)
                    ),
                    day_missing=unsure.missing.get(month, frozenset()),
                )
        return outcomes

    def _before(
        self, scheme: Scheme, month: Month, run: Run, decided: Mapping[str, Months]
    ) -> MonthOutcome | None:
        """For a frozen amount: what the other scheme came to in the month before the run's first."""
        frozen = scheme.amount.frozen
        if frozen is None:
            return None
        first = months_of_run(run, scheme.timing)[0]
        if month >= first + frozen.months:
            return _FREEZE_OVER
        return decided[frozen.scheme].get(Month(first - 1), _NOT_IN_FORCE)


def _groups_complete_with(scheme: Scheme, book: Rulebook, done: Collection[str]) -> list[Overlap]:
    return [
        overlap
        for overlap in book.overlaps
        if overlap.rule is OverlapRule.HIGHEST_OF
        and scheme.name in overlap.schemes
        and all(name in done for name in overlap.schemes)
    ]


def _months(
    surely: list[Run], possibly: list[Run], timing: Timing
) -> tuple[dict[Month, Run], dict[Month, Run]]:
    """The months that are sure to be paid by their days, and those that may be."""
    if timing.once is Once.EVERY_MONTH:
        return months_of_runs(surely, timing), months_of_runs(possibly, timing)
    sure, perhaps = first_months(surely, possibly, timing)
    return first_in_year(sure, perhaps) if timing.once is Once.PER_YEAR else (sure, perhaps)


def _counted_in(scheme: Scheme, book: Rulebook) -> Node | None:
    fact = book.facts.get(scheme.split_among)
    return fact.counts if isinstance(fact, WholeFact) else None


def _sure_month(question: Question) -> MonthOutcome:
    scheme, others = question.scheme, question.others
    refusal = _refused_beside(scheme, others)
    if refusal is None and question.before is _FREEZE_OVER:
        refusal = _FREEZE_OVER
    if refusal is not None:
        return evolve(refusal, run=question.run)
    return amount_of(question, _unknown_beside(scheme, others))


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
