"""Which assumed conventions a run rests on: rules in force in the period that nobody published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from attrs import frozen

from subsidy.dates import MONTHS_PER_YEAR, Month, Period, show_month
from subsidy.expression.nodes import Node, ParameterValue
from subsidy.expression.uses import leaves
from subsidy.rulebook.model import (
    FundingVersion,
    NetAmount,
    ParameterVersion,
    PayVersion,
    Rulebook,
    Scheme,
    Source,
)
from subsidy.rulebook.stretches import scheme_in

__all__ = ["Assumption", "assumptions", "every_assumption"]

Version = ParameterVersion | PayVersion | FundingVersion
V = TypeVar("V", ParameterVersion, PayVersion, FundingVersion)


@frozen(order=True)
class Assumption:
    """A rule or value without a published source, and why it is assumed.

    ``what`` names it: a scheme, ``<scheme>.timing``, ``<scheme>.<bracket>``, a parameter, an
    overlap; ``@2023-01`` after it is the month from which that version is in force.
    """

    what: str
    why: str


def assumptions(book: Rulebook, period: Period) -> tuple[Assumption, ...]:
    """Every assumption that the period's results rest on, by name, each once."""
    found: set[Assumption] = set()
    for scheme in book.schemes:
        months = _existing(scheme, period)
        if months:
            found.update(_of_scheme(scheme, months))
            found.update(_of_parameters(book, scheme, months))
    names = {scheme.name for scheme in book.schemes if _existing(scheme, period)}
    for overlap in book.overlaps:
        if len(names.intersection(overlap.schemes)) > 1:
            found.update(_assumption(overlap.name, overlap.source))
    return tuple(sorted(found))


def every_assumption(book: Rulebook) -> tuple[Assumption, ...]:
    """Every assumption that a book makes, whether it is in force or not."""
    found: set[Assumption] = set()
    for scheme in book.schemes:
        found.update(_of_scheme(scheme, None))
    for parameter in book.parameters.values():
        for version in parameter.versions:
            found.update(_assumption(parameter.name, version.source, version.from_month))
    for overlap in book.overlaps:
        found.update(_assumption(overlap.name, overlap.source))
    return tuple(sorted(found))


def _existing(scheme: Scheme, period: Period) -> list[Month]:
    """The months of the period in which the scheme exists."""
    first, end = scheme.from_month, scheme.until_month
    return [
        month
        for month in period.months()
        if (first is None or first <= month) and (end is None or month < end)
    ]


def _assumption(what: str, source: Source, since: Month | None = None) -> Iterator[Assumption]:
    if source.assumed:
        yield Assumption(what if since is None else f"{what}@{show_month(since)}", source.assumed)


def _of_scheme(scheme: Scheme, months: list[Month] | None) -> Iterator[Assumption]:
    yield from _assumption(scheme.name, scheme.source)
    yield from _assumption(f"{scheme.name}.timing", scheme.timing.source)
    for row in scheme.amount.rows:
        what = f"{scheme.name}.{row.name}" if row.name else f"{scheme.name}.pay"
        for version in _in_force(row.versions, months):
            if version.source == scheme.source:
                continue  # the scheme's own, said already
            yield from _assumption(what, version.source, version.from_month)
    for shares in _in_force(scheme.funding.versions if scheme.funding else (), months):
        yield from _assumption(f"{scheme.name}.funding", shares.source, shares.from_month)


def _of_parameters(book: Rulebook, scheme: Scheme, months: list[Month]) -> Iterator[Assumption]:
    """Assumed values of every parameter that the scheme's formulas lead to."""
    waiting = [
        (name, month) for month in months for name in _read_by(scheme_in(scheme, month), month)
    ]
    seen = set(waiting)
    while waiting:
        name, month = waiting.pop()
        parameter = book.values_by_month[name]
        for version in _in_force(parameter.versions, [month]):
            yield from _assumption(name, version.source, version.from_month)
            earlier = Month(month - version.years_back * MONTHS_PER_YEAR)
            more = {(other, earlier) for other in _parameters_in(version.value)} - seen
            seen |= more
            waiting += more


def _read_by(scheme: Scheme, month: Month) -> set[str]:
    """The parameters that the scheme's own formulas name in one month."""
    amount = scheme.amount
    nodes: list[Node | None] = [scheme.eligible, amount.at_least, amount.at_most]
    for row in amount.rows:
        nodes += [row.condition, *(version.pay for version in _in_force(row.versions, [month]))]
    for net in amount.net_of:
        if isinstance(net, NetAmount):
            nodes += [net.amount, net.while_]
    return {name for node in nodes if node is not None for name in _parameters_in(node)}


def _parameters_in(node: Node) -> set[str]:
    return {leaf.parameter for leaf in leaves(node) if isinstance(leaf, ParameterValue)}


def _in_force(versions: tuple[V, ...], months: list[Month] | None) -> list[V]:
    """The versions in force in some of the months (None: all versions).

    In force is the latest begun; among equals the latest decided.
    """
    if months is None:
        return list(versions)
    found: list[V] = []
    for month in months:
        running = [version for version in versions if _covers(version, month)]
        latest = max(running, key=_age, default=None)
        if latest is not None and latest not in found:
            found.append(latest)
    return found


def _covers(version: Version, month: Month) -> bool:
    begun = version.from_month is None or version.from_month <= month
    until = None if isinstance(version, FundingVersion) else version.until_month
    return begun and (until is None or month < until)


def _age(version: Version) -> tuple[int, int]:
    decided = None if isinstance(version, FundingVersion) else version.decided_on
    return (version.from_month or 0, decided.toordinal() if decided else 0)
