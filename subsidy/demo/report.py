"""What the rules give for the roster, line by line beside what was published."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
from attrs import frozen

from subsidy.demo.settings import PublishedLine
from subsidy.errors import Words
from subsidy.report.tables import align
from subsidy.results.result import Result

__all__ = ["Computed", "computed_line", "render_comparison"]

YUAN_PER_WAN = Decimal(10_000)  # 万元, as published figures are printed

_HEADINGS = Words(
    "scheme|persons|published|months|published|yuan|in 10,000|published|calibrated",
    "补贴项目|人数|公布人数|人次（月）|公布人次|金额（元）|折万元|公布（万元）|经校准的数",
)
_NUMBERS = frozenset({1, 3, 4, 5, 6, 7})
_SYNTHETIC = Words(
    "Everybody in this roster is invented. The counts named in the last column were calibrated, so\n"
    "that the year comes near the published figures: that they agree proves nothing about the\n"
    "district. Months, brackets and yuan are worked out person by person from the rules; neither\n"
    "the rules nor the engine know a published sum.",
    "本名册中的人员全部为虚构。最后一列所列的数经过校准，使全年结果接近公布数，\n"
    "因此两者接近并不能说明该区的实际情况。月数、档次和金额均依规则逐人算出，\n"
    "规则和引擎中没有任何公布的合计数。",
)


@frozen
class Computed:
    """One line as the rules give it: distinct persons, paid months, yuan."""

    persons: int
    months: int
    yuan: Decimal


def computed_line(result: Result, line: PublishedLine) -> Computed:
    """What the schemes of one published line come to; whoever draws two of them counts once."""
    annual = result.annual().filter(pl.col("scheme").is_in(list(line.schemes)))
    return Computed(
        persons=annual["unit_id"].n_unique(),
        months=int(annual["months"].sum()),
        yuan=sum(annual["amount"].to_list(), Decimal(0)),
    )


def render_comparison(
    result: Result, published: tuple[PublishedLine, ...], language: str
) -> list[str]:
    """The table, its notes, and what it does not prove; no line depends on a clock."""
    rows = [_row(computed_line(result, line), line, language) for line in published]
    headings = _HEADINGS.in_language(language).split("|")
    notes = [
        f"{line.label.in_language(language)}: {line.note.in_language(language)}"
        for line in published
        if line.note
    ]
    synthetic = _SYNTHETIC.in_language(language).splitlines()
    return [*align(headings, rows, _NUMBERS), "", *notes, "", *synthetic]


def _row(computed: Computed, line: PublishedLine, language: str) -> list[str]:
    return [
        line.label.in_language(language),
        f"{computed.persons:,}",
        line.persons.in_language(language) if line.persons else "",
        f"{computed.months:,}",
        "" if line.months is None else f"{line.months:,}",
        f"{computed.yuan:,.2f}",
        f"{_in_wan(computed.yuan)}",
        "" if line.amount_wan is None else f"{line.amount_wan}",
        line.calibrated.in_language(language),
    ]


def _in_wan(yuan: Decimal) -> Decimal:
    return (yuan / YUAN_PER_WAN).quantize(Decimal("0.01"), ROUND_HALF_UP)
