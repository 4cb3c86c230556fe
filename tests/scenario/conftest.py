"""The Shifeng book and a few invented people."""

from __future__ import annotations

import pytest

import subsidy
from subsidy.scenario.sweeping import costing_of


@pytest.fixture(scope="package")
def book():
    """The Shifeng book."""
    return subsidy.load_rulebook("cn/hunan/zhuzhou/shifeng")


@pytest.fixture(scope="package")
def people():
    """Two hundred people of all ages, some with certificates, some orphans."""
    rows = []
    for number in range(200):
        row = {
            "person_id": f"P{number:03}",
            "birth_date": f"{1915 + number // 2}-{number % 12 + 1:02}-15",
        }
        row["region"] = ("north", "south")[number % 2]
        if number % 5 == 0:
            row |= {"disability_category": "intellectual", "disability_grade": 1 + number % 4}
            row |= {"disability_from": "2015-03-01", "disability_applied_on": "2015-04-01"}
        if number % 7 == 0:
            row |= {"subsistence_allowance_from": "2020-01-01"}
        if number % 11 == 0:
            row |= {"extreme_poverty_from": "2021-05-01"}
        if number % 9 == 0:
            row |= {"death_date": "2023-06-10"}
        if number > 190:
            row |= {"orphan_from": "2018-02-01"}
        rows.append(row)
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]


@pytest.fixture(scope="package")
def costing(book, people):
    """The book calculated for them."""
    return costing_of(book, people, "2023")
