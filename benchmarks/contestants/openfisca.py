"""OpenFisca's engine."""

from __future__ import annotations

from benchmarks.contestants.fisca import FiscaWay
from benchmarks.people import Columns

__all__ = ["Way"]


class Way(FiscaWay):
    """See :mod:`benchmarks.contestants.fisca`."""

    def __init__(self, people: Columns, style: str = "own") -> None:
        super().__init__(people, "openfisca_core", style)
