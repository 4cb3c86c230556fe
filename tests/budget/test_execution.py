"""Execution of small budgets, calculated by hand; sums from fen, rounded once."""

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

import subsidy
from subsidy.budget.calculated import Calculated, Source
from subsidy.budget.execution import execute_budget
from subsidy.budget.view import sum_rows
from subsidy.errors import UsageRefused

PLACE = "cn/hunan/zhuzhou/shifeng"


@frozen
class Invented:
    """A calculation of given fen by scheme."""

    fen: dict
    period: str = "2023"

    @property
    def source(self):
        return Source("invented", "0" * 64, "1" * 64, "0", self.period, 0, 0)

    def of(self, schemes):
        held = [name for name in schemes if name in self.fen]
        if not held:
            return None
        left_out = tuple(name for name in schemes if name not in held)
        return Calculated(sum(self.fen[name] for name in held), 7, 70, None, 6, left_out)


def test_without_a_calculation_a_line_is_what_is_stated(small):
    """10 − 2.5 = 7.5, 7 spent, 0.5 left: 70 % of the initial budget, 93.33 % of the adjusted one."""
    roads = execute_budget(small).line("roads")

    assert (7_500_000, 7_000_000, 500_000) == (roads.adjusted, roads.actual, roads.balance)
    assert (7000, 9333) == (roads.of_initial, roads.of_adjusted)
    assert (None, False) == (roads.calculated, roads.from_calculation)


def test_a_line_whose_schemes_were_calculated_has_both_side_by_side(small):
    """4.4321 calculated, 4.50 stated: the balance of 4.50 follows from the calculated."""
    one = execute_budget(small, Invented({"elderly_allowance": 4_432_100})).line("old_age")

    assert (4_500_000, 4_432_100, -67_900) == (one.stated, one.calculated, one.difference)
    assert (4_432_100, 67_900) == (one.actual, one.balance)
    assert (14774, 9849) == (one.of_initial, one.of_adjusted)


def test_a_line_of_which_a_scheme_was_not_calculated_keeps_the_stated_spending(lines_of):
    """Unknown is not zero: what is calculated is shown, named as a part, and summed nowhere."""
    keys = "name: {zh: a, en: a}, initial: '3', adjustment: '0', actual: '3'"
    budget = lines_of(f"lines:\n  - {{line: a, schemes: [known, unknown], {keys}}}\n")
    execution = execute_budget(budget, Invented({"known": 1_000_000}))
    one = execution.line("a")

    assert (1_000_000, ("unknown",)) == (one.calculated, one.counted.left_out)
    assert (3_000_000, None, 0) == (one.actual, one.difference, one.balance)
    assert execution.sum_of("calculated") is None


def test_other_funds_are_spent_before_a_balance_is_left(lines_of):
    """10 + 2 + 3 − 14 = 1; execution is 14 of 15."""
    keys = "initial: '10', adjustment: '2', other_funds: '3', actual: '14'"
    budget = lines_of(f"lines:\n  - {{line: a, name: {{zh: a, en: a}}, {keys}}}\n")
    execution = execute_budget(budget)
    one = execution.line("a")

    assert (12_000_000, 1_000_000, 9333, 14000) == (one.adjusted, one.balance, one.of_adjusted, one.of_initial)  # fmt: skip
    assert 9333 == execution.of_adjusted


def test_a_missing_budget_is_no_budget_of_zero(lines_of):
    """Spending without a budget has no balance and no rate, and its column knows one line fewer."""
    rows = "lines:\n  - {line: a, name: {zh: a, en: a}, actual: '5'}\n"
    rows += "  - {line: b, name: {zh: b, en: b}, initial: '4', adjustment: '0', actual: '4'}\n"
    execution = execute_budget(lines_of(rows))
    one = execution.line("a")

    assert (None, None, None) == (one.balance, one.of_initial, one.of_adjusted)
    assert (2, 1) == (execution.sum_of("stated").lines, execution.sum_of("initial").lines)
    assert (10000, 10000) == (execution.of_initial, execution.of_adjusted)


def test_a_sum_is_rounded_once_and_the_difference_is_shown(lines_of):
    """Three times 0.333340 print as 0.33; together they are 1.000020: printed 1.00, not 0.99."""
    rows = "".join(
        f"  - {{line: l{n}, name: {{zh: a, en: a}}, schemes: [s{n}], initial: '1', adjustment: '0'}}\n"
        for n in range(3)
    )
    fen = {f"s{n}": 333_340 for n in range(3)}
    execution = execute_budget(lines_of(f"lines:\n{rows}"), Invented(fen))
    found = execution.sum_of("actual")
    printed = [row.cells["calculated"] for row in sum_rows(execution)]

    assert (1_000_020, 1_000_000, 990_000, -10_000) == (
        found.fen,
        found.rounded_once,
        found.sum_of_rounded,
        found.rounding_difference,
    )
    assert ["1.00", "0.99", "-0.01"] == printed


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=20))
def test_rounding_once_is_never_more_than_half_a_step_away(drawn):
    """The sum printed once lies within 50 yuan of the fen; each line adds another 50 at most."""
    execution = execute_budget(
        _lines(len(drawn)), Invented({f"s{n}": fen for n, fen in enumerate(drawn)})
    )
    found = execution.sum_of("calculated")

    assert sum(drawn) == found.fen
    assert 2 * abs(found.rounded_once - found.fen) <= 10_000
    assert 2 * abs(found.sum_of_rounded - found.fen) <= 10_000 * len(drawn)
    assert 0 == found.rounding_difference % 10_000


def _lines(count):
    from subsidy.budget.build import build_budget
    from subsidy.budget.shape import BUDGET
    from subsidy.rulebook.conform import conform
    from subsidy.rulebook.findings import Findings
    from subsidy.rulebook.text import read_text

    text = "budget: x\nname: {zh: x, en: x}\ndocument: x\nperiod: 2023\nunit: 万元\nlines:\n"
    text += "".join(
        f"  - {{line: l{n}, name: {{zh: x, en: x}}, schemes: [s{n}]}}\n" for n in range(count)
    )
    findings = Findings()
    return build_budget(
        conform(read_text(text, "x", findings), BUDGET, findings), "x", "", findings
    )


def test_a_calculation_of_another_period_is_refused(small):
    """Half a year's payments beside a year's budget would mislead."""
    with pytest.raises(UsageRefused) as caught:
        execute_budget(small, Invented({"elderly_allowance": 1}, "2023-01:2023-06"))

    assert "2023-01:2023-06" in caught.value.show("zh")


def test_the_library_executes_a_budget_beside_a_result(tmp_path):
    """Two people on file: 12 × 50 and 5 × 50 yuan; one of them paid in December."""
    from tests.budget.conftest import SMALL

    path = tmp_path / "b.yaml"
    path.write_text(SMALL, "utf-8")
    people = [
        {"person_id": "P1", "birth_date": "1940-08-15"},
        {"person_id": "P2", "birth_date": "1943-05-20", "death_date": "2023-09-03"},
    ]
    result = subsidy.calculate(PLACE, people, "2023")
    counted = subsidy.execute_budget(path, result).line("old_age").counted

    assert Calculated(85_000, 2, 17, None, 1) == counted
