"""What the reference says of one scheme in one month, and why."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction

from attrs import frozen

from subsidy.engine.outcome import Status
from subsidy.rulebook.model import NetAmount, NetScheme, PayVersion, Row

__all__ = ["Because", "MonthOutcome", "Net", "Run", "Working"]


class Because(Enum):
    """What decided a month."""

    PAID = "its days count and a row pays"
    NOT_IN_FORCE = "the scheme does not exist in the month"
    NO_DAYS = "no eligible day counts for the month"
    EXCLUDED = "another scheme is paid, and this one may not be paid beside it"
    NOT_ACCOMPANIED = "a scheme that must be paid beside it is not"
    NOT_FIRST = "only the first month of a spell is paid, or the first in the year"
    NO_PAYING_MONTH = "nothing is paid in this month of the year"
    FREEZE_OVER = "the frozen amount was paid for as many months as it may"
    NOT_COUNTED = "this member does not count in the household's amount"
    NO_ROW = "no row of the amount holds on the deciding day"
    OUTBID = "another scheme of the group pays more"
    UNKNOWN = "a fact is missing on which the month hangs"


@frozen
class Run:
    """Days [begins, ends) on which eligibility holds, or may hold; what is missing on them."""

    begins: date
    ends: date
    missing: frozenset[str] = frozenset()


@frozen
class Net:
    """One subtraction: its rule, and the fen taken off (0 where it does not apply)."""

    rule: NetScheme | NetAmount
    fen: Fraction
    applies: bool


@frozen
class Working:
    """How an amount came about. Fen are exact until ``standard_fen``, which is rounded once."""

    row: Row
    version: PayVersion
    pay_fen: Fraction
    nets: tuple[Net, ...]
    at_least_fen: Fraction | None
    at_most_fen: Fraction | None
    exact_fen: Fraction
    standard_fen: int  # for version.per_months months
    instalment: int  # which of them, from 1
    instalments: int  # how many there are: version.per_months, or the paying months among them
    frozen_fen: Fraction = Fraction(0)  # what another scheme paid before, and goes on


@frozen
class MonthOutcome:
    """One scheme, one unit, one month.

    ``fen`` and ``bracket`` are given where it is ENTITLED, ``missing`` where UNDETERMINED; the
    rest is the reasoning, as far as it went. ``other`` is the scheme that decided against it,
    ``day_missing`` what ``decided_on`` hangs on where the amount itself does not.
    """

    status: Status
    because: Because
    fen: int = 0
    bracket: str = ""
    missing: frozenset[str] = frozenset()
    other: str = ""
    run: Run | None = None
    decided_on: date | None = None
    working: Working | None = None
    day_missing: frozenset[str] = frozenset()
