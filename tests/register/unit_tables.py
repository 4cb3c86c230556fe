"""Odd registers of households and institutions, each written down once and read from every kind of file."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

__all__ = ["TABLES", "UnitTable"]

Row = tuple[str, ...]


@frozen
class UnitTable:
    """Headings and rows of texts (empty: nothing), and exactly what must come of them.

    ``ids`` and ``aside`` (codes) are sorted, as a database has no order of its own; ``facts`` are
    those of the units by their number.
    """

    name: str
    unit: str
    rows: tuple[Row, ...]
    ids: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    refused: str = ""
    apart: int = 0
    facts: Mapping[str, Mapping[str, str | None]] = field(factory=dict)
    roster_map: str = ""


TABLES: list[UnitTable] = []


def table(unit: str, name: str, text: str, ids: str = "", aside: str = "", *, refused: str = "",
          apart: int = 0, facts: Mapping[str, Mapping[str, str | None]] | None = None, roster_map: str = "") -> None:  # fmt: skip
    """Note one table; cells of *text* are separated by bars, rows by slashes."""
    rows = tuple(tuple(cell.strip() for cell in row.split("|")) for row in text.split(" / "))
    TABLES.append(UnitTable(
        f"{unit}-{name}", unit, rows, tuple(sorted(ids.split())), tuple(sorted(aside.split())), refused, apart,
        facts or {}, roster_map,
    ))  # fmt: skip


def households(name: str, text: str, ids: str = "", aside: str = "", **more: object) -> None:
    table("household", name, text, ids, aside, **more)  # type: ignore[arg-type]


def institutions(name: str, text: str, ids: str = "", aside: str = "", **more: object) -> None:
    table("institution", name, text, ids, aside, **more)  # type: ignore[arg-type]


HOUSE = "户编号|家庭月收入|低保确认日期"
households(
    "plain",
    f"{HOUSE} / H1|1,086.00元|2022-03-01 / H2||",
    "H1 H2",
    facts={
        "H1": {"income_per_month": "108600", "subsistence_approved_on": "2022-03-01"},
        "H2": {"income_per_month": None},
    },
)
households(
    "english", "household_id|income_per_month / H1|0", "H1", facts={"H1": {"income_per_month": "0"}}
)
households(
    "by-the-labels",
    "household number|household income / H1|12.5",
    "H1",
    facts={"H1": {"income_per_month": "1250"}},
)
households(
    "the-unit-in-the-heading",
    "户号|核定月收入（元/月） / H1|300",
    "H1",
    facts={"H1": {"income_per_month": "30000"}},
)
households(
    "income-of-a-year",
    "户号|家庭月收入（元/年） / H1|3600",
    "H1",
    facts={"H1": {"income_per_month": None}},
)
households(
    "the-same-household-twice",
    f"{HOUSE} / H1|1| / H1|2| / H2|3|",
    "H2",
    "duplicate-person duplicate-person",
)
households("the-same-household-with-a-space", f"{HOUSE} / H1|1| / Ｈ1|2|", "H1 Ｈ1")
households("no-number", f"{HOUSE} / |300|2022-03-01 / H2|300|", "H2", "key-missing")
households(
    "income-in-words", f"{HOUSE} / H1|三百| / H2|无| / H3|—|", "", "not-money not-money not-money"
)
households("income-below-nothing", f"{HOUSE} / H1|-300|", "", "out-of-range")
households(
    "income-beyond-bounds", f"{HOUSE} / H1|1000000.01| / H2|1000000.00|", "H2", "out-of-range"
)
households("income-finer-than-a-fen", f"{HOUSE} / H1|0.001|", "", "finer-than-fen")
households("income-in-ten-thousand", f"{HOUSE} / H1|0.3万元|", "", "unit-not-declared")
households(
    "income-in-ten-thousand-declared",
    f"{HOUSE} / H1|0.3万元|",
    "H1",
    facts={"H1": {"income_per_month": "300000"}},
    roster_map="roster: r\nhousehold:\n  money: {income_per_month: 万元}\n",
)
households(
    "days-of-many-forms",
    f"{HOUSE} / H1||2022.3.1 / H2||20220301 / H3||2022年3月1日 / H4||２０２２/3/1",
    "H1 H2 H3 H4",
    facts={h: {"subsistence_approved_on": "2022-03-01"} for h in ("H1", "H2", "H3", "H4")},
)
households("a-month-without-a-day", f"{HOUSE} / H1||2022-03", "", "month-without-day")
households("a-year-in-two-digits", f"{HOUSE} / H1||22.3.1", "", "year-in-two-digits")
households("a-day-of-the-republic", f"{HOUSE} / H1||民国111年3月1日", "", "impossible-date")
households(
    "the-end-before-the-beginning",
    "户编号|低保确认日期|家庭低保终止日期 / H1|2022-03-01|2022-02-01",
    "",
    "until-before-from",
)
households(
    "an-end-without-a-beginning",
    "户编号|低保退出日期 / H1|2022-03-01",
    "H1",
    facts={"H1": {"subsistence_ended_on": "2022-03-01"}},
)
households(
    "two-spells",
    "户编号|低保确认日期|低保停保日期|低保确认日期2 / H1|2023-05-01||2022-01-01 / H2|2022-01-01|2022-05-01|",
    "H1 H2",
    facts={
        "H1": {"subsistence_approved_on": "2022-01-01", "subsistence_approved_on_2": "2023-05-01"}
    },
)
households(
    "four-spells", "户编号|低保确认日期|低保确认日期4 / H1|2022-01-01|", refused="too-many-spells"
)
households("two-headings-of-one-fact", "户编号|户号 / H1|H1", refused="duplicate-heading")
households("no-number-of-the-household", "户主姓名|家庭月收入 / 甲|300", refused="missing-column")
households("a-total", f"{HOUSE} / H1|300| / H2|200| / 合计|500|", "H1 H2", apart=1)
households("signatures", f"{HOUSE} / H1|300| / 制表人：某某||审核：某某", "H1", apart=1)
households("a-count-of-members-that-nobody-may-give", "户编号|保障人数 / H1|3", "H1")
households(
    "by-a-map",
    "户口簿号|收入 / H1|300",
    "H1",
    facts={"H1": {"income_per_month": "30000"}},
    roster_map="roster: r\nhousehold:\n  columns: {户口簿号: household_id, 收入: income_per_month}\n",
)
households(
    "a-map-of-persons-says-nothing-here",
    "户口簿号|收入 / H1|300",
    refused="missing-column",
    roster_map="roster: r\ncolumns: {户口簿号: household_id}\n",
)
households(
    "fixed-by-a-map",
    "户编号|家庭月收入 / H1|300",
    "H1",
    facts={"H1": {"subsistence_approved_on": "2022-01-01"}},
    roster_map="roster: r\nhousehold:\n  fixed: {subsistence_approved_on: 2022-01-01}\n",
)
households(
    "invisible-signs",
    "户\u200b编\ufeff号|家庭月收入 / H1|\u00a0300",
    "H1",
    facts={"H1": {"income_per_month": "30000"}},
)
households(
    "an-invisible-sign-in-the-number", "户编号|家庭月收入 / H\u200b1|300", "", "invisible-character"
)

HOME = "机构编号|机构名称|月份|床位数"
institutions("plain", f"{HOME} / I1|院一|2023-01|50 / I1|院一|2023-02|60", "I1 I1")
institutions(
    "months-of-many-forms",
    f"{HOME} / I1||2023年1月|1 / I1||2023.02|1 / I1||202303|1 / I1||2023/4|1",
    "I1 I1 I1 I1",
)
institutions("a-month-with-a-day", f"{HOME} / I1||2023-01-01|1", "I1")
institutions("january-or-october", f"{HOME} / I1||2023.10|1 / I2||2023.12|1", "I1 I2")
institutions(
    "the-same-month-twice",
    f"{HOME} / I1||2023-01|1 / I1||2023年1月|2 / I1||2023-02|1",
    "I1",
    "duplicate-person duplicate-person",
)
institutions("no-month-in-a-row", f"{HOME} / I1|||1 / I2||2023-01|1", "I2", "month-missing")
institutions("month-thirteen", f"{HOME} / I1||2023-13|1", "", "impossible-date")
institutions("a-month-alone", f"{HOME} / I1||1月|1", "", "impossible-date")
institutions(
    "beds-in-words",
    f"{HOME} / I1||2023-01|五十 / I2||2023-01|50张",
    "",
    "not-a-number not-a-number",
)
institutions("half-a-bed", f"{HOME} / I1||2023-01|0.5", "", "not-a-number")
institutions("beds-below-nothing", f"{HOME} / I1||2023-01|-1", "", "out-of-range")
institutions("too-many-beds", f"{HOME} / I1||2023-01|5001 / I2||2023-01|5000", "I2", "out-of-range")
institutions("beds-in-full-width", f"{HOME} / I1||2023-01|５０", "I1", facts={"I1": {"beds": "50"}})
institutions("no-beds-said", f"{HOME} / I1||2023-01|", "I1", facts={"I1": {"beds": None}})
institutions("no-number", f"{HOME} / |院一|2023-01|5 / I2||2023-01|5", "I2", "key-missing")
institutions(
    "english", "institution_id|month|beds / I1|2023-01|5", "I1", facts={"I1": {"beds": "5"}}
)
institutions("no-institution", "月份|床位数 / 2023-01|5", refused="missing-column")
institutions("no-month", "机构编号|床位数 / I1|5", "I1")
institutions("a-total", f"{HOME} / I1|院一|2023-01|50 / 合计|||50", "I1", apart=1)
institutions(
    "a-subtotal-of-a-month",
    f"{HOME} / I1|院一|2023-01|50 / 1月小计|||50 / I1|院一|2023-02|60",
    "I1 I1",
    apart=1,
)
institutions("a-column-that-nobody-knows", f"{HOME}|院长 / I1|院一|2023-01|50|某某", "I1")
institutions(
    "by-a-map",
    "代码|期|床 / I1|2023-01|5",
    "I1",
    facts={"I1": {"beds": "5"}},
    roster_map="roster: r\ninstitution:\n  columns: {代码: institution_id, 期: month, 床: beds}\n",
)
