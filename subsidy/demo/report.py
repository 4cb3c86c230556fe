"""The whole report beside what the rules give for the registers, line by line, and why they differ."""

from __future__ import annotations

from collections import Counter

from subsidy.budget.execution import Execution
from subsidy.budget.finding import printed_money
from subsidy.budget.model import COUNTS, Figure
from subsidy.budget.printed import count_words
from subsidy.budget.wording import KINDS
from subsidy.demo.comparing import Compared
from subsidy.demo.reasons import Reasons
from subsidy.demo.settings import Published
from subsidy.errors import Words
from subsidy.money import show_yuan
from subsidy.report.tables import align
from subsidy.results.result import Result

__all__ = ["render_comparison"]

_HEADINGS = Words(
    "line|persons|published|months|published|households|published|year end|yuan|in 10,000|published|difference",
    "项目|人数|公布人数|人次（月）|公布人次|户数|公布户数|年末人数|金额（元）|折万元|公布（万元）|差额",
)
_STOCK = "year_end"  # the report states none
_NUMBERS = frozenset(range(1, 12))
_TOTAL = Words("all lines", "各项合计")
_EXPLAINED = Words(
    "Line by line, in 10,000 yuan: how far apart, and why.", "逐项说明（万元）：差额及原因。"
)
_FINDINGS = Words(
    "The report's own figures do not all add up ({kinds}); subsidy budget {budget} lists where.",
    "报告自身有不一致之处（{kinds}），subsidy budget {budget} 逐条列出。",
)
_SYNTHETIC = Words(
    "Everybody in these registers is invented. The counts called calibrated were chosen so that the\n"
    "year comes near the published figures: that they agree proves nothing about the district.\n"
    "Months, brackets and yuan are worked out person by person and household by household from the\n"
    "rules; neither the rules nor the engine know a published sum.",
    "名册中的人员、家庭和机构全部为虚构。注明“校准”的数经过选定，使全年结果接近公布数，\n"
    "因此两者接近并不能说明该区的实际情况。月数、档次和金额均依规则逐人逐户算出，\n"
    "规则和引擎中没有任何公布的合计数。",
)


def render_comparison(
    execution: Execution, result: Result, published: Published, language: str
) -> list[str]:
    """The table, why its lines differ, and what it does not prove; no line depends on a clock."""
    reasons = Reasons.of(execution, published, result, language)
    compared = reasons.compared
    rows = [_row(execution, one, language) for one in compared]
    headings = _HEADINGS.in_language(language).split("|")
    return [
        *align(headings, [*rows, _total(execution, compared, language)], _NUMBERS),
        "",
        _EXPLAINED.in_language(language),
        *(_explanation(one, reasons, language) for one in compared),
        *_explained_total(execution, published, language),
        "",
        _findings(execution, published, language),
        "",
        *_SYNTHETIC.in_language(language).splitlines(),
    ]


def _label(one: Compared, language: str) -> str:
    label = one.one.line.labels.in_language(language)
    return f"{one.number:2} {label}" if one.number else f"     {label}"


def _row(execution: Execution, one: Compared, language: str) -> list[str]:
    budget, figures = execution.budget, one.one.line.figures
    counted = one.one.counted if one.one.from_calculation else None
    counts: list[str] = []
    for name in COUNTS:
        counts.append(_count(getattr(counted, name) if counted else None))
        counts += [_stated(figures.get(name), language)] if name != _STOCK else []
    return [
        _label(one, language),
        *counts,
        "" if one.fen is None else _yuan(one.fen),
        "" if one.fen is None else printed_money(budget, one.fen),
        "" if one.published is None else printed_money(budget, one.published),
        "" if one.difference is None else printed_money(budget, one.difference),
    ]


def _count(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def _yuan(fen: int) -> str:
    whole, _, rest = show_yuan(fen).partition(".")
    return f"{int(whole):,}.{rest}"


def _stated(figure: Figure | None, language: str) -> str:
    """A count as published; an exact one with separators, as the calculated ones have them."""
    if figure is None:
        return ""
    if figure.first.is_exact:
        return f"{figure.first.lowest:,}"
    return count_words(figure.first.text).in_language(language)


def _total(execution: Execution, compared: tuple[Compared, ...], language: str) -> list[str]:
    """What was calculated, and what was published, over the lines that no other line holds."""
    top = [one for one in compared if one.number]
    fen = sum(one.fen or 0 for one in top)
    published = sum(one.published or 0 for one in top)
    money = [_yuan(fen), printed_money(execution.budget, fen)]
    label = _TOTAL.in_language(language)
    return [f"   {label}", *[""] * 7, *money, printed_money(execution.budget, published), ""]


def _explanation(one: Compared, reasons: Reasons, language: str) -> str:
    colon = "：" if language == "zh" else ": "
    return f"{_label(one, language)}{colon}{reasons.of_line(one)}"


def _explained_total(execution: Execution, published: Published, language: str) -> list[str]:
    """What the report itself says of all its lines together, where that does not add up."""
    return [
        f"   {one.words.in_language(language)}"
        for one in execution.findings
        if one.subject == published.total
    ]


def _findings(execution: Execution, published: Published, language: str) -> str:
    counted = Counter(one.kind for one in execution.findings)
    comma = "，" if language == "zh" else ", "
    kinds = comma.join(f"{KINDS[kind].in_language(language)} {n}" for kind, n in counted.items())
    return _FINDINGS.in_language(language).format(budget=published.budget, kinds=kinds)
