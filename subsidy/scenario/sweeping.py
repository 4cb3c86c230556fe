"""The cost for every value of a parameter, and of every rate one yuan or some percent away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

import polars as pl

from subsidy.calculation import calculate, period_of
from subsidy.dates import Period
from subsidy.errors import Place, Problem, UsageRefused, Words
from subsidy.results.frames import AMOUNT, yuan
from subsidy.rulebook.model import Rulebook
from subsidy.scenario.answers import Sensitivity, Sweep, Tornado
from subsidy.scenario.costing import Costing
from subsidy.scenario.frames import percent
from subsidy.scenario.unknowns import Kind, rate_targets, read_range, unknown_of

__all__ = [
    "costing_of",
    "sensitivity",
    "sensitivity_on",
    "sweep",
    "sweep_on",
    "tornado",
    "tornado_on",
]

MOST_PARAMETERS = 2


def sweep(  # noqa: PLR0913 - three registers, rules, a period, and what is varied
    book: Rulebook,
    people: Any,
    period: str | Period,
    ranges: Mapping[str, str | Sequence[str | int | Decimal]],
    *,
    households: Any = None,
    institutions: Any = None,
) -> Sweep:
    """What the period costs for every value of one parameter, or every pair of two.

    *ranges* maps targets of a reform to values: ``"600:1200:60"`` (both ends included), or a
    list of texts, whole numbers or decimals. The other arguments are as for :func:`subsidy.calculate`.

    Raises:
        UsageRefused: a target is no number, or values cannot be read.
        RulesRefused, RegisterRefused: as :func:`subsidy.calculate`; also for a value that the
            rules do not allow.
    """
    return sweep_on(costing_of(book, people, period, households, institutions), ranges)


def sensitivity(
    book: Rulebook,
    people: Any,
    period: str | Period,
    *,
    households: Any = None,
    institutions: Any = None,
) -> Sensitivity:
    """What every rate costs, and what one more yuan of it would; arguments as for :func:`sweep`."""
    return sensitivity_on(costing_of(book, people, period, households, institutions))


def tornado(  # noqa: PLR0913 - three registers, rules, a period, and by how much
    book: Rulebook,
    people: Any,
    period: str | Period,
    *,
    by_percent: int = 10,
    households: Any = None,
    institutions: Any = None,
) -> Tornado:
    """Every rate lower and higher by *by_percent* percent; arguments as for :func:`sweep`."""
    return tornado_on(costing_of(book, people, period, households, institutions), by_percent)


def costing_of(
    book: Rulebook,
    people: Any,
    period: str | Period,
    households: Any = None,
    institutions: Any = None,
) -> Costing:
    """A calculated baseline for any number of questions."""
    months = period_of(period)
    return Costing(
        calculate(book, people, months, households=households, institutions=institutions)
    )


def sweep_on(costing: Costing, ranges: Mapping[str, str | Sequence[str | int | Decimal]]) -> Sweep:
    """:func:`sweep` of a baseline that has been calculated."""
    book, period = costing.book, costing.baseline.period
    if not 1 <= len(ranges) <= MOST_PARAMETERS:
        raise UsageRefused(_too_many())
    unknowns = [unknown_of(book, key, period) for key in ranges]
    texts = [_written(key, given) for key, given in ranges.items()]
    values = [read_range(one, text) for one, text in zip(unknowns, texts, strict=True)]
    before = sum(costing.baseline_costs.values())
    rows, fens = [], []
    for point in product(*values):
        both = list(zip(unknowns, point, strict=True))
        reform = book.reform({one.key: one.text(value) for one, value in both})
        rows.append([one.number(value) for one, value in both])
        fens.append(costing.costs(reform).total)
    named = pl.DataFrame(rows, schema=dict.fromkeys(ranges, pl.String), orient="row")
    base = yuan("baseline", [before])[0]
    frame = named.with_columns(
        yuan("cost", fens), yuan("difference", [fen - before for fen in fens])
    )
    shares = [percent(difference, base) for difference in frame["difference"]]
    frame = frame.with_columns(pl.Series("percent", shares, AMOUNT))
    units = tuple(one.text(one.now).partition(" ")[2] for one in unknowns)
    return Sweep(tuple(ranges), frame, base, units)


def _written(key: str, given: str | Sequence[str | int | Decimal]) -> str:
    """Values as text; a float is refused by name, since 0.1 is none of its values."""
    parts = [given] if isinstance(given, str | int | float | Decimal) else list(given)
    for part in parts:
        if isinstance(part, bool) or not isinstance(part, str | int | Decimal):
            message = Words(
                f"values are written as text, not as {type(part).__name__}",
                f"取值须写成文本，不能是 {type(part).__name__}",
            )
            cure = Words('write "600.50"', '请写 "600.50"')
            raise UsageRefused(Problem("wrong-value", Place(key), message, cure, str(part)))
    return ",".join(map(str, parts))


def sensitivity_on(costing: Costing) -> Sensitivity:
    """:func:`sensitivity` of a baseline that has been calculated."""
    book, period = costing.book, costing.baseline.period
    before = sum(costing.baseline_costs.values())
    rows = []
    for key in rate_targets(costing.baseline.book, period):
        one = unknown_of(book, key, period)
        if one.kind is not Kind.MONEY or key in book.parameters:
            continue
        scheme, _, bracket = key.partition(".")
        more = costing.costs(book.reform({key: "+1.00"})).total - before
        rows.append((key, one.text(one.now), costing.person_months(scheme, bracket), more))
    frame = pl.DataFrame(
        [row[:3] for row in rows],
        schema={"target": pl.String, "rate": pl.String, "person_months": pl.Int64},
        orient="row",
    )
    return Sensitivity(frame.with_columns(yuan("per_extra_yuan", [row[3] for row in rows])))


def tornado_on(costing: Costing, by_percent: int = 10) -> Tornado:
    """:func:`tornado` of a baseline that has been calculated."""
    book, period = costing.book, costing.baseline.period
    before = sum(costing.baseline_costs.values())
    rows: list[tuple[str, int, int, int]] = []
    for key in rate_targets(costing.baseline.book, period):
        low, high = (
            costing.costs(book.reform({key: f"{sign}{by_percent}%"})).total - before
            for sign in "-+"
        )
        rows.append((key, low, high, max(low, high, 0) - min(low, high, 0)))
    rows.sort(key=lambda row: (-row[3], row[0]))
    frame = pl.DataFrame({"target": [row[0] for row in rows]}, schema={"target": pl.String})
    sums = [
        yuan("low", [row[1] for row in rows]),
        yuan("high", [row[2] for row in rows]),
        yuan("span", [row[3] for row in rows]),
    ]
    return Tornado(by_percent, frame.with_columns(*sums))


def _too_many() -> Problem:
    return Problem(
        "sweep",
        Place("sweep"),
        Words("a sweep varies one parameter or two", "一次只能变动一个或两个参数"),
        Words("name one target, or two for a grid", "请指定一个目标，或两个目标形成网格"),
    )
