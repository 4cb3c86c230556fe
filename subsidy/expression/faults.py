"""What can be wrong in a formula: faults as values, and the refusal that carries them all."""

from __future__ import annotations

from attrs import frozen

from subsidy.errors import Words

__all__ = ["Fault", "FormulaError", "Said"]


@frozen
class Said:
    """A fault's two texts: what is wrong, and how to mend it."""

    message: Words
    cure: Words


@frozen
class Fault:
    """One thing wrong in a formula.

    ``offset`` counts characters of the formula's text as it was written, from 0; ``found`` is
    the piece of text that is wrong, empty where something is missing.
    """

    offset: int
    found: str
    message: Words
    cure: Words


class FormulaError(Exception):
    """The formula is refused; ``faults`` holds every reason, in the order of the text."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{f.message.en} ({f.cure.en})" for f in faults))
        self.faults: tuple[Fault, ...] = faults
