"""Which schemes can be calculated from the registers at hand, and why the others cannot.

A scheme is left out, by name and with its reason, where no register of its unit is given, or of
a unit whose facts it reads; where it reads a parameter that the rules declare unknown; or where it
hangs on a scheme left out. The rest is calculated: nothing that is left out counts as zero for anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from attrs import evolve, frozen

from subsidy.errors import Words
from subsidy.expression.nodes import FactValue
from subsidy.rulebook.model import (
    AmountRule,
    LaterRules,
    MoneyFact,
    NetAmount,
    NetScheme,
    OverlapRule,
    Parameter,
    Rulebook,
    Scheme,
)
from subsidy.rulebook.names_read import depending_on, read_by
from subsidy.rulebook.order import dependencies, in_dependency_order
from subsidy.same import Same

__all__ = ["HOUSEHOLD", "INSTITUTION", "PERSON", "LeftOut", "in_play"]

_KEPT = 8  # a scenario of a rate has the parameters of what it starts from
PERSON, HOUSEHOLD, INSTITUTION = "person", "household", "institution"
_KEPT = 32
_OPTIONS = {HOUSEHOLD: "--households", INSTITUTION: "--institutions"}
_REGISTERS = {
    PERSON: Words("persons", "人员"),
    HOUSEHOLD: Words("households", "家庭"),
    INSTITUTION: Words("institutions", "机构"),
}


@frozen
class LeftOut:
    """A scheme that was not calculated, and why. ``unknown`` are the parameters that it wants."""

    scheme: str
    why: Words
    labels: Words
    unknown: tuple[str, ...] = ()


def in_play(book: Rulebook, units: Collection[str]) -> tuple[Rulebook, tuple[LeftOut, ...]]:
    """*book* with the schemes that registers of these *units* allow, and what is left out.

    Where households are given, a member's share of a household's amount takes the place of the
    fact that is declared to be that share (``share_of``).
    """
    return _in_play(Same(book), frozenset(units))


@lru_cache(maxsize=_KEPT)
def _in_play(same: Same[Rulebook], units: frozenset[str]) -> tuple[Rulebook, tuple[LeftOut, ...]]:
    """Kept, so that whatever hangs on the rules that play is kept by their identity, too."""
    book = same.model
    if HOUSEHOLD in units:
        book = evolve(book, schemes=tuple(_netting_shares(s, book) for s in book.schemes))
        book = evolve(book, schemes=in_dependency_order(book.schemes, book.overlaps))
    left_out = {
        scheme.name: why for scheme in book.schemes if (why := _own_reason(scheme, book, units))
    }
    while more := dict(_hanging_on(book, left_out)):
        left_out |= more
    if not left_out:
        return book, ()
    kept = tuple(scheme for scheme in book.schemes if scheme.name not in left_out)
    names = {scheme.name for scheme in kept}
    overlaps = tuple(o for o in book.overlaps if set(o.schemes) <= names)
    return evolve(book, schemes=kept, overlaps=overlaps), tuple(left_out.values())


def _netting_shares(scheme: Scheme, book: Rulebook) -> Scheme:
    if scheme.unit != PERSON:
        return scheme
    every: list[AmountRule | LaterRules] = [scheme.amount, *scheme.later]
    if all(_all_netted(rules.net_of, book) == rules.net_of for rules in every):
        return scheme
    later = tuple(evolve(rules, net_of=_all_netted(rules.net_of, book)) for rules in scheme.later)
    amount = evolve(scheme.amount, net_of=_all_netted(scheme.amount.net_of, book))
    return evolve(scheme, amount=amount, later=later)


def _all_netted(
    nets: tuple[NetScheme | NetAmount, ...], book: Rulebook
) -> tuple[NetScheme | NetAmount, ...]:
    return tuple(dict.fromkeys(_share_netted(net, book) for net in nets))


def _share_netted(net: NetScheme | NetAmount, book: Rulebook) -> NetScheme | NetAmount:
    if isinstance(net, NetAmount) and isinstance(net.amount, FactValue):
        fact = book.facts[net.amount.fact]
        if isinstance(fact, MoneyFact) and fact.share_of is not None:
            return NetScheme(fact.share_of)
    return net


def _own_reason(scheme: Scheme, book: Rulebook, units: Collection[str]) -> LeftOut | None:
    wanting = [unit for unit in (scheme.unit, *_units_read(scheme, book)) if unit not in units]
    if wanting:
        whose, option = _REGISTERS[wanting[0]], _OPTIONS.get(wanting[0], "REGISTER")
        why = Words(
            f"no register of {whose.en} is given ({option})", f"没有提供{whose.zh}名册（{option}）"
        )
        return LeftOut(scheme.name, why, scheme.labels)
    unknown = tuple(sorted(_unknown_parameters(scheme, book)))
    if not unknown:
        return None
    listed = ", ".join(unknown)
    why = Words(
        f"not known: {listed}; supply with --set {unknown[0]}=… or in a rule file",
        f"未知：{listed}；请用 --set {unknown[0]}=… 或规则文件提供",
    )
    return LeftOut(scheme.name, why, scheme.labels, unknown)


def _units_read(scheme: Scheme, book: Rulebook) -> list[str]:
    """The units whose facts a scheme reads."""
    return sorted({book.units.get(name, PERSON) for name in read_by(scheme).facts})


def _unknown_parameters(scheme: Scheme, book: Rulebook) -> list[str]:
    """Those that a scheme hangs on. Switches of a reform, which are no parameters, are known."""
    read = read_by(scheme).parameters
    unknown = _worked_out_from_unknown(Same(book.parameters))
    return [name for name, behind in unknown.items() if not read.isdisjoint(behind)]


@lru_cache(maxsize=_KEPT)
def _worked_out_from_unknown(
    parameters: Same[Mapping[str, Parameter]],
) -> Mapping[str, frozenset[str]]:
    """For every parameter without a value those that cannot be worked out, itself among them."""
    unknown = [name for name, one in parameters.model.items() if not one.versions]
    return {name: depending_on([name], parameters.model) for name in unknown}


def _hanging_on(book: Rulebook, left_out: Mapping[str, LeftOut]) -> Iterator[tuple[str, LeftOut]]:
    for scheme in book.schemes:
        if scheme.name in left_out:
            continue
        beside = [
            name
            for overlap in book.overlaps
            if overlap.rule is OverlapRule.HIGHEST_OF and scheme.name in overlap.schemes
            for name in overlap.schemes
        ]
        for name in (*dependencies(scheme), *beside):
            if name in left_out:
                other = left_out[name]
                label = other.labels.zh or name
                why = Words(
                    f"it hangs on {name}, which is not calculated", f"取决于未计算的“{label}”"
                )
                yield scheme.name, LeftOut(scheme.name, why, scheme.labels, other.unknown)
                break
