"""Rules of other places, written from the documentation alone, come out as worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy.casebook.running import run_cases

PLACES = sorted(path.parent for path in Path(__file__).parent.glob("*/place.yaml"))


@pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])
def test_every_case_of_another_place_comes_out_as_written(place):
    """A matrix, bands of income, a share of last year's average: in both engines."""
    report = run_cases(place)

    assert report.results
    assert report.passed, report.text()
