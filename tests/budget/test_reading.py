"""Budget files: read strictly, every problem at once, each with its place."""

import pytest

from subsidy.budget.reading import read_budget
from subsidy.errors import BudgetRefused
from subsidy.rulebook.shelf import check_rulebook, places
from tests.budget.conftest import SMALL

SEED = "cn/hunan/zhuzhou/shifeng/budgets/2023"


def refused(read, *arguments):
    """Code, line and column of every problem."""
    with pytest.raises(BudgetRefused) as caught:
        read(*arguments)
    return [(one.code, one.place.line, one.place.column) for one in caught.value.problems]


def test_a_budget_keeps_every_figure_with_its_place(small):
    """Fen, ranges, the place in the report, the place in the file."""
    old_age, roads = small.lines
    actual = roads.figures["actual"].first

    assert ("二（2）", "支出7万元", 7_000_000) == (actual.at, actual.quote, actual.lowest)
    assert ("7", 23, 21) == (actual.text, actual.place.line, actual.place.column)
    assert (-2_500_000, ("elderly_allowance",)) == (roads.fen("adjustment"), old_age.schemes)
    assert (70, 79) == (
        old_age.figures["persons"].first.lowest,
        old_age.figures["persons"].first.highest,
    )


def test_all_mistakes_are_told_at_once_with_line_and_column(budget_of):
    """One of each kind in one file; nothing is worked out."""
    text = """
budget: small
name: {zh: 示范区, en: Sample}
document: 示范报告
period: 2023
unit: 万元
lines:
  - line: a
    name: {zh: 甲, en: A}
    initial: "1.005"
    adjustment: about five
    persons: lots
    rates: [100 yuan]
    actuel: "3"
  - line: a
    name: {zh: 乙, en: B}
    part_of: nothing
figures:
  - figure: total
    name: {zh: 合计, en: Total}
    stated: "5"
    claims:
      - {sum: [lines.actual]}
      - {sum: [b], at_most: a.initial}
      - {share: 50%, at_most: a.initial}
"""

    assert [
        ("wrong-figure", 10, 14),
        ("wrong-figure", 11, 17),
        ("wrong-figure", 12, 14),
        ("wrong-figure", 13, 13),
        ("unknown-key", 14, 5),
        ("name-twice", 15, 11),
        ("unknown-line", 15, 11),
        ("unknown-figure", 23, 15),
        ("claim-form", 24, 9),
        ("claim-form", 25, 9),
    ] == refused(budget_of, text)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("unit: 万元", "unit: dollars"), "wrong-value"),
        (("unit: 万元", 'unit: 万元\nstep: "0.03"'), "wrong-figure"),
        (("period: 2023", "period: 2023-13"), "wrong-value"),
        (('initial: "10"', "initial: 10.001"), "wrong-figure"),
        (('initial: "10"', 'initial: &x "10"'), "anchor"),
        (('initial: "10"', 'initial: "10"\n    initial: "11"'), "duplicate-key"),
        (("line: roads", "line: lines"), "name-taken"),
        (("{sum: lines.actual}", "{sum: old_age.persons}"), "kinds-mixed"),
        (("{sum: lines.actual}", "{sum: roads.other_funds}"), "unknown-figure"),
        (("{sum: lines.actual}", '{share: "1.3"}'), "claim-form"),
        (('rates: ["600.00 per year"]', 'rates: ["0.00 per year"]'), "wrong-figure"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_by_its_name(budget_of, change, code):
    """The small budget with one slip."""

    assert SMALL.count(change[0]) == 1
    assert code in [found[0] for found in refused(budget_of, SMALL.replace(*change))]


def test_files_that_are_no_budgets_are_refused(tmp_path):
    """None there, another ending, a broken workbook."""
    (tmp_path / "a.csv").write_text("x", "utf-8")
    (tmp_path / "a.xlsx").write_text("x", "utf-8")

    assert "budget-not-found" == refused(read_budget, tmp_path / "none.yaml")[0][0]
    assert "budget-not-found" == refused(read_budget, "../secret")[0][0]
    assert "budget-format" == refused(read_budget, tmp_path / "a.csv")[0][0]
    assert "damaged-file" == refused(read_budget, tmp_path / "a.xlsx")[0][0]


def test_the_seed_stands_on_the_shelf_beside_its_place():
    """By name, without disturbing the rulebook of the place or adding a place."""
    budget = read_budget(SEED)

    assert 10 == len(list(budget.top_lines()))
    assert () == check_rulebook("cn/hunan/zhuzhou/shifeng")
    assert "cn/hunan/zhuzhou/shifeng/budgets" not in places()


def test_every_figure_of_the_seed_says_where_it_stands_in_the_report():
    """And where words are quoted, the figure is in them."""
    budget = read_budget(SEED)
    figures = [figure for line in budget.lines for figure in line.figures.values()]
    statements = [one for figure in [*figures, *budget.figures] for one in figure.statements]

    assert [] == [one.text for one in statements if not one.at]
    assert [] == [
        one.text for one in statements if one.quote and one.text.strip("约") not in one.quote
    ]
