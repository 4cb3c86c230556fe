"""The demo's figures beside the published ones."""

from __future__ import annotations

import json

import pytest
from python_calamine import CalamineWorkbook

from subsidy.budget.execution import execute_budget
from subsidy.budget.printed import show_money
from subsidy.calculation import calculate
from subsidy.demo.comparing import compare_lines, published_fen
from subsidy.demo.generate import generate
from subsidy.demo.report import render_comparison
from subsidy.demo.run import Demo, run_demo
from subsidy.demo.settings import read_published, read_settings
from subsidy.rulebook.reform import reform
from subsidy.rulebook.shelf import load_rulebook

CARRIED = {"retired_staff", "elder_care", "central_support", "funerals", "communities"}

ASSISTANCE = """
scheme: temporary_assistance
name: {zh: 临时救助, en: Temporary assistance}
unit: person
legal_basis: {document: invented}
last_confirmed: 2023-12
eligible: alive and local and assistance
timing: {start: same_month, change: same_month, stop: same_month, assumed: invented}
amount: {pay: subsistence_standard * assistance_persons * assistance_months}
"""


@pytest.fixture(scope="module")
def drawn():
    return generate(read_settings(), read_settings().seed)


def calculated(book, drawn):
    """The year of the three registers."""
    return calculate(
        book, drawn.persons, "2023", households=drawn.households, institutions=drawn.institutions
    )


@pytest.fixture(scope="module")
def result(drawn):
    return calculated(read_settings().place, drawn)


@pytest.fixture(scope="module")
def execution(result):
    return execute_budget(read_published().budget, result)


def counted(execution, key):
    """Persons, person-months and fen of one line of the budget."""
    found = execution.line(key).counted
    return found.persons, found.person_times, found.fen


def shown(execution, result, language):
    """The whole text."""
    return "\n".join(render_comparison(execution, result, read_published(), language))


def test_1732_person_months_come_to_1463540_yuan(execution):
    """The published person-months of 特困 and the sum of the rules' 845 a month."""

    assert (161, 1732, 146354000) == counted(execution, "extreme_poverty")


def test_the_yuan_come_from_rules_and_roster_and_from_no_constant(drawn):
    """Another subsistence standard gives 特困 another sum: 1.3 × 700 × 1732."""
    book = reform(
        load_rulebook(read_settings().place), {"subsistence_standard": "700.00 per month"}
    )

    execution = execute_budget(read_published().budget, calculated(book, drawn))

    assert (161, 1732, 157612000) == counted(execution, "extreme_poverty")
    assert 33096 == counted(execution, "subsistence")[1]
    assert counted(execution, "subsistence")[2] > 33096 * 45605


def test_both_disability_subsidies_come_to_43589_person_months(execution):
    """435.89 万元 at 100 a month; who draws both counts as one person."""
    both = counted(execution, "disability")
    apart = [counted(execution, f"disability_{kind}")[0] for kind in ("living", "care")]

    assert (43589, 435890000) == both[1:]
    assert [1150, 2760] == apart
    assert sum(apart) > both[0]


def test_old_age_comes_within_a_thousandth_of_the_published_sum(execution):
    """A calibrated count: over nine thousand persons and 681.26 万元, less or more 0.1 %."""
    persons, _, fen = counted(execution, "old_age")

    assert 9000 < persons < 10000
    assert abs(fen - 681260000) < 681300


def test_33096_person_months_of_subsistence_come_near_the_published_sum(execution):
    """The months exactly; 1509.33 万元 less or more 0.1 %, as incomes are drawn.

    Opening 2841, 340 new and 288 gone: 3181 distinct persons, 2893 at the year's end.
    """
    found = execution.line("subsistence").counted

    assert (3181, 33096, 2893) == (found.persons, found.person_times, found.year_end)
    assert abs(found.fen - 1509330000) < 1509330


def test_every_scheme_of_the_book_is_compared(execution, result):
    """No scheme that pays is left out of the comparison."""
    compared = {
        scheme for one in execution.lines if one.from_calculation for scheme in one.line.schemes
    }

    assert set() == {scheme.name for scheme in result.book.schemes} - compared


def test_nobody_is_undetermined_or_set_aside(result):
    """The demo's registers tell everything that the rules ask."""

    assert result.undetermined().is_empty()
    assert [0, 0, 0] == [len(part.people.set_aside) for part in result.parts]


def test_every_line_of_the_budget_is_shown_and_explained(execution, result):
    """Table and explanation have all ten lines and their parts, in the report's order."""
    lines = shown(execution, result, "en").splitlines()
    labels = [one.line.labels.en for one in execution.lines]
    table = lines[2 : 2 + len(labels)]
    start = next(n for n, line in enumerate(lines) if line.startswith("Line by line")) + 1
    explained = lines[start : start + len(labels)]

    assert [] == [label for label, row in zip(labels, table, strict=True) if label not in row]
    assert [] == [n for n, row in zip(labels, explained, strict=True) if f"{n}: " not in row]


def test_lines_of_which_no_rate_is_published_are_carried_and_say_so(execution, result):
    """Nothing is calculated of them, nothing is made up, and the reason stands there."""
    carried = {
        one.one.line.key: one.published
        for one in compare_lines(execution)
        if one.fen is None and one.number
    }
    text = shown(execution, result, "en")

    assert set(carried) >= CARRIED
    assert None not in carried.values()
    assert "Elder-care services: carried as published, 323.15: the report names beds" in text
    assert "no rate is published: " in text


def test_what_is_calculated_of_a_line_is_the_sum_of_its_parts(execution):
    """低保 and 特困, and whatever else of the line the book pays."""
    by_key = {one.one.line.key: one for one in compare_lines(execution)}
    parts = [one.fen for one in by_key.values() if one.one.line.part_of == "relief" and one.fen]

    assert by_key["relief"].from_parts
    assert sum(parts) == by_key["relief"].fen


def test_what_the_report_gives_no_part_is_named(execution, result):
    """2148.19 less 1509.33, 146.35 and 39.85 are 452.66; ten lines and 4247.09 differ by 210.44."""
    text = shown(execution, result, "zh")

    assert "公布数中 452.66 未列明分项" in text
    assert "相差 210.44万元" in text


def test_what_is_said_of_a_line_is_said_of_one_that_the_budget_has(execution):
    """A line that is renamed in the budget file does not lose its explanation in silence."""

    assert set(read_published().lines) <= {one.line.key for one in execution.lines}


def test_a_part_that_is_not_stated_is_set_beside_the_rest_of_its_whole(execution):
    """23.66 for child welfare less 2.50 of education grants leaves 21.16 for the children."""
    rest = published_fen(execution, execution.line("orphans"))

    assert "21.16" == show_money(rest, 1_000_000, execution.budget.rounding)
    assert published_fen(execution, execution.line("disability_living")) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("invented", "calibrated", "1,463,540.00")), ("zh", ("虚构", "校准", "1,463,540.00"))],
)
def test_the_comparison_says_that_people_are_invented_and_what_was_calibrated(
    execution, result, language, words
):
    """Whoever reads the table alone reads this too, in either language."""
    text = shown(execution, result, language)

    assert [] == [word for word in words if word not in text]


def test_the_demo_writes_registers_results_receipts_and_the_budget(tmp_path):
    """Nine files; the commands to try next name the registers; the budget is that calculation's."""
    folder = tmp_path / "demo"
    lines = run_demo(Demo(folder), "en")

    assert [
        "annual.csv",
        "annual.csv.receipt.json",
        "budget.json",
        "budget.xlsx",
        "households.csv",
        "institutions.csv",
        "monthly.csv",
        "monthly.csv.receipt.json",
        "register.csv",
    ] == sorted(path.name for path in folder.iterdir())
    assert ["explain", "calc", "budget"] == [line.split()[1] for line in lines[-3:]]
    told = json.loads((folder / "budget.json").read_text("utf-8"))
    (relief,) = [one for one in told["lines"] if one["line"] == "extreme_poverty"]
    assert "1463540.00" == relief["calculated_yuan"]
    assert "execution" == CalamineWorkbook.from_path(folder / "budget.xlsx").sheet_names[0]


def test_a_scheme_of_the_line_is_taken_up_by_its_name(drawn, tmp_path):
    """613 person-months of assistance at 650 are 398,450 yuan, 39.845: prints as published."""
    place = tmp_path / "here"
    place.mkdir()
    (place / "place.yaml").write_text(
        f"place: here\nname: {{zh: 此地, en: Here}}\ninherits: {read_settings().place}\n", "utf-8"
    )
    (place / "temporary_assistance.yaml").write_text(ASSISTANCE, "utf-8")
    result = calculated(place, drawn)
    execution = execute_budget(read_published().budget, result)
    by_key = {one.one.line.key: one for one in compare_lines(execution)}

    assert (143, 143, 39_845_000) == counted(execution, "temporary")
    assert 0 == by_key["temporary"].difference
    assert "Temporary assistance: 0.00: calibrated: applicants" in shown(execution, result, "en")
