"""What is left of references to schemes that a place withdraws: a scheme that is gone never pays.

So it excludes nobody, nothing is net of it, nothing is a share of it, and it competes with
nothing. What is paid only
together with it (``only_if_paid``) is not for us to decide, and stays a problem.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from subsidy.rulebook.reading import Declared
from subsidy.rulebook.record import Listing, Record, Value

__all__ = ["forget_in_facts", "forget_in_overlaps", "forget_in_schemes"]


def forget_in_schemes(schemes: Mapping[str, Declared], gone: set[str]) -> dict[str, Declared]:
    """The schemes without references to those that are gone."""
    return {name: evolve(one, record=_without(one.record, gone)) for name, one in schemes.items()}


def forget_in_facts(facts: Mapping[str, Declared], gone: set[str]) -> dict[str, Declared]:
    """The facts, none of them a share of a scheme that is gone: there the register alone tells it."""
    return {
        name: evolve(one, record=_drop(one.record, "share_of"))
        if one.record.text("share_of") in gone
        else one
        for name, one in facts.items()
    }


def forget_in_overlaps(overlaps: Mapping[str, Declared], gone: set[str]) -> dict[str, Declared]:
    """The overlaps without schemes that are gone; those of fewer than two are gone as well."""
    kept: dict[str, Declared] = {}
    for name, one in overlaps.items():
        named = {value.text for value in one.record.values("schemes")}
        if not named & gone:
            kept[name] = one
        elif len(named - gone) > 1:
            kept[name] = evolve(one, record=_strip(one.record, "schemes", gone))
    return kept


def _without(scheme: Record, gone: set[str]) -> Record:
    amount = scheme.record("amount")
    if amount is not None:
        entries = {**scheme.entries, "amount": _strip(amount, "net_of", gone)}
        scheme = evolve(scheme, entries=entries)
    return _strip(scheme, "unless_paid", gone)


def _strip(record: Record, key: str, gone: set[str]) -> Record:
    listing = record.entries.get(key)
    if not isinstance(listing, Listing):
        return record
    items = tuple(i for i in listing.items if not (isinstance(i, Value) and i.text in gone))
    return evolve(record, entries={**record.entries, key: evolve(listing, items=items)})


def _drop(record: Record, key: str) -> Record:
    return evolve(record, entries={k: one for k, one in record.entries.items() if k != key})
