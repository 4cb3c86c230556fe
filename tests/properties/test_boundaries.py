"""Boundary tables: every age × month of birth × day × timing, against formulas on paper.

Nothing expected here comes from an engine: a birthday is a date, a month is its number, and the
conventions of ``rules/README.md`` are three additions.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from itertools import product

import pytest

from subsidy.dates import LeapDay, Month, Period, read_period
from subsidy.expression.nodes import Holds
from subsidy.rulebook.model import Timing, When
from tests.drawing import by_hand
from tests.drawing.by_hand import age_between, age_rows, flat, scheme, timing, walked
from tests.drawing.people import Crowd
from tests.properties.worlds import fen
from tests.strategies import Situation

YEAR = read_period("2023")
AGES = (18, 60, 79, 80, 90, 99, 100)  # 79 and 99: born on 29 February, of age in 2023
CONVENTIONS = [timing(*three) for three in product(When, When, When)]
IDS = ["-".join(w.name[:4].lower() for w in (t.start, t.change, t.stop)) for t in CONVENTIONS]
EDGES = (*((m, d) for m in range(1, 13) for d in (1, 15, "last")), (2, 29))


def births(age: int) -> list[date]:
    """Births whose *age*-th birthday falls in 2023, and on leap days near it."""
    year = 2023 - age
    days = [
        date(year, month, monthrange(year, month)[1] if day == "last" else day)
        for month, day in EDGES
        if (month, day) != (2, 29)
    ]
    leap_years = [y for y in range(year - 1, year + 2) if monthrange(y, 2)[1] == 29]
    return days + [date(y, 2, 29) for y in leap_years]


def month_of_birthday(born: date, age: int, leap_day: LeapDay) -> int:
    """The month of the *age*-th birthday; a leap-day birthday moves to March or stays."""
    year = born.year + age
    is_moved = (born.month, born.day) == (2, 29) and monthrange(year, 2)[1] == 28
    month = 3 if is_moved and leap_day is LeapDay.MARCH_1 else born.month
    return year * 12 + month - 1


@pytest.mark.parametrize("leap_day", list(LeapDay), ids=lambda rule: rule.value)
@pytest.mark.parametrize("when", CONVENTIONS, ids=IDS)
@pytest.mark.parametrize("age", AGES)
def test_every_birthday_counts_in_its_declared_month(
    age: int, when: Timing, leap_day: LeapDay
) -> None:
    """I-16: starting at an age, ending at it, and changing bracket at it, looked up and walked.

    Fault: ``>`` for ``>=``; years of 365 days; the difference of the years for the age; the
    other month for the start, for the change, or for the stop; 28 February for both leap days.
    """
    rows = age_rows((0, age, 100), (age, None, 200))
    book = by_hand.book(
        scheme("from_age", age_between(age, None), flat(100), when=when),
        scheme("under_age", age_between(0, age), flat(100), when=when),
        scheme("changing", age_between(0, None), rows, when=when),
        walked(scheme("walked", age_between(0, None), rows, when=when)),
        leap_day=leap_day,
    )
    everyone = births(age)
    facts = tuple({"birth_date": born, "share": 0} for born in everyone)
    situation = Situation(book, YEAR, Crowd(("birth_date", "share"), facts))
    amounts = fen(situation)

    for row, born in enumerate(everyone):
        turns = month_of_birthday(born, age, leap_day)
        for month in YEAR.months():
            changing = 200 if month >= turns + when.change.value else 100
            expected = (
                100 if month >= turns + when.start.value else 0,
                100 if month < turns + when.stop.value else 0,
                changing,
                changing,
            )
            names = ("from_age", "under_age", "changing", "walked")
            assert expected == tuple(amounts.get((row, name, month), 0) for name in names), born


@pytest.mark.parametrize("when", CONVENTIONS, ids=IDS)
def test_every_spell_is_paid_from_and_to_its_declared_months(when: Timing) -> None:
    """I-12: spells that begin and end on the 1st, 15th, last day and 29 February, all pairs.

    Fault: an end that is included, or December lost at the turn of the year.
    """
    period = Period(Month(2023 * 12 + 6), Month(2024 * 12 + 6))
    days = [
        date(
            2023 + m // 12,
            m % 12 + 1,
            monthrange(2023 + m // 12, m % 12 + 1)[1] if d == "last" else d,
        )
        for m in range(5, 19)
        for d in (1, 15, "last")
    ]  # 2024-02-29 is among the last days
    pairs = [(begins, ends) for begins in days for ends in days if begins < ends]
    rows = tuple({"disability_from": begins, "disability_until": ends} for begins, ends in pairs)
    book = by_hand.book(scheme("care", Holds("disability"), flat(100), when=when))
    amounts = fen(Situation(book, period, Crowd(("disability_from", "disability_until"), rows)))
    found: dict[int, set[int]] = {row: set() for row in range(len(pairs))}
    for row, _, month in amounts:
        found[row].add(month)

    for row, (begins, ends) in enumerate(pairs):
        first = begins.year * 12 + begins.month - 1 + when.start.value
        end = ends.year * 12 + ends.month - 1 + when.stop.value
        assert set(range(max(first, period.first), min(end, period.end))) == found[row], pairs[row]


@pytest.mark.parametrize("when", CONVENTIONS, ids=IDS)
def test_two_spells_share_a_month_without_paying_it_twice(when: Timing) -> None:
    """Spells with a gap of one day to three months: the union of their months, each once.

    Fault: give the shared month to both, or to neither; join the two across their gap.
    """
    gaps = [1, 2, 14, 15, 16, 17, 18, 27, 28, 30, 31, 45, 60, 91]
    second = [date.fromordinal(date(2023, 5, 14).toordinal() + gap) for gap in gaps]
    rows = tuple(
        {
            "disability_from": date(2023, 2, 10),
            "disability_until": date(2023, 5, 14),
            "disability_from_2": begins,
            "disability_until_2": date(2023, 10, 31),
        }
        for begins in second
    )
    book = by_hand.book(scheme("care", Holds("disability"), flat(100), when=when))
    amounts = fen(Situation(book, YEAR, Crowd(tuple(rows[0]), rows)))
    start, stop, january = when.start.value, when.stop.value, YEAR.first

    for row, begins in enumerate(second):
        first = set(range(january + 1 + start, january + 4 + stop))
        then = set(range(january + begins.month - 1 + start, january + 9 + stop))
        assert dict.fromkeys(sorted(first | then), 100) == {
            month: amount for (who, _, month), amount in sorted(amounts.items()) if who == row
        }
