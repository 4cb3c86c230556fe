"""What to say beside a result: what was left out and why, what is assumed, what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.register.totals_rows import RowKind
from subsidy.report.naming import assumed_words, left_out_label
from subsidy.report.tables import one_line
from subsidy.report.totals_table import change_words, scheme_label
from subsidy.report.wording import counted, say
from subsidy.results.answer import Answer
from subsidy.results.assumed import Assumption
from subsidy.results.receipt import Receipt
from subsidy.results.told import Reason
from subsidy.rulebook.model import Rulebook

__all__ = ["fact_labels", "summarise"]

_ROWS_NAMED = 5
_LINES_A_CODE = 5  # the quarantine list has them all
_HASH_SIGNS = 12


def summarise(result: Answer, receipt: Receipt, language: str, *, listed: bool) -> list[str]:
    """Lines for people; *listed*: whether the rows set aside have been written to a file."""
    undetermined = _undetermined(result, language)
    apart = receipt.records_read - receipt.calculated - receipt.set_aside
    lines = [
        say(
            "records_apart" if apart else "records",
            language,
            read=f"{receipt.records_read:,}",
            calculated=f"{receipt.calculated:,}",
            aside=f"{receipt.set_aside:,}",
            apart=f"{apart:,}",
        ),
        *_non_data(receipt, language),
        *([] if receipt.calculated or receipt.set_aside else [_empty(language)]),
        *(say("changed", language, change=change_words(one)) for one in receipt.changes),
        *_set_aside(result, language),
        *undetermined,
        *([say("undetermined_outside", language)] if undetermined else []),
        *(_warning(words.in_language(language), language) for words in result.warnings),
        *_left_out(receipt, language),
        *_assumed(result.book, receipt, language),
        _receipt(receipt, language),
    ]
    if receipt.set_aside and not listed:
        return [*lines, say("next_quarantine", language)]
    return [*lines, say("next_missing" if undetermined else "next_detail", language)]


def _left_out(receipt: Receipt, language: str) -> list[str]:
    """Schemes that were not calculated, a line for each reason."""
    by_reason: dict[str, list[str]] = {}
    for one in receipt.left_out:
        by_reason.setdefault(one.why.in_language(language), []).append(
            left_out_label(one, language)
        )
    joint = "、" if language == "zh" else ", "
    return [
        say("not_calculated", language, schemes=joint.join(schemes), why=why)
        for why, schemes in by_reason.items()
    ]


def _non_data(receipt: Receipt, language: str) -> list[str]:
    """What else the source held, and what each sheet came to where several were read."""
    lines = []
    told = {kind: count for kind, count in receipt.non_data.items() if count}
    if set(told) - {RowKind.HEADING.value} or told.get(RowKind.HEADING.value, 0) > 1:
        words = ((RowKind(kind).words.in_language(language), n) for kind, n in told.items())
        kinds = ("，" if language == "zh" else ", ").join(f"{word} {n:,}" for word, n in words)
        lines.append(say("non_data", language, kinds=kinds))
    if len(receipt.sheets) > 1:
        lines += [
            say("sheet", language, sheet=one.sheet, rows=f"{one.rows:,}", people=f"{one.people:,}")
            for one in receipt.sheets
        ]
    return lines


def _set_aside(result: Answer, language: str) -> list[str]:
    """A few lines a column and code: each reason with the first rows that it concerns."""
    return [
        line
        for (column, _), (reasons, more) in sorted(result.asides.found.items())
        for line in _reasons(one_line(column), reasons, more, language)
    ]


def _reasons(column: str, reasons: tuple[Reason, ...], more: int, language: str) -> Iterator[str]:
    """The first reasons of one code, and how many rows the others concern."""
    for one in reasons[:_LINES_A_CODE]:
        text = one.words.in_language(language)
        yield say("aside", language, column=column, reason=text, rows=_rows(one, language))
    more += sum(one.count for one in reasons[_LINES_A_CODE:])
    if more:
        yield say("aside_more", language, column=column, more=counted("more_rows", more, language))


def _rows(reason: Reason, language: str) -> str:
    named = ", ".join(str(row) for row in reason.rows[:_ROWS_NAMED])
    more = reason.count - _ROWS_NAMED
    if more > 0:
        return say("rows_more", language, rows=named, more=f"{more:,}")
    return say("row" if reason.count == 1 else "rows", language, rows=named)


def _undetermined(result: Answer, language: str) -> list[str]:
    """One line a scheme and set of missing facts."""
    return [
        say(
            "undetermined",
            language,
            scheme=scheme_label(result, scheme, language),
            units=counted("people", units, language),
            months=counted("months", months, language),
            missing=fact_labels(result.book, missing, language),
        )
        for (scheme, missing), (units, months) in sorted(result.undecided.found.items())
    ]


def fact_labels(book: Rulebook, missing: str, language: str) -> str:
    """Missing facts by the headings that a register may use."""
    names = missing.split(";")
    if language != "zh":
        return ", ".join(names)
    return "、".join(book.facts[name].labels.zh if name in book.facts else name for name in names)


def _empty(language: str) -> str:
    return _warning(say("empty", language), language)


def _warning(text: str, language: str) -> str:
    return say("warning", language, text=text)


def _assumption(book: Rulebook, one: Assumption, language: str) -> str:
    what, why = assumed_words(book, one, language)
    return say("assumption", language, what=what, why=why)


def _assumed(book: Rulebook, receipt: Receipt, language: str) -> list[str]:
    if not receipt.assumed:
        return []
    return [
        say("assumed", language, count=counted("conventions", len(receipt.assumed), language)),
        *(_assumption(book, one, language) for one in receipt.assumed),
    ]


def _receipt(receipt: Receipt, language: str) -> str:
    return say(
        "receipt",
        language,
        rules=receipt.rulebook,
        rules_hash=receipt.rulebook_sha256[:_HASH_SIGNS],
        input_hash=receipt.input_sha256[:_HASH_SIGNS],
        version=receipt.engine_version,
    )
