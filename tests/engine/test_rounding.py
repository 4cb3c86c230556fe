"""Vector rounding and instalments against the scalar ones of subsidy.money."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from subsidy.engine.rounding import instalments, round_quotients
from subsidy.money import Mode, Rounding, instalment, round_fen

ROUNDINGS = st.builds(
    Rounding,
    st.sampled_from([Mode.HALF_UP, Mode.HALF_EVEN, Mode.UP, Mode.DOWN]),
    st.sampled_from([1, 10, 100]),
)


@given(st.integers(-(10**12), 10**12), st.integers(1, 5000), ROUNDINGS)
def test_quotients_round_as_single_amounts_do(numerator, denominator, rounding):
    """Fails with half-even for half-up, with floor for down below zero, or a step left out."""
    found = round_quotients(np.array([numerator]), denominator, rounding)

    assert round_fen(Fraction(numerator, denominator), rounding) == found[0]


@given(st.integers(0, 10**11), st.sampled_from([1, 3, 6, 12]), st.integers(24000, 24400), ROUNDINGS)
def test_instalments_are_those_of_single_amounts(fen, per_months, month, rounding):
    """Fails if instalments count from the first paid month instead of from January."""
    standard, months = np.array([fen]), np.array([month], np.int32)
    found = instalments(standard, np.array([per_months], np.int16), months, rounding)

    assert instalment(fen, month % 12 % per_months + 1, per_months, rounding) == found[0]
