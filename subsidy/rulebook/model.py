"""The checked rulebook: frozen values, everything typed and resolved, nothing read from text any more.

Read :class:`Rulebook` first. A rulebook has *facts* (what a register may tell), dated
*parameters*, and *schemes*, which say who is due what (``eligible``), how much (``amount``)
and when (``timing``). The meaning of each is stated in ``rules/README.md`` and implemented
literally, day by day, in :mod:`subsidy.engine.reference`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from subsidy.dates import MONTHS_PER_YEAR, LeapDay, Month
from subsidy.errors import Place, Words
from subsidy.expression.nodes import Node
from subsidy.money import HALF_UP_TO_FEN, Rounding
from subsidy.rulebook.facts import (
    Age,
    CategoryFact,
    DateFact,
    Fact,
    IdentifierFact,
    IdentifierKind,
    Missing,
    MoneyFact,
    Status,
    TextFact,
    WholeFact,
    YesNoFact,
)

__all__ = [
    "Age",
    "AmountRule",
    "CategoryFact",
    "Change",
    "DateFact",
    "Fact",
    "Frozen",
    "Funding",
    "FundingVersion",
    "IdentifierFact",
    "IdentifierKind",
    "LaterRules",
    "Missing",
    "MoneyFact",
    "NetAmount",
    "NetScheme",
    "Once",
    "Overlap",
    "OverlapRule",
    "Parameter",
    "ParameterKind",
    "ParameterVersion",
    "PayVersion",
    "Row",
    "Rulebook",
    "Scheme",
    "Source",
    "Status",
    "TextFact",
    "Timing",
    "When",
    "WholeFact",
    "YesNoFact",
]


@frozen
class Source:
    """The legal address of a rule or value; ``assumed`` where nothing is published."""

    document: str = ""
    clause: str = ""
    assumed: str = ""  # why this is assumed; empty where it is published


# ── dated values ─────────────────────────────────────────────────────────────────────


class ParameterKind(Enum):
    """What a parameter's value is."""

    MONEY = "money"
    SHARE = "share"
    WHOLE = "whole"


@frozen
class ParameterVersion:
    """A parameter's value from one month on, until the next version or ``until``.

    ``value`` is a formula without facts: a literal, or a share of other parameters.
    ``years_back`` reads those other parameters so many years earlier (lagged indexing).
    """

    from_month: Month
    until_month: Month | None
    decided_on: date | None
    last_confirmed: Month | None
    value: Node
    years_back: int
    source: Source
    place: Place


@frozen
class Parameter:
    """A dated value that the rules set. Money is in fen for ``per_months`` months."""

    name: str
    labels: Words
    kind: ParameterKind
    per_months: int | None
    rounding: Rounding
    versions: tuple[ParameterVersion, ...]  # by from_month, then decided_on; none: not known
    place: Place
    headings: tuple[str, ...] = ()


@frozen
class PayVersion:
    """What one bracket pays from one month on: a money formula and the months it is for."""

    from_month: Month | None  # None: from the beginning of the scheme
    until_month: Month | None
    decided_on: date | None
    last_confirmed: Month | None
    pay: Node
    per_months: int
    source: Source
    place: Place


# ── schemes ──────────────────────────────────────────────────────────────────────────


class When(Enum):
    """Whether an event counts in its own month or the next."""

    SAME_MONTH = 0
    NEXT_MONTH = 1


class Once(Enum):
    """Which of the months that its days give are paid."""

    EVERY_MONTH = "every_month"
    PER_SPELL = "per_spell"  # the first of each spell of eligible days
    PER_YEAR = "per_year"  # of those, the first in a calendar year


@frozen
class Timing:
    """How days become months; see ``rules/README.md``, *Timing*.

    With ``on_day`` (31 for the last) a month is decided by that day of it alone, and ``start``,
    ``change`` and ``stop`` say nothing. With ``pays_in`` only these months of the year are paid,
    and a standard for a longer period is split among them in this order.
    """

    start: When
    change: When
    stop: When
    source: Source
    on_day: int | None = None
    once: Once = Once.EVERY_MONTH
    pays_in: tuple[int, ...] = ()

    def pays(self, month: Month) -> bool:
        """Whether anything is paid in such a month of the year."""
        return not self.pays_in or month % MONTHS_PER_YEAR + 1 in self.pays_in

    def instalment(self, month: Month, per_months: int) -> tuple[int, int]:
        """Which instalment of how many *month* pays of a standard for so many months; from 1."""
        in_year = month % MONTHS_PER_YEAR
        if not self.pays_in:
            return in_year % per_months + 1, per_months
        stretch = [m for m in self.pays_in if (m - 1) // per_months == in_year // per_months]
        return stretch.index(in_year + 1) + 1, len(stretch)


@frozen
class Row:
    """One line of an amount: where its condition is the first that holds, it pays.

    ``name`` is the bracket in every output, empty for a flat amount.
    """

    name: str
    condition: Node
    versions: tuple[PayVersion, ...]
    place: Place
    payee: Words | None = None


@frozen
class NetScheme:
    """Subtract what another scheme pays in the month."""

    scheme: str


@frozen
class NetAmount:
    """Subtract a monthly amount that the register gives, on the days on which *while_* holds."""

    amount: Node
    while_: Node


@frozen
class Frozen:
    """Pay what another scheme paid in the month before a spell's first, for so many months."""

    scheme: str
    months: int


@frozen
class AmountRule:
    """How much a month pays.

    The first row whose condition holds on the deciding day gives the pay; then everything in
    ``net_of`` is subtracted (never below zero), ``at_least`` and ``at_most`` bound it, and it
    is rounded once. ``by`` names what brackets are by, for display.
    """

    rows: tuple[Row, ...]
    net_of: tuple[NetScheme | NetAmount, ...]
    at_least: Node | None
    at_most: Node | None
    by: str
    frozen: Frozen | None = None  # then its one row is not asked


@frozen
class FundingVersion:
    """Who bears which share from one month on; shares sum to one."""

    from_month: Month
    shares: Mapping[str, Fraction]
    source: Source
    place: Place


@frozen
class Funding:
    """Dated shares; ``remainder_to`` bears what rounding leaves over."""

    versions: tuple[FundingVersion, ...]
    remainder_to: str


@frozen
class LaterRules:
    """What of a scheme holds from one month on instead: timing, rounding, and how it stands to others.

    ``is_in_force`` False: the scheme does not exist in those months.
    """

    from_month: Month
    timing: Timing
    rounding: Rounding
    unless_paid: tuple[str, ...]
    only_if_paid: tuple[str, ...]
    net_of: tuple[NetScheme | NetAmount, ...]
    at_least: Node | None
    at_most: Node | None
    is_in_force: bool = True


@frozen
class Scheme:
    """One subsidy with its own rules.

    ``unless_paid``: months in which one of these schemes pays are not paid here.
    ``only_if_paid``: only months in which every one of these pays are paid here.
    ``from_month``/``until_month``: the months in which the scheme exists, half-open.
    ``split_among``: the count of a household's members among whom its amount is shared.
    ``payee``: who is handed the money where that is not the one who is due it.
    ``is_in_kind``: vouchers or goods of that value, no cash.
    ``later``: rules that a reform gave some months, by month; see :mod:`subsidy.rulebook.stretches`.
    """

    name: str
    labels: Words
    unit: str
    eligible: Node
    timing: Timing
    amount: AmountRule
    rounding: Rounding
    unless_paid: tuple[str, ...]
    only_if_paid: tuple[str, ...]
    from_month: Month | None
    until_month: Month | None
    funding: Funding | None
    source: Source
    place: Place
    headings: tuple[str, ...] = ()
    split_among: str = ""
    payee: Words | None = None
    is_in_kind: bool = False
    later: tuple[LaterRules, ...] = ()

    @property
    def instalment_rounding(self) -> Rounding:
        """By which instalments come from its results: rules that round otherwise leave months."""
        is_one = all(rules.rounding == self.rounding for rules in self.later)
        return self.rounding if is_one else HALF_UP_TO_FEN


class OverlapRule(Enum):
    """How schemes combine in one month."""

    ADD = "add"  # 叠加
    HIGHEST_OF = "highest_of"  # 就高; on a tie the one listed first
    EXCLUSIVE = "exclusive"  # the first listed that pays excludes those after it


@frozen
class Overlap:
    """A stated relation between schemes, in the months [from_month, until_month)."""

    name: str
    rule: OverlapRule
    schemes: tuple[str, ...]
    source: Source
    place: Place
    from_month: Month | None = None
    until_month: Month | None = None

    def holds_in(self, month: Month) -> bool:
        """Whether it holds in a month."""
        begun = self.from_month is None or self.from_month <= month
        return begun and (self.until_month is None or month < self.until_month)


@frozen
class Change:
    """One rate that a reform replaced: its name, the formula that held and the one that holds."""

    name: str
    old: str
    new: str


@frozen(repr=False)
class Rulebook:
    """All rules of one place. Immutable; a changed book is a new book.

    ``schemes`` are in dependency order, as it is before any later rules: everything that a scheme
    nets, excludes by or competes with comes before it (members of one HIGHEST_OF stand together).
    EXCLUSIVE overlaps are already expressed in ``unless_paid``. ``sha256`` is over the canonical text of all files
    and changes.
    """

    name: str
    labels: Words
    leap_day: LeapDay
    facts: Mapping[str, Fact]
    statuses: Mapping[str, Status]
    ages: Mapping[str, Age]
    parameters: Mapping[str, Parameter]
    schemes: tuple[Scheme, ...]
    overlaps: tuple[Overlap, ...]
    sha256: str
    files: tuple[str, ...]
    key: str = "person_id"  # the fact that identifies a unit
    units: Mapping[str, str] = field(factory=dict)  # facts, ages, statuses of others than persons
    changes: tuple[Change, ...] = ()  # what reforms replaced, in the order in which they did
    switches: Mapping[str, Parameter] = field(factory=dict)  # 1 in the months of a reform, else 0
    # The text that it was read from, for reforms of more than rates; None for a book made by hand.
    origin: Any = field(default=None, eq=False, repr=False)

    def __repr__(self) -> str:
        return f"<Rulebook {self.name}: {len(self.schemes)} schemes, {self.sha256[:12]}>"

    def reform(self, changes: Mapping[str, str]) -> Rulebook:
        """A new book with other rules; see :func:`subsidy.rulebook.reform.reform`."""
        from subsidy.rulebook.reform import reform

        return reform(self, changes)

    @property
    def values_by_month(self) -> Mapping[str, Parameter]:
        """Everything dated that formulas read: the parameters, and the switches of reforms."""
        return {**self.parameters, **self.switches} if self.switches else self.parameters

    def scheme(self, name: str) -> Scheme:
        """The scheme of that name; KeyError where there is none."""
        return next(scheme for scheme in self.schemes if scheme.name == name)
