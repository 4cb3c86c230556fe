"""Plans: what they look like, and what is refused before anybody is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

import subsidy
from subsidy.dates import read_period
from subsidy.expression.nodes import And, Compare, Comparison, FactValue, MoneyLiteral
from subsidy.money import EXACT
from subsidy.plan.build import build_plan
from subsidy.plan.show import show_plan
from tests.several_units import of_persons

SHOWN = Path(__file__).parent / "shifeng-2023.txt"
FACTS = """
facts:
  person_id: {type: key, name: {zh: 编号, en: number}}
  birth_date: {type: date, name: {zh: 出生日期, en: birth date}, missing: unknown}
  death_date: {type: date, name: {zh: 死亡日期, en: death date}, missing: never}
  alive: {type: status, name: {zh: 在世, en: alive}, from: birth_date, until: death_date}
  income: {type: money, name: {zh: 收入, en: income}, per: month, highest: "9999.00"}
"""
TIMING = "{start: same_month, change: same_month, stop: next_month}"


@pytest.fixture
def book_of(tmp_path):
    """Make a rulebook of schemes that pay so much."""

    def make(**pays: str) -> subsidy.Rulebook:
        folder = tmp_path / "place"
        folder.mkdir()
        (folder / "place.yaml").write_text(
            "place: place\nname: {zh: 某地, en: somewhere}\n", "utf-8"
        )
        (folder / "facts.yaml").write_text(FACTS, "utf-8")
        for name, amount in pays.items():
            (folder / f"{name}.yaml").write_text(
                f"scheme: {name}\nname: {{zh: {name}, en: {name}}}\nunit: person\nassumed: a test\n"
                f"eligible: alive\ntiming: {TIMING}\namount:\n{amount}",
                "utf-8",
            )
        return subsidy.load_rulebook(folder)

    return make


def plan_of(book: subsidy.Rulebook, period: str = "2023"):
    book = of_persons(book)
    return build_plan(book, read_period(period), frozenset(book.facts))


def test_the_plan_of_shifeng_is_as_written():
    """A change of the plan shows as a change of this text, to be read before it is taken."""
    shown = show_plan(plan_of(subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")))

    assert SHOWN.read_text("utf-8") == shown


def test_every_missing_rate_is_named_at_once(book_of):
    """Fails if the first missing rate hides the others."""
    version = "  pay: [{effective_from: 2023-01, last_confirmed: 2023-12, pay: 1.00 per month}]\n"
    book = book_of(one=version, two=version)
    with pytest.raises(subsidy.RulesRefused) as refused:
        plan_of(book, "2023-11:2024-03")

    assert ["2024-01", "2024-01"] == [problem.found for problem in refused.value.problems]


def test_no_rate_is_asked_for_outside_the_scheme(book_of):
    """Fails if a scheme that has ended still needs a rate."""
    version = "  pay: [{effective_from: 2023-01, last_confirmed: 2023-12, pay: 1.00 per month}]\n"
    book = book_of(one=version + "effective_until: 2024-01\n")

    assert 3 == len(plan_of(book, "2023-11:2024-03").schemes[0].exists.months()) + 1


def test_amounts_that_could_leave_64_bits_are_refused(book_of):
    """Fails if a product may wrap silently; the reader would refuse it, so its bound is lifted."""
    book = book_of(one="  pay: income\n")
    huge = evolve(book.facts["income"], highest_fen=2**60)
    wide = evolve(book, facts={**book.facts, "income": huge})
    with pytest.raises(subsidy.RulesRefused) as refused:
        plan_of(wide)

    assert ["overflow"] == [problem.code for problem in refused.value.problems]


def test_exact_rounding_refuses_what_does_not_come_out(book_of):
    """Fails if a fraction of a fen is rounded though rounding is exact; the reader refuses it too."""
    book = book_of(one="  pay: 100.00 per year\n")
    exact = evolve(book, schemes=(evolve(book.schemes[0], rounding=EXACT),))
    with pytest.raises(subsidy.RulesRefused) as refused:
        plan_of(exact)

    assert ["amount-inexact"] == [problem.code for problem in refused.value.problems]


def test_exact_rounding_takes_what_comes_out(book_of):
    """Fails if exact rounding refuses 1,200.00 in twelve parts."""
    plan = plan_of(book_of(one="  pay: 1200.00 per year\nrounding: {mode: exact, to: fen}\n"))

    assert 12 == plan.schemes[0].lines[0].pays[0].per_months


def book_of_flags(folder: Path, number: int) -> subsidy.Rulebook:
    """A rulebook whose one scheme reads so many yes/no facts."""
    folder.mkdir()
    flags = [f"flag_{one:02}" for one in range(number)]
    facts = "".join(f"  {one}: {{type: yes_no, name: {{zh: {one}, en: {one}}}}}\n" for one in flags)
    (folder / "place.yaml").write_text("place: place\nname: {zh: 某地, en: somewhere}\n", "utf-8")
    (folder / "facts.yaml").write_text(FACTS + facts, "utf-8")
    (folder / "many.yaml").write_text(
        "scheme: many\nname: {zh: 多, en: many}\nunit: person\nassumed: a test\n"
        f"eligible: alive and {' and '.join(flags)}\ntiming: {TIMING}\n"
        "amount: {pay: 1.00 per month}\n",
        "utf-8",
    )
    return subsidy.load_rulebook(folder)


@pytest.mark.parametrize("number", [62, 70])
def test_more_facts_than_can_be_told_apart_are_refused_by_name(tmp_path, number):
    """A set of missing facts is one number, with a bit for each; the rules are refused unread."""
    with pytest.raises(subsidy.RulesRefused) as refused:
        book_of_flags(tmp_path / "place", number)

    assert ["too-many-facts"] == [problem.code for problem in refused.value.problems]
    assert f"{number + 3} facts" in str(refused.value)  # birth, death and income beside the flags


def test_as_many_facts_as_can_be_told_apart_are_planned(tmp_path):
    """The last bit is used; what comes after it, no rule reads."""
    plan = plan_of(book_of_flags(tmp_path / "place", 61))

    assert (64, "income") == (len(plan.facts), plan.facts[-1])
    assert "flag_60" == plan.facts[62]


def test_a_plan_for_more_facts_than_were_read_with_the_rules_is_refused(tmp_path):
    """Working books have facts of their own beside those of the rules: no bit is ever made up."""
    book = book_of_flags(tmp_path / "place", 61)
    scheme = book.schemes[0]
    income = Compare(Comparison.MORE, FactValue("income"), MoneyLiteral(0, 1))
    with pytest.raises(subsidy.RulesRefused) as refused:
        plan_of(evolve(book, schemes=(evolve(scheme, eligible=And((scheme.eligible, income))),)))

    assert ["too-many-facts"] == [problem.code for problem in refused.value.problems]
