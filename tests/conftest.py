"""How hard property tests try: HYPOTHESIS_PROFILE=quick while writing, test by default, long for a night."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

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
