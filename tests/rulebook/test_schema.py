"""The JSON Schema for editors."""

from __future__ import annotations

from subsidy.casebook import reading
from subsidy.rulebook.schema import SCHEMA_FILE, json_schema, schema_text
from subsidy.rulebook.shape import CASES, FILES


def test_the_schema_file_is_fresh() -> None:
    """Run ``python -m subsidy.rulebook.schema`` after a change of the shape."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_every_kind_of_file_is_in_the_schema() -> None:
    """One alternative a kind, closed to other keys."""
    kinds = json_schema()["oneOf"]

    assert [kind.title for kind in FILES] == [kind["title"] for kind in kinds]
    assert all(kind["additionalProperties"] is False for kind in kinds)


def test_cases_are_checked_by_the_shape_that_their_reader_uses() -> None:
    """``subsidy check`` and ``subsidy test`` know the same keys of a case."""
    (ours,), (theirs,) = CASES.keys, reading.CASES.keys

    assert theirs.of.of.names() == ours.of.of.names()
    assert [key.required for key in theirs.of.of.keys] == [k.required for k in ours.of.of.keys]
