"""What each member of a household has of the amount that the household is due in one month."""

from __future__ import annotations

from collections.abc import Sequence

from subsidy.dates import month_of
from subsidy.engine.outcome import Status
from subsidy.engine.reference.evaluate import Unit
from subsidy.engine.reference.kleene import Unknown
from subsidy.engine.reference.outcomes import Because, MonthOutcome
from subsidy.expression.nodes import Node
from subsidy.money import HALF_UP_TO_FEN, instalment

__all__ = ["share_out", "share_unknown"]

_NOT_COUNTED = MonthOutcome(Status.NOT_ELIGIBLE, Because.NOT_COUNTED)


def share_out(
    outcome: MonthOutcome,
    keys: Sequence[str],
    persons: Sequence[Unit],
    where: Node | None,
    count: str,
) -> list[MonthOutcome]:
    """The members' shares, in their order; they sum to the household's amount to the fen.

    Those who count on the deciding day share equally; what equal shares leave over is spread
    fen by fen in the order of the members' keys. Where the household is undetermined, or it
    cannot be told who counts or on which day, so is every member; but of nothing everybody has
    nothing.
    """
    if where is None or outcome.status is Status.NOT_ELIGIBLE:
        return [_NOT_COUNTED for _ in keys]
    if outcome.status is Status.UNDETERMINED:
        return [_unknown(outcome.missing) for _ in keys]
    if outcome.fen and outcome.day_missing:
        return [_unknown(outcome.day_missing) for _ in keys]
    day = outcome.decided_on
    assert day is not None
    truths = [person.truth(where, day, month_of(day)) for person in persons]
    if outcome.fen and any(isinstance(truth, Unknown) for truth in truths):
        return [_unknown(frozenset({count})) for _ in keys]
    counted = sorted(key for key, truth in zip(keys, truths, strict=True) if truth is True)
    return [
        _share(outcome, counted.index(key) + 1, len(counted)) if truth is True else _NOT_COUNTED
        for key, truth in zip(keys, truths, strict=True)
    ]


def share_unknown(outcome: MonthOutcome, keys: Sequence[str], count: str) -> list[MonthOutcome]:
    """The members' shares where it cannot be told who all of them are."""
    if outcome.status is not Status.UNDETERMINED and not outcome.fen:
        return [_NOT_COUNTED for _ in keys]
    missing = outcome.missing or outcome.day_missing or frozenset({count})
    return [_unknown(missing) for _ in keys]


def _share(outcome: MonthOutcome, number: int, count: int) -> MonthOutcome:
    fen = instalment(outcome.fen, number, count, HALF_UP_TO_FEN)
    return MonthOutcome(
        Status.ENTITLED, Because.PAID, fen=fen, run=outcome.run, decided_on=outcome.decided_on
    )


def _unknown(missing: frozenset[str]) -> MonthOutcome:
    return MonthOutcome(Status.UNDETERMINED, Because.UNKNOWN, missing=missing)
