"""Rounding and instalments for arrays: the vector counterpart of :mod:`subsidy.money`.

All integers; callers have proven that no product leaves 64 bits.
"""

from __future__ import annotations

from typing import Any, assert_never

import numpy as np

from subsidy.money import AmountError, Mode, Rounding

__all__ = ["instalments", "round_quotients"]

Array = np.ndarray[Any, Any]

MONTHS_PER_YEAR = 12


def round_quotients(numerators: Array, denominators: Array | int, rounding: Rounding) -> Array:
    """Round fractions of fen to whole steps, as :func:`subsidy.money.round_fen` does.

    Raises:
        AmountError: the mode is EXACT and something does not come out in whole steps; a plan
            refuses such rules before anybody is looked at.
    """
    divisor = np.multiply(denominators, rounding.step_fen)
    size = np.abs(numerators)
    match rounding.mode:
        case Mode.HALF_UP:
            steps = (2 * size + divisor) // (2 * divisor)
        case Mode.HALF_EVEN:
            steps = (2 * size + divisor) // (2 * divisor)
            is_tie = (2 * size + divisor) % (2 * divisor) == 0
            steps = steps - (is_tie & (steps % 2 == 1))
        case Mode.UP:
            steps = -(-size // divisor)
        case Mode.DOWN:
            steps = size // divisor
        case Mode.EXACT:
            steps = size // divisor
            if np.any(steps * divisor != size):
                raise AmountError("the amount does not come out in whole steps; name a rounding")
        case _:
            assert_never(rounding.mode)
    rounded: Array = np.sign(numerators) * steps * rounding.step_fen
    return rounded


def instalments(fen: Array, per_months: Array, months: Array, rounding: Rounding) -> Array:
    """The instalment of each standard that falls in each month.

    round(A·k/n) − round(A·(k−1)/n), where *k* counts the months of the span of *n* months.
    """
    number = (months.astype(np.int64) % MONTHS_PER_YEAR) % per_months + 1
    span = per_months.astype(np.int64)
    upper = round_quotients(fen * number, span, rounding)
    return upper - round_quotients(fen * (number - 1), span, rounding)
