"""What a scheme pays: never negative, never finer than a fen, never too large, in no month unknown."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.dates import Month, show_month
from subsidy.errors import Words
from subsidy.expression.nodes import MoneyLiteral, Node, ParameterValue
from subsidy.expression.uses import names_in
from subsidy.money import Amount, Mode, show_amount
from subsidy.rulebook.bounds import Bounds, Interval
from subsidy.rulebook.checks_parameters import refuse_too_large
from subsidy.rulebook.model import NetAmount, PayVersion, Row, Scheme
from subsidy.rulebook.reading import Context
from subsidy.rulebook.versions import check_versions, first_month

__all__ = ["check_amount"]

ITS_PAY = "its pay"


def check_amount(scheme: Scheme, context: Context) -> None:
    """Everything that is wrong with the amounts of one sound scheme."""
    bounds = Bounds(context.facts, context.ages, context.parameters)
    for row in scheme.amount.rows:
        what = f"{scheme.name}.{row.name}" if row.name else scheme.name
        check_versions(row.versions, Words(what, what), context.findings)
        _check_span(what, row, scheme, context)
        _check_end(what, row, scheme, context)
        for version in row.versions:
            _check_pay(what, version, scheme, bounds, context)
    _check_bounds(scheme, bounds, context)
    _check_nets(scheme, bounds, context)


def _check_pay(
    what: str, version: PayVersion, scheme: Scheme, bounds: Bounds, context: Context
) -> None:
    interval = bounds.of(version.pay)
    if interval is None:
        return
    if isinstance(version.pay, MoneyLiteral) and version.pay.fen < 0:
        amount = show_amount(Amount(-version.pay.fen, version.pay.per_months))
        message = Words("amounts are not negative", "金额不得为负")
        cure = Words(f"write {amount}", f"请写 {amount}")
        context.findings.add("amount-negative", version.place, message, cure)
    elif interval.low < 0 and not scheme.amount.net_of and not _floored(scheme, bounds):
        message = Words(f"{what} could be negative", f"{what} 可能为负数")
        cure = Words(
            'bound it below: at_least: "0.00 per month", or max(0.00 per month, …)',
            '请设下限：at_least: "0.00 per month"，或 max(0.00 per month, …)',
        )
        context.findings.add("amount-negative", version.place, message, cure)
    if interval.is_too_large:
        refuse_too_large(what, version.place, context.findings)
    if scheme.rounding.mode is Mode.EXACT:
        _check_exact(what, version, interval, scheme, context)


def _floored(scheme: Scheme, bounds: Bounds) -> bool:
    floor = bounds.of(scheme.amount.at_least) if scheme.amount.at_least else None
    return floor is not None and floor.low >= 0


def _check_exact(
    what: str, version: PayVersion, interval: Interval, scheme: Scheme, context: Context
) -> None:
    step = scheme.rounding.step_fen * version.per_months
    if interval.is_constant:
        fine = interval.low % step != 0
    else:
        fine = interval.denominator != 1 or step != 1
    if not fine:
        return
    message = Words(
        f"{what} does not come out in whole steps every month", f"{what} 每月不能得到整数金额"
    )
    cure = Words("name a rounding other than exact", "请写明 exact 以外的取整方式")
    context.findings.add("amount-too-fine", version.place, message, cure)


def _check_bounds(scheme: Scheme, bounds: Bounds, context: Context) -> None:
    amount = scheme.amount
    least = bounds.of(amount.at_least) if amount.at_least else None
    most = bounds.of(amount.at_most) if amount.at_most else None
    for interval in (least, most):
        if interval and interval.is_too_large:
            refuse_too_large(scheme.name, scheme.place, context.findings)
    if least and most and least.low > most.high:
        message = Words(
            f"{scheme.name} pays at least more than it pays at most",
            f"{scheme.name} 的下限高于上限",
        )
        cure = Words("swap at_least and at_most", "请调换 at_least 与 at_most")
        context.findings.add("bounds-order", scheme.place, message, cure)
    if most and most.low < 0:
        message = Words(f"{scheme.name} could be negative", f"{scheme.name} 可能为负数")
        cure = Words("at_most is never below zero", "at_most 不得为负")
        context.findings.add("amount-negative", scheme.place, message, cure)


def _check_nets(scheme: Scheme, bounds: Bounds, context: Context) -> None:
    for net in scheme.amount.net_of:
        interval = bounds.of(net.amount) if isinstance(net, NetAmount) else None
        if interval and interval.is_too_large:
            refuse_too_large(scheme.name, scheme.place, context.findings)


def _check_span(what: str, row: Row, scheme: Scheme, context: Context) -> None:
    """A rate for every month in which the scheme is said to exist."""
    rates = list(_first_rates(row, context))
    if scheme.from_month is None or not rates:
        return
    first, name, version = max(rates, key=lambda rate: rate[0])
    if first > scheme.from_month:
        begins, rate_begins = show_month(scheme.from_month), show_month(first)
        message = Words(
            f"{what} exists from {begins}, but {name} has no rate before {rate_begins}",
            f"{what} 自 {begins} 起施行，但{_in_chinese(name)}在 {rate_begins} 之前没有标准",
        )
        cure = Words("add a version, or begin the scheme later", "请补充版本，或推迟项目的起始月")
        context.findings.add("period-without-rate", version.place, message, cure)


def _check_end(what: str, row: Row, scheme: Scheme, context: Context) -> None:
    """A rate up to the end of the scheme, where both ends are written down."""
    last = max(row.versions, key=first_month)
    ends = [(ITS_PAY, last.until_month)]
    for leaf in names_in(last.pay):
        if isinstance(leaf, ParameterValue) and leaf.parameter in context.parameters:
            versions = context.parameters[leaf.parameter].versions
            ends += [(leaf.parameter, last_one.until_month) for last_one in versions[-1:]]
    for name, end in ends:
        if end is None or scheme.until_month is None or end >= scheme.until_month:
            continue
        gap, last_month = show_month(end), show_month(Month(scheme.until_month - 1))
        message = Words(
            f"{what} exists to {last_month}, but {name} has no rate from {gap} on",
            f"{what} 施行至 {last_month}，但{_in_chinese(name)}自 {gap} 起没有标准",
        )
        cure = Words("add a version, or end the scheme earlier", "请补充版本，或提前项目的终止月")
        context.findings.add("period-without-rate", last.place, message, cure)


def _in_chinese(name: str) -> str:
    return "金额" if name == ITS_PAY else f" {name} "


def _first_rates(row: Row, context: Context) -> Iterator[tuple[Month, str, PayVersion]]:
    """The first month of the pay and of every parameter that its first version reads."""
    first = min(row.versions, key=first_month)
    if first.from_month is not None:
        yield first.from_month, ITS_PAY, first
    yield from (
        (month, name, first)
        for month, name in _parameter_starts(first.pay, context, 0, frozenset())
    )


def _parameter_starts(
    node: Node, context: Context, back: int, met: frozenset[str]
) -> Iterator[tuple[Month, str]]:
    for leaf in names_in(node):
        if (
            not isinstance(leaf, ParameterValue)
            or leaf.parameter not in {*context.parameters} - met
        ):
            continue
        for first in context.parameters[leaf.parameter].versions[:1]:
            yield Month(first.from_month + back), leaf.parameter
            if first.years_back == 0:
                yield from _parameter_starts(first.value, context, back, met | {leaf.parameter})
