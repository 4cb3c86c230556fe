"""Records of equally long arrays: picking rows and putting records one after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from attrs import evolve, fields

__all__ = ["joined", "pick"]

Record = TypeVar("Record", bound=Any)


def pick(record: Record, chosen: np.ndarray[Any, Any]) -> Record:
    """Some rows of a record, by mask or by position; fields that are no arrays stay."""
    columns = _columns(record)
    return evolve(record, **{name: column[chosen] for name, column in columns.items()})


def joined(records: Sequence[Record]) -> Record:
    """One record after another, column by column; fields that are no arrays are the first's."""
    if len(records) == 1:
        return records[0]
    names = _columns(records[0])
    united = {name: np.concatenate([getattr(r, name) for r in records]) for name in names}
    return evolve(records[0], **united)


def _columns(record: Any) -> dict[str, np.ndarray[Any, Any]]:
    values = ((field.name, getattr(record, field.name)) for field in fields(type(record)))
    return {name: value for name, value in values if isinstance(value, np.ndarray)}
