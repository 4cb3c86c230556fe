"""A village worked out on paper: persons, two households that are paid and one that comes, a home.

April to September 2023. In force: old age 50.00 a month from 80 and 100.00 from 90 (a third borne
by the province), a household's gap to 700.00 a member (three fifths by the province), 100.00 for
each resident of a home. All of it is invented.

| who | baseline | scenario |
|---|---|---|
| A, 83 | 6 × 50 = 300 | 6 × 60 = 360 |
| B, 80 on 20 June | 4 × 50 = 200 | 4 × 60 = 240 |
| C, 90 on 5 August | 4 × 50 + 2 × 100 = 400 | 4 × 60 + 2 × 100 = 440 |
| D, 85, dies on 15 July | 4 × 50 = 200 | 3 × 60 = 180: July is no longer paid |
| H1, A and B, income 1000 | 6 × (1400 − 1000) = 2400 | 3 × 400 + 3 × (1600 − 1000) = 3000 |
| H2, C and D, income 1500 | 0 | July: 2 × 800 − 1500 = 100, until D dies |
| H3, E, income 650 | 6 × (700 − 650) = 300 | 3 × 50 + 3 × (800 − 650) = 600 |
| I1, 10 12 12 11 11 11 residents | 67 × 100 = 6700 | 6700 + 11 × 10 in August |
"""

from __future__ import annotations

from decimal import Decimal

import pytest

import subsidy

PERIOD = "2023-04:2023-09"
FILES = {
    "place": "place: village\nname: {zh: 示例村, en: Village}\n",
    "facts": """
facts:
  person_id: {type: key, name: {zh: 编号, en: person number}}
  household_id: {type: link, name: {zh: 户号, en: household number}}
  region: {type: text, name: {zh: 行政区划, en: region}}
  birth_date: {type: date, name: {zh: 出生日期, en: date of birth}, missing: unknown}
  death_date: {type: date, name: {zh: 死亡日期, en: date of death}, missing: never}
  age: {type: age, name: {zh: 年龄, en: age}, of: birth_date, highest: 118}
  alive: {type: status, name: {zh: 在世, en: alive}, from: birth_date, until: death_date}
""",
    "household_facts": """
household_facts:
  income: {type: money, name: {zh: 家庭月收入, en: household income}, per: month, highest: "100000.00"}
  approved_on: {type: date, name: {zh: 确认日期, en: approved on}, missing: never}
  approved: {type: status, name: {zh: 低保确认, en: approved}, from: approved_on}
  counted: {type: count, name: {zh: 保障人数, en: members who count}, highest: 30, where: alive}
""",
    "institution_facts": """
institution_facts:
  institution_id: {type: key, name: {zh: 机构编号, en: institution number}}
  month: {type: month, name: {zh: 月份, en: month}}
  residents: {type: whole, name: {zh: 在院人数, en: residents}, highest: 5000}
""",
    "parameters": """
parameters:
  standard:
    name: {zh: 低保标准, en: standard}
    versions: [{effective_from: 2020-01, value: "700.00 per month", legal_basis: {document: 甲1}}]
  resident_rate:
    name: {zh: 运营补贴标准, en: rate per resident}
    versions: [{effective_from: 2020-01, value: "100.00 per month", legal_basis: {document: 甲1}}]
""",
    "gap": """
scheme: gap
name: {zh: 低保, en: Subsistence allowance}
unit: household
legal_basis: {document: 甲2}
eligible: approved and counted >= 1 and income < standard * counted
timing: {start: same_month, change: same_month, stop: next_month, legal_basis: {document: 甲2}}
amount: {pay: standard * counted - income, at_least: 0.00 per month}
funding:
  remainder_to: district
  versions: [{effective_from: 2020-01, shares: {province: "3/5", district: "2/5"}, legal_basis: {document: 甲2}}]
""",
    "old_age": """
scheme: old_age
name: {zh: 高龄津贴, en: Old-age allowance}
unit: person
legal_basis: {document: 甲3}
eligible: alive and age >= 80
timing: {start: same_month, change: same_month, stop: next_month, legal_basis: {document: 甲3}}
amount:
  by: age
  brackets:
    - {name: 80-89, from: 80, below: 90, pay: "600.00 per year"}
    - {name: 90+, from: 90, pay: "1200.00 per year"}
funding:
  remainder_to: district
  versions: [{effective_from: 2020-01, shares: {province: "1/3", district: "2/3"}, legal_basis: {document: 甲3}}]
""",
    "running": """
scheme: running
name: {zh: 运营补贴, en: Running grant}
unit: institution
legal_basis: {document: 甲4}
eligible: residents >= 1
timing: {start: same_month, change: same_month, stop: same_month, legal_basis: {document: 甲4}}
amount: {pay: residents * resident_rate}
""",
}
PEOPLE = [
    {"person_id": p, "household_id": h, "region": r, "birth_date": b, "death_date": d}
    for p, h, r, b, d in (
        ("A", "H1", "East", "1940-01-10", None),
        ("B", "H1", "East", "1943-06-20", None),
        ("C", "H2", "West", "1933-08-05", None),
        ("D", "H2", "West", "1938-02-01", "2023-07-15"),
        ("E", "H3", "East", "1980-05-05", None),
    )
]
BESIDE = {
    "households": [
        {"household_id": home, "income": income, "approved_on": "2023-01-01"}
        for home, income in (("H1", "1000.00"), ("H2", "1500.00"), ("H3", "650.00"))
    ],
    "institutions": [
        {"institution_id": "I1", "month": f"2023-{month:02}-01", "residents": residents}
        for month, residents in zip(range(4, 10), (10, 12, 12, 11, 11, 11), strict=True)
    ],
}
SUMMER = {
    "old_age.80-89": "720.00 per year",
    "old_age.timing.stop@2023-07": "same_month",
    "standard@2023-07": "800.00 per month",
    "resident_rate@2023-08:2023-08": "+10%",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The rules of the village."""
    folder = tmp_path_factory.mktemp("village")
    for name, text in FILES.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return subsidy.load_rulebook(folder)


@pytest.fixture(scope="module")
def summer(book):
    """The scenario beside the rules in force."""
    return subsidy.compare(book, SUMMER, PEOPLE, PERIOD, **BESIDE)


def told(frame, *keys):
    """Baseline, reform and difference in yuan, by what the columns say."""
    columns = ("baseline", "reform", "difference")
    return {
        tuple(row[key] for key in keys): tuple(str(row[one]) for one in columns)
        for row in frame.iter_rows(named=True)
    }


def test_every_unit_is_paid_what_the_table_says(summer) -> None:
    """The eight whose sum differs; E has nothing of their own in either."""
    expected = {
        ("person", "A"): ("300.00", "360.00", "60.00"),
        ("person", "B"): ("200.00", "240.00", "40.00"),
        ("person", "C"): ("400.00", "440.00", "40.00"),
        ("person", "D"): ("200.00", "180.00", "-20.00"),
        ("household", "H1"): ("2400.00", "3000.00", "600.00"),
        ("household", "H2"): ("0.00", "100.00", "100.00"),
        ("household", "H3"): ("300.00", "600.00", "300.00"),
        ("institution", "I1"): ("6700.00", "6810.00", "110.00"),
    }

    assert expected == told(summer.people(), "unit", "unit_id")


def test_cost_by_scheme_and_bracket(summer) -> None:
    """10 500.00 becomes 11 730.00."""
    assert {
        ("gap", ""): ("2700.00", "3700.00", "1000.00"),
        ("old_age", "80-89"): ("900.00", "1020.00", "120.00"),
        ("old_age", "90+"): ("200.00", "200.00", "0.00"),
        ("running", ""): ("6700.00", "6810.00", "110.00"),
    } == told(summer.costs(("scheme", "bracket")), "scheme", "bracket")
    assert (Decimal("10500.00"), Decimal("11730.00")) == summer.total()


def test_cost_by_month(summer) -> None:
    """July: three of old age + 10, D − 50; H1 + 200, H2 and H3 + 100 each."""
    differences = {key: row[2] for key, row in told(summer.costs(("month",)), "month").items()}

    assert {
        ("2023-04",): "30.00",
        ("2023-05",): "30.00",
        ("2023-06",): "40.00",
        ("2023-07",): "380.00",
        ("2023-08",): "430.00",
        ("2023-09",): "320.00",
    } == differences


def test_cost_by_region(summer) -> None:
    """East A and B, West C and D; households and homes have no such column."""
    found = told(summer.costs(("region",)), "region")

    assert ("500.00", "600.00", "100.00") == found[("East",)]
    assert ("600.00", "620.00", "20.00") == found[("West",)]
    assert ["1110.00"] == [
        row[2] for key, row in found.items() if key not in {("East",), ("West",)}
    ]


def test_cost_by_payer(summer) -> None:
    """Month by month: of 200.00 the province bears 66.66 and the district the rest.

    Old age: 10 + 10 + 13.34 − 6.66 + 6.67 + 6.67 = 40.02 more for the province; gap 240 + 180 + 180.
    """
    found = {key: row[2] for key, row in told(summer.costs(("payer",)), "payer").items()}

    assert {("province",): "640.02", ("district",): "479.98", ("",): "110.00"} == found


def test_who_gains_and_who_loses(summer) -> None:
    """Six gain 1150.00, D loses 20.00, H2 comes in with 100.00: together 1230.00."""
    groups = {
        row["change"]: (row["units"], str(row["difference"]))
        for row in summer.groups().iter_rows(named=True)
        if row["units"]
    }

    assert {"gaining": (6, "1150.00"), "losing": (1, "-20.00"), "newly_in": (1, "100.00")} == groups


def test_a_scheme_withdrawn_for_two_months(book) -> None:
    """May and June: H1 loses 2 × 400, H3 2 × 50; nobody is out, and July is as it was."""
    found = subsidy.compare(book, {"withdraws@2023-05:2023-06": "gap"}, PEOPLE, PERIOD, **BESIDE)
    months = {key[0]: row[2] for key, row in told(found.costs(("month",)), "month").items()}
    losing = [row for row in found.groups().iter_rows(named=True) if row["change"] == "losing"]

    assert {"2023-05": "-450.00", "2023-06": "-450.00"} == {
        month: difference for month, difference in months.items() if difference != "0.00"
    }
    assert [(2, "-900.00")] == [(row["units"], str(row["difference"])) for row in losing]
    assert {"losing", "unchanged"} >= {
        row["change"] for row in found.groups().iter_rows(named=True) if row["units"]
    }


def test_a_cap_of_the_gap_from_august_on(book) -> None:
    """H1 is due 400 and gets 350 in August and September; H3 stays below the cap."""
    found = subsidy.compare(
        book, {"gap.at_most@2023-08": "350.00 per month"}, PEOPLE, PERIOD, **BESIDE
    )

    assert [("household", "H1", Decimal("-100.00"))] == found.people().select(
        "unit", "unit_id", "difference"
    ).rows()
