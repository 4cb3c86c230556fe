"""Three-valued logic: yes, no, and unknown with the facts that are missing (Kleene 1938)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

__all__ = ["Truth", "Unknown", "all_of", "any_of", "missing_in", "opposite"]


@frozen
class Unknown:
    """A value that the register does not give; ``missing`` names the facts that would tell."""

    missing: frozenset[str]


Truth = bool | Unknown


def opposite(truth: Truth) -> Truth:
    """No for yes, yes for no; unknown stays unknown."""
    return truth if isinstance(truth, Unknown) else not truth


def all_of(parts: Iterable[Truth]) -> Truth:
    """One no decides; else one unknown; yes where there is neither.

    >>> all_of([True, Unknown(frozenset({"grade"})), False])
    False
    """
    unknown = []
    for part in parts:
        if part is False:
            return False
        if part is not True:
            unknown.append(part)
    return Unknown(missing_in(unknown)) if unknown else True


def any_of(parts: Iterable[Truth]) -> Truth:
    """One yes decides; else one unknown; no where there is neither.

    >>> any_of([False, Unknown(frozenset({"grade"}))])
    Unknown(missing=frozenset({'grade'}))
    """
    unknown = []
    for part in parts:
        if part is True:
            return True
        if part is not False:
            unknown.append(part)
    return Unknown(missing_in(unknown)) if unknown else False


def missing_in(values: Iterable[object]) -> frozenset[str]:
    """Everything that is missing for the unknown ones among *values*."""
    unknown = [value.missing for value in values if isinstance(value, Unknown)]
    return frozenset().union(*unknown)
