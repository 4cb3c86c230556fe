"""The stages of a calculation, for whoever wants to watch them: handed down, never looked up.

Nothing here has a clock. A caller that measures hands in an observer that has one.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from attrs import define

__all__ = [
    "CHECK",
    "COUNT",
    "LOOK",
    "PLAN",
    "READ",
    "UNOBSERVED",
    "VIEW",
    "WRITE",
    "Stage",
    "Stages",
]

LOOK, READ, CHECK, COUNT = "look", "read", "check", "count"
PLAN, VIEW, WRITE = "plan", "view", "write"


@define
class Stage:
    """A stage that is going on; ``rows`` may be set while it does."""

    rows: int = 0


class Stages(Protocol):
    """Told when a stage begins and ends; several threads may be in stages at a time."""

    def stage(self, name: str, rows: int = 0) -> AbstractContextManager[Stage]:
        """Around a stage: one of the names above, or that of a scheme."""


class _Unobserved:
    """Nobody watches."""

    def stage(self, name: str, rows: int = 0) -> AbstractContextManager[Stage]:
        """Do nothing."""
        del name
        return nullcontext(Stage(rows))


UNOBSERVED: Stages = _Unobserved()
