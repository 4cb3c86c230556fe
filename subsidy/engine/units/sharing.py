"""Each member's share of what a household is due, month by month, exact to the fen.

Who counts is decided on the household's own deciding day: a second scheme beside the first pays,
instead of an amount, the number of who is counted (see :mod:`counting`). Shares are equal; what
equal shares leave over is spread fen by fen in the order of the members' identifiers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from attrs import evolve, frozen

from subsidy.engine.columnar import joined, pick
from subsidy.engine.outcome import Entitlements, Outcome, Undetermined
from subsidy.engine.rounding import instalments
from subsidy.engine.settle import Settled
from subsidy.engine.spells import covering, cut, months_apart, sorted_order
from subsidy.engine.units.counting import Counted, Members
from subsidy.money import HALF_UP_TO_FEN

__all__ = ["missing_bits", "shares_of"]

Array = np.ndarray[Any, Any]

_DAYS = 1 << 24  # more days than any calendar here has


@frozen(eq=False)
class Spells:
    """Amounts of rows in months [first, end); ``missing`` are the facts that leave them open."""

    row: Array
    first: Array
    end: Array
    fen: Array
    missing: Array


def shares_of(
    due: Entitlements,
    who: Entitlements,
    counted: Counted,
    members: Members,
    bits: Mapping[int, int],
) -> Settled:
    """The members' shares of one scheme; *who* is the scheme that pays numbers.

    *bits* translates a bit of missing facts in the households' run into that of the persons'.
    """
    amounts = _by_month(due)
    at_row = np.concatenate([who.row, who.row])
    at_month = np.concatenate([who.first, who.end])
    pieces = cut(amounts.row, amounts.first, amounts.end, at_row, at_month)
    parts = evolve(pick(amounts, pieces.of), first=pieces.first, end=pieces.end)
    tells = covering(parts.row, parts.first, who.row, who.first, who.end)
    told = (tells >= 0) & (parts.fen > 0)
    told[told] = who.fen[tells[told]] > 0  # number 0: nobody counts
    numbers = who.fen[tells[told]] - 1
    open_ = (due.undetermined, _beside(who.undetermined, due.undetermined))
    shares = [_of_members(one, members, bits) for one in open_]
    return _settled([_paid(numbers, pick(parts, told), counted, members), *shares])


def missing_bits(
    outcome: Outcome, facts: Sequence[str], names: Mapping[str, str]
) -> dict[int, int]:
    """For each bit of one run's facts, the bit of the same fact in another; *names* rename."""
    return {
        1 << number: 1 << facts.index(names.get(name, name))
        for number, name in enumerate(outcome.facts)
        if names.get(name, name) in facts
    }


def _beside(who: Undetermined, due: Undetermined) -> Undetermined:
    """Where it cannot be told who counts, in the months in which the amount itself is known."""
    at_row, at_month = np.concatenate([due.row, due.row]), np.concatenate([due.first, due.end])
    pieces = cut(who.row, who.first, who.end, at_row, at_month)
    parts = evolve(pick(who, pieces.of), first=pieces.first, end=pieces.end)
    open_ = covering(parts.row, parts.first, due.row, due.first, due.end) >= 0
    return pick(parts, ~open_)


def _by_month(due: Entitlements) -> Spells:
    """Spells whose amount is that of each of their months."""
    none = np.zeros(len(due.row), np.int64)
    whole = Spells(due.row, due.first, due.end, due.fen, none)
    if not (due.per_months > 1).any():
        return whole
    at_row, at_month = months_apart(due.row, due.first, due.end)
    pieces = cut(due.row, due.first, due.end, at_row, at_month)
    of = pieces.of
    fen = instalments(due.fen[of], due.per_months[of], pieces.first, due.rounding)
    return evolve(pick(whole, of), first=pieces.first, end=pieces.end, fen=fen)


def _paid(numbers: Array, parts: Spells, counted: Counted, members: Members) -> Spells:
    """Every counted member's share of every part; *numbers* point at who is counted."""
    sets, of_set = np.unique(numbers, return_inverse=True)
    person, starts = _counted_persons(sets, counted, members)
    size = np.diff(starts)[of_set]
    part, place = _one_by_one(size)
    count, amount = size[part], parts.fen[part]
    return Spells(
        person[starts[of_set][part] + place],
        parts.first[part],
        parts.end[part],
        _up_to(amount, place + 1, count) - _up_to(amount, place, count),
        np.zeros(len(part), np.int64),
    )


def _one_by_one(sizes: Array) -> tuple[Array, Array]:
    """For groups of these sizes, the group of every member and its place in it from 0."""
    group = np.repeat(np.arange(len(sizes)), sizes)
    return group, np.arange(len(group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _up_to(amount: Array, number: Array, count: Array) -> Array:
    """What the first so many of *count* members have together, half a fen rounded up."""
    together: Array = (2 * amount * number + count) // (2 * count)
    return together


def _counted_persons(sets: Array, counted: Counted, members: Members) -> tuple[Array, Array]:
    """The persons who are counted in each set, one set after another, and where each begins."""
    household, day = counted.set_row[sets], counted.set_day[sets]
    begins = members.starts[household]
    of, place = _one_by_one(members.starts[household + 1] - begins)
    person = members.in_order[begins[of] + place]
    runs = counted.surely
    keys = runs.row.astype(np.int64) * _DAYS + runs.first
    at = np.searchsorted(keys, person.astype(np.int64) * _DAYS + day[of], side="right") - 1
    found = np.maximum(at, 0)
    counts = (at >= 0) & (len(keys) > 0)
    counts[counts] = (runs.row[found[counts]] == person[counts]) & (
        runs.end[found[counts]] > day[of[counts]]
    )
    kept = np.bincount(of[counts], minlength=len(sets))
    return person[counts], np.append(0, np.cumsum(kept))


def _of_members(open_: Undetermined, members: Members, bits: Mapping[int, int]) -> Spells:
    """Every member of a household of which it cannot be told."""
    translated = np.zeros(len(open_.missing), np.int64)
    for own, other in bits.items():
        translated |= np.where(open_.missing & own, other, 0)
    begins = members.starts[open_.row]
    spell, place = _one_by_one(members.starts[open_.row + 1] - begins)
    person = members.in_order[begins[spell] + place]
    nothing = np.zeros(len(spell), np.int64)
    return Spells(person, open_.first[spell], open_.end[spell], nothing, translated[spell])


def _settled(parts: Sequence[Spells]) -> Settled:
    whole = joined(parts)
    whole = pick(whole, sorted_order(whole.row, whole.first))
    return Settled(
        whole.row.astype(np.int64),
        whole.first.astype(np.int32),
        whole.end.astype(np.int32),
        np.zeros(len(whole.row), np.int16),
        whole.fen.astype(np.int64),
        np.ones(len(whole.row), np.int16),
        whole.missing,
        HALF_UP_TO_FEN,
    )
