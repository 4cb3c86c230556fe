"""A small rulebook built by hand, and a way to read text as a register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from subsidy.dates import LeapDay, Period, read_period
from subsidy.errors import Place, Words
from subsidy.expression.nodes import And, Holds, Literal
from subsidy.money import HALF_UP_TO_FEN
from subsidy.register.readers import read_register
from subsidy.register.table import People
from subsidy.rulebook.model import (
    Age,
    AmountRule,
    CategoryFact,
    DateFact,
    IdentifierFact,
    IdentifierKind,
    Missing,
    MoneyFact,
    Rulebook,
    Scheme,
    Source,
    Status,
    TextFact,
    Timing,
    When,
    WholeFact,
    YesNoFact,
)

ELDER = "430204194305200017"  # a synthetic number: a man born on 1943-05-20
LEAP = "430204194402290026"  # a synthetic number: a woman born on 1944-02-29
CHILD = "43020419430520005X"


def _words(en: str, zh: str) -> Words:
    return Words(en, zh)


FACTS = (
    IdentifierFact("person_id", _words("person number", "人员编号"), IdentifierKind.KEY, ("编号",)),
    TextFact("name", _words("name", "姓名")),
    IdentifierFact(
        "id_number",
        _words("resident identity number", "身份证号码"),
        IdentifierKind.RESIDENT_ID,
        ("身份证号",),
        gives_birth_date="birth_date",
        gives_sex="sex",
        sex_words=("male", "female"),
    ),
    IdentifierFact("household_id", _words("household number", "户编号"), IdentifierKind.LINK),
    TextFact("region", _words("region", "行政区划")),
    CategoryFact(
        "sex",
        _words("sex", "性别"),
        ("female", "male"),
        {"male": "male", "男": "male", "female": "female", "女": "female"},
    ),
    DateFact("birth_date", _words("date of birth", "出生日期"), Missing.UNKNOWN),
    DateFact("death_date", _words("date of death", "死亡日期"), Missing.NEVER),
    DateFact("care_from", _words("care from", "护理起始日期"), Missing.NEVER),
    DateFact("care_until", _words("care until", "护理终止日期"), Missing.NEVER),
    WholeFact(
        "grade", _words("grade", "等级"), 1, 4, changes_with="care", words={"一级": 1, "二级": 2}
    ),
    MoneyFact("share", _words("share", "本人金额"), 1, 0, 2_000_000),
    YesNoFact("boarder", _words("boarder", "寄宿"), {"yes": True, "是": True, "no": False, "否": False}),
)  # fmt: skip


@pytest.fixture(scope="session")
def book() -> Rulebook:
    """Facts of every kind and one scheme that reads ``alive`` and ``care``."""
    place = Place("hand-made")
    source = Source(assumed="a test")
    timing = Timing(When.SAME_MONTH, When.SAME_MONTH, When.NEXT_MONTH, source)
    scheme = Scheme(
        name="care_allowance", labels=_words("care", "护理"), unit="person",
        eligible=And((Holds("alive"), Holds("care"), Literal(value=True))), timing=timing,
        amount=AmountRule((), (), None, None, ""), rounding=HALF_UP_TO_FEN,
        unless_paid=(), only_if_paid=(), from_month=None, until_month=None,
        funding=None, source=source, place=place,
    )  # fmt: skip
    return Rulebook(
        name="hand-made", labels=_words("hand-made", "手工"), leap_day=LeapDay.MARCH_1,
        facts={fact.name: fact for fact in FACTS},
        statuses={
            "alive": Status("alive", _words("alive", "在世"), "birth_date", "death_date"),
            "care": Status("care", _words("care", "护理"), "care_from", "care_until", spells=3),
        },
        ages={"age": Age("age", _words("age", "年龄"), "birth_date", 118)},
        parameters={}, schemes=(scheme,), overlaps=(), sha256="", files=(),
    )  # fmt: skip


@pytest.fixture(scope="session")
def period() -> Period:
    return read_period("2023")


@pytest.fixture
def read(book: Rulebook, period: Period, tmp_path: Path) -> Callable[..., People]:
    """Read text, or bytes, as a CSV file."""

    def reading(content: str | bytes, encoding: str | None = None) -> People:
        path = tmp_path / "register.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_register(path, book, period, encoding=encoding)

    return reading
