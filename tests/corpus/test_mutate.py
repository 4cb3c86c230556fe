"""A few damaged workbooks in every run of the suite."""

from __future__ import annotations

from tests.corpus.mutate_workbooks import outcomes


def test_damaged_workbooks_are_read_or_refused_never_a_traceback(tmp_path):
    """Two hundred of them; some are refused, so that the damage is real."""
    found = outcomes(200, 7, tmp_path, (".xlsx",))

    assert found["damaged-file"] > 20
    assert sum(found.values()) >= 200
