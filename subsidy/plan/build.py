"""Model to plan: order, columns, versions in force, bounds. Refuses what cannot be run exactly."""

from __future__ import annotations

from collections.abc import Iterator
from math import lcm

from attrs import evolve, frozen

from subsidy.dates import Month, Period
from subsidy.errors import RulesRefused
from subsidy.expression.nodes import Node, ParameterValue
from subsidy.expression.uses import names_in
from subsidy.money import Mode
from subsidy.plan import nodes as plan
from subsidy.plan.ladder import ladder_of
from subsidy.plan.lower import lower_number, lower_yes_no
from subsidy.plan.model import (
    Changes,
    Condition,
    Eligibility,
    FactNet,
    Line,
    PayPlan,
    Plan,
    SchemePlan,
    StretchPlan,
)
from subsidy.plan.nodes import DayColumn, Number, Numeric, YesNo
from subsidy.plan.parts import days_of, parts_of
from subsidy.plan.rates import versions_by_month
from subsidy.plan.scope import FAR_FUTURE, Scope
from subsidy.plan.spans import Reach, reach_of
from subsidy.plan.truth import all_of, negate
from subsidy.rulebook.model import (
    NetAmount,
    NetScheme,
    OverlapRule,
    Row,
    Rulebook,
    Scheme,
)
from subsidy.rulebook.stretches import Stretch, stretches_of

__all__ = ["build_condition", "build_plan"]

_LARGEST = 2**62
_MONTHS_PER_YEAR = 12


def build_condition(
    node: Node, book: Rulebook, period: Period, available: frozenset[str]
) -> Condition:
    """A condition without rates, ready to be decided for each day of a period and before it."""
    scope = Scope(book, period, available, exists=period)
    eligibility = _eligibility(lower_yes_no(node, scope), scope)
    if scope.problems:
        raise RulesRefused(*scope.problems)
    return Condition(eligibility, frozenset(_columns_of([eligibility.whole])), book.leap_day)


def build_plan(
    book: Rulebook,
    period: Period,
    available: frozenset[str],
    given: frozenset[str] = frozenset(),
    reach: Reach | None = None,
) -> Plan:
    """The plan of a book for a period and a register that has the columns *available*.

    The schemes in *given* are not run: what they come to is handed to the kernel. *reach* is that
    of the whole rulebook, where the book is that of one unit; every scheme of the book is in it.

    Raises:
        RulesRefused: a rate is missing in a month of the period in which its scheme exists, or a
            formula could leave 64 bits. All such problems at once.
    """
    reach = reach or reach_of(book, period)
    scope = Scope(book, reach.months, available, exists=period)
    positions = {scheme.name: number for number, scheme in enumerate(book.schemes)}
    stretches = tuple(
        _stretch(one, positions, given, reach, scope) for one in stretches_of(book, reach.months)
    )
    if scope.problems:
        raise RulesRefused(*scope.problems)
    schemes = tuple(_whole(scheme, positions, stretches) for scheme in book.schemes)
    every = (scheme for stretch in stretches for scheme in stretch.schemes)
    columns = frozenset(name for scheme in every for name in _columns(scheme))
    leap_day = book.leap_day
    return Plan(
        book.sha256, period, reach.months, leap_day, scope.facts, schemes, stretches, columns
    )


def _stretch(
    stretch: Stretch,
    positions: dict[str, int],
    given: frozenset[str],
    reach: Reach,
    scope: Scope,
) -> StretchPlan:
    plans = {
        scheme.name: evolve(_absent(scheme, scope), is_given=True)
        if scheme.name in given
        else _scheme(scheme, positions, reach.of_scheme[scheme.name], scope)
        for scheme in stretch.book.schemes
    }
    order = tuple(positions[scheme.name] for scheme in stretch.book.schemes)
    schemes = tuple(plans[name] for name in positions)
    return StretchPlan(stretch.months, schemes, order, _groups(stretch.book, positions))


def _whole(
    scheme: Scheme, positions: dict[str, int], stretches: tuple[StretchPlan, ...]
) -> SchemePlan:
    """The plan of a stretch in which the scheme exists, with the rounding of all of them."""
    plans = [stretch.schemes[positions[scheme.name]] for stretch in stretches]
    existing = max(plans, key=lambda one: len(one.lines))
    if len(plans) == 1:
        return existing
    return evolve(existing, rounding=scheme.instalment_rounding)


def _groups(book: Rulebook, positions: dict[str, int]) -> tuple[tuple[int, ...], ...]:
    """The members of every *highest of*, by position."""
    return tuple(
        tuple(positions[name] for name in overlap.schemes)
        for overlap in book.overlaps
        if overlap.rule is OverlapRule.HIGHEST_OF
    )


def _scheme(scheme: Scheme, positions: dict[str, int], months: Period, scope: Scope) -> SchemePlan:
    exists = Period(
        max(months.first, scheme.from_month or months.first),
        min(months.end, scheme.until_month or months.end),
    )
    if exists.end <= exists.first:  # not in force: no rate is asked for, nothing is paid
        return _absent(scheme, scope)
    scope.enter(scheme, exists)
    eligibility = _eligibility(lower_yes_no(scheme.eligible, scope), scope)
    amounts = _amounts(scheme, eligibility, scope)
    _prove(scheme, amounts, scope)
    timing, net_of, frozen_from = scheme.timing, scheme.amount.net_of, scheme.amount.frozen
    is_ladder = not amounts.nets and timing.on_day is None
    return SchemePlan(
        name=scheme.name,
        brackets=tuple(row.name for row in scheme.amount.rows),
        rounding=scheme.rounding,
        start_shift=timing.start.value,
        change_shift=timing.change.value,
        stop_shift=timing.stop.value,
        exists=exists,
        eligibility=eligibility,
        lines=amounts.lines,
        denominator=amounts.denominator(),
        fact_nets=amounts.nets,
        scheme_nets=tuple(positions[n.scheme] for n in net_of if isinstance(n, NetScheme)),
        at_least=amounts.at_least,
        at_most=amounts.at_most,
        changes=amounts.changes(scope),
        unless_paid=tuple(positions[name] for name in scheme.unless_paid),
        only_if_paid=tuple(positions[name] for name in scheme.only_if_paid),
        ladder=ladder_of(amounts.lines, amounts.numbers()) if is_ladder else None,
        on_day=timing.on_day,
        once=timing.once,
        pays_in=timing.pays_in,
        reads_day=_reads_day(scheme),
        frozen=(positions[frozen_from.scheme], frozen_from.months) if frozen_from else None,
    )


@frozen
class _Amounts:
    """Everything of a scheme's amount, lowered."""

    lines: tuple[Line, ...]
    nets: tuple[FactNet, ...]
    at_least: Number | None
    at_most: Number | None

    def numbers(self) -> list[Number]:
        """Every number that an amount is worked out from."""
        bounds = [bound for bound in (self.at_least, self.at_most) if bound]
        pays = [pay.pay for line in self.lines for pay in line.pays]
        return [*pays, *(net.amount for net in self.nets), *bounds]

    def denominator(self) -> int:
        """What all of them can be written over."""
        return lcm(*(number.denominator for number in self.numbers()))

    def changes(self, scope: Scope) -> Changes:
        """When any of them, or the choice among them, can change."""
        conditions = [line.condition for line in self.lines] + [net.while_ for net in self.nets]
        numbers = [number.node for number in self.numbers()]
        months = {m for line in self.lines for m in _steps(line.version_in, scope.period.first)}
        return _changes([*conditions, *numbers], months, scope)


def _amounts(scheme: Scheme, eligibility: Eligibility, scope: Scope) -> _Amounts:
    amount = scheme.amount
    conditions = _in_turn([lower_yes_no(row.condition, scope) for row in amount.rows], eligibility)
    lines = (
        _line(row, position, condition, scope)
        for position, (row, condition) in enumerate(zip(amount.rows, conditions, strict=True))
    )
    nets = (
        FactNet(lower_number(net.amount, scope), lower_yes_no(net.while_, scope))
        for net in amount.net_of
        if isinstance(net, NetAmount)
    )
    low = None if amount.at_least is None else lower_number(amount.at_least, scope)
    high = None if amount.at_most is None else lower_number(amount.at_most, scope)
    return _Amounts(tuple(lines), tuple(nets), low, high)


def _absent(scheme: Scheme, scope: Scope) -> SchemePlan:
    """A scheme that does not exist in any month of the period."""
    nothing = Changes((), (), ())
    nobody = Eligibility(plan.NO, (CALENDAR_NEVER,), (), (), (), nothing, nothing)
    never = Period(scope.period.first, scope.period.first)
    return SchemePlan(
        scheme.name, (), scheme.rounding, 0, 0, 0, never, nobody, (), 1, (), (), None, None,
        nothing, (), (),
    )  # fmt: skip


CALENDAR_NEVER = plan.CalendarDay(FAR_FUTURE)


def _line(row: Row, position: int, condition: YesNo, scope: Scope) -> Line:
    versions, version_in = versions_by_month(row, scope)
    pays = tuple(PayPlan(lower_number(v.pay, scope), v.per_months) for v in versions)
    return Line(position, condition, pays, version_in)


def _reads_day(scheme: Scheme) -> bool:
    """Whether anything of the amount is told by facts, and not by the month alone."""
    amount = scheme.amount
    nodes = [row.condition for row in amount.rows]
    nodes += [version.pay for row in amount.rows for version in row.versions]
    for net in amount.net_of:
        nodes += [net.amount, net.while_] if isinstance(net, NetAmount) else []
    nodes += [bound for bound in (amount.at_least, amount.at_most) if bound is not None]
    return any(not isinstance(name, ParameterValue) for node in nodes for name in names_in(node))


def _in_turn(conditions: list[YesNo], eligibility: Eligibility) -> list[YesNo]:
    """Conditions that are asked one after the other, without what is known by then.

    On the deciding day of a sure run eligibility holds, and so does every part of its
    conjunction (but for rates, which eligibility reads for that day and amounts for the paid
    month); and where a line that asks one thing only was passed over, the opposite holds.
    """
    whole = eligibility.whole
    demanded = whole.parts if isinstance(whole, plan.All) else (whole,)
    known = {part for part in demanded if not _reads_rates(part)}
    asked: list[YesNo] = []
    for condition in conditions:
        parts = condition.parts if isinstance(condition, plan.All) else (condition,)
        left = all_of(part for part in parts if part not in known)
        asked.append(left)
        if not isinstance(left, plan.All | plan.AnyOf):
            known.add(negate(left))
    return asked


def _prove(scheme: Scheme, amounts: _Amounts, scope: Scope) -> None:
    """Everything that is computed for the scheme stays within 64 bits, and is exact where it must be.

    The largest intermediate is twice an instalment's numerator, over the rounding step.
    """
    denominator, step = amounts.denominator(), scheme.rounding.step_fen
    largest = sum(
        max(abs(number.lowest), abs(number.highest)) * (denominator // number.denominator)
        for number in amounts.numbers()
    )
    if 2 * _MONTHS_PER_YEAR * (largest + denominator * step) >= _LARGEST:
        scope.refuse_overflow(scheme.name, scheme.place)
    if scheme.rounding.mode is Mode.EXACT:
        pays = [pay for line in amounts.lines for pay in line.pays]
        if not all(_comes_out(pay, step) for pay in pays):
            scope.refuse_inexact(scheme)


def _comes_out(pay: PayPlan, step_fen: int) -> bool:
    """Whether every instalment is a whole number of steps."""
    divisor = pay.pay.denominator * pay.per_months * step_fen
    match pay.pay.node:
        case plan.Constant(value):
            return value % divisor == 0
        case _:
            return divisor == 1


# ── eligibility taken apart ──────────────────────────────────────────────────────────


def _eligibility(whole: YesNo, scope: Scope) -> Eligibility:
    parts = whole.parts if isinstance(whole, plan.All) else (whole,)
    starts: list[DayColumn] = []
    ends: list[DayColumn] = []
    row_tests: list[YesNo] = []
    rest: list[YesNo] = []
    for part in parts:
        match part:
            case plan.Reached(day):
                starts.append(day)
            case plan.Negated(plan.Reached(day)):
                ends.append(day)
            case plan.Truth(value):
                starts.extend([] if value else [CALENDAR_NEVER])
            case _ if _is_constant(part):
                row_tests.append(part)
            case _:
                rest.append(part)
    return Eligibility(
        whole,
        tuple(sorted(_not_implied(starts), key=_rarity)),
        tuple(ends),
        tuple(row_tests),
        tuple(rest),
        _changes([whole], set(), scope),
        _changes([*rest], set(), scope),
    )


def _not_implied(starts: list[DayColumn]) -> list[DayColumn]:
    """Without the births that a later birthday of the same people implies."""
    lived = {day.column for day in starts if isinstance(day, plan.Birthday) and day.years > 0}
    return [day for day in starts if not (isinstance(day, plan.FactDay) and day.column in lived)]


def _rarity(day: DayColumn) -> int:
    """Sort key: what holds for the fewest people comes first."""
    match day:
        case plan.CalendarDay():
            return -1_000
        case plan.FactDay(_, empty, _):
            return -500 if empty == FAR_FUTURE else 1_000
        case plan.Birthday(_, years, _):
            return -years


# ── what a formula reads ─────────────────────────────────────────────────────────────


def _is_constant(node: YesNo) -> bool:
    """Whether the answer is the same on every day."""
    moving = (plan.Reached, plan.Switched, plan.AgeOn, plan.ByMonth)
    return not any(isinstance(part, moving) for part in parts_of(node))


def _reads_rates(node: YesNo) -> bool:
    return any(isinstance(part, plan.ByMonth) for part in parts_of(node))


def _changes(formulas: list[YesNo | Numeric], months: set[Month], scope: Scope) -> Changes:
    days = dict.fromkeys(day for formula in formulas for day in days_of(formula))
    ages: dict[plan.AgeOn, None] = {}
    for formula in formulas:
        for part in parts_of(formula):
            if isinstance(part, plan.AgeOn):
                ages[part] = None
            if isinstance(part, plan.ByMonth):
                months |= set(_steps(part.values, Month(scope.period.first - 1)))
    return Changes(tuple(days), tuple(ages), tuple(sorted(months)))


def _steps(values: tuple[int, ...], first: Month) -> Iterator[Month]:
    """The months in which a value by month differs from the month before."""
    for offset in range(1, len(values)):
        if values[offset] != values[offset - 1]:
            yield Month(first + offset)


def _columns(scheme: SchemePlan) -> Iterator[str]:
    formulas: list[YesNo | Numeric] = [scheme.eligibility.whole]
    for line in scheme.lines:
        formulas += [line.condition, *(pay.pay.node for pay in line.pays)]
    for net in scheme.fact_nets:
        formulas += [net.while_, net.amount.node]
    formulas += [bound.node for bound in (scheme.at_least, scheme.at_most) if bound]
    yield from _columns_of(formulas)


def _columns_of(formulas: list[YesNo | Numeric]) -> Iterator[str]:
    for formula in formulas:
        for day in days_of(formula):
            if not isinstance(day, plan.CalendarDay):
                yield day.column
        for part in parts_of(formula):
            if isinstance(part, plan.Column | plan.WordColumn | plan.AgeOn):
                yield part.column
