"""Dated values changed within some months: what holds before, within and after stays in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from attrs import evolve

from subsidy.dates import Month
from subsidy.expression.nodes import Add, Literal, MoneyLiteral, Multiply, Node, Subtract
from subsidy.rulebook.model import ParameterVersion
from subsidy.rulebook.versions import BEGINNING, Version, first_month

__all__ = ["plus", "replaced", "scaled", "times"]


def replaced(
    versions: tuple[Version, ...], new: Version, first: Month | None, end: Month | None
) -> tuple[Version, ...]:
    """*versions* with *new* in the months [first, end), and as they were in all others."""
    kept: list[Version] = _before(versions, first)
    kept.append(evolve(new, until_month=end))
    if end is not None:
        kept.extend(_segments(versions, end, None))
    return tuple(kept)


def scaled(
    versions: tuple[Version, ...],
    change: Callable[[Version], Version],
    first: Month | None,
    end: Month | None,
) -> tuple[Version, ...]:
    """*versions* with *change* made of each in the months [first, end)."""
    kept: list[Version] = _before(versions, first)
    kept.extend(map(change, _segments(versions, BEGINNING if first is None else first, end)))
    if end is not None:
        kept.extend(_segments(versions, end, None))
    return tuple(kept)


def times(node: Node, factor: Fraction) -> Node:
    """A formula multiplied by *factor*: an amount stays an amount where it comes out in fen."""
    if isinstance(node, MoneyLiteral) and (node.fen * factor).denominator == 1:
        return MoneyLiteral(int(node.fen * factor), node.per_months)
    if isinstance(node, Literal) and not isinstance(node.value, bool | str):
        value = Fraction(node.value) * factor
        return Literal(
            int(value) if isinstance(node.value, int) and value.denominator == 1 else value
        )
    return Multiply(Literal(factor), node)


def plus(node: Node, fen: int, per_months: int) -> Node:
    """An amount raised by so many fen, or lowered."""
    if isinstance(node, MoneyLiteral) and node.fen + fen >= 0:
        return MoneyLiteral(node.fen + fen, node.per_months)
    if fen < 0:
        return Subtract(node, MoneyLiteral(-fen, per_months))
    return Add(node, MoneyLiteral(fen, per_months)) if fen else node


def _before(versions: Sequence[Version], first: Month | None) -> list[Version]:
    """The versions that hold before *first*, ended there; none for a change of all months."""
    if first is None:
        return []
    earlier = [version for version in versions if first_month(version) < first]
    return [_ended(version, first) for version in earlier]


def _ended(version: Version, month: Month) -> Version:
    if version.until_month is not None and version.until_month < month:
        return version
    return evolve(version, until_month=month)


def _segments(versions: Sequence[Version], first: Month, end: Month | None) -> list[Version]:
    """What holds in [first, end), as versions that follow one another; holes stay holes."""
    edges: set[Month] = {first_month(version) for version in versions}
    edges.update(version.until_month for version in versions if version.until_month is not None)
    starts: list[Month] = [
        first,
        *sorted(e for e in edges if e > first and (end is None or e < end)),
    ]
    found: list[Version] = []
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        holding = _in_force(versions, start)
        if holding is not None:
            found.append(_placed(holding, start, stop))
    return found


def _in_force(versions: Sequence[Version], month: Month) -> Version | None:
    """The version that holds in a month, confirmed or not: last begun, then last decided."""
    holding = [
        version
        for version in versions
        if first_month(version) <= month
        and (version.until_month is None or month < version.until_month)
    ]
    return max(
        holding,
        key=lambda v: (first_month(v), v.decided_on.toordinal() if v.decided_on else 0),
        default=None,
    )


def _placed(version: Version, start: Month, stop: Month | None) -> Version:
    begins = None if start == BEGINNING and not isinstance(version, ParameterVersion) else start
    return evolve(version, from_month=begins, until_month=stop, decided_on=None)
