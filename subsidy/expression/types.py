"""The types of formulas: every value has one, and money carries the period it is for."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

__all__ = ["Kind", "Type"]


class Kind(Enum):
    """What sort of value a formula has."""

    YES_NO = "yes or no"
    WHOLE = "whole number"
    SHARE = "number"
    MONEY = "amount of money"
    WORD = "word"


@frozen
class Type:
    """A kind; for money also the months it is for (1, 3, 6 or 12); for words the words allowed."""

    kind: Kind
    per_months: int | None = None
    words: tuple[str, ...] = ()
