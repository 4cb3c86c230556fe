"""Books and plans made ready for a run, kept for the next call, which may be of one person only."""

from __future__ import annotations

from functools import lru_cache

from subsidy.dates import Period
from subsidy.engine.units.lasting import with_ends
from subsidy.plan.build import build_plan
from subsidy.plan.model import Plan
from subsidy.plan.spans import reach_of
from subsidy.rulebook.in_play import LeftOut, in_play
from subsidy.rulebook.model import Rulebook
from subsidy.rulebook.of_unit import book_of_unit
from subsidy.same import Same

__all__ = ["flat_book", "plan_of", "playing"]

_KEPT = 32


def playing(book: Rulebook, units: frozenset[str]) -> tuple[Rulebook, tuple[LeftOut, ...]]:
    """The schemes that registers of these units allow; see :mod:`subsidy.rulebook.in_play`."""
    return in_play(book, units)


def flat_book(book: Rulebook, unit: str) -> Rulebook:
    """The rules of one unit, every spell with an end of its own."""
    return _flat(Same(book), unit)


def plan_of(whole: Rulebook, unit: str, period: Period, columns: frozenset[str]) -> Plan:
    """The plan of one unit's rules for a period and a register with these columns.

    Raises:
        RulesRefused: a rate is missing in the period.
    """
    return _plan(Same(whole), unit, period, columns)


@lru_cache(maxsize=_KEPT)
def _flat(same: Same[Rulebook], unit: str) -> Rulebook:
    return with_ends(book_of_unit(same.model, unit))


@lru_cache(maxsize=_KEPT)
def _plan(same: Same[Rulebook], unit: str, period: Period, columns: frozenset[str]) -> Plan:
    whole = same.model
    return build_plan(flat_book(whole, unit), period, columns, reach=reach_of(whole, period))
