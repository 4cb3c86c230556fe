"""Cutting and covering of month spells, against sets of single months."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from subsidy.engine.spells import covering, cut, months_apart


@st.composite
def spell_sets(draw):
    """Sorted spells that never overlap, over a few rows."""
    spells = []
    for row in range(draw(st.integers(0, 4))):
        edges = sorted(draw(st.sets(st.integers(0, 15), max_size=6)))
        spells += [(row, first, end) for first, end in zip(edges[::2], edges[1::2], strict=False)]
    columns = np.array(spells, np.int64).reshape(-1, 3)
    return columns[:, 0], columns[:, 1].astype(np.int32), columns[:, 2].astype(np.int32)


CUTS = st.lists(st.tuples(st.integers(0, 5), st.integers(-2, 18)), max_size=8)


@given(spell_sets(), st.integers(0, 5), st.integers(-2, 18))
def test_a_month_is_covered_by_the_spell_that_holds_it(spells, row, month):
    """Fails if an end counts as inside, or a neighbour's spell answers."""
    rows, firsts, ends = spells
    holding = [
        index
        for index, (r, f, e) in enumerate(zip(rows, firsts, ends, strict=True))
        if r == row and f <= month < e
    ]
    found = covering(np.array([row]), np.array([month]), rows, firsts, ends)

    assert (holding or [-1]) == list(found)


@given(spell_sets(), CUTS)
def test_pieces_hold_the_same_months_and_no_cut_lies_inside_one(spells, cuts):
    """Fails if a piece is lost, doubled, or runs over a cut."""
    rows, firsts, ends = spells
    at_row = np.array([row for row, _ in cuts], np.int64)
    at_month = np.array([month for _, month in cuts], np.int32)
    pieces = cut(rows, firsts, ends, at_row, at_month)
    months = sorted(zip(*months_apart(pieces.of, pieces.first, pieces.end), strict=True))

    assert sorted(zip(*months_apart(np.arange(len(rows)), firsts, ends), strict=True)) == months
    for of, first, end in zip(pieces.of, pieces.first, pieces.end, strict=True):
        assert not [m for row, m in cuts if row == rows[of] and first < m < end]
