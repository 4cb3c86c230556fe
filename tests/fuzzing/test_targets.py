"""The fuzzer's targets, for a moment: the same neighbours of good inputs each time."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.fuzzing.mutation import mutated
from tests.fuzzing.targets import TARGETS, seeds

TIMES = {"rules": 40, "yaml": 150}


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_breaks_a_reader(target):
    """Refused or read: no other exception, nothing unaccounted for."""
    inputs = [*seeds(target)[:20], *islice(mutated(seeds(target), seed=7), TIMES.get(target, 300))]
    for content in inputs:
        TARGETS[target](content)

    assert len(inputs) > 50
