"""Which version of a pay is in force in each month; what is missing becomes a problem."""

from __future__ import annotations

from subsidy.plan.scope import Scope
from subsidy.rulebook.model import PayVersion, Row
from subsidy.rulebook.values import RateMissing, version_in_force

__all__ = ["versions_by_month"]

NOT_IN_FORCE = -1


def versions_by_month(row: Row, scope: Scope) -> tuple[tuple[PayVersion, ...], tuple[int, ...]]:
    """The versions used, and for each month of the period the position of the one in force."""
    assert scope.scheme is not None
    name = f"{scope.scheme.name}.{row.name}" if row.name else scope.scheme.name
    used: list[PayVersion] = []
    positions: list[int] = []
    for month in scope.period.months():
        if not scope.exists.first <= month < scope.exists.end:
            positions.append(NOT_IN_FORCE)
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
