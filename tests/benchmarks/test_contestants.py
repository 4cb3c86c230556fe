"""Contestants that need no environment of their own give what this engine gives, to the fen."""

from __future__ import annotations

from functools import cache
from importlib import import_module

import numpy as np
import pytest

from benchmarks.contestants import ours
from benchmarks.contestants.way import AGES, SCHEMES, birthdays, first_day_of, month_of_days
from benchmarks.lineup import CONTESTANTS, COPY, OURS
from benchmarks.people import draw_people

PEOPLE = draw_people(6_000, 11)
HERE = [c for c in CONTESTANTS if c.environment is None and c not in (OURS, COPY)]


@cache
def our_amounts(years):
    return ours.Way(PEOPLE).amounts(years)


def way_of(contestant):
    return import_module(contestant.module).Way(PEOPLE, *contestant.options)


@pytest.mark.parametrize("years", [1, 3])
@pytest.mark.parametrize("contestant", HERE, ids=lambda one: one.label)
def test_every_amount_is_ours(contestant, years):
    """A contestant that pays one person one month more is not measured."""
    way = way_of(contestant)
    way.fresh(years)
    amounts = way.amounts(years)

    for scheme, expected, amount in zip(SCHEMES, our_amounts(years), amounts, strict=True):
        assert expected.tolist() == amount.tolist(), scheme


@pytest.mark.parametrize("contestant", [OURS, *HERE], ids=lambda one: one.label)
def test_months_add_up_to_the_amounts(contestant):
    """Totals by month are of the same money, scheme by scheme."""
    way = way_of(contestant)
    way.fresh(2)
    monthly = way.monthly(2)

    assert (len(SCHEMES), 24) == monthly.shape
    assert [int(column.sum()) for column in our_amounts(2)] == monthly.sum(axis=1).tolist()


@pytest.mark.parametrize("contestant", HERE, ids=lambda one: one.label)
def test_every_month_is_ours(contestant):
    """The money falls into the same months, which sums over all of them would not show."""
    way = way_of(contestant)
    way.fresh(2)

    assert ours.Way(PEOPLE).monthly(2).tolist() == way.monthly(2).tolist()


def test_people_put_every_rule_to_use():
    """Nobody could be told apart from somebody who forgets a rule that pays nobody."""
    assert all(column.any() for column in our_amounts(1))


def test_a_leap_day_has_its_birthday_in_march():
    """29 February 1932 turns 18 on 1 March 1950, and 80 on 29 February 2012."""
    born = np.datetime64("1932-02-29").astype(int) - np.datetime64("1900-01-01").astype(int)
    days = [birthdays(age)[born].astype("datetime64[D]") for age in AGES]

    assert ["1950-03-01", "2012-02-29", "2022-03-01", "2032-02-29"] == [str(day) for day in days]


def test_months_are_counted_from_the_first_of_the_period():
    """The day before the period is in month −1."""
    first = first_day_of(0)
    table = month_of_days(1)
    base = np.datetime64("1900-01-01").astype(int)

    assert [-1, 0, 11, 12] == [
        int(table[day - base]) for day in (first - 1, first, first_day_of(12) - 1, first_day_of(12))
    ]
