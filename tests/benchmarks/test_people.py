"""Invented people are the same for the same seed, and more columns change nothing in the others."""

from __future__ import annotations

import numpy as np

from benchmarks.people import NEVER, draw_more, draw_people, draw_spells, is_day, side_by_side


def test_one_seed_gives_the_same_people():
    """Figures can be had again."""
    first, second, other = draw_people(500, 3), draw_people(500, 3), draw_people(500, 4)

    assert all((first[name] == second[name]).all() for name in first)
    assert (first["birth_date"] != other["birth_date"]).any()


def test_more_columns_are_of_the_same_people():
    """A whole district's rules are measured on the people of the four rules."""
    people, more = draw_people(500, 3), draw_more(500, 3)

    assert all((people[name] == more[name]).all() for name in people)
    assert len(people) < len(more)


def test_a_disability_comes_back_after_it_has_ended():
    """Second spells begin after the first ones, for some and not for all."""
    people = draw_spells(20_000, 3)
    again = people["disability_from_2"] != NEVER

    assert 0 < np.count_nonzero(again) < np.count_nonzero(people["disability_from"] != NEVER)
    assert (people["disability_until"][again] < people["disability_from_2"][again]).all()
    assert (people["disability_from"][again] < people["disability_until"][again]).all()


def test_days_are_told_from_numbers():
    """Grades and amounts are not days."""
    numbers = [name for name in draw_spells(1) if not is_day(name)]

    assert ["disability_grade", "subsistence_share", "disability_grade_2"] == numbers


def test_columns_side_by_side_are_the_same_columns():
    """Nothing but where they lie is different: those of one type in one block."""
    drawn = draw_more(500, 3)
    beside = side_by_side(drawn)

    assert list(beside) == list(drawn)
    assert all((beside[name] == drawn[name]).all() for name in drawn)
    assert all(beside[name].dtype == drawn[name].dtype for name in drawn)
    assert all(column.flags.c_contiguous for column in beside.values())
    assert beside["birth_date"].base is beside["death_date"].base is not None
