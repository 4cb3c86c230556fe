"""An execution as texts: the one place where its numbers become print, for every form of output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from subsidy.budget.calculated import Source
from subsidy.budget.execution import Execution, LineExecution
from subsidy.budget.finding import Finding, printed_money
from subsidy.budget.model import COUNTS
from subsidy.budget.printed import show_percent
from subsidy.budget.wording import COLUMNS, MODES, REGISTERS, UNITS, say
from subsidy.errors import Words

__all__ = ["RATES", "Row", "columns_of", "count_columns", "notes_of", "payers_of", "places_of", "rows_of", "sum_rows"]  # fmt: skip

_AMOUNTS = ("initial", "adjustment", "other_funds", "adjusted", "stated", "calculated", "calculated_parts", "difference", "balance")  # fmt: skip
RATES = ("of_initial", "of_adjusted")
_HASH_SIGNS = 12


@frozen
class Row:
    """One line as texts by column; what is not known is not in ``cells``."""

    key: str
    labels: Words
    is_part: bool
    cells: Mapping[str, str]
    stated_counts: Mapping[str, str]
    counts: Mapping[str, str]
    from_calculation: bool
    left_out: tuple[str, ...]


def columns_of(execution: Execution) -> tuple[str, ...]:
    """The columns of amounts and rates in which some line has something."""
    filled = {name for line in execution.lines for name in _cells(execution, line)}
    return tuple(name for name in (*_AMOUNTS, *RATES) if name in filled)


def count_columns(execution: Execution) -> tuple[str, ...]:
    """The counts that some line states or has calculated."""
    rows = list(rows_of(execution))
    return tuple(
        name
        for name in COUNTS
        if any(name in row.stated_counts or name in row.counts for row in rows)
    )


def rows_of(execution: Execution) -> Iterator[Row]:
    """Every line, each followed by its parts."""
    for one in execution.lines:
        stated = {
            name: one.line.figures[name].first.text for name in COUNTS if name in one.line.figures
        }
        counted = {
            name: str(count)
            for name in COUNTS
            if one.counted and (count := getattr(one.counted, name)) is not None
        }
        yield Row(
            key=one.line.key,
            labels=one.line.labels,
            is_part=one.line.part_of is not None,
            cells=_cells(execution, one),
            stated_counts=stated,
            counts=counted,
            from_calculation=one.from_calculation,
            left_out=one.counted.left_out if one.counted else (),
        )


def _cells(execution: Execution, one: LineExecution) -> dict[str, str]:
    cells = {
        name: printed_money(execution.budget, fen)
        for name in _AMOUNTS
        if (fen := getattr(one, name)) is not None
    }
    rates = {name: getattr(one, name) for name in RATES}
    return cells | {name: show_percent(rate) for name, rate in rates.items() if rate is not None}


def payers_of(execution: Execution, language: str) -> list[tuple[str, bool, str, str]]:
    """Line, whether it is a part, who bears, and how much as printed; only what the rules tell."""
    return [
        (
            one.line.labels.in_language(language),
            one.line.part_of is not None,
            payer or say("no_payer", language),
            printed_money(execution.budget, fen),
        )
        for one in execution.lines
        if one.counted
        for payer, fen in one.counted.payers.items()
    ]


def sum_rows(execution: Execution) -> Iterator[Row]:
    """The total from fen, rounded once; where that differs, the sum of print and the difference."""
    sums = {one.column: one for one in execution.sums}
    once = {name: printed_money(execution.budget, one.rounded_once) for name, one in sums.items()}
    rates = {"of_initial": execution.of_initial, "of_adjusted": execution.of_adjusted}
    once |= {name: show_percent(rate) for name, rate in rates.items() if rate is not None}
    yield _sum_row("total", once)
    if any(one.rounding_difference for one in sums.values()):
        for key, attribute in (
            ("as_printed", "sum_of_rounded"),
            ("rounding", "rounding_difference"),
        ):
            cells = {
                name: printed_money(execution.budget, getattr(one, attribute))
                for name, one in sums.items()
            }
            yield _sum_row(key, cells)


def _sum_row(key: str, cells: Mapping[str, str]) -> Row:
    labels = Words(say(key, "en"), say(key, "zh"))
    return Row(key, labels, False, cells, {}, {}, False, ())  # noqa: FBT003


def places_of(finding: Finding) -> str:
    """The passages of a finding: place and figure, one after another."""
    return " / ".join(f"{one.at} {one.text}".strip() for one in finding.passages)


def notes_of(execution: Execution, language: str) -> list[str]:
    """What a reader must know of the figures: what is partial, rounding, source, what is left out."""
    return [
        *_partial_notes(execution, language),
        *_known_notes(execution, language),
        _rounding_note(execution, language),
        *_source_notes(execution, language),
    ]


def _partial_notes(execution: Execution, language: str) -> Iterator[str]:
    """Schemes that were not calculated, by name: a misspelt one must not vanish in silence."""
    source = execution.source
    for one in execution.lines if source else ():
        left_out = one.counted.left_out if one.counted else one.line.schemes
        if left_out and source:
            name, schemes = one.line.labels.in_language(language), ", ".join(left_out)
            key = "partial" if one.counted else "not_calculated"
            yield say(key, language, line=name, schemes=schemes)
            yield from _reasons(source, left_out, language)


def _reasons(source: Source, left_out: tuple[str, ...], language: str) -> Iterator[str]:
    """Why the calculation left schemes out, once for all that share a reason."""
    whys: dict[str, list[str]] = {}
    for scheme in left_out:
        if scheme in source.left_out:
            whys.setdefault(source.left_out[scheme].in_language(language), []).append(scheme)
    for why, schemes in whys.items():
        yield say("because", language, schemes=", ".join(schemes), why=why)


def _known_notes(execution: Execution, language: str) -> Iterator[str]:
    """Columns that some lines do not state: their sums are of the others."""
    every = sum(one.line.part_of is None for one in execution.lines)
    for one in execution.sums:
        if one.lines < every and one.column in ("initial", "adjustment", "stated"):
            column = COLUMNS[one.column].in_language(language)
            yield say("known", language, column=column, lines=one.lines, all=every)


def _rounding_note(execution: Execution, language: str) -> str:
    budget = execution.budget
    return say(
        "once",
        language,
        mode=MODES[budget.mode.value].in_language(language),
        step=printed_money(budget, budget.step_fen),
        unit=UNITS[budget.unit].in_language(language),
    )


def _source_notes(execution: Execution, language: str) -> Iterator[str]:
    source = execution.source
    if source is None:
        return
    yield say("balance", language)
    if any(one.calculated_parts is not None for one in execution.lines):
        yield say("parts", language)
    yield say(
        "source",
        language,
        rules=source.rulebook,
        rules_hash=source.rulebook_sha256[:_HASH_SIGNS],
        input_hash=source.input_sha256[:_HASH_SIGNS],
        version=source.engine_version,
        period=source.period,
    )
    if source.beside:
        named = (
            f"{REGISTERS[unit].in_language(language)} {sha256[:_HASH_SIGNS]}"
            for unit, sha256 in source.beside.items()
        )
        yield say("beside", language, registers=("、" if language == "zh" else ", ").join(named))
    if source.changes:
        yield say("changes", language, changes="; ".join(source.changes))
    if source.undetermined or source.set_aside:
        yield say("left_out", language, undetermined=source.undetermined, aside=source.set_aside)
