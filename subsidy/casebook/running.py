"""Each case through both engines: what was expected, what the vectors say, what the reference says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import polars as pl
from attrs import frozen

from subsidy.calculation import calculate_registers
from subsidy.casebook.reading import Case, Expected, read_cases
from subsidy.dates import Month, Period, month_of, read_month, show_month
from subsidy.engine.outcome import Status
from subsidy.engine.reference import MonthOutcome, Reference, run_reference
from subsidy.errors import Place, RegisterRefused, RulesRefused, Words
from subsidy.money import show_yuan
from subsidy.register.facts import person_facts
from subsidy.register.units import Registers, Sources, read_registers
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.in_play import HOUSEHOLD, INSTITUTION, PERSON, in_play
from subsidy.rulebook.model import DateFact, Rulebook
from subsidy.rulebook.of_unit import book_of_unit, key_of_unit, month_fact
from subsidy.rulebook.places import find_target
from subsidy.rulebook.reform import reform
from subsidy.rulebook.shelf import load_rulebook

__all__ = ["CaseReport", "CaseResult", "Check", "run_cases"]

CASES_FOLDER = "cases"


@frozen
class Check:
    """One expectation: of a scheme, its total, a month, its paid months or its missing facts."""

    scheme: str
    what: str  # "total", a month such as "2023-05", "paid_months", "undetermined"
    expected: str
    vector: str
    reference: str

    @property
    def holds(self) -> bool:
        """Whether both engines say what is expected."""
        return self.expected == self.vector == self.reference


@frozen
class CaseResult:
    """One case and its checks."""

    name: str
    source: str
    why: str
    place: Place
    period: Period
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every check holds."""
        return all(check.holds for check in self.checks)

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks that do not hold."""
        return tuple(check for check in self.checks if not check.holds)


@frozen
class _Answer:
    """What one engine says: fen above zero by scheme and month, missing facts by scheme."""

    fen: Mapping[tuple[str, Month], int]
    missing: Mapping[str, frozenset[str]]

    def total(self, scheme: str) -> int:
        return sum(fen for (name, _), fen in self.fen.items() if name == scheme)

    def paid_months(self, scheme: str) -> int:
        return sum(name == scheme for name, _ in self.fen)

    def missing_text(self, scheme: str) -> str:
        return _names(self.missing.get(scheme, frozenset()))


@frozen
class CaseReport:
    """All cases of one place."""

    results: tuple[CaseResult, ...]

    @property
    def passed(self) -> bool:
        """Whether every case comes out as written."""
        return all(result.passed for result in self.results)

    def text(self, language: str = "en") -> str:
        """A line for each failing check, then the count, in ``"en"`` or ``"zh"``."""
        lines = [line for result in self.results for line in _case_lines(result, language)]
        passed = sum(result.passed for result in self.results)
        count = Words(
            f"{passed} of {len(self.results)} cases come out as written, in both engines",
            f"{len(self.results)} 个算例中 {passed} 个与写明的结果一致（两套引擎）",
        )
        return "\n".join([*lines, count.in_language(language)]) + "\n"


def run_cases(name_or_path: str | Path) -> CaseReport:
    """Run the cases that stand beside a place's rules, in the order of files.

    Raises:
        RulesRefused: the rules or the cases cannot be read, or a rate is missing; every problem
            at once.
    """
    findings = Findings()
    target = find_target(name_or_path, findings)
    if target is None:
        raise RulesRefused(*findings.sorted())
    book = load_rulebook(target.folder)
    cases = read_cases(target.folder / CASES_FOLDER, book, findings)
    asked = [_asked(case, book, findings) for case in cases]
    if len(findings):
        raise RulesRefused(*findings.sorted())
    return CaseReport(tuple(_run(*one) for one in asked if one is not None))


def _asked(
    case: Case, book: Rulebook, findings: Findings
) -> tuple[Case, Rulebook, Registers] | None:
    """A case with its rules and registers; None where either is refused."""
    try:
        rules = reform(book, case.changes) if case.changes else book
    except RulesRefused as refused:
        for problem in refused.problems:
            findings.add(problem.code, case.place, problem.message, problem.cure, problem.found)
        return None
    registers = _registers_of(case, rules, findings)
    return None if registers is None else (case, rules, registers)


def _case_lines(result: CaseResult, language: str) -> Iterator[str]:
    if result.passed:
        return
    yield f"{result.place} {result.name}"
    for check in result.failures:
        said = Words(
            f"expected {check.expected}, vector engine {check.vector}, reference {check.reference}",
            f"应为 {check.expected}，向量引擎 {check.vector}，参照引擎 {check.reference}",
        )
        yield f"  {check.scheme} {check.what}: {said.in_language(language)}"
    if result.why:
        yield f"  {result.why}"


def _registers_of(case: Case, book: Rulebook, findings: Findings) -> Registers | None:
    """The case's unit, read by the same door as a register; None where it is refused."""
    sources = _sources(case, book)
    try:
        registers = read_registers(sources, book, case.period)
    except RegisterRefused as refused:
        for problem in refused.problems:
            findings.add(problem.code, case.place, problem.message, problem.cure, problem.found)
        return None
    read = (registers.persons, registers.households, registers.institutions)
    aside = [one for people in read if people is not None for one in people.set_aside]
    for one in aside:
        place = case.fact_places.get(one.column, case.place)
        reason = one.reason
        message = Words(f"a register would set this person aside: {reason.en}",
                        f"名册会将此人搁置：{reason.zh}")  # fmt: skip
        findings.add(one.code, place, message, Words("mend the fact", "请改正该事实"))
    return None if aside else registers


def _sources(case: Case, book: Rulebook) -> Sources:
    """One person, a household and its members, or an institution, as registers have them."""
    if case.unit == PERSON:
        return Sources([_row(book, PERSON, {book.key: "1"}, case.facts)])
    if case.unit == HOUSEHOLD:
        link = key_of_unit(book, HOUSEHOLD)
        key = {link: "1"}
        members = [
            _row(book, PERSON, {book.key: str(number), **key}, one)
            for number, one in enumerate(case.members, start=1)
        ]
        return Sources(members, [_row(book, HOUSEHOLD, key, case.facts)])
    key = {key_of_unit(book, INSTITUTION): "1"}
    months = case.months or ({},)
    rows = [_row(book, INSTITUTION, key, {**case.facts, **month}) for month in months]
    if not case.months:  # a row that stands for no month
        rows = [{k: v for k, v in row.items() if k != _month_name(book)} for row in rows]
    return Sources([], None, rows)


def _row(
    book: Rulebook, unit: str, keys: Mapping[str, str], facts: Mapping[str, str]
) -> dict[str, str | None]:
    row: dict[str, str | None] = dict.fromkeys(book_of_unit(book, unit).facts)
    return {**row, **keys, **facts}


def _month_name(book: Rulebook) -> str:
    month = month_fact(book)
    return month.name if month else ""


def _run(case: Case, book: Rulebook, registers: Registers) -> CaseResult:
    units = {PERSON} if case.unit == PERSON else {PERSON, case.unit}
    playing, _ = in_play(book, units)
    vector = _vector(playing, registers, case)
    reference = _reference(book, playing, registers, case)
    checks: list[Check] = []
    for who, expect in (("", case.expect), *case.expect_members.items()):
        checks += _named_checks(who, expect, vector[who], reference[who])
    checks += _other_checks(case, playing, vector[""], reference[""])
    return CaseResult(case.name, case.source, case.why, case.place, case.period, tuple(checks))


def _named_checks(
    who: str, expect: Mapping[str, Expected], vector: _Answer, reference: _Answer
) -> Iterator[Check]:
    for scheme, expected in expect.items():
        for what, wanted in _wanted(expected):
            said = _say(vector, scheme, what), _say(reference, scheme, what)
            yield Check(f"{who} {scheme}".strip(), what, wanted, *said)


def _wanted(expected: Expected) -> Iterator[tuple[str, str]]:
    if expected.total_fen is not None:
        yield "total", show_yuan(expected.total_fen)
    for month, fen in expected.months_fen.items():
        yield show_month(month), show_yuan(fen)
    if expected.paid_months is not None:
        yield "paid_months", str(expected.paid_months)
    yield "undetermined", _names(expected.undetermined)


def _other_checks(
    case: Case, book: Rulebook, vector: _Answer, reference: _Answer
) -> Iterator[Check]:
    """Schemes that are not named pay nothing; where they may pay, both engines agree on them."""
    for scheme in book.schemes:
        if scheme.name in case.expect or scheme.unit != case.unit:
            continue
        said = [_say(answer, scheme.name, "total") for answer in (vector, reference)]
        wanted = said[1] if case.others_may_pay else show_yuan(0)
        if said != [wanted, wanted]:
            yield Check(scheme.name, "total", wanted, *said)


def _say(answer: _Answer, scheme: str, what: str) -> str:
    match what:
        case "total":
            return show_yuan(answer.total(scheme))
        case "paid_months":
            return str(answer.paid_months(scheme))
        case "undetermined":
            return answer.missing_text(scheme)
        case month:
            return show_yuan(answer.fen.get((scheme, read_month(month)), 0))


def _vector(book: Rulebook, registers: Registers, case: Case) -> dict[str, _Answer]:
    """What the vector engine says of the case's unit (under an empty name) and of each member."""
    result = calculate_registers(book, registers, case.period)
    frames = [result.monthly()]
    if case.unit == HOUSEHOLD:
        frames.append(result.shares().with_columns(unit=pl.lit(PERSON), bracket=pl.lit("")))
    fen: dict[str, dict[tuple[str, Month], int]] = {}
    missing: dict[str, dict[str, frozenset[str]]] = {}
    for row in (row for frame in frames for row in frame.iter_rows(named=True)):
        who = "" if row["unit"] == case.unit else row["unit_id"]
        month = read_month(row["month"])
        fen.setdefault(who, {})[row["scheme"], month] = int(row["amount"] * 100)
    for row in result.undetermined().iter_rows(named=True):
        who = "" if row["unit"] == case.unit else row["unit_id"]
        known = missing.setdefault(who, {})
        known[row["scheme"]] = known.get(row["scheme"], frozenset()) | {*row["missing"].split(";")}
    everybody = ("", *case.expect_members)
    return {who: _Answer(fen.get(who, {}), missing.get(who, {})) for who in everybody}


def _reference(
    book: Rulebook, playing: Rulebook, registers: Registers, case: Case
) -> dict[str, _Answer]:
    """The same, said by the reference."""
    people = registers.persons
    persons = book_of_unit(playing, PERSON)
    members = [
        {book.key: people.ids[row], **person_facts(people, persons, row)}
        for row in range(len(people))
    ]
    if case.unit == PERSON:
        return {"": _answer(run_reference(book, members[0], case.period))}
    reference = Reference(book, case.period, units=(PERSON, case.unit))
    if registers.households is not None:
        own = book_of_unit(playing, HOUSEHOLD)
        facts = person_facts(registers.households, own, 0)
        decided = reference.decide_household(facts, members)
        ids = [str(one[book.key]) for one in members]
        each = zip(ids, decided.members, decided.shares, strict=True)
        said = {key: _answer({**paid, **shared}) for key, paid, shared in each}
        return {"": _answer(decided.own), **said}
    assert registers.institutions is not None
    own, rows = book_of_unit(playing, INSTITUTION), registers.institutions
    each_row = [person_facts(rows, own, row) for row in range(len(rows))]
    month = month_fact(book)
    by_month = {_month_of(row, month): row for row in each_row} if case.months and month else None
    return {"": _answer(reference.decide_institution(each_row[0], by_month))}


def _month_of(row: Mapping[str, object], month: DateFact) -> Month:
    day = row[month.name]
    assert isinstance(day, date)
    return month_of(day)


def _answer(decided: Mapping[str, Mapping[Month, MonthOutcome]]) -> _Answer:
    fen: dict[tuple[str, Month], int] = {}
    missing: dict[str, frozenset[str]] = {}
    for scheme, months in decided.items():
        fen |= {(scheme, month): said.fen for month, said in months.items() if said.fen > 0}
        open_months = [
            said.missing for said in months.values() if said.status is Status.UNDETERMINED
        ]
        if open_months:
            missing[scheme] = frozenset().union(*open_months)
    return _Answer(fen, missing)


def _names(missing: frozenset[str]) -> str:
    return ", ".join(sorted(missing)) or "-"
