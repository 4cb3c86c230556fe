"""One unit, one month: what each scheme concludes, and why, told by the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from subsidy.calculation import period_of
from subsidy.dates import Month, Period
from subsidy.engine.outcome import Status
from subsidy.engine.reference import Because, MonthOutcome, Reference
from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.explanation.absent import not_calculated
from subsidy.explanation.counting import Sharing
from subsidy.explanation.reasons import Explanation, NotCalculated, SchemeExplanation
from subsidy.explanation.schemes import Asked
from subsidy.explanation.subjects import UNITS, Subject, find_subject
from subsidy.register.guard.limits import Limits
from subsidy.register.roster_map import NO_MAP, RosterMap
from subsidy.register.units import Sources, read_registers
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON, LeftOut, in_play
from subsidy.rulebook.model import Rulebook, Scheme
from subsidy.rulebook.shelf import load_rulebook

__all__ = ["explain", "explain_person"]

_OF_NOBODY = MonthOutcome(Status.NOT_ELIGIBLE, Because.NOT_COUNTED)


def explain(  # noqa: PLR0913 - three registers, rules, a month, and whom it is about
    rulebook: Rulebook | str | Path,
    people: Any,
    unit_id: str,
    month: str | Month,
    *,
    households: Any = None,
    institutions: Any = None,
    unit: str | None = None,
    scheme: str | None = None,
    mapping: RosterMap = NO_MAP,
    limits: Limits | None = None,
) -> Explanation:
    """Why one person, household or institution is, or is not, due what it is due in one month.

    Args:
        rulebook: a loaded rulebook, the name of a place on the shelf, or a path.
        people: whatever :func:`subsidy.calculate` takes.
        households: likewise; a member's share is explained, too.
        institutions: likewise.
        unit_id: the identifier, looked for among persons, then households, then institutions.
        month: such as ``"2023-05"``.
        unit: look for ``"person"``, ``"household"`` or ``"institution"`` alone.
        scheme: explain this one alone, by its name or label.
        mapping: what a mapping file says of the rosters.
        limits: what a register may ask for before it is refused.

    Raises:
        RulesRefused: the rules are broken, or a rate is missing in the month.
        RegisterRefused: a register cannot be read.
        UsageRefused: no such month, unit or scheme, or the unit's row was set aside.
    """
    book = rulebook if isinstance(rulebook, Rulebook) else load_rulebook(rulebook)
    period = _month(month)
    _refuse_unit(unit)
    sources = Sources(people, households, institutions, {"mapping": mapping, "limits": limits})
    told = _of_registers(book, sources, period, (unit_id, unit))
    return told if scheme is None else _only(told, scheme)


def _of_registers(
    book: Rulebook, sources: Sources, period: Period, whom: tuple[str, str | None]
) -> Explanation:
    """The unit of that identifier, in that register if one is named, explained."""
    rules, left_out = in_play(book, sources.units())
    registers = read_registers(sources, rules, period)
    subject = find_subject(registers, rules, *whom)
    if subject is None:
        raise not_calculated(registers, rules, whom[0], _file(sources.persons))
    return _explained(_Question(book, rules, left_out, sources.units(), period.first), subject)


def _month(month: str | Month) -> Period:
    option = "--month"
    period = Period(month, Month(month + 1)) if isinstance(month, int) else period_of(month, option)
    if len(period.months()) == 1:
        return period
    raise _refusal(
        "month", option, str(month), "name one month, 2023-05", "请写一个月份，如 2023-05"
    )


def _refuse_unit(unit: str | None) -> None:
    if unit is not None and unit not in UNITS:
        known = ", ".join(UNITS)
        raise _refusal("unit", "--unit", unit, f"the units are {known}", f"可用：{known}")


def explain_person(
    book: Rulebook, facts: Mapping[str, object], month: Month, unit_id: str
) -> Explanation:
    """The reasons of every scheme for one person alone; *facts* as the reference takes them.

    Raises:
        RulesRefused: a rate is missing in the month.
    """
    units = frozenset({PERSON})
    rules, left_out = in_play(book, units)
    question = _Question(book, rules, left_out, units, month)
    return _explained(question, Subject(PERSON, unit_id, facts))


@frozen(eq=False)
class _Question:
    """Which rules hold of which units, and the month that is asked about."""

    book: Rulebook
    rules: Rulebook
    left_out: tuple[LeftOut, ...]
    units: frozenset[str]
    month: Month

    def reference(self) -> Reference:
        period = Period(self.month, Month(self.month + 1))
        return Reference(self.rules, period, units=self.units)

    def schemes(self, unit: str) -> Iterator[Scheme]:
        return (scheme for scheme in self.rules.schemes if scheme.unit == unit)


def _explained(question: _Question, subject: Subject) -> Explanation:
    schemes = tuple(_SCHEMES_OF[subject.unit](question, subject))
    names = {scheme.name: scheme for scheme in question.book.schemes}
    left_out = tuple(
        NotCalculated(one.scheme, names[one.scheme].labels, one.why)
        for one in question.left_out
        if names[one.scheme].unit == subject.unit
        or (subject.unit == PERSON and names[one.scheme].split_among)
    )
    book = question.book
    return Explanation(
        subject.unit_id, question.month, book.name, book.labels, schemes, subject.unit, left_out
    )


def _person(question: _Question, subject: Subject) -> Iterator[SchemeExplanation]:
    if subject.home is None:
        yield from _alone(question, subject)
        return
    home, month = subject.home, question.month
    decided = question.reference().decide_household(
        home.facts, home.members, is_blind=home.is_blind
    )
    place = home.member_ids.index(subject.unit_id)
    own = {name: months[month] for name, months in decided.own.items()}
    of_all = [{n: months[month] for n, months in one.items()} for one in decided.shares]
    mine = {name: months[month] for name, months in decided.members[place].items()}
    household = Asked(question.rules, home.facts, month, own, home)
    person = Asked(
        question.rules, {**home.facts, **subject.facts}, month, {**of_all[place], **mine}, home
    )
    for scheme in question.rules.schemes:
        if scheme.unit == PERSON:
            yield person.explain_scheme(scheme)
        elif scheme.split_among:
            shares = tuple(one[scheme.name] for one in of_all)
            name = scheme.name
            yield household.explain_share(Sharing(scheme, home, own[name], shares[place], shares))


def _alone(question: _Question, subject: Subject) -> Iterator[SchemeExplanation]:
    """Somebody without a household has nothing of its schemes."""
    found = question.reference().decide(subject.facts)
    outcomes = {name: months[question.month] for name, months in found.items()}
    outcomes |= {scheme.name: _OF_NOBODY for scheme in question.schemes(HOUSEHOLD)}
    asked = Asked(question.rules, subject.facts, question.month, outcomes)
    for scheme in question.schemes(PERSON):
        yield asked.explain_scheme(scheme)


def _household(question: _Question, subject: Subject) -> Iterator[SchemeExplanation]:
    home = subject.home
    assert home is not None
    decided = question.reference().decide_household(
        home.facts, home.members, is_blind=home.is_blind
    )
    own = {name: months[question.month] for name, months in decided.own.items()}
    asked = Asked(question.rules, home.facts, question.month, own, home)
    for scheme in question.schemes(HOUSEHOLD):
        yield asked.explain_scheme(scheme)


def _institution(question: _Question, subject: Subject) -> Iterator[SchemeExplanation]:
    found = question.reference().decide_institution(subject.facts, subject.by_month)
    own = {name: months[question.month] for name, months in found.items()}
    asked = Asked(question.rules, subject.facts, question.month, own, None, subject.by_month)
    for scheme in question.schemes(INSTITUTION):
        yield asked.explain_scheme(scheme)


_SCHEMES_OF = {PERSON: _person, HOUSEHOLD: _household, INSTITUTION: _institution}


def _file(people: Any) -> str:
    return str(people) if isinstance(people, str | Path) and people != "-" else "register"


def _only(told: Explanation, scheme: str) -> Explanation:
    found = tuple(
        one for one in told.schemes if scheme in (one.scheme, one.labels.en, one.labels.zh)
    )
    left_out = tuple(
        one for one in told.left_out if scheme in (one.scheme, one.labels.en, one.labels.zh)
    )
    if found or left_out:
        return evolve(told, schemes=found, left_out=left_out)
    known = ", ".join(
        [*(one.scheme for one in told.schemes), *(one.scheme for one in told.left_out)]
    )
    raise _refusal("scheme", "--scheme", scheme, f"the schemes are {known}", f"现有项目：{known}")


def _refusal(code: str, where: str, found: str, en: str, zh: str) -> UsageRefused:
    message = Words(f"{found} is not a {code} to explain", f"无法说明 {found}")
    return UsageRefused(Problem(code, Place(where), message, Words(en, zh), found))
