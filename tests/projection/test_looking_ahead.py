"""Upcoming changes against brute force over single months, and their causes by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

import subsidy
from subsidy.dates import Month, Period, read_month, show_month
from subsidy.money import instalment
from tests.drawing.people import people_of
from tests.projection.worlds import old_age_book, old_people
from tests.strategies import situations
from tests.units.place import HOMES, HOUSEHOLDS, PEOPLE, units_book

SHIFENG = "cn/hunan/zhuzhou/shifeng"


def state_of(book, people, month):
    """What every unit and scheme stands at in one month, calculated alone."""
    result = subsidy.calculate(book, people, Period(month, Month(month + 1)))
    paid = result.spells().select("unit_id", "scheme", "bracket", "amount", "per").rows()
    found = {(unit, scheme): rest for unit, scheme, *rest in paid}
    for unit, scheme in result.undetermined().select("unit_id", "scheme").rows():
        found[unit, scheme] = ["?"]
    return found


def by_brute_force(book, people, window):
    """Every unit, scheme and month whose state differs from that of the month before."""
    states = {
        month: state_of(book, people, Month(month)) for month in range(window.first - 1, window.end)
    }
    return {
        (unit, scheme, show_month(Month(month)))
        for month in window.months()
        for unit, scheme in states[month].keys() | states[month - 1].keys()
        if states[month].get((unit, scheme)) != states[month - 1].get((unit, scheme))
    }


def pays_nothing_in_some_months(book, people, window):
    """Whether a standard is so small that some of its instalments are nothing: told in no month.

    Rounded to whole yuan, one yuan a quarter is nothing in two months of three.
    """
    whole = Period(Month(window.first - 1), Month(window.end + 1))  # what upcoming looks at
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
    spells = subsidy.calculate(book, people, whole).spells().select("scheme", "amount", "per")
    return any(
        instalment(int(amount * 100), number, months[per], book.scheme(scheme).rounding) == 0
        for scheme, amount, per in spells.unique().rows()
        for number in range(1, months[per] + 1)
    )


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(situations(people=8))
def test_the_changes_are_those_of_month_after_month(situation):
    """Rulebooks and people drawn at random (fault: changes looked for a month late)."""
    book, people = situation.book, people_of(situation.book, situation.crowd)
    window = Period(Month(situation.period.first + 1), situation.period.end)
    if window.first >= window.end:
        return
    try:
        if pays_nothing_in_some_months(book, people, window):
            return
        expected = by_brute_force(book, people, window)
        found = subsidy.upcoming(book, people, window.first, months=window.end - window.first)
    except (subsidy.RulesRefused, OverflowError):
        return
    last = show_month(Month(window.end - 1))
    changes = {
        (event.unit_id, event.scheme, show_month(event.month))
        for event in found.payments().events
        if show_month(event.month) <= last
    }

    assert expected == changes


def test_every_age_of_the_rules_is_found():
    """Whoever attains an age that some formula or bracket names is on the list, and nobody else."""
    people = [
        {"person_id": f"A{years}", "birth_date": date(2023 - years, 10, 12).isoformat()}
        for years in range(1, 105)
    ]

    found = subsidy.upcoming(SHIFENG, people, "2023-10", months=1)

    assert {"A18", "A80", "A90", "A100"} == {event.unit_id for event in found.events}


def test_the_eightieth_birthday_says_when_and_from_what_to_what():
    """The birthday that was missed: 20 October, paid from October on."""
    people = [{"person_id": "A", "birth_date": "1943-10-20"}]

    found = subsidy.upcoming(SHIFENG, people, "2023-09").frame().rows()

    expected = (
        "2023-10", "A", "age:80", "2023-10-20", "elderly_allowance", "starts", "", "80-89",
        Decimal("0.00"), Decimal("50.00"),
    )  # fmt: skip
    assert [expected] == found


def test_schemes_that_are_not_looked_at_are_named():
    """Fails if a clerk believes that no household's payment changes, when none was looked at."""
    people = [{"person_id": "A", "birth_date": "1943-10-20"}]

    found = subsidy.upcoming(SHIFENG, people, "2023-09")

    assert "subsistence_allowance" in found.not_looked_at
    assert "elderly_allowance" not in found.not_looked_at
    assert any("subsistence_allowance" in words.en for words in found.notes())


def test_a_month_of_the_year_that_pays_is_no_change_of_rate():
    """Half of a student's grant comes in March, half in September; nothing happens to the student."""
    people = [
        {
            "person_id": "A",
            "birth_date": "2004-11-05",
            "orphan_from": "2015-02-03",
            "enrolled_on": "2022-09-01",
        }
    ]

    found = subsidy.upcoming(SHIFENG, people, "2023-08", months=3).frame().to_dicts()

    assert [
        ("2023-09", "paying_month", "starts", Decimal("5000.00")),
        ("2023-10", "paying_month", "stops", Decimal(0)),
    ] == [(one["month"], one["event"], one["change"], one["amount_to"]) for one in found]


def test_an_orphan_turns_eighteen_and_is_paid_to_the_end_of_the_month():
    """Stops in the month after, as the scheme's timing has it; the day is told."""
    people = [{"person_id": "A", "birth_date": "2005-11-05", "orphan_from": "2015-02-03"}]

    found = subsidy.upcoming(SHIFENG, people, "2023-09").frame().to_dicts()

    assert [("2023-12", "age:18", "2023-11-05", "orphan_allowance", "stops")] == [
        (one["month"], one["event"], one["event_on"], one["scheme"], one["change"]) for one in found
    ]
    assert [Decimal(0)] == [one["amount_to"] for one in found]


def test_only_the_days_that_the_timing_looks_at_are_causes():
    """Paid to the month of the birthday; that they move away in the next one explains nothing."""
    people = [
        {
            "person_id": "A",
            "birth_date": "2005-11-05",
            "orphan_from": "2015-02-03",
            "hukou_until": "2023-12-10",
        }
    ]

    (event,) = subsidy.upcoming(SHIFENG, people, "2023-12", months=1).payments().events

    assert "age:18" == event.code()


def test_a_certificate_that_expires_is_told_before_it_does():
    """The last day of October is in the window, the month that is not paid just after it."""
    people = [
        {
            "person_id": "A",
            "birth_date": "1985-11-05",
            "disability_from": "2015-02-03",
            "disability_until": "2023-10-31",
            "disability_grade": "2",
            "disability_applied_on": "2016-01-01",
        }
    ]

    found = subsidy.upcoming(SHIFENG, people, "2023-10", months=1).frame().to_dicts()

    assert [("2023-11", "ends:disability", "stops")] == [
        (one["month"], one["event"], one["change"]) for one in found
    ]


def test_a_date_that_moves_no_payment_is_told_all_the_same():
    """A certificate of grade 4, which pays nothing here, ends: no payment changes."""
    people = [
        {
            "person_id": "A",
            "birth_date": "1985-11-05",
            "disability_from": "2015-02-03",
            "disability_until": "2023-10-31",
            "disability_grade": "4",
        }
    ]

    (event,) = subsidy.upcoming(SHIFENG, people, "2023-09").events

    assert ("none", "ends:disability", 0) == (event.change, event.code(), len(event.scheme))


def test_what_cannot_be_decided_is_not_told_as_a_stop():
    """A certificate without a grade: undetermined, the missing fact by name, no amount."""
    people = [
        {
            "person_id": "A",
            "birth_date": "1985-11-05",
            "disability_from": "2023-10-10",
            "disability_applied_on": "2016-01-01",
        }
    ]

    (event,) = subsidy.upcoming(SHIFENG, people, "2023-09").payments().events

    assert ("undetermined", "disability_grade", None) == (event.change, event.missing, event.fen_to)


def test_the_dead_have_no_birthdays():
    """Whoever died before the day is not on the list."""
    people = [{"person_id": "A", "birth_date": "1943-10-20", "death_date": "2023-08-02"}]

    assert () == subsidy.upcoming(SHIFENG, people, "2023-10").events


def test_a_leap_day_birthday_is_found_in_march(tmp_path):
    """Born on 29 February 1944: 81 brings nothing, 80 falls on 29 February 2024; born 1946, on 1 March."""
    people = [{"person_id": "A", "birth_date": "1944-02-29"}]

    found = subsidy.upcoming(old_age_book(tmp_path), people, "2033-12", months=6)

    assert ["2034-03-01"] == [day.isoformat() for event in found.events for day, _ in event.days]
    assert ["2034-03"] == [show_month(event.month) for event in found.events]


def test_rates_carried_beyond_their_last_month_are_told(tmp_path):
    """The list of 2024 rests on rates confirmed for 2023."""
    found = subsidy.upcoming(old_age_book(tmp_path), old_people(5), "2024-01")

    assert ["old_age.80-89", "old_age.90+"] == [one.name for one in found.carried]
    assert any("carried on as a projection" in words.en for words in found.notes())


def test_a_window_that_begins_with_the_rules_says_what_it_cannot_see():
    """Shifeng's rates begin in 2023-01: what changed then cannot be told, and nothing is refused."""
    found = subsidy.upcoming(SHIFENG, old_people(50), "2023-01", months=2)

    assert found.first_month_unseen
    assert {"2023-02", "2023-03"} >= {show_month(event.month) for event in found.payments().events}


def test_the_calendar_names_each_change_once():
    """One entry a change, folded at 75 bytes, ended as RFC 5545 has it."""
    found = subsidy.upcoming(SHIFENG, old_people(300), "2023-09")

    text = found.calendar("zh")

    assert len(found.payments().events) == text.count("BEGIN:VEVENT")
    assert 75 >= max(len(line.encode()) for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")


@pytest.mark.parametrize(("first", "months"), [("2023", 6), ("2023-13", 6), ("2023-09", 0)])
def test_a_month_that_is_none_is_refused(first, months):
    """No such month, or no months at all."""
    with pytest.raises(subsidy.UsageRefused):
        subsidy.upcoming(SHIFENG, [], first, months=months)


def test_a_change_that_pays_nothing_comes_when_it_is_paid():
    """One yuan a quarter in whole yuan: nothing, nothing, one. Never from 0.00 to 0.00."""
    book = subsidy.load_rulebook(SHIFENG).reform(
        {
            "elderly_allowance.80-89": "1.00 per quarter",
            "elderly_allowance.rounding": "{mode: down, to: yuan}",
        }
    )
    people = [{"person_id": "A", "birth_date": "1943-04-20"}]

    found = subsidy.upcoming(book, people, "2023-03", months=6).frame().to_dicts()

    assert [("2023-06", "starts", Decimal(0), Decimal(1))] == [
        (one["month"], one["change"], one["amount_from"], one["amount_to"]) for one in found
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(situations(people=6))
def test_no_change_of_payment_is_from_nothing_to_nothing(situation):
    """Rulebooks and people drawn at random, whatever their roundings."""
    people = people_of(situation.book, situation.crowd)
    try:
        found = subsidy.upcoming(situation.book, people, situation.period.first, months=3)
    except (subsidy.RulesRefused, OverflowError):
        return

    assert not [one for one in found.payments().events if one.fen_from == 0 == one.fen_to]


# ── households and institutions ──────────────────────────────────────────────────────

UNITS = {"households": HOUSEHOLDS, "institutions": HOMES}


def test_a_household_is_told_when_a_member_dies():
    """Three members to May, two from June: 1500 and 800; the cause is the member's."""
    found = subsidy.upcoming(units_book(), PEOPLE, "2023-05", months=3, **UNITS)
    gap = [one for one in found.frame().to_dicts() if one["scheme"] == "gap"]

    assert ["household"] == [one["unit"] for one in gap]
    assert [("H1", "2023-06", "changes", Decimal(1500), Decimal(800))] == [
        (one["unit_id"], one["month"], one["change"], one["amount_from"], one["amount_to"])
        for one in gap
    ]
    words = next(event for event in found.events if event.scheme == "gap").words(units_book())
    assert words.en.startswith("a member: ")
    assert "2023-05-10" in gap[0]["event_on"]
    assert "P3" == gap[0]["member"]


def test_the_member_is_named_wherever_people_and_programs_look():
    """In the table, the JSON and the calendar (fault: every member of the household)."""
    found = subsidy.upcoming(units_book(), PEOPLE, "2023-05", months=3, **UNITS)
    (event,) = (one for one in found.events if one.scheme == "gap")

    headings, rows = found.table("zh")
    shown = rows[found.events.index(event)]
    assert ("涉及成员", "P3") == (headings[3], shown[3])
    told = [one["members"] for one in found.as_json()["events"] if one["scheme"] == "gap"]
    assert [["P3"]] == told
    assert "H1 (P3)" in found.calendar().replace("\r\n ", "")


def test_numbers_are_shown_as_asked():
    """Of units and of members; nothing else of the list changes."""
    found = subsidy.upcoming(units_book(), PEOPLE, "2023-05", months=3, **UNITS)

    hidden = found.with_numbers(lambda number: "*" * len(number))

    assert {"*"} == set("".join(one.unit_id + "".join(one.members) for one in hidden.events))
    assert [one.code() for one in found.events] == [one.code() for one in hidden.events]


def test_the_changes_of_every_unit_are_those_of_single_months():
    """Households, homes and members, against month after month alone."""
    window = Period(read_month("2023-02"), read_month("2024-02"))
    states = {
        month: calculated_alone(units_book(), Month(month))
        for month in range(window.first - 1, window.end)
    }
    expected = {
        (*key, show_month(month))
        for month in window.months()
        for key in states[month].keys() | states[month - 1].keys()
        if states[month].get(key) != states[month - 1].get(key)
    }
    found = subsidy.upcoming(units_book(), PEOPLE, window.first, months=12, **UNITS)
    changes = {
        (event.unit, event.unit_id, event.scheme, show_month(event.month))
        for event in found.payments().events
        if event.month < window.end
    }

    assert expected == changes
    assert {"household", "institution", "person"} == {unit for unit, *_ in changes}


def calculated_alone(book, month):
    """What every unit stands at in one month."""
    result = subsidy.calculate(book, PEOPLE, Period(month, Month(month + 1)), **UNITS)
    columns = ("unit", "unit_id", "scheme", "bracket", "amount", "per")
    found = {
        (u, i, s): rest for u, i, s, *rest in result.spells().select(*columns).rows() if rest[1]
    }
    for key in result.undetermined().select("unit", "unit_id", "scheme").rows():
        found[key] = ["?"]
    return found


def test_how_many_units_were_looked_at_is_told():
    """And nothing is said not to be looked at but what has no rate."""
    found = subsidy.upcoming(units_book(), PEOPLE, "2023-05", months=3, **UNITS)
    headings, rows = found.table("zh")

    assert "家庭" in found.notes()[0].zh
    assert "gap" not in found.not_looked_at
    assert "对象" == headings[1]
    assert {len(headings)} == {len(row) for row in rows}
    assert "unit" in found.as_json()["events"][0]


def test_without_other_registers_the_list_is_as_it_was():
    """No column more for who looks at persons alone."""
    found = subsidy.upcoming(SHIFENG, [{"person_id": "A", "birth_date": "1943-10-20"}], "2023-09")

    assert "unit" not in found.frame().columns
