"""A register of households given as one of persons, and the other way round, is told so."""

from __future__ import annotations

import pytest

from subsidy.dates import read_period
from subsidy.errors import RegisterRefused
from subsidy.register.preview import preview_register
from subsidy.register.readers import read_register
from subsidy.rulebook.shelf import load_rulebook

PERIOD = read_period("2023")
HOMES = "户编号,户主姓名,家庭月收入\nh1,甲,1000\n"
PEOPLE = "人员编号,姓名,身份证号码\na,甲,430204194305200017\n"
NOBODY = "姓名,村\n甲,某村\n"


@pytest.fixture(scope="module")
def shifeng():
    return load_rulebook("cn/hunan/zhuzhou/shifeng")


@pytest.mark.parametrize(
    ("text", "unit", "cure"),
    [
        (HOMES, "person", "--households"),
        (PEOPLE, "household", "REGISTER"),
        (NOBODY, "person", "subsidy template"),
    ],
)
def test_a_register_of_other_units_says_what_it_is(shifeng, tmp_path, text, unit, cure):
    """The cure names the option, when it is read and when it is looked at alike."""
    path = tmp_path / "r.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterRefused) as refused:
        read_register(path, shifeng, PERIOD, unit=unit)
    seen = preview_register(path, shifeng, PERIOD, unit=unit).refused

    assert ["missing-column"] == [one.code for one in refused.value.problems]
    assert cure in refused.value.problems[0].cure.en
    assert refused.value.problems == seen.problems
