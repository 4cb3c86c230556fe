"""What a run of the vector engine leaves: entitlement spells, scheme by scheme, as arrays."""

from __future__ import annotations

from enum import Enum
from typing import Any

import numpy as np
from attrs import frozen

from subsidy.dates import Period
from subsidy.money import Rounding

__all__ = ["Entitlements", "Outcome", "Status", "Undetermined"]

Column = np.ndarray[Any, Any]


class Status(Enum):
    """Conclusion of one scheme for one unit and month."""

    ENTITLED = "entitled"
    NOT_ELIGIBLE = "not eligible"
    UNDETERMINED = "undetermined"  # an input that the answer hangs on is missing


@frozen(eq=False)
class Undetermined:
    """Months that cannot be decided: ``row`` of the unit, months [first, end), missing facts.

    ``missing`` is a bit set over :attr:`Outcome.facts`.
    """

    row: Column  # int64
    first: Column  # int32
    end: Column  # int32
    missing: Column  # int64


@frozen(eq=False)
class Entitlements:
    """One scheme's entitlement spells, sorted by row, then first month; months never overlap.

    In each month of [first, end) the unit is due the instalment of ``fen`` (a standard for
    ``per_months`` months, rounded by ``rounding``). A spell of 0 fen is entitled to nothing.
    """

    scheme: str
    brackets: tuple[str, ...]
    rounding: Rounding
    row: Column  # int64
    bracket: Column  # int16, position in brackets
    first: Column  # int32 months
    end: Column  # int32 months
    fen: Column  # int64
    per_months: Column  # int16
    undetermined: Undetermined


@frozen(eq=False)
class Outcome:
    """All schemes of one run, in dependency order; months are clipped to the period."""

    period: Period
    facts: tuple[str, ...]
    schemes: tuple[Entitlements, ...]
