"""Deliberate faults where persons, households and institutions meet; see ``faults``."""

from __future__ import annotations

from tests.proving.fault import Fault

__all__ = ["FAULTS_OF_UNITS"]

UNITS = "tests/agreement/test_units.py"
EVERY_UNIT = "test_both_engines_give_every_unit_the_same"

SHARING = "subsidy/engine/units/sharing.py"

FAULTS_OF_UNITS = (
    Fault(
        UNITS, EVERY_UNIT, "round every share by itself",
        SHARING,
        "together: Array = (2 * amount * number + count) // (2 * count)",
        "together: Array = amount // count * number",
    ),
)  # fmt: skip
