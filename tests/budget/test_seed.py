"""The seed report: what its own figures contradict, exactly, and its totals recomputed."""

from subsidy.budget.execution import execute_budget
from subsidy.budget.view import rows_of, sum_rows

EXECUTION = execute_budget("cn/hunan/zhuzhou/shifeng/budgets/2023")


def test_what_does_not_add_up_is_listed_exactly():
    """Kind, check and subject of every finding; none is forced away and none is added."""

    assert [
        ("contradiction", "parts-exceed", "adjustment_total"),
        ("contradiction", "sum", "project_spending"),
        ("contradiction", "sum", "homes_graded"),
        ("contradiction", "parts-exceed", "central_support.initial"),
        ("contradiction", "stated-twice", "temporary.person_times"),
        ("unexplained", "not-itemised", "initial_total"),
        ("unexplained", "not-itemised", "children.actual"),
        ("unexplained", "not-itemised", "relief.actual"),
        ("unexplained", "no-budget", "communities"),
        ("implausible", "at-most", "festival_goods"),
        ("implausible", "at-most", "staff"),
        ("implausible", "at-most", "operating_subsidy_persons"),
        ("implausible", "average", "subsistence"),
        ("implausible", "average", "extreme_poverty"),
        ("implausible", "persons-rate-months", "orphan_education"),
        ("implausible", "persons-rate-months", "disability"),
        ("implausible", "persons-rate-months", "extreme_poverty"),
        ("implausible", "whole-payments", "old_age"),
        ("implausible", "whole-payments", "orphan_education"),
        ("rounding", "times-rate", "extreme_poverty"),
        ("remark", "mean-payment", "subsistence"),
        ("remark", "implied-payments", "disability"),
        ("remark", "follows-spending", "shifeng_2023"),
        ("noted", "noted", "shifeng_2023"),
        ("noted", "noted", "shifeng_2023"),
        ("noted", "noted", "shifeng_2023"),
    ] == [(one.kind, one.code, one.subject) for one in EXECUTION.findings]


def passages(code, subject):
    """Figure and place of each passage of one finding."""
    (one,) = [f for f in EXECUTION.findings if (f.code, f.subject) == (code, subject)]
    return [(passage.text, passage.at) for passage in one.passages]


def test_each_finding_has_both_places_in_the_report():
    """The pairs that a reader would look up."""

    assert [("2625.17", "二"), ("2642.87", "三（二）")] == passages(
        "parts-exceed", "adjustment_total"
    )
    assert [("4247.09", "二"), ("4036.65", "三（二）、三（二）（10）")] == passages(
        "sum", "project_spending"
    )
    assert [("178", "三（一）"), ("210", "三（二）（5）")] == passages(
        "stated-twice", "temporary.person_times"
    )
    assert [("2148.19", "三（二）"), ("1695.53", "三（一）")] == passages(
        "not-itemised", "relief.actual"
    )
    assert all(one.passages and all(p.at for p in one.passages) for one in EXECUTION.findings)


def test_the_words_name_the_amounts_by_which_it_does_not_add_up():
    """210.44 in no line; −17.70 left over; 2,011 payments short; 456.05 a month on average."""
    words = "\n".join(one.words.en for one in EXECUTION.findings)
    amounts = ("210.44", "-17.70", "590.68", "452.66", "2011 payments", "2758.00", "144.33", "456.05", "43589", "321.02%")  # fmt: skip

    assert [] == [amount for amount in amounts if amount not in words]


def test_the_totals_of_the_report_are_recomputed():
    """Nine lines with a budget, ten with spending; 3838.65 + 198 = 4036.65."""
    (total,) = sum_rows(EXECUTION)

    assert {
        "initial": "1195.78",
        "adjustment": "2642.87",
        "adjusted": "3838.65",
        "stated": "4036.65",
        "actual": "4036.65",
        "balance": "0.00",
        "of_initial": "321.02%",
        "of_adjusted": "100.00%",
    } == total.cells


def test_every_line_executes_its_adjusted_budget_and_a_multiple_of_its_initial_one():
    """Execution against the initial budget, recomputed line by line; a dash where it was nothing."""
    rates = {row.key: row.cells.get("of_initial") for row in rows_of(EXECUTION) if not row.is_part}

    assert {
        "retired_staff": "100.74%",
        "old_age": "229.09%",
        "elder_care": "311.77%",
        "children": None,
        "disability": "212.39%",
        "relief": "401.85%",
        "spring_festival": "153.99%",
        "central_support": "100.00%",
        "funerals": None,
        "communities": None,
    } == rates
