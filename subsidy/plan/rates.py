"""Which version of a pay is in force in each month; what is missing becomes a problem."""

from __future__ import annotations

from collections.abc import Sequence

from subsidy.plan.scope import Scope
from subsidy.rulebook.model import PayVersion, Row
from subsidy.rulebook.values import RateMissing, version_in_force
from subsidy.rulebook.versions import first_month

__all__ = ["versions_by_month"]

NOT_IN_FORCE = -1


def versions_by_month(row: Row, scope: Scope) -> tuple[tuple[PayVersion, ...], tuple[int, ...]]:
    """The versions used, and for each month of the period the position of the one in force."""
    assert scope.scheme is not None
    name = f"{scope.scheme.name}.{row.name}" if row.name else scope.scheme.name
    turns = _turns(row.versions)
    used: list[PayVersion] = []
    positions: list[int] = []
    for month in scope.period.months():
        if not scope.exists.first <= month < scope.exists.end:
            positions.append(NOT_IN_FORCE)
            continue
        if positions and positions[-1] != NOT_IN_FORCE and month not in turns:
            positions.append(positions[-1])
            continue
        try:
            version = version_in_force(row.versions, month, name=name)
        except RateMissing as missing:
            scope.refuse_missing(missing, name)
            positions.append(NOT_IN_FORCE)
            continue
        if version not in used:
            used.append(version)
        positions.append(used.index(version))
    return tuple(used), tuple(positions)


def _turns(versions: Sequence[PayVersion]) -> frozenset[int]:
    """The months in which another version may come into force, or one no longer be confirmed."""
    begins = (first_month(version) for version in versions)
    ends = (v.until_month for v in versions if v.until_month is not None)
    unconfirmed = (v.last_confirmed + 1 for v in versions if v.last_confirmed is not None)
    return frozenset((*begins, *ends, *unconfirmed))
