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
from subsidy.report.charts import FONTS
from subsidy.report.drawing import draw_svg
from subsidy.report.reader import part

__all__ = [
    "Figure",
    "Table",
    "footer",
    "page",
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
td.w {{ white-space: normal; min-width: 7.5em; }} table.w th {{ white-space: normal; }}
body:has(table.w) {{ max-width: 1400px; }}
td.n, th.n {{ text-align: right; }} tr.total td {{ font-weight: 600; border-top: 2px solid #999; }}
svg {{ max-width: 100%; height: auto; }}
@media print {{ body {{ margin: 0; max-width: none; }} h2 {{ break-after: avoid; }}
  .scroll {{ overflow: visible; }} th, td {{ white-space: normal; }}
  figure, tr {{ break-inside: avoid; }} }}
figure {{ margin: .5rem 0; }}
"""
_WORDY = 8  # columns from the first wordy one of the list of changes on
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@frozen
class Table:
    """A table: headings, rows of text, the columns that hold numbers, and a line above it.

    Columns in ``wraps`` hold long words and break into lines where the page is too narrow.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    note: str = ""
    wraps: frozenset[int] = frozenset()


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
    amounts = frozenset({len(headings) - 2, len(headings) - 1})
    parted = [[*row[:-2], *map(part, row[-2:])] for row in rows]
    first = len(headings) - _WORDY
    wraps = frozenset({first, first + 2, first + 3})  # what happens, to what scheme, which change
    listed = Table("", headings, parted, amounts, wraps=wraps)
    notes = [note.in_language(language), footer(answer).in_language(language)]
    return page(title.in_language(language), language, notes, [listed], answer)


def write_whatif_page(
    answer: Any, path: str | Path, language: str = "en", inputs: Sequence[Path] = ()
) -> None:
    """Write the answer of a what-if question; see :mod:`subsidy.report.whatif_page`."""
    from subsidy.report import whatif_page

    whatif_page.write_whatif_page(answer, path, language, inputs)


def footer(answer: Mapping[str, Any]) -> Words:
    """By which rules, from which register, by which version; *answer* is a JSON that tells them."""
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
    rows = "".join(f"<tr>{_cells(row, table)}</tr>" for row in table.rows)
    kind = ' class="w"' if table.wraps else ""
    inner = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return f'{title}{note}<div class="scroll"><table{kind}>{inner}</table></div>\n'


def _cells(row: Sequence[str], table: Table) -> str:
    kinds = (
        ' class="n"' if n in table.numbers else ' class="w"' if n in table.wraps else ""
        for n in range(len(row))
    )
    return "".join(
        f"<td{kind}>{html.escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)
    )
