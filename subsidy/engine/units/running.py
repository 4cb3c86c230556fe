"""All units of one calculation in their order: institutions alone, households, then persons.

Households are run over their own columns, with counts of members; persons are run with their
household's columns beside their own, and with their shares of what the household is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
import polars as pl
from attrs import evolve, frozen

from subsidy.dates import Period
from subsidy.engine.calendar import Window
from subsidy.engine.columnar import pick
from subsidy.engine.kernel import run_at
from subsidy.engine.outcome import Entitlements, Outcome, Undetermined
from subsidy.engine.settle import Settled
from subsidy.engine.units.counting import Counted, Members, count_members, days_of_members
from subsidy.engine.units.lasting import ends_of_lasting
from subsidy.engine.units.plans import flat_book, plan_of
from subsidy.engine.units.sharing import missing_bits, shares_of
from subsidy.engine.units.steps import empty_in, with_steps
from subsidy.engine.work import Pace, Work
from subsidy.expression.nodes import FactValue, Literal
from subsidy.money import HALF_UP_TO_FEN
from subsidy.plan.build import build_condition, build_plan
from subsidy.plan.spans import Reach, reach_of
from subsidy.register.table import People
from subsidy.rulebook.in_play import HOUSEHOLD, PERSON
from subsidy.rulebook.model import (
    AmountRule,
    Fact,
    LaterRules,
    MoneyFact,
    PayVersion,
    Row,
    Rulebook,
    Scheme,
    WholeFact,
)
from subsidy.rulebook.of_unit import link_to_household
from subsidy.stages import COUNT, PLAN

__all__ = [
    "HouseholdRun",
    "household_rows",
    "run_households",
    "run_persons",
    "visible",
    "with_derived",
]

Array = np.ndarray[Any, Any]

_MOST_SETS_FEN = 1 << 40  # numbers of who is counted, written as fen
_WHO = "#who"
_AT_EASE = Pace()
Cut = TypeVar("Cut", Entitlements, Undetermined)


@frozen(eq=False)
class HouseholdRun:
    """What households are due, and what of it reaches their members.

    ``columns`` are the households' columns, counts among them, ``household`` is each person's
    row in them or −1, ``shares`` the members' shares by scheme, ``facts`` the names that missing
    facts of shares may have beside a person's own.
    """

    outcome: Outcome
    book: Rulebook
    columns: Mapping[str, Array]
    household: Array
    members: Members
    counted: Mapping[str, Counted]


def with_derived(book: Rulebook, people: People) -> People:
    """A register with the columns that follow from its own."""
    ends = ends_of_lasting(book, people.columns)
    return evolve(people, columns={**people.columns, **ends}) if ends else people


def run_households(  # noqa: PLR0913 - a run, its pace, and what is not known of members
    book: Rulebook,
    households: People,
    people: People,
    period: Period,
    *,
    blind: Array | None = None,
    pace: Pace = _AT_EASE,
) -> HouseholdRun:
    """Run the schemes of households.

    *blind* marks households of which not every member could be read: their counts are unknown.
    """
    with pace.stages.stage(COUNT, len(people)):
        members = _members(book, households, people)
        counted = _counts(book, people, members, period, blind, pace.work)
    columns = dict(with_derived(book, households).columns)
    flat = flat_book(book, HOUSEHOLD)
    for name, count in counted.items():
        fact = book.facts[name]
        assert isinstance(fact, WholeFact)
        facts: dict[str, Fact] = {
            name: evolve(fact, counts=None),
            count.set_fact: MoneyFact(count.set_fact, fact.labels, 1, 0, _MOST_SETS_FEN),
        }
        flat = with_steps(flat, count.steps, facts)
        columns |= count.steps.columns(len(households))
    shadows = tuple(_who_counts(s, counted[s.split_among]) for s in flat.schemes if s.split_among)
    flat = evolve(flat, schemes=(*flat.schemes, *shadows))
    reach = _with_shadows(reach_of(book, period), shadows)
    with pace.stages.stage(PLAN):
        plan = build_plan(flat, reach.months, frozenset(columns), reach=reach)
    outcome = run_at(pace, plan, evolve(households, columns=columns))
    return HouseholdRun(outcome, flat, columns, members.household, members, counted)


def run_persons(
    book: Rulebook,
    people: People,
    period: Period,
    households: HouseholdRun | None,
    pace: Pace = _AT_EASE,
) -> tuple[Outcome, dict[str, Settled]]:
    """Run the schemes of persons; with households, also what each has of their schemes."""
    flat, register = flat_book(book, PERSON), with_derived(book, people)
    if households is None:
        with pace.stages.stage(PLAN):
            plan = plan_of(book, PERSON, period, frozenset(register.columns))
        return run_at(pace, plan, register), {}
    columns = dict(register.columns)
    columns |= {
        name: _of_household(values, households.household)
        for name, values in households.columns.items()
    }
    shared = tuple(scheme for scheme in book.schemes if scheme.split_among)
    flat = evolve(
        flat,
        facts={**households.book.facts, **flat.facts},
        statuses={**households.book.statuses, **flat.statuses},
        ages={**households.book.ages, **flat.ages},
        schemes=(*shared, *flat.schemes),
    )
    names = frozenset(scheme.name for scheme in shared)
    with pace.stages.stage(PLAN):
        plan = build_plan(flat, period, frozenset(columns), names, reach_of(book, period))
    shares = {scheme.name: _shares(scheme, households, plan.facts) for scheme in shared}
    given = {number: shares[s.name] for number, s in enumerate(plan.schemes) if s.is_given}
    beside = evolve(people, columns=columns)
    return run_at(pace, plan, beside, given), shares


def visible(outcome: Outcome, period: Period) -> Outcome:
    """An outcome in the months asked for, without the schemes that only say who counts."""
    shown = (one for one in outcome.schemes if not one.scheme.endswith(_WHO))
    if outcome.period == period:
        return evolve(outcome, schemes=tuple(shown))
    schemes = tuple(_within(one, period) for one in shown)
    return evolve(outcome, period=period, schemes=schemes)


def _within(due: Entitlements, period: Period) -> Entitlements:
    return evolve(_cut_to(due, period), undetermined=_cut_to(due.undetermined, period))


def _cut_to(spells: Cut, period: Period) -> Cut:
    cut = evolve(
        spells,
        first=np.maximum(spells.first, np.int32(period.first)),
        end=np.minimum(spells.end, np.int32(period.end)),
    )
    return pick(cut, cut.first < cut.end)


def _with_shadows(reach: Reach, shadows: tuple[Scheme, ...]) -> Reach:
    """Schemes that say who counts reach as far back as those that they stand beside."""
    more = {one.name: reach.of_scheme[one.name.removesuffix(_WHO)] for one in shadows}
    return evolve(reach, of_scheme={**reach.of_scheme, **more})


def household_rows(book: Rulebook, households: People, people: People) -> Array:
    """The row of each person's household, −1 for who has none."""
    link = link_to_household(book)
    rows = pl.DataFrame({"id": households.ids, "row": np.arange(len(households))})
    if link is None or link.name not in people.carried.columns:
        return np.full(len(people), -1, np.int64)
    of = pl.DataFrame({"id": people.carried[link.name].cast(pl.String).str.strip_chars()})
    known = rows.with_columns(pl.col("id").cast(pl.String))
    found = of.join(known, on="id", how="left", maintain_order="left")
    return found["row"].fill_null(-1).to_numpy().astype(np.int64)


def _members(book: Rulebook, households: People, people: People) -> Members:
    household = household_rows(book, households, people)
    ids, rank = people.ids.cast(pl.String), np.arange(len(people))
    if not ids.is_sorted():
        rank[ids.arg_sort().to_numpy()] = np.arange(len(people))
    return Members.of(household, rank, len(households))


def _counts(  # noqa: PLR0913, PLR0917 - who is counted, when, and what it costs
    book: Rulebook,
    people: People,
    members: Members,
    period: Period,
    blind: Array | None,
    work: Work | None,
) -> dict[str, Counted]:
    period = reach_of(book, period).months
    flat, window = flat_book(book, PERSON), Window(period)
    register = with_derived(book, people)
    columns = register.columns
    counted: dict[str, Counted] = {}
    for name, fact in book.facts.items():
        if isinstance(fact, WholeFact) and fact.counts is not None:
            condition = build_condition(fact.counts, flat, period, frozenset(columns))
            days = days_of_members(condition, register, window, work)
            counted[name] = count_members(name, days, members, window)
            if blind is not None:
                _blind(counted[name], name, blind)
    return counted


def _blind(counted: Counted, name: str, blind: Array) -> None:
    """Counts of households of which a member could not be read are unknown on every day."""
    steps = counted.steps
    for fact in (name, counted.set_fact):
        steps.first[fact][blind] = empty_in(steps.first[fact])
        steps.later[fact][blind[steps.row]] = empty_in(steps.later[fact])


def _who_counts(scheme: Scheme, counted: Counted) -> Scheme:
    """A scheme that pays, instead of an amount, the number of who is counted."""
    number = PayVersion(
        None, None, None, None, FactValue(counted.set_fact), 1, scheme.source, scheme.place
    )
    row = Row("", Literal(value=True), (number,), scheme.place)
    return evolve(
        scheme,
        name=f"{scheme.name}{_WHO}",
        amount=AmountRule((row,), (), None, None, ""),
        rounding=HALF_UP_TO_FEN,
        unless_paid=(),
        only_if_paid=(scheme.name,),
        split_among="",
        later=tuple(_beside_alone(rules, scheme.name) for rules in scheme.later),
    )


def _beside_alone(rules: LaterRules, name: str) -> LaterRules:
    """The same months and timing, with nothing asked but whether one scheme pays."""
    return evolve(
        rules,
        rounding=HALF_UP_TO_FEN,
        unless_paid=(),
        only_if_paid=(name,),
        net_of=(),
        at_least=None,
        at_most=None,
    )


def _shares(scheme: Scheme, households: HouseholdRun, facts: tuple[str, ...]) -> Settled:
    by_name: dict[str, Entitlements] = {one.scheme: one for one in households.outcome.schemes}
    counted = households.counted[scheme.split_among]
    names = {counted.set_fact: scheme.split_among}
    bits = missing_bits(households.outcome, facts, names)
    due, who = by_name[scheme.name], by_name[f"{scheme.name}{_WHO}"]
    return shares_of(due, who, counted, households.members, bits)


def _of_household(values: Array, household: Array) -> Array:
    """A column of households beside persons; empty for who has none."""
    if not len(values):
        return np.full(len(household), empty_in(values), values.dtype)
    return np.where(household >= 0, values[np.maximum(household, 0)], empty_in(values)).astype(
        values.dtype
    )
