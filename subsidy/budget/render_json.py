"""An execution as JSON: every amount is text in the budget's unit, and exact in yuan beside it."""

from __future__ import annotations

import json
from typing import Any

from subsidy.budget.execution import Execution, LineExecution, Sum
from subsidy.budget.finding import Finding, printed_money
from subsidy.budget.view import RATES, Row, rows_of
from subsidy.errors import Words
from subsidy.money import show_yuan
from subsidy.results.receipt import period_text

__all__ = ["execution_json", "execution_text"]


def execution_text(execution: Execution) -> str:
    """The JSON text, UTF-8 to be."""
    return json.dumps(execution_json(execution), ensure_ascii=False, indent=2) + "\n"


def execution_json(execution: Execution) -> dict[str, Any]:
    """``budget, lines, sums, findings, source``. What is not known is null, never 0."""
    budget, source = execution.budget, execution.source
    pairs = zip(rows_of(execution), execution.lines, strict=True)
    return {
        "budget": {
            "name": budget.key,
            "labels": _words(budget.labels),
            "document": budget.document,
            "period": period_text(budget.period),
            "unit": budget.unit,
            "rounding": {
                "mode": budget.mode.value,
                "step": printed_money(budget, budget.step_fen),
            },
            "sha256": budget.sha256,
        },
        "lines": [_line(row, one) for row, one in pairs],
        "sums": [_sum(execution, one) for one in execution.sums],
        "findings": [_finding(one) for one in execution.findings],
        "source": source and {
            "rulebook": {"name": source.rulebook, "sha256": source.rulebook_sha256},
            "input": {"sha256": source.input_sha256},
            "registers": [{"unit": unit, "sha256": sha256} for unit, sha256 in source.beside.items()],
            "engine": source.engine_version,
            "period": source.period,
            "undetermined": source.undetermined,
            "set_aside": source.set_aside,
            "changes": list(source.changes),
            "not_calculated": {scheme: _words(why) for scheme, why in source.left_out.items()},
        },
    }  # fmt: skip


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


_AMOUNTS = ("initial", "adjustment", "other_funds", "adjusted", "stated", "calculated", "calculated_parts", "difference", "balance")  # fmt: skip
_COUNTS = ("persons", "person_times", "households", "year_end")


def _line(row: Row, one: LineExecution) -> dict[str, Any]:
    return {
        "line": row.key,
        "labels": _words(row.labels),
        "part_of": one.line.part_of,
        "schemes": list(one.line.schemes),
        **{name: row.cells.get(name) for name in (*_AMOUNTS, *RATES)},
        "spending_from": _source_of(one),
        "calculated_yuan": None if one.calculated is None else show_yuan(one.calculated),
        "payers_yuan": {payer: show_yuan(fen) for payer, fen in one.counted.payers.items()}
        if one.counted
        else {},
        "not_calculated": list(row.left_out),
        "counts": {
            name: {"stated": row.stated_counts.get(name), "calculated": _whole(row, name)}
            for name in _COUNTS
        },
    }


def _source_of(one: LineExecution) -> str | None:
    if one.from_calculation:
        return "calculation"
    return "report" if one.actual is not None else None


def _whole(row: Row, name: str) -> int | None:
    return int(row.counts[name]) if name in row.counts else None


def _sum(execution: Execution, one: Sum) -> dict[str, Any]:
    printed = {
        name: printed_money(execution.budget, getattr(one, name))
        for name in ("rounded_once", "sum_of_rounded", "rounding_difference")
    }
    return {"column": one.column, "lines": one.lines, "yuan": show_yuan(one.fen), **printed}


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "kind": one.kind,
        "subject": one.subject,
        **_words(one.words),
        "passages": [
            {"what": _words(p.labels), "figure": p.text, "at": p.at, "quote": p.quote, "place": str(p.place)}
            for p in one.passages
        ],
    }  # fmt: skip
