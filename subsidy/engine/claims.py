"""What schemes would pay before they are settled against one another, and on what terms."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import evolve, fields, frozen

from subsidy.engine.rounding import round_quotients
from subsidy.engine.spells import sorted_order
from subsidy.plan.model import SchemePlan

__all__ = ["Claims", "Terms", "amounts_fen"]

Array = np.ndarray[Any, Any]


@frozen(eq=False)
class Terms:
    """What is paid a month: the row of the amount, and numerators over the scheme's denominator.

    The bounds mean nothing where the scheme has none. ``fen`` is the amount with nothing netted.
    """

    line: Array  # int16
    pay: Array
    per_months: Array  # int16
    at_least: Array
    at_most: Array
    fen: Array

    @classmethod
    def of(
        cls,
        scheme: SchemePlan,
        line: Array,
        pay: Array,
        per_months: Array,
        bounds: tuple[Array, Array],
    ) -> Terms:
        """Terms with their amounts worked out."""
        fen = amounts_fen(scheme, pay, *bounds)
        return cls(line.astype(np.int16), pay, per_months.astype(np.int16), *bounds, fen)

    def then(self, other: Terms) -> Terms:
        """These terms, and others after them."""
        names = [field.name for field in fields(Terms)]
        return Terms(*(np.concatenate([getattr(t, n) for t in (self, other)]) for n in names))


@frozen(eq=False)
class Claims:
    """Months [first, end) of rows, before settling; sorted by row, then first, never overlapping.

    ``code`` is the position of a claim's terms; ``missing`` are the facts that it hangs on (None:
    no claim hangs on any); ``is_sure`` is false where eligibility itself is unknown (None: nowhere).
    ``before`` is, where amounts are frozen, the month whose amount goes on.
    """

    row: Array
    first: Array  # int32
    end: Array  # int32
    code: Array
    terms: Terms
    missing: Array | None = None
    is_sure: Array | None = None
    before: Array | None = None

    def __len__(self) -> int:
        return len(self.row)

    def take(self, chosen: Array) -> Claims:
        """Some claims, by mask or by position."""
        names = ("row", "first", "end", "code", "missing", "is_sure", "before")
        columns = {n: c[chosen] for n in names if (c := getattr(self, n)) is not None}
        return evolve(self, **columns)

    def facts_missing(self) -> Array:
        """The missing facts of every claim."""
        return np.zeros(len(self), np.int64) if self.missing is None else self.missing

    def sure(self) -> Array:
        """Which claims are sure to exist."""
        return np.ones(len(self), bool) if self.is_sure is None else self.is_sure

    def with_(self, other: Claims) -> Claims:
        """These claims and others of the same scheme, in order."""
        both = Claims(
            np.concatenate([self.row, other.row]),
            np.concatenate([self.first, other.first]),
            np.concatenate([self.end, other.end]),
            np.concatenate([self.code, other.code + len(self.terms.line)]),
            self.terms.then(other.terms),
            np.concatenate([self.facts_missing(), other.facts_missing()]),
            np.concatenate([self.sure(), other.sure()]),
            None if self.before is None else np.concatenate([self.before, other.first]),
        )
        return both.take(sorted_order(both.row, both.first))


def amounts_fen(scheme: SchemePlan, pay: Array, at_least: Array, at_most: Array) -> Array:
    """Amounts within their bounds, computed exactly and rounded once."""
    amount = pay
    if scheme.has_nets:
        amount = np.maximum(amount, 0)
    if scheme.at_least is not None:
        amount = np.maximum(amount, at_least)
    if scheme.at_most is not None:
        amount = np.minimum(amount, at_most)
    return round_quotients(amount, scheme.denominator, scheme.rounding)
