"""Instalments of standards, a column at a time: whole numbers only, the same as ``money.instalment``.

A standard of *A* fen for *n* months is paid in *n* instalments that sum to round(A). What has
been paid from month 0 up to a month is a closed form, so a spell of any length is a difference
of two of them and nobody's months are ever written out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen

from subsidy.engine.rounding import round_quotients
from subsidy.money import Rounding

__all__ = ["Column", "Standards", "largest_fen"]

Column = np.ndarray[Any, Any]

LONGEST_PERIOD_MONTHS = 12


@frozen(eq=False)
class Standards:
    """Standards of ``fen`` for ``per_months`` months each, rounded alike; columns of one length.

    Months are counted from a January, so that products stay small: the caller proves with
    :func:`largest_fen` that none can wrap.
    """

    fen: Column  # int64, above zero
    per_months: Column  # int64: 1, 3, 6 or 12
    rounding: Rounding

    def paid_until(self, month: Column) -> Column:
        """Fen paid by all instalments from month 0 up to, and not including, *month*."""
        if self._every_month_pays_all:
            return np.asarray(self.fen * month)
        whole, begun = np.divmod(month, self.per_months)
        return np.asarray(whole * self._first(self.per_months) + self._first(begun))

    def every_month(self) -> Column | None:
        """What each standard pays in each month; None where that is not the same all year."""
        if not len(self.fen):
            return self.fen
        if self._every_month_pays_all:
            return self.fen
        step, first = self.rounding.step_fen, self.per_months[0]
        is_one = bool((self.per_months == first).all())
        whole = step * (int(first) if is_one else self.per_months.astype(np.int64))
        steps = self.fen // whole
        return steps * step if (steps * whole == self.fen).all() else None

    def instalment(self, month: Column) -> Column:
        """Fen due in *month*."""
        if self._every_month_pays_all:
            return self.fen
        begun = np.remainder(month, self.per_months)
        return np.asarray(self._first(begun + 1) - self._first(begun))

    def paying_until(self, month: Column) -> Column:
        """How many months from month 0 up to, not including, *month* pay more than nothing."""
        small = self.fen < 2 * self.per_months * self.rounding.step_fen  # may round to nothing
        if not small.any():
            return month
        paying = np.array(month, np.int64)
        few = Standards(self.fen[small], self.per_months[small], self.rounding)
        whole, begun = np.divmod(paying[small], few.per_months)
        paying[small] = whole * few._paying(few.per_months) + few._paying(begun)
        return paying

    @property
    def _every_month_pays_all(self) -> bool:
        return self.rounding.step_fen == 1 and bool((self.per_months == 1).all())

    def _paying(self, count: Column) -> Column:
        """How many of the first *count* instalments pay more than nothing."""
        paying = np.zeros(self.fen.shape, np.int64)
        for number in range(1, LONGEST_PERIOD_MONTHS + 1):
            inside = number <= count
            before = self._first(np.where(inside, number - 1, 0))
            paying += self._first(np.where(inside, number, 0)) > before
        return paying

    def _first(self, count: Column) -> Column:
        """What the first *count* instalments come to."""
        return round_quotients(self.fen * count, self.per_months, self.rounding)


def largest_fen(months: int) -> int:
    """The largest standard whose arithmetic over so many months provably stays in 64 bits."""
    return 2**62 // (months + 4 * LONGEST_PERIOD_MONTHS)
