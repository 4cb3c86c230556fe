"""Counts of members: persons come in batches, households do not care in which."""

from __future__ import annotations

import pytest

from subsidy.engine.units import counting
from tests.agreement.of_units import by_vectors
from tests.properties.villages import village


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("seed", [3, 6, 9])
def test_the_size_of_a_batch_changes_no_count(
    rows: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the members of a household are looked at together or one after the other."""
    one = village(seed)
    whole = by_vectors(one)
    monkeypatch.setattr(counting, "_BATCH_ROWS", rows)

    assert len(whole) > 100
    assert whole == by_vectors(one)
