"""The reference against answers worked out on paper; nothing here was computed by an engine."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

import pytest

from subsidy.dates import LeapDay, Month, Period, read_month, read_period, show_month
from subsidy.engine.outcome import Status
from subsidy.engine.reference import Because, MonthOutcome, run_reference
from subsidy.errors import RulesRefused
from subsidy.expression.nodes import (
    And,
    Compare,
    Comparison,
    FactValue,
    Holds,
    Literal,
    MoneyLiteral,
    Multiply,
    Not,
    OneOf,
    Or,
    ParameterValue,
    Since,
)
from subsidy.money import EXACT, Mode, Rounding
from subsidy.rulebook.model import NetAmount, NetScheme, Rulebook, Timing, When
from tests.drawing import by_hand
from tests.drawing.by_hand import (
    HERE,
    NEXT,
    SAME,
    age_between,
    age_rows,
    flat,
    pays,
    per_month,
    scheme,
    timing,
    version,
)
from tests.strategies import draw_situation

YEAR = read_period("2023")
ALIVE, LOCAL = Holds("alive"), Holds("local")
OLD_AGE_ROWS = age_rows((80, 90, 60_000), (90, 100, 120_000), (100, None, 600_000), per_months=12)
AT_80 = And((ALIVE, LOCAL, age_between(80, None)))


def old_age(when: Timing, leap_day: LeapDay = LeapDay.MARCH_1) -> Rulebook:
    return by_hand.book(scheme("old_age", AT_80, OLD_AGE_ROWS, when=when), leap_day=leap_day)


def months(
    book: Rulebook, facts: dict[str, object], name: str, period: Period = YEAR
) -> dict[Month, MonthOutcome]:
    return run_reference(book, facts, period)[name]


def paid(
    book: Rulebook, facts: dict[str, object], name: str = "old_age", period: Period = YEAR
) -> dict[str, int]:
    """Months and fen of everything paid."""
    decided = months(book, facts, name, period)
    return {show_month(month): said.fen for month, said in decided.items() if said.fen}


def total(book: Rulebook, facts: dict[str, object], name: str = "old_age") -> int:
    return sum(paid(book, facts, name).values())


@pytest.mark.parametrize(
    ("start", "change", "stop", "facts", "fen"),
    [
        (SAME, SAME, NEXT, {"birth_date": date(1933, 8, 15)}, 85_000),
        (NEXT, NEXT, NEXT, {"birth_date": date(1933, 8, 15)}, 80_000),
        (SAME, SAME, NEXT, {"birth_date": date(1943, 5, 20)}, 40_000),
        (NEXT, SAME, NEXT, {"birth_date": date(1943, 5, 20)}, 35_000),
        (SAME, SAME, NEXT, {"birth_date": date(1943, 12, 31)}, 5_000),
        (NEXT, SAME, NEXT, {"birth_date": date(1943, 12, 31)}, 0),
        (SAME, SAME, NEXT, {"birth_date": date(1938, 1, 1), "death_date": date(2023, 6, 3)}, 30_000),
        (SAME, SAME, SAME, {"birth_date": date(1938, 1, 1), "death_date": date(2023, 6, 3)}, 25_000),
        (SAME, SAME, NEXT, {"birth_date": date(1938, 1, 1), "hukou_until": date(2023, 4, 18)}, 20_000),
        (SAME, SAME, SAME, {"birth_date": date(1938, 1, 1), "hukou_until": date(2023, 4, 18)}, 15_000),
        (SAME, SAME, NEXT, {"birth_date": date(1943, 5, 20), "death_date": date(2023, 5, 25)}, 5_000),
        (SAME, SAME, NEXT, {"birth_date": date(1943, 5, 20), "death_date": date(2023, 5, 10)}, 0),
        (NEXT, SAME, NEXT, {"birth_date": date(1943, 5, 20), "death_date": date(2023, 5, 25)}, 0),
        (SAME, SAME, SAME, {"birth_date": date(1943, 5, 20), "death_date": date(2023, 5, 25)}, 0),
    ],
)  # fmt: skip
def test_old_age_years_come_to_the_yuan_worked_out_by_hand(
    start: When, change: When, stop: When, facts: dict[str, object], fen: int
) -> None:
    """The worked examples of the design, with 50, 100 and 500 yuan a month."""
    book = old_age(timing(start, change, stop))

    assert fen == total(book, facts)


def test_somebody_who_dies_before_turning_80_is_never_due_anything() -> None:
    """Turning 80 on 20 May and dying on 10 May leaves no eligible day."""
    facts = {"birth_date": date(1943, 5, 20), "death_date": date(2023, 5, 10)}

    decided = months(old_age(timing()), facts, "old_age")

    assert {Because.NO_DAYS} == {said.because for said in decided.values()}


@pytest.mark.parametrize(
    ("leap_day", "first"), [(LeapDay.MARCH_1, "2023-03"), (LeapDay.FEBRUARY_28, "2023-02")]
)
def test_a_leap_day_birthday_falls_where_the_book_says(leap_day: LeapDay, first: str) -> None:
    """Born on 29 February 1940, somebody turns 83 on 1 March or on 28 February 2023."""
    turning_83 = scheme("old_age", age_between(83, None), flat(100))
    book = by_hand.book(turning_83, leap_day=leap_day)

    assert first == min(paid(book, {"birth_date": date(1940, 2, 29)}))


def test_two_spells_never_pay_a_month_twice() -> None:
    """A spell that ends and one that begins in June leave June to the first, once."""
    book = by_hand.book(scheme("care", Holds("disability"), flat(10_000)))
    facts = {
        "disability_from": date(2023, 5, 1),
        "disability_until": date(2023, 6, 5),
        "disability_from_2": date(2023, 6, 20),
        "disability_until_2": date(2023, 8, 1),
    }

    decided = months(book, facts, "care")

    assert ["2023-05", "2023-06", "2023-07", "2023-08"] == list(paid(book, facts, "care"))
    assert date(2023, 5, 1) == decided[read_month("2023-06")].run.begins


def test_spells_that_touch_are_one_run() -> None:
    """No day lies between them, so the run is not interrupted and no month starts anew."""
    book = by_hand.book(scheme("care", Holds("disability"), flat(100), when=timing(NEXT)))
    facts = {
        "disability_from": date(2023, 2, 1),
        "disability_until": date(2023, 5, 1),
        "disability_from_2": date(2023, 5, 1),
        "disability_until_2": date(2023, 6, 15),
    }

    run = months(book, facts, "care")[read_month("2023-05")].run

    assert (date(2023, 2, 1), date(2023, 6, 15)) == (run.begins, run.ends)


@pytest.mark.parametrize(("change", "fen"), [(SAME, 30_000), (NEXT, 10_000)])
def test_the_deciding_day_follows_the_change_convention(change: When, fen: int) -> None:
    """Turning 90 in August changes August, or only September."""
    rows = age_rows((80, 90, 10_000), (90, None, 30_000))
    book = by_hand.book(scheme("old_age", AT_80, rows, when=timing(change=change)))

    august = months(book, {"birth_date": date(1933, 8, 15)}, "old_age")[read_month("2023-08")]

    assert fen == august.fen


def test_the_deciding_day_is_moved_into_the_run() -> None:
    """Somebody who turns 90 and dies earlier in the month is paid by the last living day."""
    rows = age_rows((80, 90, 10_000), (90, None, 30_000))
    book = by_hand.book(scheme("old_age", AT_80, rows))
    facts = {"birth_date": date(1933, 8, 15), "death_date": date(2023, 8, 15)}

    august = months(book, facts, "old_age")[read_month("2023-08")]

    assert (10_000, date(2023, 8, 14)) == (august.fen, august.decided_on)


def test_a_yearly_standard_is_paid_in_instalments_that_sum_to_it() -> None:
    """1000.01 yuan a year: months differ by a fen, the year does not."""
    book = by_hand.book(scheme("old_age", ALIVE, flat(100_001, per_months=12)))

    payments = paid(book, {"birth_date": date(1940, 1, 1)})

    assert 100_001 == sum(payments.values())
    assert {8_333, 8_334} == set(payments.values())


def test_quarterly_instalments_are_counted_from_the_start_of_the_quarter() -> None:
    """100 fen a quarter: 33, 34, 33, and again."""
    book = by_hand.book(scheme("old_age", ALIVE, flat(100, per_months=3)))

    payments = paid(book, {"birth_date": date(1940, 1, 1)})

    assert [33, 34, 33] * 4 == list(payments.values())


# ── rates ────────────────────────────────────────────────────────────────────────────


def test_a_rate_changes_with_its_month() -> None:
    """100 until June, 150 from July, with no look at the deciding day."""
    rows = (
        by_hand.Row(
            "", Literal(value=True), pays((None, per_month(100)), ("2023-07", per_month(150))), HERE
        ),
    )
    book = by_hand.book(scheme("old_age", ALIVE, rows, when=timing(change=NEXT)))

    payments = paid(book, {"birth_date": date(1940, 1, 1)})

    assert [10_000] * 6 + [15_000] * 6 == list(payments.values())


def test_the_version_decided_last_replaces_one_of_the_same_month() -> None:
    """A notice signed in August replaces January's rate, for January too."""
    versions = pays(
        ("2023-01", per_month(100)),
        ("2023-01", per_month(120)),
        decided={0: date(2022, 12, 20), 1: date(2023, 8, 9)},
    )
    rows = (by_hand.Row("", Literal(value=True), versions, HERE),)
    book = by_hand.book(scheme("old_age", ALIVE, rows))

    assert {12_000} == set(paid(book, {"birth_date": date(1940, 1, 1)}).values())


def test_a_passing_version_gives_way_to_the_one_before_it() -> None:
    """A rate for May and June only leaves the general rate in force afterwards."""
    rate = by_hand.parameter(
        "rate",
        version("2020-01", per_month(100)),
        version("2023-05", per_month(130), until="2023-07"),
    )
    rows = (by_hand.Row("", Literal(value=True), pays((None, ParameterValue("rate"))), HERE),)
    book = by_hand.book(scheme("old_age", ALIVE, rows), parameters=(rate,))

    payments = list(paid(book, {"birth_date": date(1940, 1, 1)}).values())

    assert [10_000] * 4 + [13_000] * 2 + [10_000] * 6 == payments


def test_a_share_of_another_rate_is_rounded_once_and_may_look_back() -> None:
    """1.3 × last year's 650.05 is 845.065, which is 845.07."""
    base = by_hand.parameter(
        "base", version("2022-01", MoneyLiteral(65_005, 1)), version("2023-01", per_month(700))
    )
    factor = Multiply(Literal(part("13/10")), ParameterValue("base"))
    linked = by_hand.parameter("linked", version("2023-01", factor, years_back=1))
    rows = (by_hand.Row("", Literal(value=True), pays((None, ParameterValue("linked"))), HERE),)
    book = by_hand.book(scheme("old_age", ALIVE, rows), parameters=(base, linked))

    assert {84_507} == set(paid(book, {"birth_date": date(1940, 1, 1)}).values())


def part(text: str) -> Fraction:
    return Fraction(text)


@pytest.mark.parametrize(
    "rate",
    [
        by_hand.parameter("rate", version("2023-02", per_month(100))),
        by_hand.parameter("rate", version("2020-01", per_month(100), until="2023-12")),
        by_hand.parameter("rate", version("2020-01", per_month(100), last_confirmed="2023-11")),
    ],
    ids=["not yet", "no longer", "not confirmed"],
)
def test_a_missing_rate_stops_everything(rate: object) -> None:
    """Nobody is calculated with a rate that is missing in one month, not even the dead."""
    rows = (by_hand.Row("", Literal(value=True), pays((None, ParameterValue("rate"))), HERE),)
    book = by_hand.book(scheme("old_age", ALIVE, rows), parameters=(rate,))

    with pytest.raises(RulesRefused) as refused:
        run_reference(book, {"birth_date": date(1900, 1, 1), "death_date": date(1950, 1, 1)}, YEAR)

    assert ["rate-missing"] == [problem.code for problem in refused.value.problems]
    assert ["rate"] == [problem.found for problem in refused.value.problems]


def test_a_rate_is_not_missed_in_months_in_which_the_scheme_does_not_exist() -> None:
    """A scheme of July and later needs no rate for January."""
    rows = (by_hand.Row("", Literal(value=True), pays(("2023-07", per_month(100))), HERE),)
    july = read_month("2023-07")
    book = by_hand.book(scheme("old_age", ALIVE, rows, exists=(july, None)))

    assert 60_000 == total(book, {"birth_date": date(1940, 1, 1)})


def test_exact_rounding_refuses_what_does_not_come_out_even() -> None:
    """1000.01 a year has no exact twelfth."""
    book = by_hand.book(scheme("old_age", ALIVE, flat(100_001, per_months=12), rounding=EXACT))

    with pytest.raises(RulesRefused) as refused:
        run_reference(book, {"birth_date": date(1940, 1, 1)}, YEAR)

    assert "amount-inexact" == refused.value.problems[0].code


# ── overlaps, top-ups, bounds ────────────────────────────────────────────────────────


def beside(first_fen: int, **relation: tuple[str, ...]) -> Rulebook:
    first = scheme("first", Since("applied_on"), flat(first_fen))
    return by_hand.book(first, scheme("old_age", ALIVE, flat(100), **relation))


def test_a_scheme_is_not_paid_beside_one_that_excludes_it() -> None:
    """From the month in which the first is paid, the second is not."""
    facts = {"birth_date": date(1940, 1, 1), "applied_on": date(2023, 4, 30)}

    assert 3 * 100 == total(beside(500, unless_paid=("first",)), facts)


def test_a_scheme_that_pays_nothing_excludes_nobody() -> None:
    """Entitled to 0.00 is not paid."""
    facts = {"birth_date": date(1940, 1, 1), "applied_on": date(2023, 4, 30)}

    assert 12 * 100 == total(beside(0, unless_paid=("first",)), facts)


def test_a_companion_is_paid_only_beside_what_it_accompanies() -> None:
    """Nine months of the first, nine months of the second."""
    facts = {"birth_date": date(1940, 1, 1), "applied_on": date(2023, 4, 30)}

    assert 9 * 100 == total(beside(500, only_if_paid=("first",)), facts)
    assert 0 == total(beside(0, only_if_paid=("first",)), facts)


def test_only_the_highest_of_a_group_is_paid_and_a_tie_goes_to_the_first_listed() -> None:
    """Three members: 100, 300, 300; the one listed before its equal is paid."""
    members = [scheme(name, ALIVE, flat(fen)) for name, fen in (("a", 100), ("b", 300), ("c", 300))]
    book = by_hand.book(*members, highest_of=(("a", "c", "b"),))
    decided = run_reference(book, {"birth_date": date(1940, 1, 1)}, YEAR)
    may = {name: months[read_month("2023-05")] for name, months in decided.items()}

    assert {"a": 0, "b": 0, "c": 300} == {name: said.fen for name, said in may.items()}
    assert (Because.OUTBID, "c") == (may["a"].because, may["a"].other)


def test_an_undetermined_member_leaves_the_whole_group_open() -> None:
    """Whether the sure 100 is the highest hangs on the grade of the other."""
    doubtful = scheme("doubtful", OneOf(FactValue("grade"), (1, 2)), flat(500))
    book = by_hand.book(
        scheme("sure", ALIVE, flat(100)),
        doubtful,
        scheme("none", Literal(value=False), flat(900)),
        highest_of=(("sure", "doubtful", "none"),),
    )
    decided = run_reference(book, {"birth_date": date(1940, 1, 1)}, YEAR)
    may = {name: months[read_month("2023-05")] for name, months in decided.items()}

    assert (Status.UNDETERMINED, frozenset({"grade"})) == (may["sure"].status, may["sure"].missing)
    assert Status.NOT_ELIGIBLE is may["none"].status


@pytest.mark.parametrize(("share", "fen"), [(41_200, 67_400), (108_600, 0), (150_000, 0)])
def test_a_top_up_pays_the_gap_and_never_less_than_nothing(share: int, fen: int) -> None:
    """1086 less a subsistence share of 412 is 674 (case K2); at or above 1086 nothing."""
    net = NetAmount(FactValue("share"), ALIVE)
    book = by_hand.book(scheme("old_age", ALIVE, flat(108_600), nets=(net,)))

    decided = months(book, {"birth_date": date(2012, 3, 1), "share": share}, "old_age")

    assert {(Status.ENTITLED, fen)} == {(said.status, said.fen) for said in decided.values()}


def test_a_top_up_takes_off_what_another_scheme_pays_in_the_month() -> None:
    """500 less 120.01 from April on."""
    first = scheme("first", Since("applied_on"), flat(12_001))
    book = by_hand.book(first, scheme("old_age", ALIVE, flat(50_000), nets=(NetScheme("first"),)))
    facts = {"birth_date": date(1940, 1, 1), "applied_on": date(2023, 4, 30)}

    assert [50_000] * 3 + [37_999] * 9 == list(paid(book, facts).values())


def test_a_net_amount_counts_only_while_its_condition_holds() -> None:
    """A share that is no longer drawn is not taken off."""
    net = NetAmount(FactValue("share"), Not(Since("applied_on")))
    book = by_hand.book(scheme("old_age", ALIVE, flat(1_000), nets=(net,)))
    facts = {"birth_date": date(1940, 1, 1), "applied_on": date(2023, 4, 30), "share": 300}

    assert [700] * 3 + [1_000] * 9 == list(paid(book, facts).values())


@pytest.mark.parametrize(
    ("at_least", "at_most", "fen"), [(20, None, 2_000), (None, 5, 500), (20, 5, 500)]
)
def test_bounds_apply_after_netting_and_the_upper_one_last(
    at_least: int | None, at_most: int | None, fen: int
) -> None:
    """Ten yuan bounded below by 20, above by 5, and by both."""
    lowest = None if at_least is None else per_month(at_least)
    highest = None if at_most is None else per_month(at_most)
    rules = scheme("old_age", ALIVE, flat(1_000), at_least=lowest, at_most=highest)

    assert {fen} == set(paid(by_hand.book(rules), {"birth_date": date(1940, 1, 1)}).values())


@pytest.mark.parametrize(
    ("mode", "step", "fen"),
    [
        (Mode.HALF_UP, 1, 126), (Mode.HALF_EVEN, 1, 126), (Mode.UP, 10, 130),
        (Mode.DOWN, 10, 120), (Mode.HALF_UP, 100, 100), (Mode.UP, 100, 200),
    ],
)  # fmt: skip
def test_an_amount_is_rounded_once_as_the_scheme_says(mode: Mode, step: int, fen: int) -> None:
    """Half of 2.51 yuan is 125.5 fen."""
    half = Multiply(MoneyLiteral(251, 1), Literal(part("1/2")))
    rows = (by_hand.Row("", Literal(value=True), pays((None, half)), HERE),)
    book = by_hand.book(scheme("old_age", ALIVE, rows, rounding=Rounding(mode, step)))

    assert {fen} == set(paid(book, {"birth_date": date(1940, 1, 1)}).values())


# ── unknown is not zero ──────────────────────────────────────────────────────────────


def test_nobody_without_a_certificate_is_undetermined_for_want_of_a_grade() -> None:
    """False and unknown is false."""
    care = And((Holds("disability"), OneOf(FactValue("grade"), (1, 2))))
    book = by_hand.book(scheme("old_age", care, flat(100)))

    decided = months(book, {"birth_date": date(1940, 1, 1)}, "old_age")

    assert {Status.NOT_ELIGIBLE} == {said.status for said in decided.values()}


def test_a_month_that_hangs_on_a_missing_fact_is_undetermined_from_the_day_it_matters() -> None:
    """Certified in April without a grade: undetermined from April on, naming the grade."""
    care = And((Holds("disability"), OneOf(FactValue("grade"), (1, 2))))
    book = by_hand.book(scheme("old_age", care, flat(100)))
    facts = {"disability_from": date(2023, 4, 10), "disability_until": date(2030, 1, 1)}

    decided = months(book, facts, "old_age")
    missing = [said.missing for said in decided.values()]

    assert [frozenset()] * 3 + [frozenset({"grade"})] * 9 == missing


def test_a_known_yes_beside_an_unknown_is_yes() -> None:
    """True or unknown is true."""
    book = by_hand.book(scheme("old_age", Or((ALIVE, FactValue("boarder"))), flat(100)))

    assert 1_200 == total(book, {"birth_date": date(1940, 1, 1)})


def test_a_missing_fact_that_only_the_amount_needs_leaves_the_amount_open() -> None:
    """Eligible without a doubt, but by which grade?"""
    rows = tuple(
        by_hand.Row(f"grade {n}", Compare(Comparison.EQUAL, FactValue("grade"), Literal(n)), pays((None, per_month(n))), HERE)
        for n in (1, 2)
    )  # fmt: skip
    book = by_hand.book(scheme("old_age", ALIVE, rows))

    decided = months(book, {"birth_date": date(1940, 1, 1)}, "old_age")

    assert {(Status.UNDETERMINED, frozenset({"grade"}))} == {
        (said.status, said.missing) for said in decided.values()
    }


def test_what_nets_or_excludes_an_undetermined_scheme_is_undetermined_too() -> None:
    """The unknown spreads along net_of, unless_paid and only_if_paid."""
    doubtful = scheme("doubtful", FactValue("boarder"), flat(100))
    book = by_hand.book(
        doubtful,
        scheme("net", ALIVE, flat(500), nets=(NetScheme("doubtful"),)),
        scheme("unless", ALIVE, flat(500), unless_paid=("doubtful",)),
        scheme("only", ALIVE, flat(500), only_if_paid=("doubtful",)),
        scheme("apart", ALIVE, flat(500)),
    )
    decided = run_reference(book, {"birth_date": date(1940, 1, 1)}, YEAR)
    open_schemes = {
        name for name, months in decided.items() if months[YEAR.first].missing == {"boarder"}
    }

    assert {"doubtful", "net", "unless", "only"} == open_schemes


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"disability_from": date(2023, 1, 1)}, Status.UNDETERMINED),  # until: unknown
        ({"disability_until": date(2023, 6, 1)}, Status.NOT_ELIGIBLE),  # from: never
    ],
)
def test_an_empty_date_means_what_its_fact_declares(
    facts: dict[str, object], status: Status
) -> None:
    """An empty end that is unknown leaves the status open, an empty beginning that is never, not."""
    book = by_hand.book(scheme("old_age", Holds("disability"), flat(100)))

    assert {status} == {said.status for said in months(book, facts, "old_age").values()}


def test_a_numbered_value_holds_from_the_day_of_its_spell() -> None:
    """Grade 2 becomes 3 on 20 May: with the change counted next month, care is paid through May."""
    care = And((Holds("disability"), OneOf(FactValue("grade"), (1, 2))))
    book = by_hand.book(scheme("old_age", care, flat(100), when=timing(SAME, NEXT, NEXT)))
    facts = {
        "disability_from": date(2020, 1, 1),
        "disability_until": date(2023, 5, 20),
        "disability_from_2": date(2023, 5, 20),
        "disability_until_2": date(2030, 1, 1),
        "grade": 2,
        "grade_2": 3,
    }

    assert "2023-05" == max(paid(book, facts))


def test_an_empty_numbered_value_is_unknown_from_its_day_where_the_register_has_the_column() -> (
    None
):
    """Without the column the first value goes on; with it, an empty cell is unknown."""
    book = by_hand.book(scheme("old_age", OneOf(FactValue("grade"), (1, 2)), flat(100)))
    facts = {
        "disability_from": date(2020, 1, 1),
        "disability_from_2": date(2023, 5, 20),
        "grade": 2,
    }

    assert 1_200 == total(book, facts)
    december = months(book, {**facts, "grade_2": None}, "old_age")[read_month("2023-12")]
    assert (Status.UNDETERMINED, {"grade"}) == (december.status, set(december.missing))


# ── the window ───────────────────────────────────────────────────────────────────────


def test_a_scheme_pays_nothing_outside_the_months_in_which_it_exists() -> None:
    """From March to May."""
    exists = (read_month("2023-03"), read_month("2023-06"))
    book = by_hand.book(scheme("old_age", ALIVE, flat(100), exists=exists))

    payments = paid(book, {"birth_date": date(1940, 1, 1)})

    assert ["2023-03", "2023-04", "2023-05"] == list(payments)


def test_a_day_of_the_month_before_may_start_the_first_month_paid() -> None:
    """Applied on 31 December, paid from January under next_month."""
    book = by_hand.book(scheme("old_age", Since("applied_on"), flat(100), when=timing(NEXT)))

    assert "2023-01" == min(paid(book, {"applied_on": date(2022, 12, 31)}))
    assert "2023-02" == min(paid(book, {"applied_on": date(2023, 1, 1)}))


@pytest.mark.parametrize("seed", range(40))
def test_looking_further_back_changes_nothing(seed: int) -> None:
    """The days of the month before the period are enough, whatever the rules."""
    situation = draw_situation(Random(seed), people=4)
    book, period = situation.book, situation.period
    since = Month(period.first - 15)

    for facts in situation.crowd.rows:
        near, far = (
            run_reference(book, facts, period),
            run_reference(book, facts, period, since=since),
        )

        assert _said(near) == _said(far)


def _said(decided: dict[str, dict[Month, MonthOutcome]]) -> list[tuple[object, ...]]:
    return [
        (name, month, said.status, said.fen, said.bracket, said.missing, said.because)
        for name, months_said in decided.items()
        for month, said in months_said.items()
    ]
