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
        (2_000_000, 2, 1_000_000),
        (2_000_001, 2, 1_000_001),
        (8_000_000, 2, 2_000_000),
        (100_000_000, 2, 2_083_334),  # 24 batches for each of both
        (100_000_000, 3, 2_083_334),
    ],
)
def test_several_threads_have_larger_batches_and_each_has_some(rows, threads, at_a_time):
    """Fails if one thread's batches leave the cache, or if one of several threads has nothing to do."""
    assert at_a_time == rows_of_a_batch(rows, threads)


@pytest.mark.parametrize("rows", [400_000, 2_000_001, 8_000_000, 100_000_000, 123_456_789])
@pytest.mark.parametrize("threads", [2, 3, 8])
def test_no_thread_works_on_when_the_others_have_nothing_left(rows, threads):
    """Fails if the last batches are fewer than the threads, or much smaller than the others."""
    at_a_time = rows_of_a_batch(rows, threads)
    batches = -(-rows // at_a_time)
    assert at_a_time == LEAST_BATCH_ROWS or (
        batches % threads == 0 and batches * at_a_time - rows < batches
    )
