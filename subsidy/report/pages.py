"""Answers as one self-contained HTML file: tables, charts and the answer itself as JSON.

Nothing is fetched: styles and drawings stand in the file, and a policy in its head forbids the
browser to load anything. Every number of a table is a text of the JSON, with its thousands
parted; the JSON stands in the file too.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from subsidy.errors import Words
from subsidy.report.charts import FONTS, band_chart, stacked_chart
from subsidy.report.drawing import draw_svg
from subsidy.report.reader import Reader, part

__all__ = [
    "CASES",
    "Figure",
    "Table",
    "carried_rows",
    "page",
    "projection_charts",
    "projection_lines",
    "projection_page",
    "projection_tables",
    "upcoming_page",
    "write_whatif_page",
]

Rows = Sequence[Mapping[str, Any]]

_STYLE = f"""
body {{ font-family: {FONTS}; color: #222; max-width: 1100px; margin: 2rem auto; padding: 0 1rem;
  line-height: 1.5; }}
h1 {{ font-size: 1.5rem; margin-bottom: .2rem; }} h2 {{ font-size: 1.1rem; margin-top: 2.2rem; }}
p.note, li, footer {{ color: #5f6368; font-size: .88rem; }}
p.mark {{ border-left: 4px solid #D55E00; padding: .3rem .8rem; background: #fdf3ec; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }}
th, td {{ padding: .3rem .5rem; border-bottom: 1px solid #e6e6e6; text-align: left;
  white-space: nowrap; }}
th {{ font-weight: 600; border-bottom: 2px solid #999; }}
td.n, th.n {{ text-align: right; }} tr.total td {{ font-weight: 600; border-top: 2px solid #999; }}
svg {{ max-width: 100%; height: auto; }}
@media print {{ body {{ margin: 0; max-width: none; }} h2 {{ break-after: avoid; }}
  .scroll {{ overflow: visible; }} th, td {{ white-space: normal; }}
  figure, tr {{ break-inside: avoid; }} }}
figure {{ margin: .5rem 0; }}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@frozen
class Table:
    """A table: headings, rows of text, the columns that hold numbers, and a line above it."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    note: str = ""


@frozen
class Figure:
    """A chart with its title and what it shows in a sentence, for those who cannot see it."""

    title: str
    chart: dict[str, Any]
    told: str


def page(
    title: str,
    language: str,
    notes: Sequence[str],
    sections: Sequence[Table | Figure],
    answer: Mapping[str, Any],
) -> str:
    """One HTML file as text."""
    marks = "".join(f'<p class="mark">{html.escape(note)}</p>' for note in notes[:1])
    lines = "".join(f"<li>{html.escape(note)}</li>" for note in notes[1:])
    listed = f"<ul>{lines}</ul>" if lines else ""
    body = "".join(
        _figure(one, number) if isinstance(one, Figure) else _table(one)
        for number, one in enumerate(sections, start=1)
    )
    data = json.dumps(answer, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    tongue = "zh-CN" if language == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{tongue}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{html.escape(title)}</h1>\n{marks}{body}{listed}\n"
        f'<script type="application/json" id="answer">{data}</script>\n</body>\n</html>\n'
    )


def projection_page(answer: Mapping[str, Any], language: str) -> str:
    """A projection as a page; *answer* is its JSON."""
    title = Words(
        f"Projection {answer['period']}: {answer['labels']['place']['en']}",
        f"{answer['labels']['place']['zh']} {answer['period']} 支出预测",
    )
    sections: list[Table | Figure] = [*projection_tables(answer, language)]
    sections += projection_charts(answer, language)
    sections += [_schemes(answer, language), _carried(answer, language)]
    notes = projection_lines(answer, language)
    return page(title.in_language(language), language, notes, sections, answer)


def projection_tables(answer: Mapping[str, Any], language: str) -> list[Table]:
    """How far the budget goes, if there is one, and the years case by case."""
    return [*_budget(answer, language), _years(answer, language)]


def projection_lines(answer: Mapping[str, Any], language: str) -> list[str]:
    """That it is a projection, everything that it assumes, whom it counts, and by which rules."""
    lines = [_PROJECTION.in_language(language)]
    colon = Words(": ", "：").in_language(language)
    lines += [
        f"{_case(one['case'], language)}{colon}{one[language]}" for one in answer["assumptions"]
    ]
    return [*lines, _counts(answer).in_language(language), _footer(answer).in_language(language)]


def projection_charts(answer: Mapping[str, Any], language: str) -> list[Figure]:
    """The band by month, and the years by bracket."""
    band = Words("Cost by month", "各月支出")
    years = Words("Cost by year and bracket", "各年支出（按档次）")
    told = Words("a line a case; the table below has the years", "每种情形一条线；年度数见表")
    rows = [
        {"at": row["year"], "kind": _kind(row, answer, language), "amount": row["amount"]}
        for row in _by_year(answer)
    ]
    sentence = told.in_language(language)
    months = band_chart(answer["months"], language)
    return [
        Figure(band.in_language(language), months, sentence),
        Figure(years.in_language(language), stacked_chart(rows, language), sentence),
    ]


def upcoming_page(
    answer: Mapping[str, Any], table: tuple[Sequence[str], Sequence[Sequence[str]]], language: str
) -> str:
    """The events of the coming months as a page."""
    title = Words(f"Upcoming {answer['period']}", f"{answer['period']} 待办变动")
    note = Words(
        "Worked out from the register as it stands; rates past their last confirmed month are"
        " carried on.",
        "依现有名册推算；未确认月份沿用原标准。",
    )
    headings, rows = table
    listed = Table("", headings, rows, frozenset({8, 9}))
    notes = [note.in_language(language), _footer(answer).in_language(language)]
    return page(title.in_language(language), language, notes, [listed], answer)


def write_whatif_page(
    answer: Any, path: str | Path, language: str = "en", inputs: Sequence[Path] = ()
) -> None:
    """Write the answer of a what-if question; see :mod:`subsidy.report.whatif_page`."""
    from subsidy.report import whatif_page

    whatif_page.write_whatif_page(answer, path, language, inputs)


# ── sections of a projection ─────────────────────────────────────────────────────────

_PROJECTION = Words(
    "This is a projection, not a calculation of what is due: rates beyond the last confirmed month"
    " and everything in the assumptions below are taken for granted.",
    "本页为预测，并非应发金额：超出最后确认月的标准及下列各项均为假设。",
)
CASES = {"low": Words("low", "低"), "base": Words("base", "基准"), "high": Words("high", "高")}
_TEXTS = {
    "years": Words("Expected cost by year, yuan", "各年预计支出（元）"),
    "year": Words("year", "年份"),
    "total": Words("total", "合计"),
    "schemes": Words("Expected months and cost by scheme and year", "各项目预计人次与支出"),
    "scheme": Words("scheme", "补贴项目"),
    "bracket": Words("bracket", "档次"),
    "unit_months": Words("person-months", "人次"),
    "amount": Words("yuan", "金额（元）"),
    "budget": Words("How far a budget goes", "预算可支撑期"),
    "case": Words("case", "情形"),
    "months": Words("months paid in full", "可足额支付月数"),
    "runs_out": Words("runs out in", "不足之月"),
    "left": Words("left over then, yuan", "届时结余（元）"),
    "ask": Words("to ask for, yuan", "应申请（元）"),
    "carried": Words("Rates carried on as a projection", "作为预测沿用的标准"),
    "rate": Words("rate", "标准"),
    "confirmed": Words("last confirmed", "最后确认月"),
    "values": Words("values used", "采用值"),
}


def _t(name: str, language: str) -> str:
    return _TEXTS[name].in_language(language)


def _case(name: str, language: str) -> str:
    return CASES[name].in_language(language) if name in CASES else name


def _years(answer: Mapping[str, Any], language: str) -> Table:
    cases = list(answer["total"])
    rows = [[row["year"], *(part(row[case]) for case in cases)] for row in answer["years"]]
    totals = [part(answer["total"][case]["amount"]) for case in cases]
    rows.append([_t("total", language), *totals])
    headings = [_t("year", language), *(_case(case, language) for case in cases)]
    return Table(_t("years", language), headings, rows, frozenset(range(1, len(cases) + 1)))


def _budget(answer: Mapping[str, Any], language: str) -> list[Table]:
    if "budget" not in answer:
        return []
    budget = answer["budget"]
    year = budget["reach"][0]["next_year"]
    heads = [_t(name, language) for name in ("case", "months", "runs_out", "left")]
    rows = [
        [
            _case(one["case"], language),
            str(one["months"]),
            one["runs_out"] or "—",
            part(one["left"]),
            part(one["ask"]) or "—",
        ]
        for one in budget["reach"]
    ]
    amount = Words(f": {part(budget['amount'])}", f"：{part(budget['amount'])} 元")
    title = f"{_t('budget', language)}{amount.in_language(language)}"
    heads.append(f"{year} {_t('ask', language)}")
    return [Table(title, heads, rows, frozenset({1, 3, 4}))]


def _schemes(answer: Mapping[str, Any], language: str) -> Table:
    names = ("year", "scheme", "bracket", "unit_months", "amount")
    rows = [
        [
            row["year"],
            _label(row["scheme"], answer, language),
            row["bracket"],
            part(row["unit_months"]),
            part(row["amount"]),
        ]
        for row in _by_year(answer)
    ]
    headings = [_t(name, language) for name in names]
    return Table(_t("schemes", language), headings, rows, frozenset({3, 4}))


def carried_rows(answer: Mapping[str, Any], language: str) -> list[list[str]]:
    """Each rate that was carried on: its name, the last confirmed month, and the values used."""
    reader = Reader(answer["labels"], language)
    return [
        [reader.target(one["name"]), one["last_confirmed"] or "—",
         reader.say("; ", "；").join(map(reader.rate, one["values"]))]
        for one in answer["carried"]
    ]  # fmt: skip


def _carried(answer: Mapping[str, Any], language: str) -> Table:
    rows = carried_rows(answer, language)
    headings = [_t(name, language) for name in ("rate", "confirmed", "values")]
    return Table(_t("carried", language), headings, rows)


def _in_book_order(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Rows by scheme and bracket as the rules state them."""
    brackets = answer["labels"]["brackets"]
    kinds = [(scheme, bracket) for scheme, names in brackets.items() for bracket in names]
    return sorted(answer["schemes"], key=lambda row: kinds.index((row["scheme"], row["bracket"])))


def _by_year(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return sorted(_in_book_order(answer), key=lambda row: row["year"])


def _kind(row: Mapping[str, Any], answer: Mapping[str, Any], language: str) -> str:
    label = _label(row["scheme"], answer, language)
    return f"{label} {row['bracket']}".strip()


def _label(scheme: str, answer: Mapping[str, Any], language: str) -> str:
    words = answer["labels"]["schemes"].get(scheme, {})
    return words.get(language) or scheme


def _counts(answer: Mapping[str, Any]) -> Words:
    people, aside, open_ = (
        part(str(answer[name])) for name in ("people", "set_aside", "undetermined")
    )
    return Words(
        f"{people} people; {aside} records set aside; {open_} pairs of a person and a scheme"
        " could not be decided and are in no figure.",
        f"名册 {people} 人；搁置 {aside} 条；待核 {open_} 人项，不计入任何数字。",
    )


def _footer(answer: Mapping[str, Any]) -> Words:
    rules, hashed = answer["place"], answer["rulebook_sha256"][:12]
    given, version = answer["input_sha256"][:12], answer["engine_version"]
    return Words(
        f"Rules {rules} ({hashed}), input {given}, subsidy {version}.",
        f"规则 {rules}（{hashed}），名册 {given}，subsidy {version}。",
    )


# ── pieces of a page ─────────────────────────────────────────────────────────────────


def _figure(figure: Figure, number: int) -> str:
    svg = draw_svg(figure.chart, f"f{number}")
    told = html.escape(figure.told)
    title = html.escape(figure.title)
    return f'<h2>{title}</h2><figure role="img" aria-label="{title}: {told}">{svg}</figure>\n'


def _table(table: Table) -> str:
    title = f"<h2>{html.escape(table.title)}</h2>" if table.title else ""
    note = f'<p class="note">{html.escape(table.note)}</p>' if table.note else ""
    if not table.rows:
        return ""
    head = "".join(
        f'<th class="n">{html.escape(one)}</th>'
        if n in table.numbers
        else f"<th>{html.escape(one)}</th>"
        for n, one in enumerate(table.headings)
    )
    rows = "".join(f"<tr>{_cells(row, table.numbers)}</tr>" for row in table.rows)
    inner = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return f'{title}{note}<div class="scroll"><table>{inner}</table></div>\n'


def _cells(row: Sequence[str], numbers: frozenset[int]) -> str:
    return "".join(
        f'<td class="n">{html.escape(cell)}</td>'
        if n in numbers
        else f"<td>{html.escape(cell)}</td>"
        for n, cell in enumerate(row)
    )
