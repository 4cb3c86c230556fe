"""What schemes and parameters name in their formulas, remembered from one reform to the next.

A reform shares nearly all of its schemes and parameters with the book that it is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from attrs import frozen

from subsidy.expression.nodes import Node, ParameterValue
from subsidy.expression.uses import names_in
from subsidy.rulebook.checks_units import formulas_of, name_read
from subsidy.rulebook.model import Parameter, Rulebook, Scheme
from subsidy.same import Same

__all__ = ["NamesRead", "changed_parameters", "depending_on", "read_by", "read_in"]

_KEPT = 1024  # those of a few places


@frozen
class NamesRead:
    """What formulas name: facts, dates, statuses and ages of a register; and parameters."""

    facts: frozenset[str]
    parameters: frozenset[str]


def read_by(scheme: Scheme) -> NamesRead:
    """What the formulas of a scheme name, those of its later rules as well."""
    return _read_by(Same(scheme))


def read_in(parameter: Parameter) -> frozenset[str]:
    """The parameters that one names in any version."""
    return _read_in(Same(parameter))


def depending_on(names: Iterable[str], parameters: Mapping[str, Parameter]) -> frozenset[str]:
    """These parameters and every one whose value can hang on one of them, however far away."""
    found = set(names)
    while True:
        more = {name for name, one in parameters.items() if not found.isdisjoint(read_in(one))}
        if more <= found:
            return frozenset(found)
        found |= more


def changed_parameters(baseline: Rulebook, book: Rulebook) -> frozenset[str]:
    """The parameters of *book* whose value can differ: changed ones, and those that read them."""
    old, new = baseline.parameters, book.parameters
    if old is new:
        return frozenset()
    changed = {n for n, one in new.items() if old.get(n) is not one and old.get(n) != one}
    return depending_on(changed, new) if changed else frozenset()


@lru_cache(maxsize=_KEPT)
def _read_by(scheme: Same[Scheme]) -> NamesRead:
    return _named(leaf for node in formulas_of(scheme.model) for leaf in names_in(node))


@lru_cache(maxsize=_KEPT)
def _read_in(parameter: Same[Parameter]) -> frozenset[str]:
    values = (version.value for version in parameter.model.versions)
    return _named(leaf for value in values for leaf in names_in(value)).parameters


def _named(leaves: Iterable[Node]) -> NamesRead:
    facts: set[str] = set()
    parameters: set[str] = set()
    for leaf in leaves:
        (parameters if isinstance(leaf, ParameterValue) else facts).add(name_read(leaf))
    return NamesRead(frozenset(facts), frozenset(parameters))
