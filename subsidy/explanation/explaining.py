"""One unit, one month: what each scheme concludes, and why, told by the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from subsidy.calculation import period_of
from subsidy.dates import Month, Period, last_day, month_of, show_month
from subsidy.engine.outcome import Status
from subsidy.engine.reference import Because, MonthOutcome, run_reference
from subsidy.engine.reference.days import deciding_day
from subsidy.engine.reference.evaluate import Unit
from subsidy.engine.reference.rates import Rates
from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.explanation.absent import not_calculated
from subsidy.explanation.conditions import Reading, conditions_of
from subsidy.explanation.paying import amount_reasons, run_reasons
from subsidy.explanation.reasons import Explanation, Mark, Reason, SchemeExplanation
from subsidy.explanation.wording import BECAUSE, Naming, joined, source_words
from subsidy.money import instalment, show_yuan
from subsidy.register.facts import person_facts
from subsidy.register.readers import read_register
from subsidy.register.table import People
from subsidy.rulebook.in_play import PERSON, in_play
from subsidy.rulebook.model import OverlapRule, Rulebook, Scheme
from subsidy.rulebook.shelf import load_rulebook

__all__ = ["explain", "explain_person"]


def explain(
    rulebook: Rulebook | str | Path,
    people: Any,
    person_id: str,
    month: str | Month,
    *,
    scheme: str | None = None,
) -> Explanation:
    """Why one person of a register is, or is not, due what they are due in one month.

    Args:
        rulebook: a loaded rulebook, the name of a place on the shelf, or a path.
        people: whatever :func:`subsidy.calculate` takes.
        person_id: the identifier as it stands in the register.
        month: such as ``"2023-05"``.
        scheme: explain this one alone, by its name or label.

    Raises:
        RulesRefused: the rules are broken, or a rate is missing in the month.
        RegisterRefused: the register cannot be read.
        UsageRefused: no such month, person or scheme, or the person's row was set aside.
    """
    book = rulebook if isinstance(rulebook, Rulebook) else load_rulebook(rulebook)
    period = Period(month, Month(month + 1)) if isinstance(month, int) else period_of(month)
    if len(period.months()) != 1:
        raise _refusal(
            "month", "--month", str(month), "name one month, 2023-05", "请写一个月份，如 2023-05"
        )
    book, _ = in_play(book, {PERSON})  # the others are said by the result to be left out
    register = people if isinstance(people, People) else read_register(people, book, period)
    rows = (register.ids == person_id).arg_true().to_list()
    if not rows:
        file = str(people) if isinstance(people, str | Path) and people != "-" else "register"
        raise not_calculated(register, book, person_id, file)
    told = explain_person(book, person_facts(register, book, rows[0]), period.first, person_id)
    return told if scheme is None else _only(told, scheme)


def explain_person(
    book: Rulebook, facts: Mapping[str, object], month: Month, unit_id: str
) -> Explanation:
    """The reasons of every scheme for one unit; *facts* as the reference takes them.

    Raises:
        RulesRefused: a rate is missing in the month.
    """
    outcomes = {
        name: months[month]
        for name, months in run_reference(book, facts, Period(month, Month(month + 1))).items()
    }
    asked = _Asked(book, facts, month, outcomes)
    schemes = tuple(asked.explain_scheme(scheme) for scheme in book.schemes)
    return Explanation(unit_id, month, book.name, book.labels, schemes)


@frozen
class _Asked:
    """A unit and a month, and what the reference concluded."""

    book: Rulebook
    facts: Mapping[str, object]
    month: Month
    outcomes: Mapping[str, MonthOutcome]

    def explain_scheme(self, scheme: Scheme) -> SchemeExplanation:
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

    def _reasons(self, scheme: Scheme, outcome: MonthOutcome) -> Iterator[Reason]:
        if outcome.because is Because.NOT_IN_FORCE:
            yield _not_in_force(scheme)
            return
        reading = self._reading(scheme, outcome)
        days_month = month_of(reading.day)  # eligibility reads the rates of the day's own month
        conditions = conditions_of(scheme.eligible, evolve(reading, month=days_month))
        yield from conditions
        yield from run_reasons(scheme, outcome, self.month)
        yield from self._beside(scheme)
        if outcome.because in BECAUSE and Mark.NOT_MET not in {each.mark for each in conditions}:
            yield Reason("no-amount", BECAUSE[outcome.because])
        if outcome.working is not None:
            fen = outcome.fen or self._fen_before_overlaps(outcome)
            yield from amount_reasons(scheme, outcome.working, reading, fen)
        if outcome.because is Because.OUTBID:
            yield self._outbid(outcome)
        if outcome.status is Status.UNDETERMINED:
            yield self._missing(outcome)
        if outcome.working is None:
            yield Reason("basis", source_words(scheme.source))

    def _fen_before_overlaps(self, outcome: MonthOutcome) -> int:
        """What the month came to before a higher scheme took its place."""
        working = outcome.working
        assert working is not None
        scheme = next(s for s in self.book.schemes if working.row in s.amount.rows)
        of = working.version.per_months
        return instalment(working.standard_fen, working.instalment, of, scheme.rounding)

    def _reading(self, scheme: Scheme, outcome: MonthOutcome) -> Reading:
        """The facts on the deciding day; without one, on the last day that fails."""
        rates = Rates(self.book)
        unit = Unit(self.book, rates, self.facts)
        on = outcome.decided_on
        if on is None and outcome.run is not None:
            on = deciding_day(self.month, outcome.run, scheme.timing)
        if on is None:
            on = self._failing_day(scheme, unit)
        return Reading(self.book, unit, rates, self.facts, on, self.month)

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
            if overlap.rule is OverlapRule.HIGHEST_OF and outcome.other in overlap.schemes
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


def _only(told: Explanation, scheme: str) -> Explanation:
    found = tuple(
        one for one in told.schemes if scheme in (one.scheme, one.labels.en, one.labels.zh)
    )
    if found:
        return evolve(told, schemes=found)
    known = ", ".join(one.scheme for one in told.schemes)
    raise _refusal("scheme", "--scheme", scheme, f"the schemes are {known}", f"现有项目：{known}")


def _refusal(code: str, where: str, found: str, en: str, zh: str) -> UsageRefused:
    message = Words(f"{found} is not a {code} to explain", f"无法说明 {found}")
    return UsageRefused(Problem(code, Place(where), message, Words(en, zh), found))
