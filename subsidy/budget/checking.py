"""Every check of a report's own figures, in one order; nothing is made to match."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from subsidy.budget.checks_counts import check_averages, check_counts, check_paid_months
from subsidy.budget.checks_execution import check_execution, check_follows_spending
from subsidy.budget.checks_rates import check_whole_payments, check_whole_period
from subsidy.budget.checks_sums import (
    check_balances,
    check_claims,
    check_overspent,
    check_parts,
    check_restated,
    check_unbudgeted,
)
from subsidy.budget.finding import KIND_ORDER, Finding, Passage
from subsidy.budget.model import Budget

__all__ = ["CHECKS", "find_inconsistencies"]


def _noted(budget: Budget) -> Iterator[Finding]:
    for note in budget.notes:
        passages = tuple(Passage(note.words, "", at, note.place) for at in note.at)
        yield Finding("noted", "noted", budget.key, note.words, passages)


CHECKS: tuple[Callable[[Budget], Iterator[Finding]], ...] = (
    check_claims,
    check_parts,
    check_balances,
    check_overspent,
    check_unbudgeted,
    check_restated,
    check_execution,
    check_counts,
    check_averages,
    check_paid_months,
    check_whole_period,
    check_whole_payments,
    check_follows_spending,
    _noted,
)


def find_inconsistencies(budget: Budget) -> tuple[Finding, ...]:
    """What does not add up in the report's own figures, contradictions first."""
    found = [finding for check in CHECKS for finding in check(budget)]
    return tuple(sorted(found, key=lambda one: KIND_ORDER.index(one.kind)))
