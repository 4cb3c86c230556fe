"""Settling claims against other schemes: exclusion, requirement, netting, highest of; then rounding.

A *claim* is a stretch of months in which a scheme would pay, or might. Claims are cut wherever
another scheme's result changes, so that within one piece everything is the same every month.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import evolve, frozen

from subsidy.engine.columnar import joined, pick
from subsidy.engine.rounding import instalments, round_quotients
from subsidy.engine.spells import covering, cut, months_apart, sorted_order
from subsidy.money import Rounding
from subsidy.plan.model import SchemePlan

__all__ = [
    "Claims",
    "Settled",
    "merge_adjacent",
    "no_settlement",
    "settle",
    "settle_highest",
]

Array = np.ndarray[Any, Any]


@frozen(eq=False)
class Claims:
    """Months [first, end) of rows, before settling; sorted by row, then first, never overlapping.

    ``is_sure`` is false where eligibility itself is unknown; ``missing`` are the facts that the
    claim hangs on.
    """

    row: Array
    first: Array
    end: Array
    line: Array
    pay: Array
    per_months: Array
    at_least: Array
    at_most: Array
    missing: Array
    is_sure: Array


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
    missing: Array
    rounding: Rounding

    def in_month(self, row: Array, month: Array) -> tuple[Array, Array]:
        """The fen due and the missing facts of each (row, month); zero where there is nothing."""
        position = covering(row, month, self.row, self.first, self.end)
        found = np.flatnonzero(position >= 0)
        spell = position[found]
        fen, missing = np.zeros(len(row), np.int64), np.zeros(len(row), np.int64)
        missing[found] = self.missing[spell]
        due = instalments(self.fen[spell], self.per_months[spell], month[found], self.rounding)
        fen[found] = np.where(self.missing[spell] != 0, 0, due)
        return fen, missing

    def cuts(self, wanted: Array) -> tuple[Array, Array]:
        """Every (row, month) of wanted rows at which the amount of a month may change."""
        mine = wanted[self.row]
        row, first, end = self.row[mine], self.first[mine], self.end[mine]
        varies = self.per_months[mine] > 1
        each = months_apart(row[varies], first[varies], end[varies])
        return np.concatenate([row, row, each[0]]), np.concatenate([first, end, each[1]])


def no_settlement(rounding: Rounding) -> Settled:
    """The result where nobody has any claim."""
    none = np.zeros(0, np.int64)
    return Settled(none, none, none, none, none, none, none, rounding)


def settle(
    claims: Claims, scheme: SchemePlan, earlier: Sequence[Settled], batch_size: int
) -> Settled:
    """Apply exclusions, requirements and netting, then bounds and rounding."""
    others = sorted({*scheme.unless_paid, *scheme.only_if_paid, *scheme.scheme_nets})
    netted = np.zeros(len(claims.row), np.int64)
    if others and len(claims.row):
        touched = np.full(batch_size, bool(scheme.only_if_paid))
        for other in others:
            touched[earlier[other].row] = True
        concerned = touched[claims.row]
        if concerned.any():
            settled, amounts = _against_others(
                pick(claims, concerned), scheme, earlier, others, touched
            )
            claims, netted = _together(pick(claims, ~concerned), settled, amounts)
    return _rounded(claims, netted, scheme)


def settle_highest(members: Sequence[Settled], batch_size: int) -> list[Settled]:
    """In each month keep only the highest of the members; on a tie the one that comes first."""
    claimed = np.zeros(batch_size, np.int16)
    for member in members:
        claimed[np.unique(member.row)] += 1
    contested = claimed > 1
    cuts = [member.cuts(contested) for member in members]
    at_row, at_month = (np.concatenate(column) for column in zip(*cuts, strict=True))
    pieces = [_cut_settled(member, contested, at_row, at_month) for member in members]
    return [_survivors(number, pieces, members[number], contested) for number in range(len(pieces))]


def merge_adjacent(settled: Settled) -> Settled:
    """The same months in as few spells as possible: neighbours that say the same become one."""
    if not len(settled.row):
        return settled
    same = settled.first[1:] == settled.end[:-1]
    for column in (settled.row, settled.line, settled.fen, settled.per_months, settled.missing):
        same &= column[1:] == column[:-1]
    heads = np.flatnonzero(np.append(True, ~same))
    tails = np.append(heads[1:], len(settled.row)) - 1
    return evolve(pick(settled, heads), end=settled.end[tails])


def _against_others(
    claims: Claims,
    scheme: SchemePlan,
    earlier: Sequence[Settled],
    others: list[int],
    touched: Array,
) -> tuple[Claims, Array]:
    """Cut claims where others change; drop what is excluded; add up what is netted."""
    cuts = [earlier[other].cuts(touched) for other in others]
    at_row, at_month = (np.concatenate(column) for column in zip(*cuts, strict=True))
    pieces = cut(claims.row, claims.first, claims.end, at_row, at_month)
    claims = evolve(pick(claims, pieces.of), first=pieces.first, end=pieces.end)
    kept = np.ones(len(claims.row), bool)
    missing = claims.missing
    netted = np.zeros(len(claims.row), np.int64)
    for other in others:
        fen, unknown = earlier[other].in_month(claims.row, claims.first)
        if other in scheme.unless_paid:
            kept &= fen <= 0
            missing = missing | unknown
        if other in scheme.only_if_paid:
            kept &= (fen > 0) | (unknown != 0)
            missing = missing | unknown
        if other in scheme.scheme_nets:
            netted = netted + fen
            missing = missing | np.where(claims.is_sure, unknown, 0)
    return pick(evolve(claims, missing=missing), kept), netted[kept]


def _together(untouched: Claims, settled: Claims, amounts: Array) -> tuple[Claims, Array]:
    both = joined([untouched, settled])
    netted = np.concatenate([np.zeros(len(untouched.row), np.int64), amounts])
    order = sorted_order(both.row, both.first)
    return pick(both, order), netted[order]


def _rounded(claims: Claims, netted: Array, scheme: SchemePlan) -> Settled:
    """The amount, computed exactly and rounded once."""
    amount = claims.pay - netted * scheme.denominator
    if scheme.has_nets:
        amount = np.maximum(amount, 0)
    if scheme.at_least is not None:
        amount = np.maximum(amount, claims.at_least)
    if scheme.at_most is not None:
        amount = np.minimum(amount, claims.at_most)
    return Settled(
        claims.row,
        claims.first,
        claims.end,
        claims.line,
        round_quotients(amount, scheme.denominator, scheme.rounding),
        claims.per_months,
        claims.missing,
        scheme.rounding,
    )


def _cut_settled(member: Settled, contested: Array, at_row: Array, at_month: Array) -> Settled:
    mine = np.flatnonzero(contested[member.row])
    pieces = cut(member.row[mine], member.first[mine], member.end[mine], at_row, at_month)
    return evolve(pick(member, mine[pieces.of]), first=pieces.first, end=pieces.end)


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
    rest = pick(whole, ~contested[whole.row])
    both = joined([rest, pick(settled, kept)])
    return pick(both, sorted_order(both.row, both.first))
