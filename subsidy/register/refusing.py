"""How a register is refused, for whoever looks at it before any column of it is in memory."""

from __future__ import annotations

from typing import NoReturn

from subsidy.errors import Place, Problem, RegisterRefused, Words

__all__ = ["refuse"]


def refuse(
    code: str, place: Place, message: Words, cure: Words | None = None, found: str = ""
) -> NoReturn:
    """Refuse the register for one reason.

    Raises:
        RegisterRefused: always.
    """
    raise RegisterRefused(Problem(code, place, message, cure or Words("", ""), found))
