"""The pace of a run, and how much it does: counted, not timed, for guards against slow paths."""

from __future__ import annotations

from attrs import define, frozen

from subsidy.stages import UNOBSERVED, Stages

__all__ = ["BATCH_ROWS", "LEAST_BATCH_ROWS", "Pace", "Work", "rows_of_a_batch"]

BATCH_ROWS = 1 << 19  # large enough that calls cost little, small enough to stay near the cache
LEAST_BATCH_ROWS, _MOST_BATCH_ROWS = 1 << 17, 1 << 21  # where several threads share the rows


def rows_of_a_batch(rows: int, threads: int) -> int:
    """How many of a register's rows to run at a time.

    Every batch costs the same few hundred calls, in which threads wait for one another; so
    several threads have as few and as large batches as may be. Each has as many as the others,
    and all are of one size, so that none works on when the others have nothing left to do.
    """
    if threads == 1:
        return BATCH_ROWS
    each = max(1, -(-rows // (threads * _MOST_BATCH_ROWS)))
    return max(-(-rows // (threads * each)), LEAST_BATCH_ROWS)


@define
class Work:
    """Counts of a run of one thread.

    ``rows``: rows that were looked at step by step, each as often as it was; ``passes``: steps
    that were taken for a whole batch at a time; ``candidates``: rows that were not dropped at once.
    """

    batches: int = 0
    candidates: int = 0
    passes: int = 0
    rows: int = 0

    def step(self, rows: int) -> None:
        """One step over so many rows."""
        self.passes += 1
        self.rows += rows


@frozen
class Pace:
    """How a run goes about its work, which changes nothing but speed; ``work`` is added to.

    ``batch_rows``: how many rows are run at a time; 0: as many as suit the register.
    """

    batch_rows: int = 0
    threads: int = 1
    work: Work | None = None
    stages: Stages = UNOBSERVED

    def at_a_time(self, rows: int) -> int:
        """How many of a register's rows are run at a time."""
        return self.batch_rows or rows_of_a_batch(rows, self.threads)
