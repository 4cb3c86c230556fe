"""The same object, not an equal one: a key for small caches of what is worked out from frozen models.

Models are immutable, so whatever was worked out from one stays true of it; comparing two of them
field by field would cost more than the work that a cache saves.
"""

from __future__ import annotations

from typing import Generic, TypeVar

__all__ = ["Same"]

Model = TypeVar("Model")


class Same(Generic[Model]):
    """Equal to another only if both hold one and the same object, which it keeps alive."""

    __slots__ = ("model",)

    def __init__(self, model: Model) -> None:
        self.model = model

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.model is other.model

    def __hash__(self) -> int:
        return id(self.model)
