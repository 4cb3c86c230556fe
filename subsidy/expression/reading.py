"""What the rules of types work on: the parts of a formula as they were read, and its faults."""

from __future__ import annotations

from attrs import field, frozen

from subsidy.expression.constants import Typed
from subsidy.expression.faults import Fault, Said
from subsidy.expression.syntax import Syntax

__all__ = ["Faults", "Part"]


@frozen
class Part:
    """A piece of a formula, its place, and its value; None where it has a fault of its own."""

    text: str
    at: int
    value: Typed | None


@frozen
class Faults:
    """The faults found so far in one formula."""

    text: str
    found: list[Fault] = field(factory=list)

    def add(self, where: Syntax | Part, said: Said) -> Typed | None:
        """Note a fault, and return the value of what has one: always None."""
        piece = where.text if isinstance(where, Part) else self.text[where.at : where.end]
        self.found.append(Fault(where.at, piece, said.message, said.cure))
        return None

    def part(self, syntax: Syntax, value: Typed | None) -> Part:
        """A piece of syntax with the value that was read from it."""
        return Part(self.text[syntax.at : syntax.end], syntax.at, value)
