"""Conditions, ages and schemes changed for some months only, against plain calculations by month."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

import subsidy
from subsidy.errors import RulesRefused

SHIFENG = "cn/hunan/zhuzhou/shifeng"
PEOPLE = [
    {"person_id": "A", "birth_date": "1940-03-05"},
    {"person_id": "B", "birth_date": "1930-03-05"},
    {"person_id": "C", "birth_date": "1937-03-05"},
    {"person_id": "D", "birth_date": "1937-08-05"},
    {"person_id": "E", "birth_date": "1947-03-05"},
]
EARLIER_NINETIES = {"elderly_allowance.90-99.from": "86", "elderly_allowance.80-89.below": "86"}
FROM_75 = {
    "elderly_allowance.eligible": "alive and local and age >= 75",
    "elderly_allowance.80-89.from": "75",
}


@pytest.fixture(scope="module")
def book():
    """The district's rules."""
    return subsidy.load_rulebook(SHIFENG)


def dated(changes, months):
    """The same changes for some months only."""
    return {f"{target}@{months}": value for target, value in changes.items()}


def by_month(book):
    """What each person is paid in each month of 2023."""
    rows = subsidy.calculate(book, PEOPLE, "2023").monthly()
    return {
        (who, month): amount
        for who, month, amount in rows.select("unit_id", "month", "amount").rows()
    }


@pytest.mark.parametrize("changes", [EARLIER_NINETIES, FROM_75])
@pytest.mark.parametrize(
    ("months", "first", "last"),
    [("2023-07", "2023-07", "2023-12"), ("2023-04:2023-09", "2023-04", "2023-09")],
)
def test_ages_of_some_months_are_the_changed_book_there_and_the_old_one_elsewhere(
    book, changes, months, first, last
) -> None:
    """Under this timing nothing hangs over from one stretch of months to the other."""
    old, new = by_month(book), by_month(book.reform(changes))
    expected = {
        key: amount
        for key in old.keys() | new.keys()
        if (amount := (new if first <= key[1] <= last else old).get(key)) is not None
    }

    assert expected == by_month(book.reform(dated(changes, months)))


def test_changes_of_the_same_months_are_checked_together(book) -> None:
    """A wider condition alone leaves an age without a bracket."""
    with pytest.raises(RulesRefused) as refused:
        book.reform({"elderly_allowance.eligible@2023-07": FROM_75["elderly_allowance.eligible"]})

    assert ["brackets-gap"] == [one.code for one in refused.value.problems]


def test_a_dated_condition_is_read_like_rules(book) -> None:
    """A misspelt age is refused with its cure."""
    with pytest.raises(RulesRefused) as refused:
        book.reform({"elderly_allowance.eligible@2023-07": "alive and agee >= 80"})

    assert "did you mean age?" in refused.value.show()


def test_the_condition_in_force_written_again_for_some_months_differs_nowhere(book) -> None:
    """A scenario equal to the baseline."""
    same = book.reform({"elderly_allowance.eligible@2023-07": "alive and local and age >= 80"})
    found = subsidy.compare(book, same, PEOPLE, "2023")

    assert 0 == len(found.people())
    assert book.sha256 != same.sha256
    assert ["elderly_allowance.eligible@2023-07"] == [one.name for one in same.changes]


def test_a_scheme_ends_in_a_month(book) -> None:
    """Four people of 80 and more, one of them of 90 from March: paid to June."""
    found = by_month(book.reform({"withdraws@2023-07": "elderly_allowance"}))

    assert "2023-06" == max(month for _, month in found)


def test_a_dated_change_outlives_a_further_reform(book) -> None:
    """Of a rate, and of the text."""
    first = book.reform(dated(EARLIER_NINETIES, "2023-07"))
    rates = by_month(first.reform({"elderly_allowance.90-99": "1320.00 per year"}))
    timed = first.reform({"elderly_allowance.timing.start": "next_month"})

    assert Decimal("110.00") == rates["C", "2023-07"]
    assert Decimal("100.00") == by_month(timed)["C", "2023-07"]


def test_a_new_scheme_begins_in_a_month(book, tmp_path) -> None:
    """A file read in addition: 20 yuan for everybody, from July to September."""
    file = tmp_path / "gift.yaml"
    file.write_text(
        """
scheme: gift
name: {zh: 礼金, en: Gift}
unit: person
legal_basis: {document: 甲}
eligible: alive
timing: {start: same_month, change: same_month, stop: next_month, legal_basis: {document: 甲}}
amount: {pay: "20.00 per month"}
""",
        "utf-8",
    )
    rows = subsidy.compare(book, {"file@2023-07:2023-09": str(file)}, PEOPLE, "2023")
    gift = rows.costs(("scheme", "month")).filter(scheme="gift", baseline=0)

    assert ["2023-07", "2023-08", "2023-09"] == gift["month"].to_list()
    assert {Decimal("100.00")} == set(gift["difference"])


EVENTS = [
    {"person_id": "turns 80 in June", "birth_date": "1943-06-20"},
    {"person_id": "turns 80 in July", "birth_date": "1943-07-20"},
    {"person_id": "turns 90 in June", "birth_date": "1933-06-20"},
    {"person_id": "turns 90 in July", "birth_date": "1933-07-20"},
    {"person_id": "dies in June", "birth_date": "1940-01-01", "death_date": "2023-06-20"},
    {"person_id": "dies on 1 July", "birth_date": "1940-01-01", "death_date": "2023-07-01"},
    {"person_id": "dies in July", "birth_date": "1940-01-01", "death_date": "2023-07-20"},
]


def paid(book, who):
    """What one of the people above is paid, by month."""
    rows = subsidy.calculate(book, EVENTS, "2023").monthly()
    return {m: str(a) for w, m, a in rows.select("unit_id", "month", "amount").rows() if w == who}


@pytest.mark.parametrize(
    ("who", "key", "plain", "dated_from_july"),
    [
        ("turns 80 in June", "start", ("2023-06", "2023-07"), "2023-06"),
        ("turns 80 in July", "start", ("2023-07", "2023-08"), "2023-08"),
    ],
)
def test_who_begins_goes_by_the_rule_of_the_month_in_which_they_begin(
    book, who, key, plain, dated_from_july
) -> None:
    """A start that is the next month from July on."""
    target = f"elderly_allowance.timing.{key}"
    firsts = [
        min(paid(one, who))
        for one in (
            book,
            book.reform({target: "next_month"}),
            book.reform({f"{target}@2023-07": "next_month"}),
        )
    ]

    assert [*plain, dated_from_july] == firsts


@pytest.mark.parametrize(
    ("who", "last", "first_that_is_not"),
    [
        ("dies in June", "2023-06", None),
        ("dies on 1 July", "2023-06", "2023-07"),
        ("dies in July", "2023-06", "2023-07"),
    ],
)
def test_who_ends_goes_by_the_rule_of_the_month_in_which_they_end(
    book, who, last, first_that_is_not
) -> None:
    """A month of death that is no longer paid from July on."""
    found = paid(book.reform({"elderly_allowance.timing.stop@2023-07": "same_month"}), who)
    plain = paid(book, who)

    assert last == max(found)
    assert {first_that_is_not} - {None} == plain.keys() - found.keys()


def test_a_change_goes_by_the_rule_of_the_month_that_is_paid(book) -> None:
    """90 in June is told in June; 90 in July only in August."""
    found = book.reform({"elderly_allowance.timing.change@2023-07": "next_month"})

    assert {"50.00", "100.00"} == set(paid(found, "turns 90 in June").values())
    assert "50.00" == paid(found, "turns 90 in June")["2023-05"]
    assert "100.00" == paid(found, "turns 90 in June")["2023-06"]
    assert "50.00" == paid(found, "turns 90 in July")["2023-07"]
    assert "100.00" == paid(found, "turns 90 in July")["2023-08"]


BOUNDED = "2023-04:2023-09"


def by_scheme(book, people):
    """What is paid, by person, scheme and month."""
    rows = subsidy.calculate(book, people, "2023").monthly()
    columns = ("unit_id", "scheme", "month", "amount")
    return {(w, s, m): a for w, s, m, a in rows.select(*columns).rows()}


CHILDREN = [
    {
        "person_id": "O",
        "birth_date": "2012-03-01",
        "orphan_from": "2022-01-01",
        "disability_category": "肢体",
        "disability_grade": "一级",
        "disability_from": "2020-01-01",
        "disability_applied_on": "2020-01-01",
        "subsistence_allowance_from": "2022-01-01",
        "extreme_poverty_from": "2022-06-01",
    },
    {
        "person_id": "old and disabled",
        "birth_date": "1940-03-01",
        "disability_category": "肢体",
        "disability_grade": "一级",
        "disability_from": "2020-01-01",
        "disability_applied_on": "2020-01-01",
    },
    *PEOPLE,
    *EVENTS,
]


@pytest.mark.parametrize(
    "changes",
    [
        {"elderly_allowance.timing.stop": "same_month"},
        {"elderly_allowance.timing": "{on_day: last, assumed: 试}"},
        {"elderly_allowance.80-89": "601.03 per year", "elderly_allowance.rounding.mode": "up"},
        {
            "elderly_allowance.80-89": "601.03 per year",
            "elderly_allowance.rounding": "{mode: down, to: yuan}",
        },
        {"disability_living_subsidy.unless_paid": "none"},
        {"disability_care_subsidy.unless_paid": "[extreme_poverty_support, orphan_allowance]"},
        {"disability_care_subsidy.only_if_paid": "[elderly_allowance]"},
        {"disability_care_subsidy.at_most": "40.00 per month"},
        {"overlaps.old_age_beside_disability.rule": "highest_of"},
        {"overlaps.old_age_beside_disability.rule": "exclusive"},
        {"withdraws": "elderly_allowance"},
        {"withdraws": "orphan_allowance"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    ("months", "first", "last"),
    [("2023-07", "2023-07", "2023-12"), (BOUNDED, "2023-04", "2023-09")],
)
def test_each_month_is_paid_by_the_rules_that_hold_in_it(book, changes, months, first, last):
    """The changed book in those months, the old one in all others."""
    rates = {key: text for key, text in changes.items() if key.endswith("80-89")}
    changes = {key: text for key, text in changes.items() if key not in rates}
    old = by_scheme(book.reform(rates), CHILDREN)
    new = by_scheme(book.reform({**rates, **changes}), CHILDREN)
    expected = {
        key: amount
        for key in old.keys() | new.keys()
        if (amount := (new if first <= key[2] <= last else old).get(key)) is not None
    }
    found = by_scheme(book.reform({**rates, **dated(changes, months)}), CHILDREN)

    assert expected == found
    assert old != found


def test_what_was_in_force_before_is_in_force_again_after_the_months(book) -> None:
    """Two dated changes, one within the other."""
    reformed = book.reform(
        {
            "elderly_allowance.timing.stop@2023-04": "same_month",
            "elderly_allowance.timing.start@2023-06:2023-06": "next_month",
        }
    )

    assert "2023-07" == min(paid(reformed, "turns 80 in June"))
    assert "2023-07" == min(paid(reformed, "turns 80 in July"))
    assert "2023-05" == max(paid(reformed, "dies in June"))


def test_stacking_may_be_turned_round_from_a_month_on(book) -> None:
    """What excluded the other is excluded by it: no order of schemes for all months."""
    reformed = book.reform(
        {
            "disability_care_subsidy.unless_paid@2023-01:2023-06": "elderly_allowance",
            "elderly_allowance.unless_paid@2023-07": "disability_care_subsidy",
        }
    )
    schemes = {
        month: scheme
        for who, scheme, month in by_scheme(reformed, CHILDREN)
        if who == "old and disabled"
    }

    assert {"elderly_allowance"} == {s for m, s in schemes.items() if m <= "2023-06"}
    assert {"disability_care_subsidy"} == {s for m, s in schemes.items() if m > "2023-06"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"elderly_allowance.name.zh@2023-07": "别名"}, "not-dated"),
        ({"elderly_allowance.unit@2023-07": "household"}, "unit-names"),
        ({"withdraws@2023-07:2023-09": "elder_allowance"}, "unknown-scheme"),
        ({"elderly_allowance.timing.stop@2023-07": "samemonth"}, "wrong-value"),
        ({"elderly_allowance.timing.once@2023-07": "per_year"}, "not-dated"),
        (
            {
                "elderly_allowance.unless_paid@2023-07": "disability_care_subsidy",
                "disability_care_subsidy.unless_paid@2023-09": "elderly_allowance",
            },
            "cycle",
        ),
    ],
    ids=str,
)
def test_what_has_no_months_says_so(book, change, code) -> None:
    """Names and kinds of units are of a whole scheme; the rest is checked like rules."""
    with pytest.raises(RulesRefused) as refused:
        book.reform(change)

    assert code in [one.code for one in refused.value.problems]


def test_no_name_of_a_switch_is_shown(book) -> None:
    """Neither among the parameters nor in a reason: the changed condition is told in words."""
    reformed = book.reform(dated(FROM_75, "2023-07:2023-09"))

    def told(person, month):
        return subsidy.explain(reformed, PEOPLE, person, month)

    assert book.parameters.keys() == reformed.parameters.keys()
    for month in ("2023-06", "2023-08", "2023-11"):
        shown = told("E", month).text("en") + told("E", month).text("zh")
        assert "in_months" not in shown
        assert "months from" not in shown
    assert "from 2023-07 to 2023-09 the changed condition applies" in told("E", "2023-08").text(
        "en"
    )
    assert "2023-07 至 2023-09 适用调整后的条件" in told("E", "2023-08").text("zh")
    assert "changed condition" not in told("E", "2023-11").text("en")


def test_a_reason_says_which_rules_are_changed_ones(book) -> None:
    """Timing, and a scheme that is withdrawn for a while."""
    timed = book.reform({"elderly_allowance.timing.stop@2023-07": "same_month"})
    paused = book.reform({"withdraws@2023-04:2023-06": "elderly_allowance"})

    def told(rules, month):
        return subsidy.explain(rules, EVENTS, "dies in July", month).text("en")

    assert "from 2023-07 the changed timing applies" in told(timed, "2023-07")
    assert "changed timing" not in told(timed, "2023-06")
    assert "from 2023-04 to 2023-06 the scheme is withdrawn" in told(paused, "2023-05")
    assert "withdrawn" not in told(paused, "2023-07")


def test_a_rate_keeps_the_period_of_a_bound_that_comes_later(book) -> None:
    """A cap by the year from July on; a rate by the month would be bounded by a year's amount."""
    capped = book.reform({"elderly_allowance.at_most@2023-07": "660.00 per year"})

    with pytest.raises(RulesRefused) as refused:
        capped.reform({"elderly_allowance.80-89": "60.00 per month"})
    raised = capped.reform({"elderly_allowance.80-89": "720.00 per year"})

    assert ["parameter-type"] == [one.code for one in refused.value.problems]
    assert "60.00" == paid(raised, "turns 80 in June")["2023-06"]
    assert "55.00" == paid(raised, "turns 80 in June")["2023-07"]


# ── schemes that pay first months only ───────────────────────────────────────────────

FIRST_MONTHS = """\
scheme: grant
name: {zh: 一次性补助, en: Grant}
unit: person
legal_basis: {document: D9}
eligible: certified
timing: {start: same_month, change: same_month, stop: same_month, once: per_spell}
amount:
  table:
    - {name: low, when: age < 60, pay: "300.00 per month"}
    - {name: high, when: age >= 60, pay: "500.00 per month"}
"""


def certified(seed: int) -> list[dict[str, str]]:
    """People who hold a certificate for some days of 2023, many about the end of June."""
    random, rows = Random(seed), []
    for number in range(800):
        first = date(2023, 6, 25) + timedelta(random.choice([random.randint(-170, 150), 0, 4, 8]))
        last = first + timedelta(random.choice([1, 3, 10, 30, 60]))
        born = date(1963, 1, 1) + timedelta(random.randint(0, 364))
        days = {"birth_date": born, "certified_from": first, "certified_until": last}
        rows.append({"person_id": str(number), **{name: str(day) for name, day in days.items()}})
    return rows


@pytest.fixture
def grant(place):
    """A place with a grant on an event."""
    (place / "grant.yaml").write_text(FIRST_MONTHS, "utf-8")
    return subsidy.load_rulebook(place)


@pytest.mark.parametrize("changes", [{"stop": "next_month"}, {"change": "next_month"}], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_a_spell_of_first_months_is_paid_once_by_the_rules_of_its_month(grant, seed, changes):
    """Whatever the seam: never twice, and lost only where the rules of that month say so."""
    people = certified(seed)
    ((key, value),) = changes.items()
    target = f"grant.timing.{key}"
    old, new, dated = (
        {
            (who, month): amount
            for (who, scheme, month), amount in found.items()
            if scheme == "grant"
        }
        for found in (
            by_scheme(grant, people),
            by_scheme(grant.reform({target: value}), people),
            by_scheme(grant.reform({f"{target}@2023-07": value}), people),
        )
    )

    assert old != dated != new
    assert dated == {
        **{at: amount for at, amount in old.items() if at[1] < "2023-07"},
        **{at: amount for at, amount in new.items() if at[1] >= "2023-07"},
    }
    assert len({who for who, _ in dated}) == len(dated)
    assert {who for who, _ in old} & {who for who, _ in new} <= {who for who, _ in dated}


@pytest.mark.parametrize(
    ("once", "key", "value"),
    [
        ("per_spell", "start", "next_month"),
        ("per_spell", "once", "per_year"),
        ("per_spell", "once", "none"),
        ("per_year", "stop", "next_month"),
        ("per_year", "start", "next_month"),
    ],
)
def test_timing_that_moves_first_months_is_refused_with_a_cure_that_works(
    grant, place, once, key, value
):
    """A spell could be paid twice, or never; for all months together nothing is in the way."""
    (place / "grant.yaml").write_text(FIRST_MONTHS.replace("per_spell", once), "utf-8")
    book, target = subsidy.load_rulebook(place), f"grant.timing.{key}"
    with pytest.raises(RulesRefused) as refused:
        book.reform({f"{target}@2023-07": value})
    (problem,) = refused.value.problems

    assert "not-dated" == problem.code
    assert f"leave out what stands behind @ ({target})" in problem.cure.en
    assert book.reform({target: value}).scheme("grant").timing != book.scheme("grant").timing
