"""An execution as a table for the screen, in either language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from subsidy.budget.execution import Execution
from subsidy.budget.printed import count_words
from subsidy.budget.view import (
    Row,
    columns_of,
    count_columns,
    notes_of,
    payers_of,
    places_of,
    rows_of,
    sum_rows,
)
from subsidy.budget.wording import COLUMNS, KINDS, UNITS, say
from subsidy.report.tables import align

__all__ = ["render_execution"]

_INDENT = "  "


def render_execution(execution: Execution, language: str) -> str:
    """Lines and totals, counts, notes, and what does not add up."""
    budget = execution.budget
    parts = [
        budget.labels.in_language(language),
        say("unit", language, unit=UNITS[budget.unit].in_language(language)),
        say("document", language, document=budget.document),
        "",
        *_amounts(execution, language),
        *_counts(execution, language),
        *_payers(execution, language),
        "",
        *notes_of(execution, language),
        "",
        *_findings(execution, language),
    ]
    return "\n".join(parts) + "\n"


def _label(row: Row, language: str) -> str:
    return (_INDENT if row.is_part else "") + row.labels.in_language(language)


def _amounts(execution: Execution, language: str) -> list[str]:
    columns = columns_of(execution)
    headings = [say("line", language), *(COLUMNS[name].in_language(language) for name in columns)]
    rows = [
        [_label(row, language), *(_marked(row, name) for name in columns)]
        for row in (*rows_of(execution), *sum_rows(execution))
    ]
    return align(headings, rows, frozenset(range(1, len(headings))))


def _marked(row: Row, column: str) -> str:
    text = row.cells.get(column, "")
    return f"{text}*" if text and column == "calculated" and row.left_out else text


def _counts(execution: Execution, language: str) -> list[str]:
    columns = count_columns(execution)
    if not columns:
        return []
    has_calculation = execution.source is not None
    headings = [say("line", language)]
    for name in columns:
        headings.append(COLUMNS[name].in_language(language))
        headings += [say("computed", language)] if has_calculation else []
    rows = [
        [
            _label(row, language),
            *_count_cells(row, columns, language, has_calculation=has_calculation),
        ]
        for row in rows_of(execution)
        if row.stated_counts or row.counts
    ]
    return ["", *align(headings, rows, frozenset(range(1, len(headings))))]


def _count_cells(
    row: Row, columns: tuple[str, ...], language: str, *, has_calculation: bool
) -> Iterator[str]:
    for name in columns:
        yield count_words(row.stated_counts.get(name, "")).in_language(language)
        if has_calculation:
            yield row.counts.get(name, "")


def _payers(execution: Execution, language: str) -> list[str]:
    """What each payer bears of the calculated lines, where the rules name payers."""
    told = payers_of(execution, language)
    if not told:
        return []
    headings = [say("line", language), say("payer", language), COLUMNS["calculated"].in_language(language)]  # fmt: skip
    rows = [
        [(_INDENT if is_part else "") + label, payer, amount]
        for label, is_part, payer, amount in told
    ]
    return ["", *align(headings, rows, frozenset({2}))]


def _findings(execution: Execution, language: str) -> list[str]:
    if not execution.findings:
        return [say("nothing_found", language)]
    counted = Counter(one.kind for one in execution.findings)
    summary = ", ".join(f"{KINDS[kind].in_language(language)} {n}" for kind, n in counted.items())
    lines = [f"{say('findings', language)} ({summary})"]
    for number, one in enumerate(execution.findings, start=1):
        kind = KINDS[one.kind].in_language(language)
        lines.append(f"{number:3}. [{kind}] {one.words.in_language(language)}")
        lines.append(f"     {places_of(one)}")
    return lines
