"""How hard property tests try, and what every folder of tests may ask for.

HYPOTHESIS_PROFILE=quick while writing, test by default, long for a night.
"""

from __future__ import annotations

import os
import signal
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from tests.signals import ENDING, as_at_a_terminal

PROFILES = {"quick": 20, "test": 100, "long": 2_000}
"""Examples a property, where the test does not say otherwise."""

for name, examples in PROFILES.items():
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,  # two cores that others share: time is no evidence
        print_blob=True,
        derandomize=name == "test",  # the same examples for everyone: a red run is red for all
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))


@pytest.fixture
def heeding_signals():
    """What ends programs is heeded here and in every process begun here, as at a terminal."""
    before = {number: signal.getsignal(number) for number in ENDING}
    as_at_a_terminal()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def spoilt_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory that numpy has not set holds anything but noughts."""
    given = np.empty

    def spoilt(*shape: Any, **kind: Any) -> Any:
        made = given(*shape, **kind)
        made.fill(7)
        return made

    monkeypatch.setattr(np, "empty", spoilt)
