"""Each case through both engines: what was expected, what the vectors say, what the reference says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from subsidy.calculation import calculate
from subsidy.casebook.reading import Case, Expected, read_cases
from subsidy.dates import Month, Period, read_month, show_month
from subsidy.engine.outcome import Status
from subsidy.engine.reference import run_reference
from subsidy.errors import Place, RegisterRefused, RulesRefused, Words
from subsidy.money import show_yuan
from subsidy.register.facts import person_facts
from subsidy.register.readers import read_register
from subsidy.register.table import People
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.places import find_target
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
    people = [_person_of(case, book, findings) for case in cases]
    if len(findings):
        raise RulesRefused(*findings.sorted())
    asked = zip(cases, people, strict=True)
    return CaseReport(
        tuple(_run(case, book, person) for case, person in asked if person is not None)
    )


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


def _person_of(case: Case, book: Rulebook, findings: Findings) -> People | None:
    """The case's person, read by the same door as a register; None where it is refused."""
    row: dict[str, str | None] = dict.fromkeys(book.facts)
    row |= {book.key: "1", **case.facts}
    try:
        people = read_register([row], book, case.period)
    except RegisterRefused as refused:
        for problem in refused.problems:
            findings.add(problem.code, case.place, problem.message, problem.cure, problem.found)
        return None
    for aside in people.set_aside:
        place = case.fact_places.get(aside.column, case.place)
        reason = aside.reason
        message = Words(f"a register would set this person aside: {reason.en}",
                        f"名册会将此人搁置：{reason.zh}")  # fmt: skip
        findings.add(aside.code, place, message, Words("mend the fact", "请改正该事实"))
    return None if people.set_aside else people


def _run(case: Case, book: Rulebook, people: People) -> CaseResult:
    vector = _vector(book, people, case.period)
    reference = _reference(book, people, case.period)
    checks = [
        *_named_checks(case, vector, reference),
        *_other_checks(case, book, vector, reference),
    ]
    return CaseResult(case.name, case.source, case.why, case.place, case.period, tuple(checks))


def _named_checks(case: Case, vector: _Answer, reference: _Answer) -> Iterator[Check]:
    for scheme, expected in case.expect.items():
        for what, wanted in _wanted(expected):
            yield Check(
                scheme, what, wanted, _say(vector, scheme, what), _say(reference, scheme, what)
            )


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
        if scheme.name in case.expect:
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


def _vector(book: Rulebook, people: People, period: Period) -> _Answer:
    result = calculate(book, people, period)
    fen = {
        (row["scheme"], read_month(row["month"])): int(row["amount"] * 100)
        for row in result.monthly().iter_rows(named=True)
    }
    missing: dict[str, frozenset[str]] = {}
    for row in result.undetermined().iter_rows(named=True):
        names = frozenset(row["missing"].split(";"))
        missing[row["scheme"]] = missing.get(row["scheme"], frozenset()) | names
    return _Answer(fen, missing)


def _reference(book: Rulebook, people: People, period: Period) -> _Answer:
    fen: dict[tuple[str, Month], int] = {}
    missing: dict[str, frozenset[str]] = {}
    for scheme, months in run_reference(book, person_facts(people, book, 0), period).items():
        fen |= {(scheme, month): said.fen for month, said in months.items() if said.fen > 0}
        open_months = [
            said.missing for said in months.values() if said.status is Status.UNDETERMINED
        ]
        if open_months:
            missing[scheme] = frozenset().union(*open_months)
    return _Answer(fen, missing)


def _names(missing: frozenset[str]) -> str:
    return ", ".join(sorted(missing)) or "-"
