"""The coming years: what a roster will cost, who changes when, and how long a budget lasts."""

from __future__ import annotations

from subsidy.projection.looking_ahead import upcoming
from subsidy.projection.projecting import project

__all__ = ["project", "upcoming"]
