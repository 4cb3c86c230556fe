"""Rulebooks that are measured agree with the reference."""

from __future__ import annotations

import pytest

from benchmarks.against_reference import disagreements
from benchmarks.lineup import SHAPES

MEASURED = [contestant for group in SHAPES.values() for contestant in group]


@pytest.mark.parametrize("contestant", MEASURED, ids=lambda one: one.label)
def test_a_shape_gives_what_the_reference_gives(contestant):
    """A fast wrong answer is not measured."""
    assert 0 == disagreements(contestant, 40, 7)
