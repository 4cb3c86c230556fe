"""A budget as a workbook that reads back as the same budget: a file to fill in for another year.

A figure stands on the sheet of lines or figures where a cell says all of it; where the report's
place differs, or its words are quoted, or several passages state it, on the sheet of statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from typing import BinaryIO

from subsidy.budget.finding import exact_money
from subsidy.budget.model import COUNTS, MONEY, PERCENT, Budget, Claim, Figure, Line, Statement
from subsidy.results.receipt import period_text

__all__ = ["write_budget_workbook"]

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # no clock
_COLUMNS = (*MONEY, *COUNTS, *PERCENT)
_LINE_HEADS = ("line", "name_zh", "name_en", "at", "part_of", "parts", "schemes", "rates", "pays", *_COLUMNS)  # fmt: skip

_Rows = list[list[str]]


def write_budget_workbook(budget: Budget, file: BinaryIO) -> None:
    """Write the workbook; every cell is text, so that no figure changes on the way."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    workbook.set_properties({"created": _CREATED})
    bold = workbook.add_format({"bold": True})
    for name, rows in _sheets(budget):
        sheet = workbook.add_worksheet(name)
        sheet.set_column(0, 20, 16)
        for number, row in enumerate(rows):
            style = [bold] if number == 0 and name != "budget" else []
            filled = [(column, text) for column, text in enumerate(row) if text]
            for column, text in filled:
                sheet.write_string(number, column, text, *style)
    workbook.close()


def _sheets(budget: Budget) -> Iterator[tuple[str, _Rows]]:
    yield "budget", _head(budget)
    yield "lines", [list(_LINE_HEADS), *(_line(line) for line in budget.lines)]
    heads = ["figure", "name_zh", "name_en", "kind", "at", "stated"]
    yield "figures", [heads, *(_figure(figure) for figure in budget.figures)]
    claims = [_claim(figure, claim) for figure in budget.figures for claim in figure.claims]
    yield "claims", [["figure", "sum", "includes", "at_most", "share", "of", "at", "assumed"], *claims]  # fmt: skip
    yield "statements", [["of", "value", "at", "quote"], *_statements(budget)]
    notes = [[note.words.zh, note.words.en, "；".join(note.at)] for note in budget.notes]
    yield "notes", [["zh", "en", "at"], *notes]


def _head(budget: Budget) -> _Rows:
    return [
        ["budget", budget.key],
        ["name_zh", budget.labels.zh],
        ["name_en", budget.labels.en],
        ["document", budget.document],
        ["period", period_text(budget.period)],
        ["unit", budget.unit],
        ["step", exact_money(budget, budget.step_fen)],
        ["rounding", budget.mode.value],
    ]


def _line(line: Line) -> list[str]:
    plain_rates = all(rate.at == line.at and not rate.quote for rate in line.rates)
    return [
        line.key,
        line.labels.zh,
        line.labels.en,
        line.at,
        line.part_of or "",
        "all" if line.parts_are_all else "",
        ", ".join(line.schemes),
        "; ".join(rate.text for rate in line.rates) if plain_rates else "",
        "" if line.pays_in_full else "up_to",
        *(_plain(line.figures.get(name), line.at) for name in _COLUMNS),
    ]


def _plain(figure: Figure | None, at: str) -> str:
    """The figure where one cell says all of it."""
    return figure.first.text if figure and _is_plain(figure, at) else ""


def _is_plain(figure: Figure, at: str) -> bool:
    only = figure.statements[0]
    return len(figure.statements) == 1 and only.at == at and not only.quote


def _figure(figure: Figure) -> list[str]:
    kind = "money" if figure.is_money else "count"
    at = figure.first.at
    stated = _plain(figure, at)
    return [figure.key, figure.labels.zh, figure.labels.en, kind, at, stated]


def _claim(figure: Figure, claim: Claim) -> list[str]:
    listed = ", ".join(claim.terms)
    cells = {claim.kind: listed}
    if claim.kind == "share":
        cells = {"share": _ratio(claim.share or Fraction(0)), "of": listed}
    assumed = f"{claim.assumed.en} / {claim.assumed.zh}" if claim.assumed else ""
    columns = ("sum", "includes", "at_most", "share", "of")
    return [figure.key, *(cells.get(name, "") for name in columns), claim.at, assumed]


def _ratio(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"


def _statements(budget: Budget) -> Iterator[list[str]]:
    for line in budget.lines:
        if not all(rate.at == line.at and not rate.quote for rate in line.rates):
            for rate in line.rates:
                yield [f"{line.key}.rates", rate.text, rate.at, rate.quote]
        for name in _COLUMNS:
            figure = line.figures.get(name)
            if figure and not _is_plain(figure, line.at):
                yield from (_statement(figure.key, one) for one in figure.statements)
    for figure in budget.figures:
        if not _is_plain(figure, figure.first.at):
            yield from (_statement(figure.key, one) for one in figure.statements)


def _statement(key: str, one: Statement) -> list[str]:
    return [key, one.text, one.at, one.quote]
