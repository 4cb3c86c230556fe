"""The views of a result as tables for people."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from subsidy.errors import Words
from subsidy.report.tables import align
from subsidy.report.wording import HEADINGS, say
from subsidy.results.answer import Answer
from subsidy.results.receipt import period_text
from subsidy.results.result import Result
from subsidy.results.write import frame_of
from subsidy.rulebook.model import Change

__all__ = [
    "change_words",
    "render_detail",
    "render_totals",
    "scheme_label",
    "totals_in_book_order",
    "units_heading",
]

_UNITS_COUNTED = {
    frozenset[str](): HEADINGS["units"],
    frozenset({"person"}): HEADINGS["units"],
    frozenset({"household"}): Words("households", "户数"),
    frozenset({"person", "household"}): Words("people, households", "人（户）数"),
}
_ROWS_AT_ONCE = 50_000  # a longer table repeats its headings


def render_totals(result: Answer, language: str) -> str:
    """People, person-months and yuan by scheme and bracket, and their total."""
    heads = ("scheme", "bracket", "units", "unit_months", "amount")
    listed = totals_in_book_order(result)
    rows = [_words(result, row, language) for row in listed]
    title = _title(result, language)
    if not rows:
        return f"{title}\n{say('nobody', language)}\n"
    ((units, months, amount),) = result.totals(()).iter_rows()
    total = HEADINGS["total"].in_language(language)
    rows.append([total, "", f"{units:,}", f"{months:,}", f"{amount:,.2f}"])
    words = {**HEADINGS, "units": units_heading(result, {row[0] for row in listed})}
    headings = [words[name].in_language(language) for name in heads]
    lines = [title, "", *align(headings, rows, frozenset({2, 3, 4}))]
    if sum(row[2] for row in listed) > units:
        paid = {row[0] for row in listed}
        others = [one for one in result.book.schemes if one.name in paid and one.unit != "person"]
        once = "units_counted_once" if others else "counted_once"
        lines.append(say(once, language))
    return "\n".join([*lines, ""])


def units_heading(result: Answer, schemes: Collection[str]) -> Words:
    """What a count of distinct units is called, by whom those schemes pay."""
    units = {scheme.unit for scheme in result.book.schemes if scheme.name in schemes}
    return _UNITS_COUNTED.get(frozenset(units), Words("units", "对象数"))


def _title(result: Answer, language: str) -> str:
    """The place, the period, and every rate that is not as the rules have it."""
    title = f"{result.book.labels.in_language(language)}  {period_text(result.period)}"
    changes = "; ".join(change_words(one) for one in result.book.changes)
    return f"{title}  [{changes}]" if changes else title


def change_words(change: Change) -> str:
    """A changed rate: its name, what it was, what it is."""
    return f"{change.name}: {change.old} → {change.new}"


def render_detail(result: Result, detail: str, language: str) -> Iterator[str]:
    """The annual, monthly or spells view as a table, in pieces."""
    frame = frame_of(result, detail)
    headings = [HEADINGS[name].in_language(language) for name in frame.columns]
    right = frozenset(n for n, name in enumerate(frame.columns) if name in ("months", "amount"))
    scheme = frame.columns.index("scheme")
    labels = {one.name: one.labels.in_language(language) for one in result.book.schemes}
    if result.book.changes:
        yield _title(result, language) + "\n\n"
    if frame.is_empty():
        yield say("nobody", language) + "\n"
    for part in frame.iter_slices(_ROWS_AT_ONCE):
        rows = [_texts(row, scheme, labels) for row in part.iter_rows()]
        yield "\n".join(align(headings, rows, right)) + "\n"


def scheme_label(result: Answer, name: str, language: str) -> str:
    """What a scheme is called in a language; its own name where the book has no other."""
    labels = {scheme.name: scheme.labels.in_language(language) for scheme in result.book.schemes}
    return labels.get(name) or name


def totals_in_book_order(result: Answer) -> list[tuple[Any, ...]]:
    """Totals by scheme and bracket, in the order in which the rules state them."""
    order = {
        (scheme.name, row.name): (number, place)
        for number, scheme in enumerate(result.book.schemes)
        for place, row in enumerate(scheme.amount.rows)
    }
    rows = list(result.totals(("scheme", "bracket")).iter_rows())
    return sorted(rows, key=lambda row: order.get((row[0], row[1]), (len(order), 0)))


def _words(result: Answer, row: tuple[Any, ...], language: str) -> list[str]:
    scheme, bracket, units, months, amount = row
    label = scheme_label(result, scheme, language)
    return [label, bracket, f"{units:,}", f"{months:,}", f"{amount:,.2f}"]


def _texts(row: tuple[Any, ...], scheme: int, labels: dict[str, str]) -> list[str]:
    texts = [f"{cell:.2f}" if isinstance(cell, Decimal) else str(cell) for cell in row]
    texts[scheme] = labels.get(texts[scheme]) or texts[scheme]
    return texts
