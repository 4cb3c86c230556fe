"""Worked cases beside the rules: all of the shelf's come out, and wrong ones are caught."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy.casebook import CaseReport, run_cases
from subsidy.errors import RulesRefused
from subsidy.rulebook.shelf import SHELF, places

PLACES_WITH_CASES = [name for name in places() if (SHELF / name / "cases").is_dir()]

PLACE = "place: made_up\nname: {zh: 虚构区, en: Made up}\n"
FACTS = """facts:
  person_id:  {type: key, name: {zh: 编号, en: number}}
  birth_date: {type: date, name: {zh: 出生日期, en: date of birth}, missing: unknown}
  care_from:  {type: date, name: {zh: 护理起, en: care from}, missing: never}
  care_until: {type: date, name: {zh: 护理止, en: care until}, missing: never}
  age:        {type: age, name: {zh: 年龄, en: age}, of: birth_date, highest: 118}
  care:       {type: status, name: {zh: 护理, en: care}, from: care_from, until: care_until, spells: 2}
"""
SCHEMES = {
    "old_age": ("高龄补贴", "age >= 80", "600.00 per year"),
    "care_benefit": ("护理补贴", "care", "100.00 per month"),
}
SCHEME = """scheme: {name}
name: {{zh: {zh}, en: {name}}}
unit: person
legal_basis: {{document: made up}}
effective_from: 2023-01
eligible: {eligible}
timing: {{start: same_month, change: same_month, stop: next_month, assumed: for a test}}
amount: {{pay: "{pay}"}}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place of two schemes, without cases yet."""
    folder = tmp_path / "made_up"
    (folder / "cases").mkdir(parents=True)
    (folder / "place.yaml").write_text(PLACE, "utf-8")
    (folder / "facts.yaml").write_text(FACTS, "utf-8")
    for name, (zh, eligible, pay) in SCHEMES.items():
        text = SCHEME.format(name=name, zh=zh, eligible=eligible, pay=pay)
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def run(place: Path, *cases: str) -> CaseReport:
    """Run cases written as flow maps."""
    text = "cases:\n" + "".join(f"  - {{{case}}}\n" for case in cases)
    (place / "cases" / "some.yaml").write_text(text, "utf-8")
    return run_cases(place)


@pytest.mark.parametrize("name", PLACES_WITH_CASES)
def test_every_case_of_the_shelf_comes_out_as_written(name: str) -> None:
    """In both engines, to the fen."""
    report = run_cases(name)

    assert report.passed, report.text("en")
    assert len(report.results) > 0


def test_some_place_of_the_shelf_has_cases() -> None:
    """So that the test above tests something."""
    assert "cn/hunan/zhuzhou/shifeng" in PLACES_WITH_CASES


@pytest.mark.parametrize(
    ("expect", "passes"),
    [
        ('{old_age: "400.00"}', True),
        ('{高龄补贴: {total: "400.00", paid_months: 8}}', True),
        ('{old_age: {months: {2023-04: "0.00", 2023-05: "50.00"}}}', True),
        ('{old_age: "400.01"}', False),
        ("{old_age: {paid_months: 7}}", False),
        ('{old_age: {months: {2023-04: "50.00"}}}', False),
        ("{old_age: {undetermined: [birth_date]}}", False),
        ("{}", False),
    ],
)
def test_each_expectation_is_held_against_both_engines(
    place: Path, expect: str, *, passes: bool
) -> None:
    """Total, months, paid months, undetermined; a scheme that is not named must pay nothing."""
    report = run(
        place, f"case: turns 80, period: 2023, person: {{出生日期: 1943-05-20}}, expect: {expect}"
    )

    assert passes is report.passed


def test_others_may_pay_where_the_case_says_so(place: Path) -> None:
    """With ``others: any`` schemes that are not named are left alone."""
    case = "case: any, period: 2023, person: {birth_date: 1940-01-01}, expect: {}, others: any"

    assert run(place, case).passed


def test_undetermined_facts_are_named_or_none_are(place: Path) -> None:
    """A case that expects 0.00 does not pass because nothing can be told."""
    silent = 'case: a, period: 2023, person: {}, expect: {old_age: "0.00"}'
    told = "case: b, period: 2023, person: {}, expect: {old_age: {total: '0.00', undetermined: [出生日期]}}"

    assert [False, True] == [result.passed for result in run(place, silent, told).results]


def test_further_spells_are_numbered_as_in_a_register(place: Path) -> None:
    """``care_from_2`` by its English or Chinese name."""
    person = "{birth_date: 2000-01-01, care_from: 2023-01-10, care_until: 2023-02-10, 护理起2: 2023-12-01}"
    report = run(
        place, f"case: a, period: 2023, person: {person}, expect: {{care_benefit: '300.00'}}"
    )

    assert report.passed, report.text("en")


def test_a_failing_case_is_told_with_its_place_and_both_engines(place: Path) -> None:
    """File, line, what was expected, what each engine says, and the calculation by hand."""
    report = run(
        place,
        'case: wrong, period: 2023, person: {birth_date: 1943-05-20}, expect: {old_age: "1.00"}, why: by hand',
    )

    assert report.text("en").splitlines() == [
        "made_up/cases/some.yaml:2:5 wrong",
        "  old_age total: expected 1.00, vector engine 400.00, reference 400.00",
        "  by hand",
        "0 of 1 cases come out as written, in both engines",
    ]


@pytest.mark.parametrize(
    ("case", "code", "found"),
    [
        ("case: a, period: 2023-13, person: {}, expect: {}", "wrong-value", "2023-13"),
        ("case: a, period: 2023, person: {birth_day: 1943-05-20}, expect: {}", "unknown-fact", "birth_day"),
        ("case: a, period: 2023, person: {birth_date_2: 1943-05-20}, expect: {}", "unknown-fact", "birth_date_2"),
        ("case: a, period: 2023, person: {birth_date: 2023-02-30}, expect: {}", "impossible-date", "2023-02-30"),
        ("case: a, period: 2023, person: {}, expect: {old: '1.00'}", "unknown-scheme", "old:"),
        ("case: a, period: 2023, person: {}, expect: {old_age: '1.005'}", "wrong-value", "'1.005'"),
        ("case: a, period: 2023, person: {}, expect: {old_age: {months: {2024-01: '1.00'}}}", "wrong-value", "2024-01"),
        ("case: a, period: 2023, person: {}, expects: {}", "unknown-key", "expects"),
        ("case: a, period: 2023, person: {birth_date: 1943-05-20, 出生日期: 1943-05-20}, expect: {}", "duplicate-fact", "出生日期"),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_read_is_refused_with_its_place(
    place: Path, case: str, code: str, found: str
) -> None:
    """Every problem has file, line and column."""
    with pytest.raises(RulesRefused) as refused:
        run(place, case)
    problem = refused.value.problems[0]
    column = len("  - {") + case.index(found) + 1

    assert (code, 2, column) == (problem.code, problem.place.line, problem.place.column)


@pytest.mark.parametrize(
    "case",
    [
        "case: a, period: 2023, expect: {}",
        "case: a, period: 2023, person: {}, members: [{}], expect: {}",
        "case: a, period: 2023, person: {}, household: {}, expect: {}",
    ],
)
def test_a_case_is_of_one_unit(place: Path, case: str) -> None:
    """Nobody, two at once, or members without their household."""
    with pytest.raises(RulesRefused) as refused:
        run(place, case)

    assert ["case-unit"] == [problem.code for problem in refused.value.problems]


def test_a_case_may_change_rates_for_itself_alone(place: Path) -> None:
    """The next case is worked out by the rules as they stand."""
    person = "person: {birth_date: 1940-01-01}"
    report = run(
        place,
        f'case: raised, period: 2023, set: {{old_age: 720.00 per year}}, {person}, expect: {{old_age: "720.00"}}',
        f'case: as it is, period: 2023, {person}, expect: {{old_age: "600.00"}}',
    )

    assert report.passed


def test_a_rate_that_is_not_there_cannot_be_set(place: Path) -> None:
    """At the case, with the name that may be meant."""
    case = "case: a, period: 2023, set: {old_ages: 720.00 per year}, person: {}, expect: {}"
    with pytest.raises(RulesRefused) as refused:
        run(place, case)
    (problem,) = refused.value.problems

    assert ("some.yaml", 2) == (str(problem.place.file).rsplit("/")[-1], problem.place.line)
    assert "did you mean old_age?" in problem.cure.en
