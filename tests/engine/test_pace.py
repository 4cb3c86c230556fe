"""How many rows are run at a time: which is a matter of speed alone."""

from __future__ import annotations

import pytest

from subsidy.engine.work import BATCH_ROWS, LEAST_BATCH_ROWS, rows_of_a_batch


@pytest.mark.parametrize(
    ("rows", "threads", "at_a_time"),
    [
        (1, 1, BATCH_ROWS),
        (100_000_000, 1, BATCH_ROWS),
        (1_000, 2, LEAST_BATCH_ROWS),
        (2_000_000, 2, 500_000),
        (2_000_001, 2, 500_001),
        (100_000_000, 2, 1 << 20),
    ],
)
def test_several_threads_have_larger_batches_and_each_has_some(rows, threads, at_a_time):
    """Fails if one thread's batches leave the cache, or if one of several threads has nothing to do."""
    assert at_a_time == rows_of_a_batch(rows, threads)
