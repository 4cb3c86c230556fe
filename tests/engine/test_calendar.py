"""The calendar tables against the one-day functions of subsidy.dates."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.dates import LeapDay, Month, attained_age, birthday, first_day, month_of, read_period
from subsidy.engine.calendar import BASE, Window, age_on, birthdays, next_birthday

DAYS = st.dates(date(1850, 1, 1), date(2100, 12, 31))
LEAP_DAYS = st.sampled_from(list(LeapDay))


def ordinals(*days: date) -> np.ndarray:
    return np.array([day.toordinal() for day in days], np.int32)


@given(DAYS, st.integers(0, 120), LEAP_DAYS)
def test_birthday_tables_agree_with_the_calendar(born, years, leap_day):
    """Fails if a leap-day birthday moves to the wrong day of a common year."""
    found = birthdays(years, leap_day)[born.toordinal() - BASE]

    assert birthday(born, years, leap_day).toordinal() == found


@given(DAYS, DAYS, LEAP_DAYS)
def test_age_agrees_with_the_calendar(born, on, leap_day):
    """Fails if the age is the difference of the years."""
    found = age_on(ordinals(born), ordinals(on), leap_day)

    assert attained_age(born, on, leap_day) == found[0]


@given(DAYS, DAYS, LEAP_DAYS)
def test_age_changes_on_the_next_birthday_and_not_before(born, on, leap_day):
    """Fails if the next birthday may be the day itself, or one is passed over."""
    following = date.fromordinal(int(next_birthday(ordinals(born), ordinals(on), leap_day)[0]))
    years = attained_age(born, on, leap_day)

    assert following > on
    assert years + 1 == attained_age(born, following, leap_day)
    assert years == attained_age(born, following - timedelta(days=1), leap_day)


@pytest.mark.parametrize("period", ["2023", "2024-02", "2023-12:2024-03", "2020-01:2049-12"])
def test_every_day_of_a_window_lies_in_its_month(period):
    """Fails if the table of months is one day off at either end."""
    window = Window(read_period(period))
    days = np.arange(window.first, window.end + 1, dtype=np.int32)

    assert [month_of(date.fromordinal(int(day))) for day in days] == list(window.month_of(days))


def test_window_begins_with_the_month_before_and_ends_after_the_last_day():
    """A leap February is whole, and the day after the period is the end."""
    window = Window(read_period("2024-02"))

    assert date(2024, 1, 1).toordinal() == window.first
    assert date(2024, 3, 1).toordinal() == window.end


def test_first_days_reach_to_the_month_after_the_period():
    """The deciding day of the last month needs the first day of the month after it."""
    window = Window(read_period("2023"))
    months = np.arange(window.before, window.period.end + 1, dtype=np.int32)
    expected = [first_day(Month(int(month))).toordinal() for month in months]

    assert expected == list(window.first_day_of(months))
