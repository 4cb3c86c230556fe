"""One scheme of one unit in one month: its conclusion, and the reasons for it in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import evolve, field, frozen

from subsidy.dates import Month, last_day, month_of, show_month
from subsidy.engine.outcome import Status
from subsidy.engine.reference import Because, MonthOutcome
from subsidy.engine.reference.days import deciding_day
from subsidy.engine.reference.evaluate import Unit
from subsidy.engine.reference.rates import Rates
from subsidy.errors import Words
from subsidy.explanation.changed import changed_rules, not_in_force_now
from subsidy.explanation.conditions import Reading, conditions_of
from subsidy.explanation.counting import Sharing, count_reasons, share_reasons
from subsidy.explanation.paying import amount_reasons, handed_reasons, run_reasons
from subsidy.explanation.reasons import Mark, Reason, SchemeExplanation
from subsidy.explanation.subjects import Home
from subsidy.explanation.wording import BECAUSE, ONCE, Naming, joined, source_words
from subsidy.money import instalment, show_yuan
from subsidy.rulebook.model import Once, OverlapRule, Rulebook, Scheme
from subsidy.rulebook.stretches import scheme_in

__all__ = ["Asked"]


@frozen
class Asked:
    """A unit and a month, and what the reference concluded.

    *home* is the household, whose members counts count; *by_month* are an institution's figures.
    """

    book: Rulebook
    facts: Mapping[str, object] = field(repr=False)
    month: Month
    outcomes: Mapping[str, MonthOutcome]
    home: Home | None = None
    by_month: Mapping[Month, Mapping[str, object]] | None = None

    def explain_scheme(self, scheme: Scheme) -> SchemeExplanation:
        """The scheme's conclusion, and the reasons for it."""
        outcome = self.outcomes[scheme.name]
        return SchemeExplanation(
            scheme=scheme.name,
            labels=scheme.labels,
            status=outcome.status,
            fen=outcome.fen,
            bracket=outcome.bracket,
            missing=tuple(sorted(outcome.missing)),
            reasons=tuple(self._reasons(scheme, outcome)),
            is_outbid=outcome.because is Because.OUTBID,
        )

    def explain_share(self, sharing: Sharing) -> SchemeExplanation:
        """What a member has of a scheme of the household; *self* asks about the household."""
        scheme = scheme_in(sharing.scheme, self.month)
        sharing = evolve(sharing, scheme=scheme)
        own, share = sharing.own, sharing.share
        is_told = own.because is not Because.NOT_IN_FORCE
        reading = self._reading(sharing.scheme, own) if is_told else None
        reasons = [*share_reasons(sharing, reading)]
        if share.status is Status.UNDETERMINED:
            reasons.append(self._missing(share))
        return SchemeExplanation(
            scheme=sharing.scheme.name,
            labels=sharing.scheme.labels,
            status=share.status,
            fen=share.fen,
            bracket="",
            missing=tuple(sorted(share.missing)),
            reasons=(*reasons, *handed_reasons(sharing.scheme, None)),
            is_share=True,
        )

    def _reasons(self, scheme: Scheme, outcome: MonthOutcome) -> Iterator[Reason]:
        if outcome.because is Because.NOT_IN_FORCE:
            yield not_in_force_now(scheme, self.month) or _not_in_force(scheme)
            return
        yield from changed_rules(scheme, self.month)
        scheme = scheme_in(scheme, self.month)
        if outcome.because is Because.NO_PAYING_MONTH:
            yield _no_paying_month(scheme)
            return
        reading = self._reading(scheme, outcome)
        days_month = month_of(reading.day)  # eligibility reads the rates of the day's own month
        conditions = conditions_of(scheme.eligible, evolve(reading, month=days_month))
        yield from conditions
        yield from self._counts(scheme, outcome, reading)
        yield from run_reasons(scheme, outcome, self.month)
        yield from self._beside(scheme)
        if outcome.because in BECAUSE and Mark.NOT_MET not in {each.mark for each in conditions}:
            yield _why_none(scheme, outcome)
        if outcome.working is not None:
            fen = outcome.fen or self._fen_before_overlaps(outcome)
            yield from amount_reasons(scheme, outcome.working, reading, fen)
            yield from handed_reasons(scheme, outcome.working.row)
        if outcome.because is Because.OUTBID:
            yield self._outbid(outcome)
        if outcome.status is Status.UNDETERMINED:
            yield self._missing(outcome)
        if outcome.working is None:
            yield Reason("basis", source_words(scheme.source))

    def _counts(self, scheme: Scheme, outcome: MonthOutcome, reading: Reading) -> Iterator[Reason]:
        """Who counts among the members of the household, where the scheme reads such a count."""
        if self.home is not None:
            pays = [version.pay for row in scheme.amount.rows for version in row.versions]
            if outcome.working is not None:
                pays = [outcome.working.version.pay]
            yield from count_reasons(self.home, reading, scheme, tuple(pays))

    def _fen_before_overlaps(self, outcome: MonthOutcome) -> int:
        """What the month came to before a higher scheme took its place."""
        working = outcome.working
        assert working is not None
        scheme = next(s for s in self.book.schemes if working.row in s.amount.rows)
        of, rounding = working.instalments, scheme_in(scheme, self.month).rounding
        return instalment(working.standard_fen, working.instalment, of, rounding)

    def _reading(self, scheme: Scheme, outcome: MonthOutcome) -> Reading:
        """The facts on the deciding day; without one, on the last day that fails."""
        rates = Rates(self.book)
        unit = Unit(
            self.book, rates, self.facts, members=self._members(rates), by_month=self.by_month
        )
        on = outcome.decided_on
        if on is None and outcome.run is not None:
            on = deciding_day(self.month, outcome.run, scheme.timing)
        if on is None:
            on = self._failing_day(scheme, unit)
        return Reading(self.book, unit, rates, self.facts, on, self.month)

    def _members(self, rates: Rates) -> Sequence[Unit] | None:
        if self.home is None or self.home.is_blind:
            return None
        return [Unit(self.book, rates, facts) for facts in self.home.members]

    def _failing_day(self, scheme: Scheme, unit: Unit) -> date:
        on = last_day(self.month)
        is_late = unit.truth(scheme.eligible, on, self.month) is True
        return last_day(Month(self.month - 1)) if is_late else on

    def _beside(self, scheme: Scheme) -> Iterator[Reason]:
        """What is, or is not, paid beside this scheme."""
        for name in scheme.unless_paid:
            yield self._beside_one(name, Words("must not be paid", "不得同时发放"), wanted=False)
        for name in scheme.only_if_paid:
            yield self._beside_one(name, Words("must be paid", "须同时发放"), wanted=True)

    def _beside_one(self, name: str, rule: Words, *, wanted: bool) -> Reason:
        other, label = self.outcomes[name], Naming(self.book).scheme(name)
        is_paid = other.fen > 0
        if other.status is Status.UNDETERMINED:
            mark, found = Mark.UNKNOWN, Words("undetermined this month", "本月待核")
        else:
            mark = Mark.MET if is_paid is wanted else Mark.NOT_MET
            paid = show_yuan(other.fen)
            found = Words(f"due this month ({paid})", f"本月应享（{paid} 元）")
            found = found if is_paid else Words("not due this month", "本月不享受")
        return Reason(
            "beside",
            Words(
                f"{label.en} is {found.en}; {rule.en} beside this",
                f"{label.zh}{found.zh}；{rule.zh}",
            ),
            mark,
            {"scheme": name, "amount": show_yuan(other.fen), "status": other.status.value},
        )

    def _outbid(self, outcome: MonthOutcome) -> Reason:
        label = Naming(self.book).scheme(outcome.other)
        group = next(
            overlap
            for overlap in self.book.overlaps
            if overlap.rule is OverlapRule.HIGHEST_OF
            and outcome.other in overlap.schemes
            and overlap.holds_in(self.month)
        )
        paid = show_yuan(self.outcomes[outcome.other].fen)
        return Reason(
            "highest-of",
            joined(
                Words(
                    f"only the highest is paid, which is {label.en} ({paid})",
                    f"就高发放，最高的是{label.zh}（{paid} 元）",
                ),
                source_words(group.source),
            ),
            Mark.NOT_MET,
            {"overlap": group.name, "scheme": outcome.other, "amount": paid},
        )

    def _missing(self, outcome: MonthOutcome) -> Reason:
        names = Naming(self.book).names(outcome.missing)
        return Reason(
            "missing",
            Words(f"cannot be told without: {names.en}", f"缺少以下信息，无法核定：{names.zh}"),
            Mark.UNKNOWN,
            {"missing": ";".join(sorted(outcome.missing))},
        )


def _not_in_force(scheme: Scheme) -> Reason:
    since = None if scheme.from_month is None else show_month(scheme.from_month)
    until = None if scheme.until_month is None else show_month(scheme.until_month)
    words = Words("the scheme does not exist in this month", "本项目本月不存在")
    if since:
        words = Words(f"{words.en}; it begins in {since}", f"{words.zh}；自 {since} 起")
    if until:
        words = Words(f"{words.en}; it exists before {until} only", f"{words.zh}；{until} 前有效")
    return Reason("not-in-force", words, Mark.NOT_MET, {"from": since, "until": until})


def _no_paying_month(scheme: Scheme) -> Reason:
    months = ", ".join(map(str, scheme.timing.pays_in))
    words = Words(
        f"nothing is paid in this month of the year; paid in months {months} only",
        f"本月不发放；每年仅在 {months.replace(', ', '、')} 月发放",
    )
    source = source_words(scheme.timing.source)
    return Reason(
        "paying-months", joined(words, source), Mark.NOT_MET, {"pays_in": months.replace(" ", "")}
    )


def _why_none(scheme: Scheme, outcome: MonthOutcome) -> Reason:
    """Why nothing is paid although every condition is met."""
    once, frozen_from = scheme.timing.once, scheme.amount.frozen
    if outcome.because is Because.FREEZE_OVER and frozen_from is not None:
        months = frozen_from.months
        words = Words(
            f"paid for {months} months at most, which are over", f"最多发放 {months} 个月，已满"
        )
        return Reason("freeze-over", words, Mark.NOT_MET, {"months": months})
    if outcome.because in (Because.NO_DAYS, Because.NOT_FIRST) and once is not Once.EVERY_MONTH:
        return Reason("not-first", ONCE[once], Mark.NOT_MET, {"once": once.value})
    return Reason("no-amount", BECAUSE[outcome.because])
