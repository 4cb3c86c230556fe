"""The answer of a what-if question as one self-contained HTML file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from subsidy.errors import Words
from subsidy.report.charts import months_chart, stacked_chart, sweep_chart, tornado_chart
from subsidy.report.pages import Figure, Table, page, part
from subsidy.results.publish import publish

__all__ = ["whatif_page", "write_whatif_page"]

Rows = Sequence[Mapping[str, Any]]

_HEADINGS = {
    "scheme": Words("scheme", "补贴项目"),
    "bracket": Words("bracket", "档次"),
    "month": Words("month", "月份"),
    "region": Words("region", "行政区划"),
    "payer": Words("payer", "承担方"),
    "baseline": Words("baseline, yuan", "现行（元）"),
    "reform": Words("reform, yuan", "方案（元）"),
    "amount": Words("reform, yuan", "方案（元）"),
    "difference": Words("difference, yuan", "增减（元）"),
    "percent": Words("percent", "百分比"),
    "change": Words("change", "变化"),
    "units": Words("people", "人数"),
    "unit": Words("unit", "对象"),
    "unit_id": Words("person", "编号"),
    "from": Words("from, yuan", "自（元）"),
    "below": Words("below, yuan", "至（不含，元）"),
    "target": Words("rate", "标准"),
    "rate": Words("as it is", "现值"),
    "person_months": Words("person-months", "人次"),
    "cost": Words("cost, yuan", "支出（元）"),
    "per_extra_yuan": Words("per extra yuan", "每增加 1 元"),
    "low": Words("lower, yuan", "下调（元）"),
    "high": Words("higher, yuan", "上调（元）"),
    "span": Words("span, yuan", "跨度（元）"),
}
_WORDS = {
    "newly_in": Words("newly in", "新增享受"),
    "newly_out": Words("newly out", "不再享受"),
    "gaining": Words("gaining", "增加"),
    "losing": Words("losing", "减少"),
    "unchanged": Words("unchanged", "不变"),
    "undetermined": Words("undetermined", "待核"),
}
_TITLES = {
    "by_scheme": Words("Cost by scheme", "各项目支出"),
    "by_bracket": Words("Cost by bracket", "各档次支出"),
    "by_month": Words("Cost by month", "各月支出"),
    "by_payer": Words("Who bears it", "各级承担"),
    "groups": Words("Who gains, who loses", "受益与受损"),
    "groups_by_scheme": Words("Who gains, who loses, by scheme", "各项目受益与受损"),
    "bands": Words("How much people gain or lose", "增减金额分布"),
    "quantiles": Words("Distribution of gains", "增减分位数"),
    "people": Words("The people", "人员明细"),
    "undetermined": Words("What cannot be told", "待核"),
}
_TEXT_COLUMNS = frozenset(
    {"scheme", "bracket", "month", "region", "payer", "change", "unit", "unit_id", "target"}
)


class Answer(Protocol):
    """A what-if answer: plain values for JSON, amounts as text."""

    def to_dict(self) -> dict[str, Any]:
        """Everything that was asked for."""


def write_whatif_page(
    answer: Answer, path: str | Path, language: str = "en", inputs: Sequence[Path] = ()
) -> None:
    """Write the answer of a what-if question to *path*, whole or not at all.

    Raises:
        OutputRefused: the file cannot be written, or the extra ``charts`` is not installed.
    """
    text = whatif_page(answer.to_dict(), language).encode()
    publish(Path(path), lambda file, _: _put(file, text), inputs=inputs)


def _put(file: Any, text: bytes) -> None:
    file.write(text)


def whatif_page(answer: Mapping[str, Any], language: str) -> str:
    """The answer as a page; *answer* is its JSON."""
    title = Words(
        f"What if: {answer['place']} {answer['period']}",
        f"{answer['place']} {answer['period']} 政策测算",
    )
    sections: list[Table | Figure] = []
    for comparison in answer.get("comparisons") or []:
        sections += _comparison(comparison, language)
    for sweep in answer.get("sweeps") or []:
        sections += _sweep(sweep, language)
    if answer.get("tornado"):
        sections += _tornado(answer["tornado"], language)
    if answer.get("sensitivity"):
        name = Words("Cost of every rate", "各标准的支出").in_language(language)
        sections.append(_table(name, answer["sensitivity"]["rows"], language))
    if answer.get("seek"):
        sections.append(_seek(answer["seek"], language))
    notes = [
        Words(
            "A question, not a rule: nothing in force has changed.", "本页为测算，现行规则未改动。"
        ).in_language(language)
    ]
    notes += [str(one) for one in answer.get("warnings") or []]
    return page(title.in_language(language), language, notes, sections, answer)


def _comparison(one: Mapping[str, Any], language: str) -> list[Table | Figure]:
    name = str(one.get("name") or "")
    total = one["total"]
    head = ("baseline", "reform", "difference", "percent")
    row = {key: total.get(key) for key in head}
    named = Words("Baseline and reform", "现行与方案").in_language(language)
    sections: list[Table | Figure] = [_table(f"{named} {name}".strip(), [row], language)]
    sections += [_titled(key, one.get(key) or [], language) for key in ("by_scheme", "by_bracket")]
    if one.get("by_month"):
        sections.append(_months(one["by_month"], language))
    if len(one.get("by_bracket") or []) > 0:
        sections.append(_brackets(one["by_bracket"], language))
    keys = ("groups", "groups_by_scheme", "bands", "quantiles", "by_payer", "undetermined")
    sections += [_titled(key, one.get(key) or [], language) for key in keys]
    if one.get("by"):
        listed = ", ".join(one["by"]["columns"])
        sections.append(_table(listed, one["by"]["rows"], language))
    sections.append(_titled("people", one.get("people") or [], language))
    return sections


def _months(rows: Rows, language: str) -> Figure:
    title = _TITLES["by_month"].in_language(language)
    names = [
        ("baseline", Words("baseline", "现行")),
        ("reform", Words("reform", "方案")),
    ]
    told = Words("one line for the baseline, one for the reform", "现行与方案各一条线")
    return Figure(title, months_chart(rows, names, language), told.in_language(language))


def _brackets(rows: Rows, language: str) -> Figure:
    title = _TITLES["by_bracket"].in_language(language)
    both = (("baseline", Words("baseline", "现行")), ("reform", Words("reform", "方案")))
    bars = [
        {
            "at": words.in_language(language),
            "kind": " ".join(str(row[key]) for key in ("scheme", "bracket") if row.get(key)),
            "amount": row[name],
        }
        for name, words in both
        for row in rows
    ]
    told = Words("one bar for the baseline, one for the reform", "现行与方案各一根柱")
    return Figure(title, stacked_chart(bars, language), told.in_language(language))


def _sweep(sweep: Mapping[str, Any], language: str) -> list[Table | Figure]:
    targets = sweep["targets"]
    rows = sweep["rows"]
    named = " × ".join(targets)
    title = Words(f"Cost for every {named}", f"{named} 取不同值时的支出").in_language(language)
    told = Words("a point for every value that was tried", "每个取值一个点").in_language(language)
    sections: list[Table | Figure] = []
    if len(targets) == 1:
        points = [{"value": str(row[targets[0]]), "cost": row["cost"]} for row in rows]
        sections.append(Figure(title, sweep_chart(points, named, language), told))
    return [*sections, _table(title, rows, language)]


def _tornado(tornado: Mapping[str, Any], language: str) -> list[Table | Figure]:
    percent, rows = tornado["percent"], tornado["rows"]
    title = Words(f"Every rate ±{percent} %", f"各标准 ±{percent} %").in_language(language)
    told = Words("the rate that moves the cost most stands on top", "影响最大的标准在最上")
    chart = tornado_chart(rows, percent, language)
    return [Figure(title, chart, told.in_language(language)), _table(title, rows, language)]


def _seek(seek: Mapping[str, Any], language: str) -> Table:
    title = Words("What the budget can pay for", "预算可承受的标准").in_language(language)
    names = {
        "budget": Words("budget, yuan", "预算（元）"),
        "cost": Words("cost, yuan", "支出（元）"),
        "residue": Words("left over, yuan", "结余（元）"),
        "next_cost": Words("cost one step higher, yuan", "再高一档的支出（元）"),
    }
    rows = [[target, str(value)] for target, value in seek["values"].items()]
    rows += [[words.in_language(language), part(str(seek[key]))] for key, words in names.items()]
    rows += [["", str(note)] for note in seek["notes"]]
    return Table(title, ("", ""), rows, frozenset({1}))


def _titled(key: str, rows: Rows, language: str) -> Table:
    return _table(_TITLES[key].in_language(language), rows, language)


def _table(title: str, rows: Rows, language: str) -> Table:
    names = list(rows[0]) if rows else []
    headings = [
        _HEADINGS[name].in_language(language) if name in _HEADINGS else name for name in names
    ]
    cells = [[_cell(row[name], language) for name in names] for row in rows]
    numbers = frozenset(n for n, name in enumerate(names) if name not in _TEXT_COLUMNS)
    return Table(title, headings, cells, numbers)


def _cell(value: Any, language: str) -> str:
    if value is None:
        return "—"
    text = str(value)
    return _WORDS[text].in_language(language) if text in _WORDS else part(text)
