"""Invariants of the rules: what may never fall, never exceed, and never be paid twice.

Each docstring names a deliberate fault that makes the test fail.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from subsidy.calculation import calculate
from subsidy.dates import Month, Period, month_of, read_period
from subsidy.engine.outcome import Status
from subsidy.expression.nodes import (
    Add,
    And,
    Compare,
    Comparison,
    FactValue,
    Holds,
    Literal,
    MoneyLiteral,
    Multiply,
    ParameterValue,
)
from subsidy.money import Mode, Rounding, instalment, read_yuan, round_fen, show_yuan
from subsidy.rulebook.model import (
    DateFact,
    Missing,
    NetAmount,
    OverlapRule,
    Parameter,
    PayVersion,
    Row,
    Rulebook,
    Scheme,
)
from subsidy.rulebook.reform import reform
from subsidy.rulebook.shelf import load_rulebook
from tests.drawing import by_hand
from tests.drawing.books import draw_period
from tests.drawing.by_hand import (
    NEXT,
    SAME,
    age_between,
    age_rows,
    flat,
    pays,
    scheme,
    timing,
    version,
)
from tests.drawing.people import Crowd
from tests.properties.worlds import (
    SEEDS,
    conclusions,
    facts_read,
    fen,
    result_of,
    rounded_half_up,
    statuses,
    with_pays,
    with_rows,
    without_relations,
    world,
)
from tests.strategies import Situation

YEAR = read_period("2023")
ALIVE = Holds("alive")
SEEDS_OF_OUR_TIME = [  # 1900 and 2100 are no leap years: there the calendar itself differs
    seed for seed in range(5_000, 5_030) if 1990 < draw_period(Random(seed)).first // 12 < 2080
]
ROUNDINGS = [Rounding(mode, step) for mode in list(Mode)[:4] for step in (1, 10, 100)]


def everyone(book: Rulebook, rows: list[dict[str, object]], period: Period = YEAR) -> Situation:
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    full = tuple({name: row.get(name) for name in columns} for row in rows)
    return Situation(book, period, Crowd(columns, full))


def yearly(situation: Situation, row: int = 0) -> int:
    return sum(amount for (who, _, _), amount in fen(situation).items() if who == row)


# ── amounts ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", SEEDS)
def test_raising_every_rate_lowers_no_standard(seed: int) -> None:
    """I-10: without overlaps, 777.00 more lowers nobody.

    Fault: keep an amount in 16 bits, or subtract where a formula adds.
    """
    situation = without_relations(world(seed))

    def more(versions: tuple[PayVersion, ...]) -> tuple[PayVersion, ...]:
        return tuple(
            evolve(v, pay=Add(v.pay, MoneyLiteral(777 * 100 * v.per_months, v.per_months)))
            for v in versions
        )

    before, after = _standards(situation), _standards(with_pays(situation, more))

    assert before.keys() == after.keys()
    assert all(after[key] >= before[key] for key in before)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_new_rate_changes_no_month_before_it(seed: int) -> None:
    """I-26: a rate from the middle of the period on.

    Fault: take the rate of the month after, or of the last month of the period.
    """
    situation = rounded_half_up(world(seed))
    middle = Month((situation.period.first + situation.period.end + 1) // 2)

    def from_middle(versions: tuple[PayVersion, ...]) -> tuple[PayVersion, ...]:
        latest = versions[-1]
        pay = Add(latest.pay, MoneyLiteral(1200 * 100, latest.per_months))
        return (*versions, evolve(latest, from_month=middle, until_month=None, pay=pay,
                                  decided_on=date(2200, 1, 1)))  # fmt: skip

    before, after = statuses(situation), statuses(with_pays(situation, from_middle))

    assert {key: said for key, said in before.items() if key[2] < middle} == {
        key: said for key, said in after.items() if key[2] < middle
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rate_written_again_changes_nothing(seed: int) -> None:
    """I-26: the same version decided once more.

    Fault: look a version up by its place among all that were ever written.
    """
    situation = world(seed)

    def again(versions: tuple[PayVersion, ...]) -> tuple[PayVersion, ...]:
        return (*versions, evolve(versions[-1], decided_on=date(2200, 1, 1)))

    assert conclusions(situation) == conclusions(with_pays(situation, again))


@settings(derandomize=True, max_examples=200)
@given(st.integers(0, 10**9), st.sampled_from([3, 6, 12]), st.sampled_from(ROUNDINGS))
def test_instalments_sum_to_their_standard(amount: int, count: int, rounding: Rounding) -> None:
    """I-17: exactly, under every rounding. Fault: round each month by itself (1000 → 999.96)."""
    parts = [instalment(amount, number, count, rounding) for number in range(1, count + 1)]

    assert round_fen(amount, rounding) == sum(parts)
    assert max(parts) - min(parts) <= rounding.step_fen


@pytest.mark.parametrize("amount", [100_001, 60_000, 99_991, 1, 7, 123_456_789])
@pytest.mark.parametrize("per_months", [3, 6, 12])
def test_a_standard_is_paid_by_the_calendar(amount: int, per_months: int) -> None:
    """I-17: from each month on, through the engine: the whole year less the instalments missed.

    Fault: count instalments from the first month paid, or round each of them by itself.
    """
    book = by_hand.book(scheme("old_age", age_between(80, None), flat(amount, per_months)))
    births = [{"birth_date": date(1943, month, 10)} for month in range(1, 13)]
    situation = everyone(book, births)
    listed = result_of(situation).annual().rows_by_key("unit_id", named=True, unique=True)

    for row in range(12):
        whole, begun = divmod(row, per_months)
        missed = whole * amount + (2 * amount * begun + per_months) // (2 * per_months)
        due = amount * 12 // per_months - missed
        assert due == yearly(situation, row)
        assert due == int(listed[str(row)]["amount"] * 100 if str(row) in listed else 0)


@pytest.mark.parametrize("factor", [2, 7, 1000])
def test_multiplying_all_money_multiplies_all_amounts(factor: int) -> None:
    """I-20: rates, incomes and bounds times k. Fault: a smallest amount that stays as it is."""
    small, large = (_means_tested(k) for k in (1, factor))
    shares = [0, 12_000, 36_000, 64_999, 65_000, 90_000]
    rows = [{"birth_date": date(1940, 1, 1), "share": share} for share in shares]
    times = [row | {"share": row["share"] * factor} for row in rows]

    assert {key: amount * factor for key, amount in fen(everyone(small, rows)).items()} == fen(
        everyone(large, times)
    )


@pytest.mark.parametrize("base", [65_000, 65_001, 65_005, 70_003, 1])
def test_a_linked_standard_follows_its_base(base: int) -> None:
    """I-21: 1.3 × base, rounded half up. Fault: truncate, or round a float."""
    book = by_hand.book(scheme("poor", ALIVE, _linked_rows()), parameters=_linked(base))
    situation = everyone(book, [{"birth_date": date(1940, 1, 1)}])

    assert (base * 13 * 2 + 10) // 20 * 12 == yearly(situation)


@settings(derandomize=True, max_examples=200)
@given(st.integers(-(10**15) + 1, 10**15 - 1))
@example(-5)
@example(29)
def test_an_amount_read_as_printed_is_the_same(amount: int) -> None:
    """I-34: to the fen, over ±10¹⁵. Fault: read through a float, or lose the sign of a few fen."""
    assert amount == read_yuan(show_yuan(amount))


@settings(derandomize=True, max_examples=200)
@given(st.integers(1850 * 12, 2249 * 12 + 10), st.integers(1, 60))
def test_a_period_read_as_printed_is_the_same(first: int, length: int) -> None:
    """I-34: a period by its text. Fault: take the last month of the text for the end."""
    period = Period(Month(first), Month(min(first + length, 2250 * 12)))

    assert period == read_period(str(period))


# ── days and months ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("stop", [SAME, NEXT])
def test_nothing_is_paid_after_the_last_payable_month_of_a_death(stop: object) -> None:
    """I-11, strong: for deaths on any day of the year. Fault: ignore the death, or stop a month late."""
    book = by_hand.book(scheme("old_age", ALIVE, flat(100), when=timing(stop=stop)))
    deaths = [date(2023, month, day) for month in range(1, 13) for day in (1, 2, 15, 28)]
    deaths += [date(2022, 12, 31), date(2023, 12, 31), date(2024, 1, 1)]
    rows = [{"birth_date": date(1940, 1, 1), "death_date": death} for death in deaths]
    paid = fen(everyone(book, rows))

    for row, death in enumerate(deaths):
        last = month_of(death) - (stop is SAME)
        assert {m for who, _, m in paid if who == row} == {m for m in YEAR.months() if m <= last}


@pytest.mark.parametrize("seed", SEEDS)
def test_an_earlier_death_never_raises_what_life_brings(seed: int) -> None:
    """I-11: for schemes of the living that pay more with age. Fault: count the days of the dead."""
    random = Random(seed)
    rates = age_rows((0, 80, 100), (80, 90, 5_000), (90, None, 10_000))
    book = by_hand.book(scheme("old_age", And((ALIVE, Holds("local"))), rates))
    rows = [_life(random) for _ in range(40)]
    earlier = [
        row | {"death_date": row["death_date"] - timedelta(days=random.randint(1, 300))}
        for row in rows
    ]
    before, after = fen(everyone(book, rows)), fen(everyone(book, earlier))

    assert after
    assert all(after[key] <= before.get(key, 0) for key in after)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_narrower_condition_never_pays_more_months(seed: int) -> None:
    """I-12: also demand the local register. Fault: the earlier of two starts, or the later end."""
    random = Random(seed)
    wide = by_hand.book(scheme("old_age", ALIVE, flat(100)))
    narrow = by_hand.book(scheme("old_age", And((ALIVE, Holds("local"))), flat(100)))
    rows = [_life(random) for _ in range(40)]

    assert fen(everyone(narrow, rows)).keys() <= fen(everyone(wide, rows)).keys()


@pytest.mark.parametrize("seed", SEEDS_OF_OUR_TIME)
def test_four_years_later_everything_is_the_same(seed: int) -> None:
    """I-23: shift people, rates and period by 1461 days. Fault: know a single leap year."""
    situation = world(seed)
    rows = [_born_after_1904(row) for row in situation.crowd.rows]
    for each in (with_rows(situation, rows), _of_age_on_a_first_in_a_leap_year()):
        later = evolve(
            with_rows(each, [_shifted(row) for row in each.crowd.rows]),
            book=_shifted_book(each.book, 4),
            period=Period(Month(each.period.first + 48), Month(each.period.end + 48)),
        )
        back = {
            (row, name, Month(month - 48)): said
            for (row, name, month), said in conclusions(later).items()
        }
        assert conclusions(each) == back


# ── overlaps, top-ups, bounds ────────────────────────────────────────────────────────


@pytest.mark.parametrize(("share", "due"), [(64_999, 1), (65_000, 0), (65_001, 0)])
def test_a_top_up_ends_where_income_reaches_the_standard(share: int, due: int) -> None:
    """I-13: one fen below, at, and above. Fault: ``<=`` for ``<``, or a negative top-up."""
    person = {"birth_date": date(1940, 1, 1), "share": share}
    is_poor = Compare(Comparison.LESS, FactValue("share"), MoneyLiteral(65_000, 1))
    tested = by_hand.book(scheme("tested", And((ALIVE, is_poor)), flat(1)))

    assert due * 12 == yearly(everyone(_means_tested(1), [person]))
    assert due * 12 == yearly(everyone(tested, [person]))


def test_more_income_never_raises_a_top_up() -> None:
    """I-13: along a ladder of incomes. Fault: net with the wrong sign."""
    shares = list(range(0, 80_000, 1_111))
    situation = everyone(
        _means_tested(1), [{"birth_date": date(1940, 1, 1), "share": share} for share in shares]
    )
    amounts = [yearly(situation, row) for row in range(len(shares))]

    assert sorted(amounts, reverse=True) == amounts


@pytest.mark.parametrize("seed", range(5_000, 5_060))
def test_of_schemes_that_exclude_each_other_at_most_one_is_paid(seed: int) -> None:
    """I-14: in every person-month. Fault: ignore who is paid already, or keep who is outbid."""
    situation = world(seed)
    paid = fen(situation)
    groups = [o.schemes for o in situation.book.overlaps if o.rule is OverlapRule.HIGHEST_OF]

    for row, name, month in paid:
        rivals = situation.book.scheme(name).unless_paid
        members = [m for group in groups if name in group for m in group if m != name]
        assert not any((row, other, month) in paid for other in (*rivals, *members))


@pytest.mark.parametrize("rises", [False, True])
def test_the_highest_of_a_group_is_the_one_that_is_paid(*, rises: bool) -> None:
    """I-14: the declared order decides a tie only, also where all amounts double in July.

    Fault: pay the last of equals, pay all of them, or pay the lowest.
    """
    fens = {"a": 300, "b": 100, "c": 300, "d": 200}
    for order in (("a", "b", "c", "d"), ("d", "c", "b", "a"), ("b", "c", "a", "d")):
        rows = {name: _doubled(amount) if rises else flat(amount) for name, amount in fens.items()}
        schemes = [scheme(name, ALIVE, row) for name, row in rows.items()]
        book = by_hand.book(*schemes, highest_of=(order,))
        paid = fen(everyone(book, [{"birth_date": date(1940, 1, 1)}]))
        first_of_equals = min("ac", key=order.index)

        assert {first_of_equals} == {name for _, name, _ in paid}
        assert 12 == len(paid)


def _doubled(fen: int) -> tuple[Row, ...]:
    """One amount for everybody, twice as much from July on."""
    versions = pays((None, MoneyLiteral(fen, 1)), ("2023-07", MoneyLiteral(2 * fen, 1)))
    return (Row("", Literal(value=True), versions, by_hand.HERE),)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cap_takes_off_exactly_what_is_above_it(seed: int) -> None:
    """I-15: at most 12.34 a month. Fault: cap the year, or take the cap for the least."""
    free = with_pays(
        without_relations(world(seed)),
        lambda versions: tuple(evolve(version, per_months=1) for version in versions),
    )
    schemes = tuple(
        evolve(s, amount=evolve(s.amount, at_most=MoneyLiteral(1_234, 1)))
        for s in free.book.schemes
    )
    capped = evolve(free, book=evolve(free.book, schemes=schemes))

    assert {key: min(amount, 1_234) for key, amount in fen(free).items()} == fen(capped)


@pytest.mark.parametrize("way", by_hand.BOTH_WAYS)
def test_one_bracket_at_a_time_is_paid(way: Callable[[Scheme], Scheme]) -> None:
    """I-15: moving up ends the lower bracket. Fault: add brackets up."""
    rows = age_rows((80, 90, 5_000), (90, 100, 10_000), (100, None, 50_000))
    book = by_hand.book(way(scheme("old_age", age_between(80, None), rows)))
    people = [{"birth_date": date(year, 6, 15), "share": 0} for year in range(1915, 1945)]
    paid = fen(everyone(book, people))

    assert set(paid.values()) == {5_000, 10_000, 50_000}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_undetermined_names_facts_that_can_be_unknown(seed: int) -> None:
    """Who has no fact at all is told which to give, and only such as a rule reads.

    Fault: name the fact beside the one that is missing.
    """
    situation = world(seed)
    nobody = with_rows(situation, [dict.fromkeys(situation.crowd.columns)])
    read = facts_read(situation.book)

    for (_, name, _), said in conclusions(nobody).items():
        if said.status is Status.UNDETERMINED:
            assert said.missing
            assert said.missing <= read, name
            assert all(_may_be_unknown(situation.book, fact) for fact in said.missing), name


def test_a_reform_of_nothing_is_the_same_book() -> None:
    """I-32: no change, no difference, and a rate set to what it was.

    Fault: reread the timing with a default, or forget the other brackets.
    """
    book = load_rulebook("cn/hunan/zhuzhou/shifeng")
    people = [{"person_id": str(n), "birth_date": f"19{n}-02-28"} for n in range(20, 60)]
    base = calculate(book, people, "2023").monthly()
    same = reform(book, {"elderly_allowance.80-89": "600.00 per year"})

    assert base.equals(calculate(reform(book, {}), people, "2023").monthly())
    assert base.equals(calculate(same, people, "2023").monthly())


def test_a_reform_moves_exactly_the_rate_that_it_names() -> None:
    """I-32: difference = months of that bracket × difference in rate. Fault: reform another bracket."""
    book = load_rulebook("cn/hunan/zhuzhou/shifeng")
    people = [{"person_id": str(n), "birth_date": f"19{n}-02-28"} for n in range(20, 60)]
    base = calculate(book, people, "2023").totals().rows_by_key("bracket", named=True)
    other = reform(book, {"elderly_allowance.80-89": "720.00 per year"})
    after = calculate(other, people, "2023").totals().rows_by_key("bracket", named=True)
    moved = {
        bracket: after[bracket][0]["amount"] - rows[0]["amount"] for bracket, rows in base.items()
    }

    assert {"80-89": 10 * base["80-89"][0]["unit_months"], "90-99": 0, "100+": 0} == moved


# ── helpers ──────────────────────────────────────────────────────────────────────────


def _standards(situation: Situation) -> dict[tuple[int, str, int], int]:
    """The standard in force for every person, scheme and month that is entitled."""
    return {
        (row, one.scheme, month): amount
        for one in result_of(situation).outcome.schemes
        for row, first, end, amount in zip(
            one.row.tolist(), one.first.tolist(), one.end.tolist(), one.fen.tolist(), strict=True
        )
        for month in range(first, end)
    }


def _means_tested(factor: int) -> Rulebook:
    net = NetAmount(FactValue("share"), ALIVE)
    return by_hand.book(scheme("top_up", ALIVE, flat(65_000 * factor), nets=(net,)))


def _linked(base: int) -> tuple[Parameter, ...]:
    share = Multiply(Literal(Fraction(13, 10)), ParameterValue("base"))
    return (
        by_hand.parameter("base", version("2020-01", MoneyLiteral(base, 1))),
        by_hand.parameter("linked", version("2020-01", share)),
    )


def _linked_rows() -> tuple[by_hand.Row, ...]:
    pays = by_hand.pays((None, ParameterValue("linked")))
    return (by_hand.Row("", Literal(value=True), pays, by_hand.HERE),)


def _life(random: Random) -> dict[str, date]:
    def day(year: int) -> date:
        return date(year, random.randint(1, 12), random.choice([1, 15, 28]))

    return {
        "birth_date": day(random.choice([1933, 1943, 2023, random.randint(1920, 2022)])),
        "death_date": day(random.choice([2023, 2024])),
        "hukou_from": day(random.choice([2022, 2023])),
        "hukou_until": day(2023),
    }


def _may_be_unknown(book: Rulebook, name: str) -> bool:
    fact = book.facts[name]
    is_birth = name in {age.of for age in book.ages.values()}
    return not isinstance(fact, DateFact) or fact.missing is Missing.UNKNOWN or is_birth


def _of_age_on_a_first_in_a_leap_year() -> Situation:
    book = by_hand.book(scheme("old_age", age_between(80, None), flat(100)))
    births = [{"birth_date": date(1944, month, 1)} for month in range(1, 13)]
    return everyone(book, births, read_period("2024"))


def _shifted(row: dict[str, object]) -> dict[str, object]:
    return {
        name: value.replace(year=value.year + 4) if isinstance(value, date) else value
        for name, value in row.items()
    }


def _born_after_1904(row: dict[str, object]) -> dict[str, object]:
    return {
        name: value.replace(year=1940) if isinstance(value, date) and value.year < 1905 else value
        for name, value in row.items()
    }


def _shifted_book(book: Rulebook, years: int) -> Rulebook:
    def moved(month: Month | None) -> Month | None:
        return None if month is None else Month(month + 12 * years)

    def dated(version: object) -> object:
        return evolve(
            version,
            from_month=moved(version.from_month),
            until_month=moved(version.until_month),
        )

    schemes = tuple(
        evolve(
            s,
            from_month=moved(s.from_month),
            until_month=moved(s.until_month),
            amount=evolve(s.amount, rows=tuple(
                evolve(row, versions=tuple(map(dated, row.versions))) for row in s.amount.rows
            )),
        )
        for s in book.schemes
    )  # fmt: skip
    parameters = {
        name: evolve(each, versions=tuple(map(dated, each.versions)))
        for name, each in book.parameters.items()
    }
    return evolve(book, schemes=schemes, parameters=parameters)
