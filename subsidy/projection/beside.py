"""Scenarios beside a projection: other rules for the same people, under the same assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl
from attrs import asdict, frozen

from subsidy.errors import Words
from subsidy.results.frames import AMOUNT
from subsidy.rulebook.model import Rulebook

if TYPE_CHECKING:
    from subsidy.projection.answers import Projection

__all__ = ["Reform", "Reformed", "Reforms", "compared", "read_reforms", "reformed_json"]

_NO_WORDS = Words("", "")
_NO_EFFECT = Words(
    "no month of the projection costs more or less than without it",
    "与不调整相比，预测各月支出均无变化",
)

_VIEWS = {
    "years_beside": ("year",),
    "months_beside": ("month",),
    "schemes_beside": ("scheme", "bracket"),
}


@frozen
class Reform:
    """Rules to project beside those in force: what they are called, and why they are asked about."""

    name: str
    book: Rulebook
    labels: Words = _NO_WORDS
    reason: Words = _NO_WORDS


Reforms = Mapping[str, Rulebook | Mapping[str, str]] | Sequence[Reform]


@frozen(eq=False)
class Reformed:
    """A scenario and its projection."""

    reform: Reform
    projection: Projection


def read_reforms(given: Reforms, book: Rulebook) -> tuple[Reform, ...]:
    """Reforms by name: books, or changes of *book* as :meth:`Rulebook.reform` takes them.

    Raises:
        RulesRefused: changes that do not fit the book.
    """
    if not isinstance(given, Mapping):
        return tuple(given)
    return tuple(
        Reform(name, one if isinstance(one, Rulebook) else book.reform(one), Words(name, name))
        for name, one in given.items()
    )


def compared(baseline: Projection, by: Sequence[str], case: str) -> pl.DataFrame:
    """``scenario, …by, baseline, reform, difference``, one scenario below the other."""
    frames = [
        _beside(baseline, one.projection, by, case).select(
            pl.lit(one.reform.name).alias("scenario"), pl.all()
        )
        for one in baseline.scenarios
    ]
    schema: dict[str, Any] = dict.fromkeys(("scenario", *by), pl.String)
    schema |= dict.fromkeys(("baseline", "reform", "difference"), AMOUNT)
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def reformed_json(baseline: Projection, one: Reformed, budget: str | None) -> dict[str, Any]:
    """A scenario as plain values: what it changes, its own figures, and those beside the baseline."""
    reform, found = one.reform, one.projection
    own = found.as_json(budget)
    new = reform.book.changes[len(baseline.book.changes) :]
    beside = {name: _rows(_beside(baseline, found, by, "base")) for name, by in _VIEWS.items()}
    moves = any(row["baseline"] != row["reform"] for row in beside["months_beside"])
    kept = ("rulebook_sha256", "undetermined", "carried", "total", "years", "months", "schemes")
    return {
        "name": reform.name,
        "labels": {"en": reform.labels.en or reform.name, "zh": reform.labels.zh or reform.name},
        "reason": asdict(reform.reason),
        "notes": [] if moves else [asdict(_NO_EFFECT)],
        "changes": [asdict(change) for change in new],
        **{name: own[name] for name in kept},
        "total_beside": _rows(_beside(baseline, found, (), "base"))[0],
        **beside,
        **({"budget": own["budget"]} if "budget" in own else {}),
    }


def _beside(one: Projection, other: Projection, by: Sequence[str], case: str) -> pl.DataFrame:
    """``…by, baseline, reform, difference``: a row that one side lacks costs nothing there."""
    before = one.totals(by, case).select(*by, baseline="amount")
    after = other.totals(by, case).select(*by, reform="amount")
    both = (
        before.join(after, on=list(by), how="full", coalesce=True).sort(list(by))
        if by
        else pl.concat([before, after], how="horizontal")
    )
    both = both.with_columns(pl.col("baseline", "reform").fill_null(pl.lit(0).cast(AMOUNT)))
    return both.with_columns(difference=(pl.col("reform") - pl.col("baseline")).cast(AMOUNT))


def _rows(frame: pl.DataFrame) -> list[dict[str, str]]:
    return [{name: str(cell) for name, cell in row.items()} for row in frame.iter_rows(named=True)]
