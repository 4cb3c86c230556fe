"""The plan: what the kernel runs, scheme by scheme, in dependency order."""

from __future__ import annotations

from attrs import frozen

from subsidy.dates import LeapDay, Month, Period
from subsidy.money import Rounding
from subsidy.plan.nodes import AgeOn, DayColumn, Number, YesNo
from subsidy.rulebook.model import Once

__all__ = [
    "NO_LINE",
    "Changes",
    "Condition",
    "Eligibility",
    "FactNet",
    "Ladder",
    "Line",
    "PayPlan",
    "Plan",
    "SchemePlan",
    "StretchPlan",
]

NO_LINE = -1  # no row of the amount applies


@frozen
class Changes:
    """Everything at which a formula can change its value.

    ``days``: thresholds; ``ages``: ages read as numbers, which change on every birthday;
    ``months``: months of the period in which a dated value that it reads differs from the one before.
    """

    days: tuple[DayColumn, ...]
    ages: tuple[AgeOn, ...]
    months: tuple[Month, ...]


@frozen
class Eligibility:
    """A yes/no formula, its conjunction taken apart.

    It is ``starts`` all reached, ``ends`` none reached, ``row_tests`` (which do not depend on the
    day) and ``rest``. Without ``rest`` the yes-days of a unit are one interval in closed form.
    """

    whole: YesNo
    starts: tuple[DayColumn, ...]
    ends: tuple[DayColumn, ...]
    row_tests: tuple[YesNo, ...]
    rest: tuple[YesNo, ...]
    changes: Changes  # of the whole
    rest_changes: Changes


@frozen
class Condition:
    """A yes/no formula to be decided for each day of each row, and the columns that it reads."""

    eligibility: Eligibility
    columns: frozenset[str]
    leap_day: LeapDay


@frozen
class PayPlan:
    """A pay over the scheme's denominator, for so many months."""

    pay: Number
    per_months: int


@frozen
class Line:
    """One row of the amount; ``version_in`` is the position in ``pays`` for each month.

    ``version_in`` starts with the first month of the period; −1 where the scheme does not exist.
    """

    bracket: int
    condition: YesNo
    pays: tuple[PayPlan, ...]
    version_in: tuple[int, ...]


@frozen
class Ladder:
    """Rows of the amount that follow one another at birthdays; what they pay depends on the month only.

    ``steps`` are reached in this order by everybody; ``lines`` (one more than steps) is the row
    of the amount that applies before the first step, between two, and after the last; NO_LINE
    where none does. The months of each row are then a closed form.
    """

    steps: tuple[DayColumn, ...]
    lines: tuple[int, ...]


@frozen
class FactNet:
    """A monthly amount that the register gives, netted while a condition holds."""

    amount: Number
    while_: YesNo


@frozen
class SchemePlan:
    """One scheme. Other schemes are named by their position in :attr:`Plan.schemes`."""

    name: str
    brackets: tuple[str, ...]
    rounding: Rounding
    start_shift: int
    change_shift: int
    stop_shift: int
    exists: Period
    eligibility: Eligibility
    lines: tuple[Line, ...]
    denominator: int
    fact_nets: tuple[FactNet, ...]
    scheme_nets: tuple[int, ...]
    at_least: Number | None
    at_most: Number | None
    changes: Changes
    unless_paid: tuple[int, ...]
    only_if_paid: tuple[int, ...]
    is_given: bool = False  # not run: its spells are handed to the kernel
    on_day: int | None = None  # the one day of each month that decides; 31: the last
    once: Once = Once.EVERY_MONTH
    pays_in: tuple[int, ...] = ()
    frozen: tuple[int, int] | None = None  # another scheme, and for how many months
    ladder: Ladder | None = None  # None: amounts walk their change points
    reads_day: bool = True  # amounts hang on more than the month

    @property
    def has_nets(self) -> bool:
        """Whether anything is netted, so that the amount is never below zero."""
        return bool(self.fact_nets or self.scheme_nets)

    @property
    def asks_for(self) -> frozenset[int]:
        """The schemes whose results this one has to know, by position."""
        source = () if self.frozen is None else self.frozen[:1]
        return frozenset((*self.unless_paid, *self.only_if_paid, *self.scheme_nets, *source))


@frozen
class StretchPlan:
    """Months in which all rules stay the same: the schemes by position, and the order in which they run.

    ``groups`` holds, for every *highest of*, its members in the order of the tie; a group is
    settled as soon as its last member has run.
    """

    months: Period
    schemes: tuple[SchemePlan, ...]
    order: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]


@frozen
class Plan:
    """All schemes of a book over one period for registers with certain columns.

    ``reach`` are the months that have to be looked at for that: the period, or more before it.

    ``schemes`` tell how results are read: names, brackets, roundings. ``stretches`` are the months
    of the reach, as a rule one. ``facts`` are the names of the bits of missing-fact sets.
    """

    book: str
    period: Period
    reach: Period
    leap_day: LeapDay
    facts: tuple[str, ...]
    schemes: tuple[SchemePlan, ...]
    stretches: tuple[StretchPlan, ...]
    columns: frozenset[str]

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The members of every *highest of* in any month, by position."""
        return tuple(group for stretch in self.stretches for group in stretch.groups)
