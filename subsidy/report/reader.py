"""What readers see for the columns, schemes, rates and amounts of an answer.

Tables, pages and workbooks take their words from here, so that one thing has one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from subsidy.errors import Words

__all__ = ["CHANGES", "NUMBERS", "Reader", "part"]

_HEADINGS = {
    "scenario": Words("scenario", "方案"),
    "scheme": Words("scheme", "补贴项目"),
    "bracket": Words("bracket", "档次"),
    "month": Words("month", "月份"),
    "year": Words("year", "年份"),
    "region": Words("region", "行政区划"),
    "payer": Words("payer", "承担方"),
    "baseline": Words("baseline (yuan)", "现行（元）"),
    "reform": Words("scenario (yuan)", "方案（元）"),
    "difference": Words("difference (yuan)", "增减（元）"),
    "percent": Words("%", "%"),
    "quantile": Words("percentile", "百分位"),
    "change": Words("change", "变化"),
    "units": Words("number", "人（户）数"),
    "unit": Words("unit", "对象"),
    "unit_id": Words("unit id", "编号"),
    "from": Words("from (yuan)", "自（元）"),
    "below": Words("below (yuan)", "不足（元）"),
    "cost": Words("cost (yuan)", "支出（元）"),
    "target": Words("rate", "标准"),
    "rate": Words("now", "现值"),
    "person_months": Words("person-months", "人次"),
    "per_extra_yuan": Words("one yuan more costs (yuan)", "每提高一元增支（元）"),
    "low": Words("lower (yuan)", "下调（元）"),
    "high": Words("higher (yuan)", "上调（元）"),
    "span": Words("span (yuan)", "幅度（元）"),
    "total": Words("total", "合计"),
    "what": Words("what is changed", "调整内容"),
    "old": Words("baseline", "现行"),
    "new": Words("scenario", "方案"),
    "name": Words("name", "名称"),
    "value": Words("value", "值"),
}
CHANGES = {
    "newly_in": Words("newly in", "新增享受"),
    "gaining": Words("gaining", "增加"),
    "unchanged": Words("unchanged", "不变"),
    "losing": Words("losing", "减少"),
    "newly_out": Words("newly out", "不再享受"),
    "undetermined": Words("undetermined", "待核"),
}
_UNITS = {
    "person": Words("person", "人员"),
    "household": Words("household", "家庭"),
    "institution": Words("institution", "机构"),
}
_WORDS = {"change": CHANGES, "unit": _UNITS}
NUMBERS = frozenset(
    {"baseline", "reform", "difference", "percent", "quantile", "units", "from", "below", "cost"}
    | {"person_months", "per_extra_yuan", "low", "high", "span", *CHANGES}
)
_NOBODY = Words("nobody named", "未列明")
_NOWHERE = Words("none told", "未列区划")
_PERIODS = {"month": "月", "quarter": "季度", "half-year": "半年", "year": "年"}
_LATIN = re.compile(r"[A-Za-z]{2}")
_NAME = re.compile(r"\b[a-z_][a-z0-9_]*\b")
_RATE = re.compile(r"\b([0-9]+(?:\.[0-9]+)?) per (month|quarter|half-year|year)\b")


def part(text: str) -> str:
    """A number with its thousands parted; other text as it is."""
    whole, point, rest = text.partition(".")
    digits = whole.removeprefix("-")
    if not digits.isdecimal():
        return text
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(digits):,}{point}{rest}"


@frozen
class Reader:
    """How one language names what an answer speaks of; *labels* are those of the answer's JSON."""

    labels: Mapping[str, Any]
    language: str

    def say(self, english: str, chinese: str) -> str:
        """Words of the reader's language."""
        return chinese if self.language == "zh" else english

    def heading(self, column: str) -> str:
        """What a column is called: a sweep's by its target, one of the register's own as it is."""
        known = _HEADINGS.get(column) or CHANGES.get(column)
        return known.in_language(self.language) if known else self.target(column)

    def place(self, name: str) -> str:
        """The place by its name; by *name* where the answer does not tell it."""
        return self._label("place", name) if "place" in self.labels else name

    def scheme(self, name: str) -> str:
        """A scheme by its name."""
        return self._label("schemes", name)

    def target(self, text: str) -> str:
        """A rate, parameter or key: ``old_age.80-89@2023-07`` is 高龄津贴 80-89@2023-07."""
        target, at, months = text.partition("@")
        first, dot, rest = target.partition(".")
        kind = "parameters" if first in self.labels.get("parameters", ()) else "schemes"
        return f"{self._label(kind, first)}{' ' if dot else ''}{rest}{at}{months}"

    def rate(self, text: str) -> str:
        """A value as rules write it: ``1200.00 per year`` is 1,200.00 元/年 in Chinese, and a
        parameter in a formula goes by its Chinese name.
        """
        if self.language != "zh":
            return text
        rates = _RATE.sub(lambda found: f"{part(found[1])} 元/{_PERIODS[found[2]]}", text)
        return _NAME.sub(lambda found: self._label("parameters", found[0]), rates)

    def unit(self, text: str) -> str:
        """What stands behind a value: ``per year`` is yuan per year, 元/年; nothing stays nothing."""
        if not text:
            return ""
        period = text.removeprefix("per ")
        return self.say(f" (yuan {text})", f"（元/{_PERIODS.get(period, period)}）")

    def unnamed(self, rows: Iterable[Mapping[str, Any]]) -> str:
        """Which brackets of these rows have no Chinese name, said to those who read Chinese.

        A row tells ``scheme`` and ``bracket``, or both as ``target``.
        """
        if self.language != "zh":
            return ""
        both = (
            str(row["target"]).partition(".")[::2]
            if "target" in row
            else (str(row["scheme"]), str(row.get("bracket") or ""))
            for row in rows
        )
        named = dict.fromkeys(
            f"{self.scheme(scheme)}“{bracket}”"
            for scheme, bracket in both
            if _LATIN.search(bracket)
        )
        return f"以下档次在规则中只有英文名称：{'、'.join(named)}。" if named else ""

    def cell(self, column: str, value: Any) -> str:
        """What stands in a cell of a table: names, words, and numbers with thousands parted."""
        if value is None:
            return _NOWHERE.in_language(self.language) if column == "region" else "—"
        text = str(value)
        if column in _WORDS and text in _WORDS[column]:
            return _WORDS[column][text].in_language(self.language)
        match column:
            case "scheme":
                return self.scheme(text)
            case "target" | "what":
                return self.target(text)
            case "rate" | "old" | "new":
                return self.rate(text) or "—"
            case "payer":
                return text or _NOBODY.in_language(self.language)
            case _:
                return part(text)

    def _label(self, kind: str, name: str) -> str:
        if kind == "place":
            return str(self.labels["place"][self.language])
        both = self.labels.get(kind, {}).get(name)
        return str(both[self.language]) if both else name
