"""Which amounts go in closed form, and which lines follow one another."""

from __future__ import annotations

import subsidy
from subsidy.dates import read_period
from subsidy.plan.build import build_plan
from subsidy.plan.ladder import ladder_of
from subsidy.plan.model import NO_LINE, Ladder, Line, PayPlan
from subsidy.plan.nodes import (
    YES,
    All,
    Birthday,
    Column,
    Constant,
    FactDay,
    Negated,
    Number,
    Reached,
    YesNo,
)
from subsidy.same import Same
from tests.several_units import of_persons

AT_60, AT_70, AT_80 = (Birthday("birth_date", years, 1) for years in (60, 70, 80))
PAY = PayPlan(Number(Constant(100), 1, 100, 100), 1)


def lines(*conditions: YesNo) -> list[Line]:
    return [Line(number, condition, (PAY,), (0,)) for number, condition in enumerate(conditions)]


def climbed(*conditions: YesNo) -> Ladder | None:
    return ladder_of(lines(*conditions), [PAY.pay])


def test_brackets_by_age_are_a_ladder():
    """Fails if steps and lines are out of step."""
    young = Negated(Reached(AT_70))

    assert Ladder((AT_70, AT_80), (0, 1, 2)) == climbed(young, Negated(Reached(AT_80)), YES)


def test_brackets_from_old_to_young_are_the_same_ladder():
    """Fails if the order of lines is taken for the order of birthdays."""
    assert Ladder((AT_70, AT_80), (2, 1, 0)) == climbed(Reached(AT_80), Reached(AT_70), YES)


def test_between_two_brackets_no_line_may_apply():
    """Fails if a gap is paid."""
    first = All((Reached(AT_60), Negated(Reached(AT_70))))

    assert Ladder((AT_60, AT_70, AT_80), (NO_LINE, 0, NO_LINE, 1)) == climbed(first, Reached(AT_80))


def test_birthdays_of_two_people_have_no_order():
    """Fails if somebody's change is put before another's without knowing."""
    other = Birthday("birth_date_of_mother", 80, 2)

    assert climbed(Negated(Reached(AT_70)), Negated(Reached(other)), YES) is None


def test_a_day_beside_a_birthday_has_no_order():
    """Fails if a fact's day is sorted among birthdays."""
    day = FactDay("disability_from", None, 2)

    assert climbed(Negated(Reached(AT_70)), Negated(Reached(day)), YES) is None


def test_a_pay_that_reads_a_fact_is_walked():
    """Fails if everybody were paid the same."""
    assert ladder_of(lines(YES), [Number(Column("income", 1), 1, 0, 9)]) is None


def test_what_nets_facts_is_walked():
    """Fails if an amount that depends on the person is looked up in a table."""
    book = of_persons(subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng"))
    plan = build_plan(book, read_period("2023"), frozenset({"birth_date"}))
    walked = [scheme.name for scheme in plan.schemes if scheme.ladder is None]

    assert ["temporary_assistance", "unsupported_child_allowance"] == walked


def test_a_cache_tells_one_book_from_an_equal_one():
    """Fails if two models are compared field by field."""
    one, two = [1], [1]

    assert Same(one) == Same(one)
    assert Same(one) != Same(two)
