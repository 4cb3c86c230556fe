"""The JSON Schema of rule files for editors, generated from the declared shape.

``python -m subsidy.rulebook.schema`` writes ``rules.schema.json`` beside this module.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, assert_never

from subsidy.rulebook.kinds import (
    Choice,
    Key,
    Keys,
    Kind,
    ListOf,
    Named,
    OneOf,
    Scalar,
    ScalarKind,
    Typed,
)
from subsidy.rulebook.shape import FILES

__all__ = ["SCHEMA_FILE", "json_schema", "schema_text"]

SCHEMA_FILE = Path(__file__).parent / "rules.schema.json"

_PATTERNS = {
    ScalarKind.NAME: r"^[^\s]+$",
    ScalarKind.NAMES_PLACE: r"^[^\s]+$",
    ScalarKind.MONTH: r"^[0-9]{4}-[0-9]{2}(-01)?$",
    ScalarKind.DATE: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    ScalarKind.WHOLE: r"^-?(0|[1-9][0-9]{0,8})$",
    ScalarKind.YUAN: r"^-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$",
    ScalarKind.SHARE: r"^(0|[1-9][0-9]{0,8})((\.[0-9]{1,9})?%?|/[1-9][0-9]{0,8})$",
    ScalarKind.PERIOD: r"^[0-9]{4}(-[0-9]{2}(:[0-9]{4}-[0-9]{2})?)?$",
}


def json_schema() -> dict[str, Any]:
    """The schema of every rule file, JSON Schema draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rule files of subsidy",
        "description": "One file holds one kind of thing, told by its first key.",
        "oneOf": [_of(kind) for kind in FILES],
    }


def schema_text() -> str:
    """The schema as the text of ``rules.schema.json``."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def _of(kind: Kind) -> dict[str, Any]:
    match kind:
        case Scalar(scalar):
            return _scalar(scalar)
        case Choice(options):
            return {"enum": [*options, *_read_otherwise(options)]}
        case ListOf(of, or_one, filled):
            least = {"minItems": 1} if filled else {}
            many = {"type": "array", "items": _of(of), **least}
            return {"anyOf": [many, _of(of)]} if or_one else many
        case Named(of, key, filled):
            names = {"propertyNames": {"pattern": _PATTERNS[key]}} if key in _PATTERNS else {}
            least = {"minProperties": 1} if filled else {}
            return {"type": "object", **names, **least, "additionalProperties": _of(of)}
        case Keys():
            return _keys(kind, {})
        case Typed(by, shapes):
            return {"oneOf": [_keys(shape, {by: {"const": word}}) for word, shape in shapes]}
        case OneOf(options):
            return {"anyOf": [_of(option) for option in options]}
        case _:
            assert_never(kind)


def _scalar(kind: ScalarKind) -> dict[str, Any]:
    """Editors read unquoted scalars as numbers and truths; the engine reads them as text."""
    if kind in (ScalarKind.MONTH, ScalarKind.DATE):
        return {"type": "string", "pattern": _PATTERNS[kind]}
    if kind in _PATTERNS:
        return {"type": ["string", "number"], "pattern": _PATTERNS[kind]}
    return {"type": ["string", "number", "boolean"]}


def _read_otherwise(options: tuple[str, ...]) -> list[bool]:
    return [truth for word, truth in (("yes", True), ("no", False)) if word in options]


def _keys(kind: Keys, fixed: dict[str, Any]) -> dict[str, Any]:
    required = [key.name for key in kind.keys if key.required]
    return {
        "type": "object",
        "title": kind.title,
        "properties": {key.name: _property(key, fixed) for key in kind.keys},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _property(key: Key, fixed: dict[str, Any]) -> dict[str, Any]:
    return {"description": key.doc, **fixed.get(key.name, _of(key.of))}


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
