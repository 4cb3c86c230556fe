"""A title that says 单位：万元: amounts below it are no yuan, and nobody may guess which are which."""

from __future__ import annotations

import re

from subsidy.errors import Words
from subsidy.register.headings import Matched
from subsidy.register.map_scalars import as_scalar
from subsidy.register.refusing import refuse
from subsidy.register.roster_map import RosterMap, column_key
from subsidy.register.source import Table
from subsidy.register.totals_rows import spelled
from subsidy.rulebook.model import MoneyFact

__all__ = ["demand_units", "says_ten_thousand"]

_TEN_THOUSAND = re.compile(
    r"单位[:为是]?(?:人民币)?(?:[\u4e00-\u9fff]{1,3}[、,/])*万元|[(\[【]万元[)\]】]"
)


def says_ten_thousand(text: str) -> bool:
    """Whether a title or a note says that amounts are in 万元."""
    return _TEN_THOUSAND.search(spelled(text)) is not None


def demand_units(table: Table, matched: Matched, mapping: RosterMap) -> None:
    """Refuse amounts under such a title, unless their heading or the mapping says their unit.

    Raises:
        RegisterRefused: with the lines of a mapping file that say it.
    """
    if not any(map(says_ten_thousand, table.title_text.splitlines())):
        return
    unsaid = [
        column
        for column in matched.columns
        if isinstance(column.fact, MoneyFact)
        and not {column.name, column.fact.name} & mapping.units.keys()
        and "元" not in column_key(column.heading)
    ]
    if unsaid:
        shown = ", ".join(column.heading for column in unsaid)
        names = dict.fromkeys(column.fact.name for column in unsaid)
        lines = "\n".join(["    money:", *(f"      {as_scalar(name)}: 万元" for name in names)])
        refuse(
            "unit-in-title",
            table.place,
            Words(
                f"a title or a note says that amounts are in 万元 (10,000 yuan); {shown} would be read as yuan",
                f"表头或附注写明单位为万元；“{shown}”会按元读取",
            ),
            Words(
                "say in a mapping file what the unit is, and give it with --map FILE (元 where they"
                f" are yuan all the same):\n{lines}",
                f"请在对照文件中写明单位，并用 --map FILE 给出（实为元时写 元）：\n{lines}",
            ),
        )
