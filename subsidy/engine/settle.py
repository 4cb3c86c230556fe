"""Settling claims against other schemes: exclusion, requirement, netting, highest of; then rounding.

A *claim* is a stretch of months in which a scheme would pay, or might. Claims are cut wherever
another scheme's result changes, so that within one piece everything is the same every month.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import evolve, frozen

from subsidy.dates import MONTHS_PER_YEAR, Period
from subsidy.engine.claims import Claims, amounts_fen
from subsidy.engine.rounding import instalments, round_quotients
from subsidy.engine.spells import covering, cut, months_apart, sorted_order
from subsidy.engine.subtracting import (
    has_one_amount_a_row,
    one_stretch_of_each_row,
    without,
    without_better,
)
from subsidy.money import Rounding
from subsidy.plan.model import SchemePlan

__all__ = [
    "Settled",
    "joined",
    "merge_adjacent",
    "no_settlement",
    "settle",
    "settle_highest",
]

Array = np.ndarray[Any, Any]


@frozen(eq=False)
class Settled:
    """A scheme's result in a batch. Where ``missing`` is not zero the months are undetermined.

    Otherwise ``fen`` is due for every ``per_months`` months. Sorted by row, then first.
    """

    row: Array
    first: Array
    end: Array
    line: Array
    fen: Array
    per_months: Array
    missing: Array | None  # None: nothing is undetermined
    rounding: Rounding

    def __len__(self) -> int:
        return len(self.row)

    def take(self, chosen: Array) -> Settled:
        """Some spells, by mask or by position."""
        return Settled(
            self.row[chosen],
            self.first[chosen],
            self.end[chosen],
            self.line[chosen],
            self.fen[chosen],
            self.per_months[chosen],
            None if self.missing is None else self.missing[chosen],
            self.rounding,
        )

    def within(self, months: Period) -> Settled:
        """The spells as far as they lie in some months."""
        if not len(self):
            return self
        first = np.maximum(self.first, np.int32(months.first))
        end = np.minimum(self.end, np.int32(months.end))
        return evolve(self, first=first, end=end).take(first < end)

    def facts_missing(self) -> Array:
        """The missing facts of every spell."""
        return np.zeros(len(self), np.int64) if self.missing is None else self.missing

    def in_month(self, row: Array, month: Array) -> tuple[Array, Array]:
        """The fen due and the missing facts of each (row, month); zero where there is nothing."""
        position = covering(row, month, self.row, self.first, self.end)
        found = np.flatnonzero(position >= 0)
        spell = position[found]
        fen, missing = np.zeros(len(row), np.int64), np.zeros(len(row), np.int64)
        missing[found] = self.facts_missing()[spell]
        due = instalments(self.fen[spell], self.per_months[spell], month[found], self.rounding)
        fen[found] = np.where(missing[found] != 0, 0, due)
        return fen, missing

    def cuts(self, wanted: Array) -> tuple[Array, Array]:
        """Every (row, month) of wanted rows at which the amount of a month may change."""
        mine = np.flatnonzero(wanted[self.row])
        row, first, end = self.row[mine], self.first[mine], self.end[mine]
        varies = self.per_months[mine] > 1
        each = months_apart(row[varies], first[varies], end[varies])
        return np.concatenate([row, row, each[0]]), np.concatenate([first, end, each[1]])


def no_settlement(rounding: Rounding) -> Settled:
    """The result where nobody has any claim."""
    none, months = np.zeros(0, np.int64), np.zeros(0, np.int32)
    short = np.zeros(0, np.int16)
    return Settled(none, months, months, short, none, short, None, rounding)


def settle(
    claims: Claims, scheme: SchemePlan, earlier: Sequence[Settled], batch_size: int
) -> Settled:
    """Apply exclusions, requirements and netting, then bounds and rounding."""
    settled = _settled(claims, scheme, earlier, batch_size)
    return in_paying_months(settled, scheme.pays_in) if scheme.pays_in else settled


def _settled(
    claims: Claims, scheme: SchemePlan, earlier: Sequence[Settled], batch_size: int
) -> Settled:
    others = [earlier[number] for number in _others(scheme) if len(earlier[number])]
    if not (scheme.only_if_paid or scheme.scheme_nets or scheme.frozen):
        stretches = [one_stretch_of_each_row(other) for other in others]
        if all(stretch is not None for stretch in stretches):
            return _alone(_without_all(claims, stretches, batch_size), scheme)
    concerned = _concerned(claims, scheme, earlier, batch_size)
    if concerned is None:
        return _alone(claims, scheme)
    settled = _against_others(claims.take(concerned), scheme, earlier, batch_size)
    if concerned.all():
        return settled
    return _in_order(_alone(claims.take(~concerned), scheme), settled)


def in_paying_months(settled: Settled, pays_in: tuple[int, ...]) -> Settled:
    """Single months, each with its instalment of the standard among the paying months.

    Instalment *k* of *n* is round(A·k/n) − round(A·(k−1)/n), as in
    :meth:`subsidy.rulebook.model.Timing.instalment`.
    """
    in_year = settled.first.astype(np.int64) % MONTHS_PER_YEAR
    span = settled.per_months.astype(np.int64)
    paying = np.array(pays_in, np.int64) - 1
    together = paying[None, :] // span[:, None] == (in_year // span)[:, None]
    upto = (
        np.arange(len(pays_in))[None, :]
        <= (paying[None, :] == in_year[:, None]).argmax(axis=1)[:, None]
    )
    number, count = (together & upto).sum(axis=1), together.sum(axis=1)
    parts = [
        round_quotients(settled.fen * k, count, settled.rounding) for k in (number, number - 1)
    ]
    return evolve(settled, fen=parts[0] - parts[1], per_months=np.ones_like(settled.per_months))


def _concerned(
    claims: Claims, scheme: SchemePlan, earlier: Sequence[Settled], batch_size: int
) -> Array | None:
    """The claims whose rows have anything to do with another scheme; None where none has."""
    others = [number for number in _others(scheme) if len(earlier[number])]
    is_asked = bool(scheme.only_if_paid) or scheme.frozen is not None
    if not len(claims) or not (others or is_asked):
        return None
    if is_asked:
        return np.ones(len(claims), bool)
    touched = np.zeros(batch_size, bool)
    for other in others:
        touched[earlier[other].row] = True
    concerned = touched[claims.row]
    return concerned if concerned.any() else None


def _without_all(
    claims: Claims, stretches: Sequence[tuple[Array, Array, Array] | None], batch_size: int
) -> Claims:
    for stretch in stretches:
        if stretch is not None:
            claims = without(claims, stretch, batch_size)
    return claims


def _others(scheme: SchemePlan) -> list[int]:
    return sorted({*scheme.unless_paid, *scheme.only_if_paid, *scheme.scheme_nets})


def settle_highest(members: Sequence[Settled], batch_size: int) -> list[Settled]:
    """In each month keep only the highest of the members; on a tie the one that comes first."""
    claimed = np.zeros(batch_size, np.int16)
    for member in members:
        claimed[member.row[_changes(member.row)]] += 1
    contested = claimed > 1
    if not contested.any():
        return list(members)
    if all(has_one_amount_a_row(member) for member in members):
        return [_unbeaten(number, members, batch_size) for number in range(len(members))]
    cuts = [member.cuts(contested) for member in members]
    at_row, at_month = (np.concatenate(column) for column in zip(*cuts, strict=True))
    pieces = [_cut_settled(member, contested, at_row, at_month) for member in members]
    return [_survivors(number, pieces, members[number], contested) for number in range(len(pieces))]


def _unbeaten(number: int, members: Sequence[Settled], batch_size: int) -> Settled:
    """What no other member beats: it pays more, or as much and comes first."""
    left = members[number]
    for other, rival in enumerate(members):
        if other != number:
            left = without_better(left, rival, batch_size, on_a_tie=other < number)
    return left


def merge_adjacent(settled: Settled) -> Settled:
    """The same months in as few spells as possible: neighbours that say the same become one."""
    if len(settled) <= 1:
        return settled
    same = settled.first[1:] == settled.end[:-1]
    for column in (settled.row, settled.line, settled.fen, settled.per_months, settled.missing):
        if column is not None:
            same &= column[1:] == column[:-1]
    if not same.any():
        return settled
    heads = np.flatnonzero(np.append(True, ~same))
    tails = np.append(heads[1:], len(settled.row)) - 1
    return evolve(settled.take(heads), end=settled.end[tails])


def _against_others(
    claims: Claims, scheme: SchemePlan, earlier: Sequence[Settled], batch_size: int
) -> Settled:
    """Cut claims where others change; drop what is excluded; take off what is netted."""
    claims = _cut_claims(claims, [earlier[other] for other in _others(scheme)], batch_size)
    kept = np.ones(len(claims), bool)
    missing = claims.facts_missing()
    netted = np.zeros(len(claims), np.int64)
    for other in _others(scheme):
        fen, unknown = earlier[other].in_month(claims.row, claims.first)
        if other in scheme.unless_paid:
            kept &= fen <= 0
            missing = missing | unknown
        if other in scheme.only_if_paid:
            kept &= (fen > 0) | (unknown != 0)
            missing = missing | unknown
        if other in scheme.scheme_nets:
            netted = netted + fen
            missing = missing | np.where(claims.sure(), unknown, 0)
    if scheme.frozen is not None:
        assert claims.before is not None
        fen, unknown = earlier[scheme.frozen[0]].in_month(claims.row, claims.before)
        netted = netted - fen
        unknown = np.where(claims.sure(), unknown, 0)
        kept &= ~claims.sure() | (fen > 0) | (unknown != 0)
        missing = missing | unknown
    unknown_facts = missing if missing.any() else None
    return _alone(evolve(claims, missing=unknown_facts), scheme, netted).take(kept)


def _cut_claims(claims: Claims, others: Sequence[Settled], batch_size: int) -> Claims:
    """The claims in pieces within which every other scheme says the same each month."""
    if not others:
        return claims
    claimed = np.zeros(batch_size, bool)
    claimed[claims.row] = True
    cuts = [other.cuts(claimed) for other in others]
    at_row, at_month = (np.concatenate(column) for column in zip(*cuts, strict=True))
    pieces = cut(claims.row, claims.first, claims.end, at_row, at_month)
    return evolve(claims.take(pieces.of), first=pieces.first, end=pieces.end)


def _alone(claims: Claims, scheme: SchemePlan, netted: Array | None = None) -> Settled:
    """What claims come to, with what is netted taken off."""
    terms, code = claims.terms, claims.code
    if netted is None or not (scheme.scheme_nets or scheme.frozen):
        fen = terms.fen.take(code)
    else:
        pay = terms.pay.take(code) - netted * scheme.denominator
        fen = amounts_fen(scheme, pay, terms.at_least.take(code), terms.at_most.take(code))
    return Settled(
        claims.row,
        claims.first,
        claims.end,
        terms.line.take(code),
        fen,
        terms.per_months.take(code),
        claims.missing,
        scheme.rounding,
    )


def _in_order(one: Settled, two: Settled) -> Settled:
    """Both results of disjoint spells, by row, then first month."""
    both = joined([one, two])
    return both.take(sorted_order(both.row, both.first))


def joined(parts: Sequence[Settled]) -> Settled:
    """One result after another, column by column."""
    if len(parts) == 1:
        return parts[0]
    known = all(part.missing is None for part in parts)
    return Settled(
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.end for part in parts]),
        np.concatenate([part.line for part in parts]),
        np.concatenate([part.fen for part in parts]),
        np.concatenate([part.per_months for part in parts]),
        None if known else np.concatenate([part.facts_missing() for part in parts]),
        parts[0].rounding,
    )


def _changes(row: Array) -> Array:
    """Where a sorted column begins anew."""
    begins = np.ones(len(row), bool)
    np.not_equal(row[1:], row[:-1], out=begins[1:])
    return begins


def _cut_settled(member: Settled, contested: Array, at_row: Array, at_month: Array) -> Settled:
    mine = np.flatnonzero(contested[member.row])
    pieces = cut(member.row[mine], member.first[mine], member.end[mine], at_row, at_month)
    return evolve(member.take(mine[pieces.of]), first=pieces.first, end=pieces.end)


def _survivors(number: int, pieces: Sequence[Settled], whole: Settled, contested: Array) -> Settled:
    """What is left of one member: unknown beats all, then the highest, then the first listed."""
    mine = pieces[number]
    fen, missing = mine.in_month(mine.row, mine.first)
    beaten = np.zeros(len(mine.row), bool)
    doubt = missing
    for other, piece in enumerate(pieces):
        if other != number:
            rival, unknown = piece.in_month(mine.row, mine.first)
            doubt = doubt | unknown
            beaten |= (rival >= fen) if other < number else (rival > fen)
    paid = fen > 0
    undetermined = (doubt != 0) & (paid | (missing != 0))
    kept = undetermined | ~(paid & beaten) | (missing != 0)
    settled = evolve(mine, missing=np.where(undetermined, doubt, 0))
    return _in_order(whole.take(~contested[whole.row]), settled.take(kept))
