"""Payments that differ from one month to the next: the states of a result, compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from subsidy.dates import Month, read_month, show_month
from subsidy.money import instalment
from subsidy.projection.events import Event
from subsidy.results.result import Result

__all__ = ["state_changes"]

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_UNKNOWN = -1  # fen of a month that cannot be decided


def state_changes(result: Result) -> Iterator[Event]:
    """Every month from the second on in which a scheme's standard for somebody is another."""
    states = _states(result)
    first, last = show_month(result.period.first), show_month(result.period.end)
    keys = ["unit_id", "scheme", "month"]
    begun = states.filter(pl.col("first") != first).rename({"first": "month"})
    ended = states.filter(pl.col("end") != last).rename({"end": "month"}).drop("first")
    both = ended.join(begun, on=keys, how="full", coalesce=True, suffix="_to").sort(keys)
    rows = {str(unit): row for row, unit in enumerate(result.people.ids)}
    for one in both.iter_rows(named=True):
        before = (one["bracket"], one["fen"], one["per"])
        after = (one["bracket_to"], one["fen_to"], one["per_to"])
        if before == after and bool(one["missing"]) == bool(one["missing_to"]):
            continue  # what is missing may differ; that it cannot be told is the same
        event = _event(result, one, rows[one["unit_id"]])
        if event is not None:
            yield event


def _states(result: Result) -> pl.DataFrame:
    """Paid and undetermined stretches alike: ``unit_id, scheme, bracket, first, end, fen, per``."""
    paid = result.spells().select(
        "unit_id",
        "scheme",
        "bracket",
        first="first_month",
        end="end_month",
        fen=(pl.col("amount") * 100).cast(pl.Int64),
        per="per",
        missing=pl.lit(""),
    )
    open_ = result.undetermined()
    ends = [
        show_month(Month(read_month(first) + months))
        for first, months in open_.select("first_month", "months").iter_rows()
    ]
    undecided = open_.select(
        "unit_id",
        "scheme",
        bracket=pl.lit(""),
        first="first_month",
        end=pl.Series(ends, dtype=pl.String),
        fen=pl.lit(_UNKNOWN, pl.Int64),
        per=pl.lit("month"),
        missing="missing",
    )
    return pl.concat([paid, undecided])


def _event(result: Result, one: dict[str, Any], row: int) -> Event | None:
    """The change from one state to the next; None where neither pays anything.

    An instalment may round to nothing: then the change comes in the first month that is paid.
    """
    month = read_month(one["month"])
    before = _paid(result, one, "", Month(month - 1))
    end = read_month(one["end"]) if one["end"] else month
    after = _paid(result, one, "_to", month)
    while before == 0 == after:
        month = Month(month + 1)
        if month >= end:
            return None
        after = _paid(result, one, "_to", month)
    change = "changes"
    if after is None:
        change = "undetermined"
    elif before is None or (before and after):
        change = "changes"
    elif one["fen"] is None:
        change = "starts"
    elif one["fen_to"] is None:
        change = "stops"
    return Event(
        row,
        one["unit_id"],
        month,
        one["scheme"],
        change,
        one["bracket"] or "",
        one["bracket_to"] or "",
        before,
        after,
        one["missing_to"] or one["missing"] or "",
        unit=result.people.unit,
        decided_in=read_month(one["month"]),
    )


def _paid(result: Result, one: dict[str, Any], side: str, month: Month) -> int | None:
    """What a state pays in a month: the instalment of its standard."""
    fen = one[f"fen{side}"]
    if fen is None:
        return 0
    if fen == _UNKNOWN:
        return None
    of = _MONTHS[one[f"per{side}"]]
    rounding = result.book.scheme(one["scheme"]).instalment_rounding
    return instalment(fen, month % of + 1, of, rounding)
