"""Who bears what, as a table for people: by scheme and payer, and every payer's total."""

from __future__ import annotations

from decimal import Decimal

from subsidy.report.tables import align
from subsidy.report.totals_table import scheme_label
from subsidy.report.wording import HEADINGS, say
from subsidy.results.funding import PAYER
from subsidy.results.receipt import period_text
from subsidy.results.result import Result

__all__ = ["payer_label", "render_funding"]


def render_funding(result: Result, language: str) -> str:
    """Schemes in the book's order, the payers of each; then the payers of all, and the total."""
    title = f"{result.book.labels.in_language(language)}  {period_text(result.period)}"
    order = {scheme.name: number for number, scheme in enumerate(result.book.schemes)}
    found = result.funding(("scheme", PAYER)).rows()
    if not found:
        return f"{title}\n{say('nobody', language)}\n"
    rows = [
        [scheme_label(result, scheme, language), payer_label(payer, language), f"{amount:,.2f}"]
        for scheme, payer, amount in sorted(found, key=lambda row: (order[row[0]], row[1]))
    ]
    total = HEADINGS["total"].in_language(language)
    for payer, amount in result.funding((PAYER,)).rows():
        rows.append([total, payer_label(payer, language), f"{amount:,.2f}"])
    whole = sum((row[2] for row in found), Decimal(0))
    rows.append([total, "", f"{whole:,.2f}"])
    headings = [HEADINGS[name].in_language(language) for name in ("scheme", PAYER, "amount")]
    return "\n".join([title, "", *align(headings, rows, frozenset({2})), ""])


def payer_label(payer: str, language: str) -> str:
    """The payer as the rules call it; words where they name none."""
    return payer or say("no_payer", language)
