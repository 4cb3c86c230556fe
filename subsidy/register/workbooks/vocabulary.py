"""What the headings of a workbook may mean, as plain data: no rulebook is needed to find them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import frozen

from subsidy.register.headings import plain
from subsidy.register.wide_rows import member_column, role_column

__all__ = ["NO_WORDS", "Vocabulary"]

_NUMBERED = re.compile(r"(.+?)_?([0-9]{1,3})")


@frozen
class Vocabulary:
    """``meanings``: heading without spaces and case → fact. The sets hold names of facts.

    ``identifying``: tell who somebody is. ``shared``: may stand in one merged cell for several
    people. ``dates``: days. ``wanted``: headings to name where none is found. Columns of members
    in one row mean ``<fact>@<heading>``.
    """

    meanings: Mapping[str, str]
    identifying: frozenset[str]
    shared: frozenset[str]
    dates: frozenset[str]
    wanted: tuple[str, ...]
    with_roles: bool = False  # whether 户主姓名 and the like tell, too

    def meaning(self, heading: str) -> str | None:
        """The fact that a heading tells, numbered ones with their number; None if none."""
        spelled = plain(heading)
        if spelled in self.meanings:
            return self.meanings[spelled]
        match = _NUMBERED.fullmatch(spelled)
        base = self.meanings.get(match[1]) if match else None
        if match and base and int(match[2]) > 1:
            return f"{base}_{int(match[2])}"
        member = member_column(spelled, self.meanings)
        if member is None and self.with_roles:
            member = role_column(spelled, self.meanings)
        return f"{member.fact}@{spelled}" if member else None

    def knows(self, heading: str) -> bool:
        """Whether a heading tells something."""
        return self.meaning(heading) is not None

    def fact(self, heading: str) -> str | None:
        """The fact without its number."""
        meaning = self.meaning(heading)
        if meaning is None or "@" in meaning or plain(heading) in self.meanings:
            return meaning and meaning.partition("@")[0]
        return meaning.rpartition("_")[0]


NO_WORDS = Vocabulary({}, frozenset(), frozenset(), frozenset(), ())
