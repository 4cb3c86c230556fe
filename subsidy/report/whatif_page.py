"""The answer of a what-if question as one self-contained HTML file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.report.charts import (
    grid_chart,
    months_chart,
    stacked_chart,
    sweep_chart,
    titled,
    tornado_chart,
)
from subsidy.report.pages import Figure, Table, page
from subsidy.report.reader import CHANGES, NUMBERS, Reader, part
from subsidy.results.publish import publish

__all__ = ["whatif_page", "whatif_picture", "write_whatif_page"]

Rows = Sequence[Mapping[str, Any]]
Sections = list[Table | Figure]

_HASH = 12
_BOTH = (("baseline", Words("baseline", "现行")), ("reform", Words("scenario", "方案")))
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
    reader = Reader(answer.get("labels") or {}, language)
    place = reader.place(str(answer["place"]))
    title = reader.say(
        f"What if: {place} {answer['period']}", f"{place} {answer['period']} 政策测算"
    )
    comparisons = answer.get("comparisons") or []
    sections: Sections = [_side_by_side(comparisons, reader)] if len(comparisons) > 1 else []
    for comparison in comparisons:
        sections += _comparison(comparison, reader, is_one_of_many=len(comparisons) > 1)
    start = _start(answer, reader)
    for sweep in answer.get("sweeps") or []:
        sections += _sweep(sweep, reader, start)
    if answer.get("tornado"):
        sections += _tornado(answer["tornado"], reader, start)
    if answer.get("sensitivity"):
        name = reader.say("What one yuan more would cost", "各标准每提高一元的增支")
        rows = answer["sensitivity"]["rows"]
        sections.append(_table(name, rows, reader, _noted(start, rows, reader)))
    if answer.get("seek"):
        sections.append(_seek(answer["seek"], reader, start))
    notes = [
        reader.say("A question, not a rule: nothing in force has changed.",
                   "本页为测算，现行规则未改动。")
    ]  # fmt: skip
    return page(title, language, notes, sections, answer)


def whatif_picture(answer: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The one chart that says most: of the sweep, else of the tornado, else of the months.

    Raises:
        UsageRefused: the answer has no chart.
    """
    reader = Reader(answer.get("labels") or {}, language)
    sections: Sections = []
    for sweep in answer.get("sweeps") or []:
        sections += _sweep(sweep, reader, "")
    if answer.get("tornado"):
        sections += _tornado(answer["tornado"], reader, "")
    for one in answer.get("comparisons") or []:
        behind = f" · {_name(one, reader)}"
        sections += [_months(one["by_month"], reader, behind)] if one.get("by_month") else []
    figure = next((one for one in sections if isinstance(one, Figure)), None)
    if figure is None:
        message = Words("this question has no picture", "此问题没有图")
        cure = Words(
            "ask --set, --scenario, --sweep or --tornado",
            "请用 --set、--scenario、--sweep 或 --tornado",
        )
        raise UsageRefused(Problem("picture", Place("--picture"), message, cure))
    place = f"{reader.place(str(answer['place']))} {answer['period']}"
    return titled(figure.chart, f"{place}  {figure.title}")


def _start(answer: Mapping[str, Any], reader: Reader) -> str:
    """Which rules the questions start from, where there is more than one answer to that."""
    comparisons = answer.get("comparisons") or []
    if not comparisons:
        return ""
    if not answer.get("asked_of"):
        return reader.say("Starting from the rules in force.", "以现行规则为起点。")
    name = _name(comparisons[0], reader)
    return reader.say(f"Starting from the scenario {name}.", f"以方案“{name}”为起点。")


def _name(one: Mapping[str, Any], reader: Reader) -> str:
    labels = one.get("labels") or {}
    return str(labels.get(reader.language) or one.get("name") or "")


def _side_by_side(comparisons: Rows, reader: Reader) -> Table:
    rows = []
    for one in comparisons:
        counts = {row["change"]: row["units"] for row in one["groups"]}
        changes = {name: counts.get(name) for name in CHANGES if name in counts}
        total = {key: one["total"].get(key) for key, _ in _BOTH}
        spent = {key: one["total"].get(key) for key in ("difference", "percent")}
        rows.append({"scenario": _name(one, reader), **total, **spent, **changes})
    return _table(reader.say("Scenarios side by side", "各方案对比"), rows, reader)


def _comparison(one: Mapping[str, Any], reader: Reader, *, is_one_of_many: bool) -> Sections:
    name = _name(one, reader)
    behind = f" · {name}" if is_one_of_many else ""
    sections: Sections = [*_asked(one, name, reader)]

    def titled(*keys: str) -> Sections:
        of_key = {key: one.get(key) or [] for key in keys}
        notes = {"by_bracket": reader.unnamed(of_key.get("by_bracket", []))}
        return [
            _table(
                _TITLES[key].in_language(reader.language) + behind, rows, reader, notes.get(key, "")
            )
            for key, rows in of_key.items()
        ]

    sections += titled("by_scheme", "by_bracket")
    if one.get("by_month"):
        sections.append(_months(one["by_month"], reader, behind))
    if one.get("by_bracket"):
        sections.append(_brackets(one["by_bracket"], reader, behind))
    sections += titled("groups", "groups_by_scheme", "bands")
    quantiles = [
        {"quantile": row["percent"], "difference": row["difference"]}
        for row in one.get("quantiles") or []
    ]
    title = _TITLES["quantiles"].in_language(reader.language) + behind
    sections.append(_table(title, quantiles, reader))
    sections += titled("by_payer", "undetermined")
    if one.get("by"):
        columns = [reader.heading(name) for name in one["by"]["columns"]]
        listed = reader.say(f"By {', '.join(columns)}", f"按{'、'.join(columns)}")
        sections.append(_table(listed + behind, one["by"]["rows"], reader))
    return [*sections, *titled("people")]


def _asked(one: Mapping[str, Any], name: str, reader: Reader) -> list[Table]:
    """What the scenario is, why, by which rules, and what it comes to."""
    reason = (one.get("reason") or {}).get(reader.language) or ""
    before, after = one.get("baseline") or {}, one.get("reform") or {}
    lines = [reader.say(f"Reason: {reason}", f"理由：{reason}")] if reason else []
    if before and after:
        pair = f"{before['sha256'][:_HASH]} → {after['sha256'][:_HASH]}"
        lines.append(reader.say(f"Rules {pair}", f"规则 {pair}"))
    lines += [Words.written(note).in_language(reader.language) for note in one.get("notes") or []]
    known = len(before.get("changes") or [])
    changes = [
        {"what": change["name"], "old": change["old"], "new": change["new"]}
        for change in (after.get("changes") or [])[known:]
    ]
    title = reader.say(f"Scenario: {name}", f"方案：{name}")
    row = {key: one["total"].get(key) for key in ("baseline", "reform", "difference", "percent")}
    note = reader.say(" · ", "；").join(lines)
    total = _TITLE_OF_TOTAL.in_language(reader.language)
    if not changes:
        return [_table(title, [row], reader, note)]
    return [_table(title, changes, reader, note), _table(f"{total} · {name}", [row], reader)]


_TITLE_OF_TOTAL = Words("Total cost", "支出合计")


def _months(rows: Rows, reader: Reader, behind: str) -> Figure:
    title = _TITLES["by_month"].in_language(reader.language) + behind
    told = reader.say("one line for the baseline, one for the scenario", "现行与方案各一条线")
    return Figure(title, months_chart(rows, _BOTH, reader.language), told)


def _brackets(rows: Rows, reader: Reader, behind: str) -> Figure:
    title = _TITLES["by_bracket"].in_language(reader.language) + behind
    bars = [
        {
            "at": words.in_language(reader.language),
            "kind": f"{reader.scheme(row['scheme'])} {row.get('bracket') or ''}".strip(),
            "amount": row[name],
        }
        for name, words in _BOTH
        for row in rows
    ]
    told = reader.say("one bar for the baseline, one for the scenario", "现行与方案各一根柱")
    return Figure(title, stacked_chart(bars, reader.language), told)


def _sweep(sweep: Mapping[str, Any], reader: Reader, start: str) -> Sections:
    targets, rows = sweep["targets"], sweep["rows"]
    units = sweep.get("units") or [""] * len(targets)
    names = list(map(reader.target, targets))
    axes = [name + reader.unit(unit) for name, unit in zip(names, units, strict=True)]
    named = " × ".join(names)
    title = reader.say(f"Cost for each value of {named}", f"{named} 取不同值时的支出")
    if len(targets) == 1:
        points = [{"value": part(str(row[targets[0]])), "cost": row["cost"]} for row in rows]
        told = reader.say("a point for every value that was tried", "每个取值一个点")
        chart = sweep_chart(points, axes[0], reader.language)
    else:
        told = reader.say(
            "a field for every pair of values, the dearer the darker",
            "每组取值一格，颜色越深支出越高",
        )
        chart = _grid(rows, targets, axes, reader)
    return [Figure(title, chart, told), _table(title, rows, reader, start, targets)]


def _grid(
    rows: Rows, targets: Sequence[str], axes: Sequence[str], reader: Reader
) -> dict[str, Any]:
    """The second target from left to right, the first from bottom to top."""
    first, second = targets
    points = [
        {"x": part(str(row[second])), "y": part(str(row[first])), "cost": row["cost"]}
        for row in rows
    ]
    return grid_chart(points, [axes[1], axes[0]], reader.language)


def _tornado(tornado: Mapping[str, Any], reader: Reader, start: str) -> Sections:
    percent, rows = tornado["percent"], tornado["rows"]
    title = reader.say(f"Every rate ±{percent} %", f"各标准 ±{percent} %")
    told = reader.say("the rate that moves the cost most stands on top", "影响最大的标准在最上")
    named = [{**row, "target": reader.target(row["target"])} for row in rows]
    chart = tornado_chart(named, percent, reader.language)
    return [Figure(title, chart, told), _table(title, rows, reader, _noted(start, rows, reader))]


def _noted(start: str, rows: Rows, reader: Reader) -> str:
    """Where the question starts from, and which rates have no name in the reader's language."""
    return start + reader.unnamed(rows)


def _seek(seek: Mapping[str, Any], reader: Reader, start: str) -> Table:
    title = reader.say("What the budget can pay for", "预算可承受的标准")
    names = {
        "budget": Words("budget a year (yuan)", "年度预算（元）"),
        "budget_of_period": Words("budget of the period (yuan)", "期间预算（元）"),
        "cost": Words("cost (yuan)", "支出（元）"),
        "residue": Words("left over (yuan)", "结余（元）"),
        "next_cost": Words("cost one step higher (yuan)", "再高一档的支出（元）"),
    }
    if seek.get("budget_of_period") in (None, seek["budget"]):
        names.pop("budget_of_period")
    rows = [[reader.target(key), reader.rate(str(value))] for key, value in seek["values"].items()]
    rows += [
        [words.in_language(reader.language), part(str(seek[key]))] for key, words in names.items()
    ]
    notes = [Words.written(note).in_language(reader.language) for note in seek["notes"]]
    told = reader.say(" · ", "；").join(line for line in (start, *notes) if line)
    heads = [reader.heading(name) for name in ("name", "value")]
    return Table(title, heads, rows, frozenset({1}), told)


def _table(
    title: str, rows: Rows, reader: Reader, note: str = "", targets: Sequence[str] = ()
) -> Table:
    names = list(dict.fromkeys(name for row in rows for name in row))
    headings = [reader.heading(name) for name in names]
    cells = [[reader.cell(name, row.get(name)) for name in names] for row in rows]
    numbers = frozenset(n for n, name in enumerate(names) if name in (*NUMBERS, *targets))
    return Table(title, headings, cells, numbers, note)
