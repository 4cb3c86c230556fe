"""Columns of instalments are the instalments that the money module gives one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.money import EXACT, AmountError, instalment
from subsidy.results.instalments import Standards, largest_fen
from tests.results.made_up_runs import ROUNDINGS

FEN = st.one_of(
    st.integers(1, 30), st.integers(1, 10**6), st.integers(1, largest_fen(12)), st.just(10**15)
)


def standards(fen, of, rounding):
    return Standards(np.array([fen], np.int64), np.array([of], np.int64), rounding)


@given(FEN, st.sampled_from([1, 3, 6, 12]), st.sampled_from(ROUNDINGS))
def test_every_instalment_is_that_of_the_money_module(fen, of, rounding):
    """Fails if a mode rounds another way, or a phase counts from another month."""
    columns = standards(fen, of, rounding)
    one_by_one = [instalment(fen, month % of + 1, of, rounding) for month in range(12)]

    assert one_by_one == [int(columns.instalment(np.array([m]))[0]) for m in range(12)]


@given(FEN, st.sampled_from([1, 3, 6, 12]), st.sampled_from(ROUNDINGS), st.integers(0, 30))
def test_what_is_paid_until_a_month_is_the_sum_of_its_instalments(fen, of, rounding, month):
    """Fails if the closed form forgets a whole period or the months begun."""
    columns = standards(fen % 10**13 + 1, of, rounding)
    fen = fen % 10**13 + 1
    due = [instalment(fen, number % of + 1, of, rounding) for number in range(month)]

    assert sum(due) == columns.paid_until(np.array([month]))[0]
    assert sum(1 for amount in due if amount > 0) == columns.paying_until(np.array([month]))[0]


def test_a_yearly_standard_of_three_fen_pays_in_three_months():
    """Months that round to nothing are not counted as paid."""
    three = standards(3, 12, ROUNDINGS[0])

    assert 3 == three.paying_until(np.array([12]))[0]
    assert 3 == three.paid_until(np.array([12]))[0]


def test_an_exact_standard_that_does_not_divide_is_refused():
    """EXACT never rounds silently."""
    with pytest.raises(AmountError, match="name a rounding"):
        standards(100, 12, EXACT).instalment(np.array([0]))
