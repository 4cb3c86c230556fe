"""Schemes that a register leaves half told are named, and those it does not mean are not."""

from __future__ import annotations

import pytest

from subsidy import load_rulebook
from subsidy.register.never_paid import never_paid


@pytest.fixture(scope="module")
def book():
    return load_rulebook("cn/hunan/zhuzhou/shifeng")


def named(book, *told):
    """The schemes that a register of persons with these facts leaves half told."""
    schemes = {scheme.name for scheme in book.schemes}
    words = " ".join(one.en for one in never_paid(book, "person", told))
    return {scheme for scheme in schemes if f"{scheme}:" in words}


def test_a_certificate_without_a_day_of_application_is_named(book):
    """Fails if whoever is due care is missed in silence because a column was forgotten."""
    assert {"disability_care_subsidy"} == named(book, "birth_date", "disability_from")


def test_both_languages_name_the_column_that_is_not_there(book):
    """Fails if a clerk has to guess what to add."""
    (words,) = never_paid(book, "person", ["birth_date", "disability_from"])

    assert "disability_applied_on (残疾补贴申请日期)" in words.en
    assert "残疾补贴申请日期（disability_applied_on）" in words.zh


def test_a_register_of_the_old_means_no_orphans(book):
    """Fails if a register is blamed for what it was never about."""
    assert not named(book, "birth_date", "death_date", "sex")


def test_one_demand_of_three_is_another_register(book):
    """Fails if a register of subsistence allowances is blamed for telling nothing of disability."""
    assert not named(book, "birth_date", "subsistence_allowance_from")


def test_nothing_is_said_of_what_is_told_whole(book):
    """Fails if a column that is there counts as forgotten."""
    told = ("disability_from", "disability_applied_on", "subsistence_allowance_from")

    assert not named(book, *told)
