"""A small complete place that every test of rules can build on."""

from __future__ import annotations

from pathlib import Path

import pytest

PLACE = """\
place: base
name: {zh: 基准区, en: Base}
"""

FACTS = """\
facts:
  person_id: {type: key, name: {zh: 编号, en: number}}
  id_number: {type: resident_id, name: {zh: 证件号, en: identity number}, gives: {birth_date: birth_date, sex: sex, male: male, female: female}}
  sex: {type: word, name: {zh: 性别, en: sex}, choices: {male: [男], female: [女]}}
  birth_date: {type: date, name: {zh: 出生日期, en: birth date}, missing: unknown}
  death_date: {type: date, name: {zh: 死亡日期, en: death date}, missing: never}
  certified_from: {type: date, name: {zh: 发证日期, en: certified from}, missing: never}
  certified_until: {type: date, name: {zh: 到期日期, en: certified until}, missing: never}
  grade: {type: whole, name: {zh: 等级, en: grade}, lowest: 1, highest: 4, words: {一级: 1}, changes_with: certified}
  category: {type: word, name: {zh: 类别, en: category}, choices: {bodily: [肢体], mental: [精神]}}
  income: {type: money, name: {zh: 收入, en: income}, per: month, highest: "20000.00"}
  boarder: {type: yes_no, name: {zh: 寄宿, en: boarder}}
  age: {type: age, name: {zh: 年龄, en: age}, of: birth_date, highest: 118}
  alive: {type: status, name: {zh: 在世, en: alive}, from: birth_date, until: death_date}
  certified: {type: status, name: {zh: 持证, en: certified}, from: certified_from, until: certified_until, spells: 3}
"""

PARAMETERS = """\
parameters:
  standard:
    name: {zh: 标准, en: standard}
    versions:
      - {effective_from: 2022-01, value: "600.00 per month", legal_basis: {document: D1}}
      - {effective_from: 2023-07, value: "650.00 per month", legal_basis: {document: D2}}
  share:
    name: {zh: 比例, en: share}
    versions:
      - {effective_from: 2022-01, value: "1.3", legal_basis: {document: D1}}
"""

SCHEME = """\
scheme: old_age
name: {zh: 高龄津贴, en: Old age}
unit: person
legal_basis: {document: D1, clause: 一}
eligible: alive and age >= 80
timing: {start: same_month, change: same_month, stop: next_month}
amount:
  by: age
  brackets:
    - {name: 80-89, from: 80, below: 90, pay: "600.00 per year"}
    - {name: 90+, from: 90, pay: "100.00 per month"}
"""


@pytest.fixture(scope="session")
def sound_files() -> dict[str, str]:
    """The files of a sound place, by name without suffix."""
    return {"place": PLACE, "facts": FACTS, "parameters": PARAMETERS, "old_age": SCHEME}


@pytest.fixture
def place(tmp_path: Path, sound_files: dict[str, str]) -> Path:
    """The folder of a sound place; ``here`` below it inherits everything and is empty."""
    folder = tmp_path / "base"
    (folder / "here").mkdir(parents=True)
    for name, text in sound_files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
