"""Resident identity numbers that are well formed and belong to nobody on purpose."""

from __future__ import annotations

from collections import Counter
from datetime import date

__all__ = ["IdNumbers", "check_digit"]

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


def check_digit(first_seventeen: str) -> str:
    """The eighteenth digit by GB 11643.

    >>> check_digit("43020419430520001")
    '7'
    """
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % len(CHECK_DIGITS)]


class IdNumbers:
    """Hands out numbers, each only once: odd orders for men, even ones for women."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._given: Counter[tuple[date, str]] = Counter()

    def of(self, born_on: date, sex: str) -> str:
        """The next number for somebody of this birth date and sex."""
        given = self._given[born_on, sex]
        self._given[born_on, sex] += 1
        order = 2 * given + (1 if sex == "male" else 2)
        first = f"{self._prefix}{born_on:%Y%m%d}{order:03d}"
        return first + check_digit(first)
