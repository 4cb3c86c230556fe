"""What does not add up, in small budgets calculated by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.budget.build import build_budget
from subsidy.budget.checking import find_inconsistencies
from subsidy.budget.shape import BUDGET
from subsidy.rulebook.conform import conform
from subsidy.rulebook.findings import Findings
from subsidy.rulebook.text import read_text


def found(budget):
    """Code, kind and subject of every finding."""
    return [(one.code, one.kind, one.subject) for one in find_inconsistencies(budget)]


def line(name, **keys):
    """A line as YAML."""
    given = "".join(f", {key}: {value}" for key, value in keys.items())
    return f"  - {{line: {name}, name: {{zh: {name}, en: {name}}}, at: 二{given}}}\n"


def figure(name, stated, claims="", kind="money"):
    """A figure as YAML."""
    tail = f", claims: [{claims}]" if claims else ""
    return f"  - {{figure: {name}, name: {{zh: {name}, en: {name}}}, kind: {kind}, at: 一, stated: {stated}{tail}}}\n"


def test_a_budget_that_adds_up_has_no_findings(small):
    """70 to 79 people at 600 a year are 4.20 to 4.74; 4.50 is 75 × 600; every sum holds."""

    assert [] == found(small)


def test_a_line_balances_or_rounding_explains_it_or_it_contradicts_itself(lines_of):
    """10 + 2 − 11 leaves 1; four printed figures can be 0.02 apart, not more."""
    rows = (
        ("even", "1.00", []),
        ("near", "1.02", [("line-balance", "rounding", "near")]),
        ("far", "1.03", [("line-balance", "contradiction", "far")]),
    )
    for name, balance, expected in rows:
        budget = lines_of("lines:\n" + line(name, initial="10", adjustment="2", actual="11", balance=balance))  # fmt: skip

        assert expected == [one for one in found(budget) if one[0] == "line-balance"]


def test_spending_more_than_the_budget_is_told_unless_the_balance_contradicts(lines_of):
    """12 to spend: 12.01 may be rounding; 12.50 is overspent, and a balance of −0.50 says so too."""
    budget = "initial: '10', adjustment: '2'"
    for rest, expected in (
        ("actual: '12.01'", []),
        ("actual: '12.50'", ["overspent"]),
        ("actual: '12.50', balance: '-0.50'", ["overspent"]),
        ("actual: '12.50', balance: '0'", ["line-balance"]),
    ):
        text = f"lines:\n  - {{line: a, name: {{zh: a, en: a}}, {budget}, {rest}}}\n"

        assert expected == [code for code, _, _ in found(lines_of(text))]


def test_other_funds_are_part_of_what_a_line_had(lines_of):
    """10 + 2 + 3 = 14 + 1."""
    budget = lines_of(
        "lines:\n"
        + line("a", initial="10", adjustment="2", other_funds="3", actual="14", balance="1")
    )

    assert [] == found(budget)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("3.00", []),
        ("3.01", [("sum-rounding", "rounding", "total")]),
        ("3.02", [("sum", "contradiction", "total")]),
        ("2.98", [("sum", "contradiction", "total")]),
    ],
)
def test_a_total_of_two_lines_may_be_a_hundredth_off_and_no_more(lines_of, total, expected):
    """Three printed figures: at most 0.015 of rounding, so 0.01."""
    rows = (
        "lines:\n"
        + line("a", actual="1.00", initial="1.00")
        + line("b", actual="2.00", initial="2.00")
    )
    budget = lines_of(rows + "figures:\n" + figure("total", total, "{sum: lines.actual}"))

    assert expected == found(budget)


def test_what_a_total_includes_may_be_less_but_not_more(lines_of):
    """Less is money in no line; more would need lines below zero."""
    rows = "lines:\n" + line("a", initial="5") + line("b", initial="4")
    less = lines_of(rows + "figures:\n" + figure("total", "10", "{includes: lines.initial}"))
    more = lines_of(rows + "figures:\n" + figure("total", "8", "{includes: lines.initial}"))

    assert [("not-itemised", "unexplained", "total")] == found(less)
    assert [("parts-exceed", "contradiction", "total")] == found(more)
    assert "would have to be -1.00" in find_inconsistencies(more)[0].words.en


def test_parts_are_not_counted_in_totals_and_do_not_exceed_their_line(lines_of):
    """The line has 9; its parts 6 and 5."""
    rows = (
        "lines:\n"
        + line("a", initial="9", actual="9")
        + line("x", part_of="a", actual="6")
        + line("y", part_of="a", actual="5")
        + "figures:\n"
        + figure("total", "9", "{sum: lines.actual}")
    )
    (only,) = find_inconsistencies(lines_of(rows))

    assert ("parts-exceed", "a.actual", ["9", "11.00"]) == (
        only.code,
        only.subject,
        [one.text for one in only.passages],
    )


def test_parts_that_claim_to_be_all_must_be_all(lines_of):
    """6 and 2 are not 9, and the line says parts: all."""
    rows = "lines:\n" + line("a", initial="9", actual="9", parts="all")
    rows += line("x", part_of="a", actual="6") + line("y", part_of="a", actual="2")

    assert [("sum", "contradiction", "a.actual")] == found(lines_of(rows))


def test_one_figure_stated_twice_differently_shows_both_places(lines_of):
    """178 here, 210 there; 200多 agrees with 210."""
    said = "[{value: 178, at: 甲}, {value: 210, at: 乙}, {value: 170多, at: 丙}]"
    (only,) = find_inconsistencies(lines_of("lines:\n" + line("a", person_times=said)))

    assert ("stated-twice", [("178", "甲"), ("210", "乙")]) == (
        only.code,
        [(one.text, one.at) for one in only.passages],
    )


def test_a_line_without_a_budget_is_told(lines_of):
    """Spending 198 of which no budget is stated."""

    assert [("no-budget", "unexplained", "a")] == found(
        lines_of("lines:\n" + line("a", actual="198"))
    )


def test_counts_and_claims_of_counts_are_compared(lines_of):
    """8 homes are not 8 + 1; 11 people in 9 posts; 845 is 1.3 × 650 and 844 is not."""
    figures = (
        figure("all", 8, "{sum: [two, four]}", "count")
        + figure("two", 8, kind="count")
        + figure("four", 1, kind="count")
        + figure("staff", 11, "{at_most: four, assumed: posts}", "count")
        + figure("right", 10, "{share: '1.25', of: two}", "count")
        + figure("wrong", 12, "{share: '1.25', of: two}", "count")
    )
    budget = lines_of("lines:\n" + line("a", initial="1", actual="1") + "figures:\n" + figures)

    assert [
        ("sum", "contradiction", "all"),
        ("share", "contradiction", "wrong"),
        ("at-most", "implausible", "staff"),
    ] == found(budget)


def test_households_persons_and_payments_stand_in_their_order(lines_of):
    """More households than persons, more persons than payments."""
    rows = "lines:\n" + line("a", households=5, persons=4, person_times=3)

    assert ["count-order"] * 3 == [code for code, _, _ in found(lines_of(rows))]


@pytest.mark.parametrize(
    ("persons", "kinds"),
    [
        (140, ["contradiction"]),
        (144, ["contradiction"]),
        ("140多", []),
        (145, ["implausible"]),
        ("150多", ["implausible"]),
    ],
)
def test_persons_below_the_average_cannot_be_and_above_it_are_no_average(lines_of, persons, kinds):
    """1732 over 12 months are 144.33 persons on average; 140多 may be 145 of them."""
    rows = line("a", persons=persons, person_times=1732, rates='["845.00 per month"]')
    budget = lines_of("lines:\n" + rows)

    assert kinds == [one.kind for one in find_inconsistencies(budget) if one.code == "average"]


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("0.12", []), ("0.13", ["contradiction"]), ("0.11", ["contradiction"])],
)
def test_payments_at_a_flat_rate_come_to_the_amount(lines_of, actual, expected):
    """12 × 100.00 yuan are 0.12 万元."""
    rows = line("a", initial=actual, actual=actual, person_times=12, rates='["100.00 per month"]')

    assert expected == [one.kind for one in find_inconsistencies(lines_of("lines:\n" + rows))]


def test_payments_that_print_as_stated_but_are_not_it_are_told_as_rounding(lines_of):
    """1732 × 845 = 1,463,540: printed 146.35, exactly 146.354."""
    rows = line(
        "a", initial="146.35", actual="146.35", person_times=1732, rates='["845.00 per month"]'
    )
    (only,) = find_inconsistencies(lines_of("lines:\n" + rows))

    assert ("times-rate", "rounding") == (only.code, only.kind)
    assert "146.354" in only.words.en


def test_a_mean_payment_up_to_the_rate_is_a_remark_and_above_it_a_contradiction(lines_of):
    """1 万元 over 20 person-months are 500.00 each: up to 650, above 450."""
    for rate, kind in (("650.00", "remark"), ("450.00", "contradiction")):
        rows = line("a", initial="1", actual="1", person_times=20, rates=f'["{rate} per month"]', pays="up_to")  # fmt: skip
        (only,) = find_inconsistencies(lines_of("lines:\n" + rows))

        assert (kind, True) == (only.kind, "500.00 yuan each" in only.words.en)


def test_persons_at_their_rates_bound_the_amount_of_a_line_and_of_its_parts(lines_of):
    """1100多 and 2700多 at 100 a month: 456.00 at least, 479.76 at most."""
    parts = line("x", part_of="a", persons="约1100多", rates='["100.00 per month"]')
    parts += line("y", part_of="a", persons="约2700多", rates='["100.00 per month"]')
    kinds = {"435.89": ["implausible"], "456.00": [], "479.76": [], "479.77": ["contradiction"]}
    for actual, expected in kinds.items():
        budget = lines_of("lines:\n" + line("a", initial=actual, actual=actual) + parts)

        assert expected == [
            one.kind for one in find_inconsistencies(budget) if one.code == "persons-rate-months"
        ]


def test_the_shortfall_is_told_in_payments_of_the_one_rate(lines_of):
    """456.00 less 435.89 is 20.11: 2011 payments of 100."""
    parts = line("x", part_of="a", persons=3800, rates='["100.00 per month"]')
    budget = lines_of("lines:\n" + line("a", initial="435.89", actual="435.89") + parts)

    assert "2011 payments of 100.00 yuan" in find_inconsistencies(budget)[0].words.en


def test_whole_years_quarters_and_months_are_told_apart(lines_of):
    """681.26 is no multiple of 600 yuan; 150 fits at the edge 6,812,550, 50 fits twice."""
    rates = '["600.00 per year", "1200.00 per year", "6000.00 per year"]'
    rows = "lines:\n" + line("a", initial="681.26", actual="681.26", rates=rates)
    (only,) = find_inconsistencies(lines_of(rows))

    assert ("whole-payments", "implausible") == (only.code, only.kind)
    assert "6812400.00, 6813000.00" in only.words.en
    assert only.words.en.endswith(
        "possible: quarters (45417 × 150.00), months (136251–136252 × 50.00)"
    )


def test_the_number_of_payments_is_implied_where_only_one_prints_so(lines_of):
    """435.89 is 43,589 payments of 100; 0.01 of 10.00 could be several."""
    one = line("a", initial="435.89", actual="435.89", rates='["100.00 per month"]')
    many = line("a", initial="0.05", actual="0.05", rates='["10.00 per month"]')

    assert [("implied-payments", "remark", "a")] == found(lines_of("lines:\n" + one))
    assert [] == found(lines_of("lines:\n" + many))


def test_a_stated_rate_of_execution_is_recomputed(lines_of):
    """9 of 12 are 75 %; of the initial 10 they are 90 %; 75.0 % as printed is right, 75.1 % is not."""
    for stated, expected in (("75%", 0), ("75.0%", 0), ("75.1%", 1), ("76%", 1)):
        rows = line("a", initial="10", adjustment="2", actual="9", balance="3", execution=stated, execution_of_initial="90%")  # fmt: skip

        assert expected == len(find_inconsistencies(lines_of("lines:\n" + rows)))


def test_budgets_that_follow_the_spending_are_told_with_the_rate_of_the_initial_one(lines_of):
    """10 − 2 = 8 and 5 + 5 = 10, both spent whole: 18 of 15 is 120 %."""
    rows = line("a", initial="10", adjustment="-2", actual="8") + line("b", initial="5", adjustment="5", actual="10")  # fmt: skip
    (only,) = find_inconsistencies(lines_of("lines:\n" + rows))

    assert ("follows-spending", True) == (only.code, only.words.en.endswith("are 120.00%"))


def test_amounts_in_yuan_are_checked_as_well(lines_of):
    """Two lines of 100.00 and 50.25 yuan."""
    rows = "lines:\n" + line("a", initial="100.00", actual="100.00") + line("b", initial="50.25", actual="50.25")  # fmt: skip
    budget = lines_of(rows + "figures:\n" + figure("total", '"150.75"', "{sum: lines.actual}"), unit="元")  # fmt: skip
    (only,) = find_inconsistencies(budget)

    assert only.words.zh.endswith("相差 0.50元")


AMOUNTS = st.integers(0, 10**7)


@given(st.lists(st.tuples(AMOUNTS, st.integers(-(10**6), 10**6)), min_size=1, max_size=8), AMOUNTS)
def test_recomputed_totals_agree_with_plain_addition(drawn, stated):
    """A total is contradicted just where plain addition of the printed hundredths says so."""
    rows = "".join(
        line(f"l{n}", initial=show(first), adjustment=show(more), actual=show(first + more))
        for n, (first, more) in enumerate(drawn)
    )
    text = (
        "budget: x\nname: {zh: x, en: x}\ndocument: x\nperiod: 2023\nunit: 万元\nlines:\n"
        + rows
        + "figures:\n"
        + figure("total", show(stated), "{sum: lines.actual}")
    )
    findings = Findings()
    budget = build_budget(
        conform(read_text(text, "x", findings), BUDGET, findings), "x", "", findings
    )
    apart = abs(sum(first + more for first, more in drawn) - stated)
    kinds = {one.kind for one in find_inconsistencies(budget) if one.subject == "total"}

    assert [] == findings.problems
    if apart == 0:
        assert set() == kinds
    else:
        assert {"rounding" if 2 * apart <= len(drawn) + 1 else "contradiction"} == kinds
    assert not [one for one in find_inconsistencies(budget) if one.code == "line-balance"]


def show(hundredths):
    """Hundredths as a quoted amount."""
    sign = "-" if hundredths < 0 else ""
    return f'"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"'
