"""A small place with households and institutions, and its registers: all of it invented.

In 2023 the standard is 700.00. H1 has three members of whom grandfather P3 dies on 10 May: the gap
is 3 × 700 − 600 = 1500 up to May, 2 × 700 − 600 = 800 from June. H2 is not approved. Home I1 has 8
residents in May, 10 beds, and 5 new beds.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import subsidy
from subsidy.rulebook.model import Rulebook

__all__ = ["FILES", "HOMES", "HOUSEHOLDS", "PEOPLE", "units_book", "write_place"]

FILES = {
    "place": """
place: mine
name: {zh: 测试区, en: Mine}
""",
    "facts": """
facts:
  person_id: {type: key, name: {zh: 编号, en: person number}}
  household_id: {type: link, name: {zh: 户号, en: household number}}
  birth_date: {type: date, name: {zh: 出生日期, en: date of birth}, missing: unknown}
  death_date: {type: date, name: {zh: 死亡日期, en: date of death}, missing: never}
  age: {type: age, name: {zh: 年龄, en: age}, of: birth_date, highest: 118}
  alive: {type: status, name: {zh: 在世, en: alive}, from: birth_date, until: death_date}
  share_fact: {type: money, name: {zh: 本人低保金, en: own share}, per: month, highest: "5000.00", share_of: gap}
""",
    "household_facts": """
household_facts:
  income: {type: money, name: {zh: 家庭月收入, en: household income}, per: month, highest: "100000.00"}
  approved_on: {type: date, name: {zh: 确认日期, en: approved on}, missing: never}
  ended_on: {type: date, name: {zh: 终止日期, en: ended on}, missing: never}
  approved: {type: status, name: {zh: 低保确认, en: approved}, from: approved_on, until: ended_on}
  counted: {type: count, name: {zh: 保障人数, en: members who count}, highest: 30, where: alive and age >= 1}
  minors: {type: count, name: {zh: 未成年人数, en: minors}, highest: 30, where: alive and age < 18}
""",
    "institution_facts": """
institution_facts:
  institution_id: {type: key, name: {zh: 机构编号, en: institution number}}
  month: {type: month, name: {zh: 月份, en: month}}
  beds: {type: whole, name: {zh: 床位数, en: beds}, highest: 5000}
  new_beds: {type: whole, name: {zh: 新增床位, en: new beds}, highest: 5000}
  residents: {type: whole, name: {zh: 在院人数, en: residents}, highest: 5000}
""",
    "parameters": """
parameters:
  standard:
    name: {zh: 低保标准, en: standard}
    versions:
      - {effective_from: 2020-01, value: "700.00 per month", legal_basis: {document: 甲1}}
  child_standard:
    name: {zh: 儿童标准, en: children's standard}
    versions:
      - {effective_from: 2020-01, value: "1000.00 per month", legal_basis: {document: 甲1}}
  resident_rate:
    name: {zh: 运营补贴标准, en: rate per resident}
    versions:
      - {effective_from: 2020-01, value: "100.00 per month", legal_basis: {document: 甲1}}
  new_bed_rate:
    name: {zh: 新增床位标准, en: grant per new bed}
    unknown: money per year
""",
    "gap": """
scheme: gap
name: {zh: 低保, en: Subsistence allowance}
unit: household
legal_basis: {document: 甲2}
eligible: approved and counted >= 1 and income < standard * counted
timing: {start: next_month, change: next_month, stop: next_month, legal_basis: {document: 甲2}}
amount: {pay: standard * counted - income, at_least: 0.00 per month}
rounding: {mode: up, to: yuan}
split_among: counted
""",
    "coal": """
scheme: coal
name: {zh: 取暖费, en: Coal money}
unit: household
legal_basis: {document: 甲3}
eligible: approved
timing: {start: same_month, change: same_month, stop: next_month, pays_in: [1, 12], legal_basis: {document: 甲3}}
amount: {pay: "400.00 per year"}
payee: {zh: 村委会, en: the village office}
in_kind: yes
""",
    "top_up": """
scheme: top_up
name: {zh: 儿童补差, en: Child top-up}
unit: person
legal_basis: {document: 甲4}
eligible: alive and age < 18
timing: {start: next_month, change: next_month, stop: next_month, legal_basis: {document: 甲4}}
amount:
  top_up_to: child_standard
  net_of: [{amount: share_fact, while: alive}]
""",
    "old_age": """
scheme: old_age
name: {zh: 高龄津贴, en: Old-age allowance}
unit: person
legal_basis: {document: 甲5}
eligible: alive and age >= 80
timing: {start: same_month, change: same_month, stop: next_month, legal_basis: {document: 甲5}}
amount: {pay: "50.00 per month"}
funding:
  remainder_to: district
  versions:
    - {effective_from: 2020-01, shares: {province: "1/3", district: "2/3"}, legal_basis: {document: 甲5}}
""",
    "running": """
scheme: running
name: {zh: 运营补贴, en: Running grant}
unit: institution
legal_basis: {document: 甲6}
eligible: residents >= 1
timing: {start: same_month, change: same_month, stop: same_month, legal_basis: {document: 甲6}}
amount: {pay: "min(residents, beds) * resident_rate"}
""",
    "building": """
scheme: building
name: {zh: 建设补贴, en: Building grant}
unit: institution
legal_basis: {document: 甲7}
eligible: new_beds >= 1
timing: {start: same_month, change: same_month, stop: same_month, legal_basis: {document: 甲7}}
amount: {pay: new_beds * new_bed_rate}
""",
}

PEOPLE = [
    {"person_id": "P1", "household_id": "H1", "birth_date": "1980-02-01", "death_date": None},
    {"person_id": "P2", "household_id": "H1", "birth_date": "2010-09-15", "death_date": None},
    {"person_id": "P3", "household_id": "H1", "birth_date": "1940-03-03", "death_date": "2023-05-10"},
    {"person_id": "P4", "household_id": "H2", "birth_date": "1935-07-01", "death_date": None},
    {"person_id": "P5", "household_id": None, "birth_date": "2012-01-01", "death_date": None},
]  # fmt: skip
HOUSEHOLDS = [
    {"household_id": "H1", "income": "600.00", "approved_on": "2022-11-20", "ended_on": None},
    {"household_id": "H2", "income": "100.00", "approved_on": None, "ended_on": None},
]
HOMES = [
    {"institution_id": "I1", "month": f"2023-{m:02}-01", "beds": 10, "residents": r, "new_beds": 5}
    for m, r in ((1, 12), (2, 12), (3, 9), (4, 9), (5, 8), (6, 0))
]


def write_place(folder: Path) -> Path:
    """The rule files in *folder*."""
    for name, text in FILES.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


@cache
def units_book() -> Rulebook:
    """The book of the place."""
    with TemporaryDirectory() as folder:
        return subsidy.load_rulebook(write_place(Path(folder)))
