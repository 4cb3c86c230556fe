"""Explanations: every reason of one month, from the reference, in both languages."""

from __future__ import annotations

import json
from datetime import date
from random import Random

import pytest

from subsidy.dates import Month, Period, read_month
from subsidy.engine.reference import run_reference
from subsidy.errors import UsageRefused
from subsidy.explanation import Explanation, Mark, Reason, explain, explain_person
from subsidy.expression.nodes import And, Compare, Comparison, FactValue, Holds, Literal, Since
from subsidy.money import show_yuan
from subsidy.rulebook.model import NetAmount, NetScheme, Rulebook, Scheme
from tests.drawing import by_hand
from tests.drawing.by_hand import NEXT, age_between, age_rows, flat, pays, per_month, scheme, timing
from tests.several_units import of_persons
from tests.strategies import draw_situation

MAY = read_month("2023-05")
ALIVE = Holds("alive")


def told(rules: Scheme, facts: dict[str, object], month: Month = MAY) -> Explanation:
    return explain_person(by_hand.book(rules), facts, month, "P-1")


def reasons(explanation: Explanation, code: str) -> list[Reason]:
    def inside(found: tuple[Reason, ...]) -> list[Reason]:
        return [each for one in found for each in (one, *inside(one.reasons))]

    return [r for one in explanation.schemes for r in inside(one.reasons) if r.code == code]


def test_an_explanation_reads_as_a_clerk_would_tell_it() -> None:
    """Conditions, days, deciding day, row, rate and instalment, each on its line."""
    rows = age_rows((80, 90, 60_000), (90, None, 120_000), per_months=12)
    rules = scheme("old_age", And((ALIVE, Holds("local"), age_between(80, None))), rows)

    text = told(rules, {"birth_date": date(1943, 5, 20)}).text("en")

    assert text.splitlines() == [
        "P-1  2023-05  by hand",
        "",
        "old_age: entitled 50.00 yuan",
        "  ✓ alive      since 1943-05-20",
        "  ✓ local      from the beginning",
        "  ✓ age >= 80  age on 2023-05-31: 80, turned 80 on 2023-05-20",
        "  · eligible from 2023-05-20; paid from the month of the event, no longer from the month after the event; source: made up 1",
        "  · worked out from the facts of 2023-05-31 (a change counts from the month of the event)",
        "  ✓ row 80-89",
        "    ✓ age >= 80  age on 2023-05-31: 80, turned 80 on 2023-05-20",
        "    ✓ age < 90   age on 2023-05-31: 80, turns 90 on 2033-05-20",
        "  · rate 600.00 per year; source: made up 1",
        "  · instalment 5 of 12 of 600.00: 50.00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "facts", "miss"),
    [
        (age_between(80, None), {"birth_date": date(1943, 6, 1)}, "turns 80 on 2023-06-01"),
        (Holds("local"), {"hukou_until": date(2022, 12, 31)}, "hukou_until 2022-12-31"),
        (Holds("disability"), {"disability_from": date(2023, 9, 10), "disability_until": date(2030, 1, 1)}, "begins on 2023-09-10"),
        (Holds("disability"), {}, "never"),
        (Since("applied_on"), {"applied_on": date(2023, 9, 10)}, "2023-09-10, from then on"),
        (Compare(Comparison.AT_MOST, FactValue("grade"), Literal(2)), {"grade": 3}, "grade: 3"),
    ],
)  # fmt: skip
def test_a_condition_that_fails_tells_the_nearest_miss(
    condition: object, facts: dict[str, object], miss: str
) -> None:
    """The birthday to come, the spell that ended, the day from which it would hold."""
    explanation = told(scheme("old_age", condition, flat(100)), facts)
    conditions = reasons(explanation, "condition")

    assert [Mark.NOT_MET] == [each.mark for each in conditions]
    assert conditions[0].note.en.endswith(miss)


def test_what_is_missing_is_named_in_both_languages() -> None:
    """Undetermined months name the facts by their labels."""
    explanation = told(scheme("old_age", FactValue("boarder"), flat(100)), {})

    assert ("boarder",) == explanation.schemes[0].missing
    assert [Mark.UNKNOWN] == [each.mark for each in reasons(explanation, "condition")]
    assert "cannot be told without: boarder" in explanation.text("en")
    assert "缺少以下信息，无法核定：boarder" in explanation.text("zh")


def test_netting_bounds_and_rounding_are_told_step_by_step() -> None:
    """1086 less 412, at most 600."""
    rules = scheme(
        "top_up",
        ALIVE,
        flat(108_600),
        nets=(NetAmount(FactValue("share"), ALIVE),),
        at_most=per_month(600),
    )
    explanation = told(rules, {"birth_date": date(2012, 3, 1), "share": 41_200})

    assert "less share: 412.00" in explanation.text("en")
    assert "at most 600.00 per month" in explanation.text("en")
    assert 60_000 == explanation.schemes[0].fen


def test_exclusions_nets_and_the_highest_of_a_group_name_the_other_scheme() -> None:
    """Each names what the other scheme pays in the month."""
    book = by_hand.book(
        scheme("first", ALIVE, flat(500)),
        scheme("excluded", ALIVE, flat(100), unless_paid=("first",)),
        scheme("netted", ALIVE, flat(800), nets=(NetScheme("first"),)),
        scheme("low", ALIVE, flat(100)),
        scheme("high", ALIVE, flat(200)),
        highest_of=(("low", "high"),),
    )
    text = explain_person(book, {"birth_date": date(1940, 1, 1)}, MAY, "P-1").text("en")

    assert "✗ first is due this month (5.00); must not be paid beside this" in text
    assert "less first: 5.00" in text
    assert "✗ only the highest is paid, which is high (2.00)" in text


def test_who_is_outbid_is_not_paid_and_told_the_source_of_the_rule() -> None:
    """Eligible all the same, so the headline does not say otherwise."""
    book = by_hand.book(
        scheme("low", ALIVE, flat(100)),
        scheme("high", ALIVE, flat(200)),
        highest_of=(("low", "high"),),
    )
    low = explain_person(book, {"birth_date": date(1940, 1, 1)}, MAY, "P-1").schemes[0]

    assert ("low: not paid", "low：不发放") == (next(low.lines("en")), next(low.lines("zh")))
    assert [True] == [
        "source: made up" in r.words.en for r in low.reasons if r.code == "highest-of"
    ]


def test_days_that_may_not_be_eligible_are_not_called_so() -> None:
    """Without a birth date there is no run of eligible days to tell of."""
    explanation = told(scheme("old_age", And((ALIVE, age_between(80, None))), flat(100)), {})

    assert "undetermined" == explanation.schemes[0].status.value
    assert [] == reasons(explanation, "timing")


def test_a_scheme_that_does_not_exist_in_the_month_says_so() -> None:
    """And since when it does."""
    rules = scheme("old_age", ALIVE, flat(100), exists=(read_month("2023-07"), None))

    assert "it begins in 2023-07" in told(rules, {"birth_date": date(1940, 1, 1)}).text("en")


def test_a_rate_is_told_with_its_version_and_everything_it_is_made_of() -> None:
    """A later version says from when it is in force and when it was decided."""
    versions = pays(
        ("2022-01", per_month(100)), ("2023-03", per_month(120)), decided={1: date(2023, 2, 9)}
    )
    rows = (by_hand.Row("", Literal(value=True), versions, by_hand.HERE),)
    explanation = told(scheme("old_age", ALIVE, rows), {"birth_date": date(1940, 1, 1)})
    rate = reasons(explanation, "rate")[0]

    assert "in force from 2023-03, decided on 2023-02-09" in rate.words.en
    assert "120.00" == rate.values["amount"]


def test_the_timing_tells_its_convention_and_that_it_is_assumed() -> None:
    """Nobody should take an assumption for the law."""
    when = timing(NEXT, NEXT, NEXT)
    assumed = by_hand.Timing(when.start, when.change, when.stop, by_hand.Source(assumed="no text"))
    rules = scheme("old_age", Since("applied_on"), flat(100), when=assumed)
    reason = reasons(told(rules, {"applied_on": date(2023, 4, 30)}), "timing")[0]

    assert "assumed: no text" in reason.words.en
    assert ("2023-05", "next_month") == (reason.values["first_month"], reason.values["start"])


@pytest.mark.parametrize("seed", range(25))
def test_an_explanation_says_what_the_reference_says_of_any_rules(seed: int) -> None:
    """Status and amount agree, the JSON is plain, and every line prints in both languages."""
    situation = draw_situation(Random(seed), people=2)
    book, month = situation.book, situation.period.first

    for facts in situation.crowd.rows:
        said = run_reference(book, facts, Period(month, Month(month + 1)))
        explanation = explain_person(book, facts, month, "P-1")
        plain = json.loads(json.dumps(explanation.as_json()))

        assert [(name, show_yuan(months[month].fen), months[month].status.value)
                for name, months in said.items()] == [
            (one["scheme"], one["amount"], one["status"]) for one in plain["schemes"]
        ]  # fmt: skip
        assert len(explanation.text("en").splitlines()) == len(explanation.text("zh").splitlines())


def test_conditions_of_a_paid_month_are_all_met() -> None:
    """On any drawn book: what is entitled shows no unmet condition (I-31)."""
    for seed in range(60):
        situation = draw_situation(Random(seed), people=2)
        for facts in situation.crowd.rows:
            explanation = explain_person(situation.book, facts, situation.period.first, "P-1")
            paid = [one for one in explanation.schemes if one.status.value == "entitled"]
            marks = {r.mark for one in paid for r in one.reasons if r.code == "condition"}

            assert marks <= {Mark.MET}


# ── the front door ───────────────────────────────────────────────────────────────────

PEOPLE = [
    {"person_id": "P-1", "name": "示例甲", "birth_date": "1943-05-01"},
    {"person_id": "P-2", "name": "示例乙", "birth_date": "1943-13-01"},
]


@pytest.fixture(scope="module")
def shifeng() -> Rulebook:
    from subsidy.rulebook.shelf import load_rulebook

    return load_rulebook("cn/hunan/zhuzhou/shifeng")


def test_a_person_is_explained_out_of_a_register(shifeng: Rulebook) -> None:
    """By number, month and, if wanted, scheme; by the scheme's Chinese label too."""
    whole = explain(shifeng, PEOPLE, "P-1", "2023-05")
    one = explain(shifeng, PEOPLE, "P-1", "2023-05", scheme="高龄及百岁老人补贴")

    assert len(of_persons(shifeng).schemes) == len(whole.schemes)
    assert ["elderly_allowance"] == [each.scheme for each in one.schemes]


def test_no_name_is_ever_printed(shifeng: Rulebook) -> None:
    """The number identifies the person; the name stays in the register."""
    explanation = explain(shifeng, PEOPLE, "P-1", "2023-05")

    assert "示例" not in explanation.text("zh") + json.dumps(
        explanation.as_json(), ensure_ascii=False
    )


@pytest.mark.parametrize(
    ("person_id", "month", "only", "code"),
    [
        ("P-9", "2023-05", None, "unknown-person"),
        ("P-2", "2023-05", None, "person-set-aside"),  # set aside for an impossible date
        ("P-1", "2023", None, "month"),
        ("P-1", "2023-05", "elderly", "scheme"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    shifeng: Rulebook, person_id: str, month: str, only: str | None, code: str
) -> None:
    """Nobody of that number, a whole year, a scheme that there is not; no value is repeated."""
    with pytest.raises(UsageRefused) as refused:
        explain(shifeng, PEOPLE, person_id, month, scheme=only)

    assert [code] == [problem.code for problem in refused.value.problems]
    assert "P-9" not in refused.value.show("en") + refused.value.show("zh")


def test_a_row_set_aside_is_found_by_the_identity_number_that_stands_for_it(
    shifeng: Rulebook,
) -> None:
    """A register without person numbers knows its rows by identity numbers; both rows are told."""
    number = "43020419800202304X"
    people = [
        {"身份证号": number, "死亡日期": None},
        {"身份证号": "430204193308150014", "死亡日期": None},
        {"身份证号": number.lower(), "死亡日期": None},
    ]
    with pytest.raises(UsageRefused) as refused:
        explain(shifeng, people, number, "2023-05")

    assert ["person-set-aside"] * 2 == [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("month", "why"),
    [("2023-8月上旬", "月份应写作 2023-05"), ("2023-13", "一年的月份为 01 至 12"),
     ("2023-05:2023-01", "起始月晚于终止月"), ("1000-01", "日期应在 1850-01-01 至 2249-12-31 之间")],
)  # fmt: skip
def test_a_month_that_is_none_is_told_at_its_own_option(
    shifeng: Rulebook, month: str, why: str
) -> None:
    """What is wrong with it, in Chinese too."""
    with pytest.raises(UsageRefused) as refused:
        explain(shifeng, PEOPLE, "P-1", month)

    shown = refused.value.show("zh")
    assert "--month" in shown
    assert why in shown
