"""A plan as stable, line-oriented text: what `subsidy plan` prints and snapshots store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from subsidy.dates import Month, show_month
from subsidy.plan import nodes as plan
from subsidy.plan.model import Line, Plan, SchemePlan, StretchPlan
from subsidy.plan.nodes import DayColumn, Number, Numeric, YesNo

__all__ = ["show_plan"]

_SHIFT = ("same month", "next month")


def show_plan(shown: Plan) -> str:
    """The plan as text, a paragraph a scheme, in the order in which schemes run."""
    head = f"plan · {shown.period} · columns: {', '.join(sorted(shown.columns))}"
    paragraphs = [part for stretch in shown.stretches for part in _stretch(stretch, shown)]
    return "\n\n".join([head, *paragraphs]) + "\n"


def _stretch(stretch: StretchPlan, shown: Plan) -> Iterator[str]:
    if len(shown.stretches) > 1:
        yield f"months {stretch.months}"
    for number in stretch.order:
        yield "\n".join(_scheme(stretch.schemes[number], shown))
    for group in stretch.groups:
        yield "highest of " + ", ".join(shown.schemes[member].name for member in group)


def _scheme(scheme: SchemePlan, shown: Plan) -> Iterator[str]:
    names = [other.name for other in shown.schemes]
    eligibility = scheme.eligibility
    yield f"{scheme.name}"
    days = "change points" if eligibility.rest else "closed form"
    amounts = "change points" if scheme.ladder is None else "closed form"
    yield f"  way        days {days}, amounts {amounts}"
    yield from (f"  from       {_day(day)}" for day in eligibility.starts)
    yield from (f"  until      {_day(day)}" for day in eligibility.ends)
    yield from (f"  where      {_yes_no(test)}" for test in eligibility.row_tests)
    yield from (f"  walking    {_yes_no(test)}" for test in eligibility.rest)
    shifts = (scheme.start_shift, scheme.change_shift, scheme.stop_shift)
    start, change, stop = (_SHIFT[shift] for shift in shifts)
    yield f"  timing     start {start}, change {change}, stop {stop}"
    for line in scheme.lines:
        yield from _line(line, scheme, shown)
    yield from (
        f"  net of     {_number(net.amount)} while {_yes_no(net.while_)}"
        for net in scheme.fact_nets
    )
    yield from (f"  net of     {names[other]}" for other in scheme.scheme_nets)
    yield from (f"  unless     {names[other]} is paid" for other in scheme.unless_paid)
    yield from (f"  only if    {names[other]} is paid" for other in scheme.only_if_paid)
    if scheme.at_least is not None:
        yield f"  at least   {_number(scheme.at_least)}"
    if scheme.at_most is not None:
        yield f"  at most    {_number(scheme.at_most)}"
    yield f"  rounded    {scheme.rounding.mode.value} to {scheme.rounding.step_fen} fen"


def _line(line: Line, scheme: SchemePlan, shown: Plan) -> Iterator[str]:
    name = scheme.brackets[line.bracket] or "all"
    for position, pay in enumerate(line.pays):
        first = line.version_in.index(position)
        since = show_month(Month(shown.period.first + first))
        yield (
            f"  {name:<10} {_number(pay.pay)} fen for {pay.per_months} months"
            f" from {since} where {_yes_no(line.condition)}"
        )


def _day(day: DayColumn) -> str:
    match day:
        case plan.FactDay(column):
            return column
        case plan.Birthday(column, years):
            return f"birthday {years} of {column}"
        case plan.CalendarDay(ordinal):
            known = date.min.toordinal() <= ordinal <= date.max.toordinal()
            return date.fromordinal(ordinal).isoformat() if known else "never"
        case _:
            assert_never(day)


def _number(number: Number) -> str:
    over = f" / {number.denominator}" if number.denominator > 1 else ""
    return _numeric(number.node) + over


def _numeric(node: Numeric) -> str:
    match node:
        case plan.Constant(value):
            return str(value)
        case plan.Unknown():
            return "unknown"
        case plan.Column(column) | plan.WordColumn(column):
            return column
        case plan.AgeOn(column):
            return f"age({column})"
        case plan.ByMonth(values):
            return "by month " + "|".join(str(value) for value in dict.fromkeys(values))
        case plan.Switched(base, later):
            steps = "".join(f", {_numeric(value)} from {_day(day)}" for day, value in later)
            return f"({_numeric(base)}{steps})"
        case plan.Sum(left, right):
            return f"({_numeric(left)} + {_numeric(right)})"
        case plan.Difference(left, right):
            return f"({_numeric(left)} - {_numeric(right)})"
        case plan.Product(left, right):
            return f"{_numeric(left)} * {_numeric(right)}"
        case plan.Smallest(parts):
            return f"min({', '.join(map(_numeric, parts))})"
        case plan.Largest(parts):
            return f"max({', '.join(map(_numeric, parts))})"
        case _:
            assert_never(node)


def _yes_no(node: YesNo) -> str:
    match node:
        case plan.Truth(value):
            return "yes" if value else "no"
        case plan.Reached(day):
            return f"since {_day(day)}"
        case plan.Negated(plan.Reached(day)):
            return f"before {_day(day)}"
        case plan.Negated(of):
            return f"not ({_yes_no(of)})"
        case plan.All(parts):
            return " and ".join(map(_yes_no, parts))
        case plan.AnyOf(parts):
            return "(" + " or ".join(map(_yes_no, parts)) + ")"
        case plan.Test(comparison, left, right):
            return f"{_numeric(left)} {comparison.value} {_numeric(right)}"
        case plan.Member(item, options):
            return f"{_numeric(item)} in {options}"
        case plan.Flag(item):
            return _numeric(item)
        case _:
            assert_never(node)
