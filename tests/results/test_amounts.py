"""Yearly amounts added up batch by batch are those of the spells."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from subsidy.engine.kernel import run
from subsidy.plan.build import build_plan
from subsidy.results import views
from subsidy.results.amounts import add_by_row, amounts_of_period
from subsidy.results.spells import paid_spells
from tests.drawing.people import people_of
from tests.strategies import draw_situation


@pytest.mark.usefixtures("spoilt_memory")
@pytest.mark.parametrize("seed", range(5_000, 5_030))
@pytest.mark.parametrize("threads", [1, 3])
def test_amounts_are_the_sums_of_what_is_paid(seed, threads):
    """Fails if a batch, a spell, an instalment or an undetermined month is added wrongly."""
    situation = draw_situation(Random(seed), 40)
    people = people_of(situation.book, situation.crowd)
    plan = build_plan(situation.book, situation.period, frozenset(situation.crowd.columns))
    outcome = run(plan, people)
    paid = paid_spells(outcome)
    fen = paid.paid()[1]
    summed = amounts_of_period(plan, people, 16, threads=threads)
    for scheme in plan.schemes:
        kinds = [n for n, kind in enumerate(paid.kinds) if kind.scheme == scheme.name]
        mine = np.isin(paid.kind, kinds)
        expected = np.zeros(40, np.int64)
        np.add.at(expected, paid.row[mine], fen[mine])

        assert expected.tolist() == summed[scheme.name].tolist()
        assert expected.tolist() == views.amounts_fen(outcome, 40, scheme.name).tolist()


@pytest.mark.parametrize("threads", [2, 5])
def test_threads_leave_the_same_bytes(threads):
    """Fails if the order of batches depends on which is done first."""
    situation = draw_situation(Random(77), 40)
    people = people_of(situation.book, situation.crowd)
    plan = build_plan(situation.book, situation.period, frozenset(situation.crowd.columns))
    alone, together = (run(plan, people, 3, threads=n) for n in (1, threads))
    for one, two in zip(alone.schemes, together.schemes, strict=True):
        for name in ("row", "bracket", "first", "end", "fen", "per_months"):
            assert getattr(one, name).tobytes() == getattr(two, name).tobytes()


def test_rows_that_stand_several_times_are_added_once_each():
    """Fails if the last, or the first, of a row's amounts wins."""
    due = np.zeros(5, np.int64)
    add_by_row(due, np.array([0, 2, 2, 2, 4]), np.array([1, 10, 20, 30, 5]))

    assert [1, 0, 60, 0, 5] == due.tolist()
